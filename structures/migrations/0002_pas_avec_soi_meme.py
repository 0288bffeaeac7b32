"""A place or a structure that became another one is never itself."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0002_etats_des_courriels"),
        ("structures", "0001_initiale"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="lieu",
            constraint=models.CheckConstraint(
                condition=models.Q(("fusionne_dans", models.F("pk")), _negated=True),
                name="structures_lieu_fusionne_ailleurs",
                violation_error_message="On ne fusionne pas avec soi-même.",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(("fusionnee_dans", models.F("pk")), _negated=True),
                name="structures_structure_fusionnee_ailleurs",
                violation_error_message="On ne fusionne pas avec soi-même.",
            ),
        ),
    ]
