"""The data version is one row, there from the start: every write bumps it, every reader finds it."""

from django.db import migrations


def creer(apps, schema_editor):
    apps.get_model("core", "Version").objects.get_or_create(pk=1)


def retirer(apps, schema_editor):
    apps.get_model("core", "Version").objects.filter(pk=1).delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initiale")]
    operations = [migrations.RunPython(creer, retirer)]
