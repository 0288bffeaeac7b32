"""Index the day and half-days of a session with the rest; the former index stays until this one is there."""

from django.db import migrations, models

from core.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ateliers", "0009_ancien_index")]

    operations = [
        AddIndexOnline(
            model_name="seance",
            index=models.Index(
                fields=["offre", "debut", "fin", "statut", "jour", "moments"], name="ateliers_seance_prochaine"
            ),
        ),
    ]
