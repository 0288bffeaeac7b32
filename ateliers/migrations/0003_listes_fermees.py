"""Costs and devices hold only what their lists say; an activity is never merged into itself."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ateliers", "0002_historique_des_seances"),
        ("structures", "0002_pas_avec_soi_meme"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="offre",
            constraint=models.CheckConstraint(
                condition=models.Q(("fusionne_dans", models.F("pk")), _negated=True),
                name="ateliers_offre_fusionne_ailleurs",
                violation_error_message="On ne fusionne pas avec soi-même.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offre",
            constraint=models.CheckConstraint(
                condition=models.Q(("tarif__in", ["", "gratuit", "adhesion", "participation", "quotient"])),
                name="ateliers_offre_tarif_connu",
                violation_error_message="Ce tarif n’existe pas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="offre",
            constraint=models.CheckConstraint(
                condition=models.Q(("appareil__in", ["", "fourni", "bienvenu", "necessaire"])),
                name="ateliers_offre_appareil_connu",
                violation_error_message="Ce choix d’appareil n’existe pas.",
            ),
        ),
    ]
