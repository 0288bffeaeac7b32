"""Drop the index that the one with the days of sessions replaces."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ateliers", "0008_index_de_la_recherche")]

    operations = [migrations.RemoveIndex(model_name="offre", name="ateliers_offre_recherche")]
