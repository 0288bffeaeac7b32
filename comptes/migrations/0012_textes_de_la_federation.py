"""A federation says where it is, in a sentence, and presents itself; what the home said stays said."""

from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Concat


def garder_la_phrase(apps, schema_editor):
    """The home said « dans le … » for everybody."""
    federations = apps.get_model("comptes", "Federation").objects.exclude(territoire="")
    federations.update(dans_le_territoire=Concat(Value("dans le "), F("territoire")))


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0011_destinataire_differe"),
    ]

    operations = [
        migrations.AddField(
            model_name="federation",
            name="dans_le_territoire",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Comme dans une phrase : « dans le Val-de-Marne », « en Essonne ».",
                max_length=100,
                verbose_name="dans le territoire",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="federation",
            name="presentation",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Deux ou trois phrases, montrées sur la page d’accueil du réseau.",
                max_length=600,
                verbose_name="présentation",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(garder_la_phrase, migrations.RunPython.noop),
    ]
