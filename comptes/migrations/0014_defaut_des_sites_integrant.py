"""The database fills the column itself: the code of before it still creates federations."""

from django.db import migrations, models

import comptes.origines


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0013_sites_integrant"),
    ]

    operations = [
        migrations.AlterField(
            model_name="federation",
            name="sites_integrant",
            field=models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text='Adresses en https, par exemple ["https://www.centre.fr"]. Vide : aucun site.',
                validators=[comptes.origines.valider_origines],
                verbose_name="sites qui peuvent montrer l’annuaire",
            ),
        ),
    ]
