"""A federation says which sites may show the directory in a frame; until it does, none."""

from django.db import migrations, models

import comptes.origines


class Migration(migrations.Migration):
    arret = "creating a federation, alone, fails between this one and 0014, which gives the column its default"

    dependencies = [
        ("comptes", "0012_textes_de_la_federation"),
    ]

    operations = [
        migrations.AddField(
            model_name="federation",
            name="sites_integrant",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text='Adresses en https, par exemple ["https://www.centre.fr"]. Vide : aucun site.',
                validators=[comptes.origines.valider_origines],
                verbose_name="sites qui peuvent montrer l’annuaire",
            ),
        ),
    ]
