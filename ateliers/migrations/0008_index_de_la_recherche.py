"""Index the days with all that search reads; the former index stays until this one is there."""

from django.db import migrations, models

from core.operations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ateliers", "0007_jours_des_seances")]

    operations = [
        AddIndexOnline(
            model_name="offre",
            index=models.Index(
                fields=[
                    *("bande", "longitude", "latitude", "visible_des", "visible_fin"),
                    *("traits_a", "traits_b", "traits_c"),
                    *("dispo_fiable_jusqu_au", "verifie_le", "lieu", "id", "jours_des_seances"),
                ],
                name="ateliers_offre_cherchee",
            ),
        ),
    ]
