"""The database fills the column itself: the code of before it still imports."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("echanges", "0005_changements_de_la_semaine"),
    ]

    operations = [
        migrations.AlterField(
            model_name="import",
            name="refus",
            field=models.JSONField(blank=True, db_default=[], default=list, verbose_name="gardé à l’annulation"),
        ),
    ]
