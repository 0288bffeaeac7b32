"""Hand the year's figures down to `statistiques`, that reads them too: the tables stay as they are."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("espace", "0005_rappels_envoyes")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(model_name="chiffresoffre", name="chiffres"),
                migrations.RemoveField(model_name="chiffresoffre", name="offre"),
                migrations.DeleteModel(name="ChiffresAnnee"),
                migrations.DeleteModel(name="ChiffresOffre"),
            ],
        ),
    ]
