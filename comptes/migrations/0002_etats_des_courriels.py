"""A mail is in one of its five states."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0001_initiale"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="courriel",
            constraint=models.CheckConstraint(
                condition=models.Q(("etat__in", ["a_envoyer", "pris", "envoye", "a_verifier", "echec"])),
                name="comptes_courriel_etat_connu",
            ),
        ),
    ]
