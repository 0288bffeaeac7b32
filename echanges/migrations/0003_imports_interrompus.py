"""An import that never said its end was interrupted."""

from django.db import migrations


def dire(apps, schema_editor):
    apps.get_model("echanges", "Import").objects.filter(fini_a__isnull=True).update(statut="interrompu")


class Migration(migrations.Migration):
    dependencies = [("echanges", "0002_imports_prepares")]

    operations = [migrations.RunPython(dire, migrations.RunPython.noop, elidable=True)]
