"""A long job is in one of its four states."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_version_une_ligne"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="travail",
            constraint=models.CheckConstraint(
                condition=models.Q(("etat__in", ["attente", "cours", "fait", "echec"])), name="core_travail_etat_connu"
            ),
        ),
    ]
