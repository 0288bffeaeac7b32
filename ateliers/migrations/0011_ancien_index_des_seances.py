"""Drop the index that the one with the day and half-days replaces."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ateliers", "0010_index_des_seances")]

    operations = [migrations.RemoveIndex(model_name="seance", name="ateliers_seance_suivante")]
