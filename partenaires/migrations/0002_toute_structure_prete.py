"""Any structure may lend, a centre too: the lender was a partner, whose key is already its structure's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("structures", "0001_initiale"),
        ("partenaires", "0001_initiale"),
    ]

    operations = [
        migrations.RenameField("pret", "partenaire", "preteur"),
        migrations.RenameField("historicalpret", "partenaire", "preteur"),
        migrations.AlterField(
            model_name="pret",
            name="preteur",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="prets",
                to="structures.structure",
                verbose_name="qui prête",
            ),
        ),
        migrations.AlterField(
            model_name="historicalpret",
            name="preteur",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="structures.structure",
                verbose_name="qui prête",
            ),
        ),
    ]
