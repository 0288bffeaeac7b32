"""Keep beside an activity the days of its sessions; -1 until the night, or its next change, has counted them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ateliers", "0006_remplacement_de_seance")]

    operations = [
        migrations.AddField(
            model_name="offre",
            name="jours_des_seances",
            field=models.BigIntegerField(db_default=-1, default=-1, editable=False, verbose_name="jours des séances"),
        ),
    ]
