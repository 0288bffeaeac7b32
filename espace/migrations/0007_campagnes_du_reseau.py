import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0012_textes_de_la_federation"),
        ("comptes", "__first__"),
        ("espace", "0006_chiffres_plus_bas"),
        ("structures", "0005_doublons_et_fusions"),
    ]

    operations = [
        migrations.CreateModel(
            name="CampagneReseau",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nom", models.CharField(max_length=80, verbose_name="nom")),
                ("message", models.TextField(blank=True, max_length=600, verbose_name="votre message")),
                ("ouverte_a", models.DateTimeField(verbose_name="ouverte à")),
                ("close_a", models.DateTimeField(blank=True, null=True, verbose_name="close à")),
                ("bilan", models.JSONField(blank=True, default=dict, verbose_name="bilan")),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="campagnes", to="comptes.federation"
                    ),
                ),
                (
                    "ouverte_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "campagne du réseau",
                "verbose_name_plural": "campagnes du réseau",
                "ordering": ["-ouverte_a", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("close_a__isnull", True)),
                        fields=("federation",),
                        name="espace_campagnereseau_une_a_la_fois",
                        violation_error_message="Une campagne est déjà ouverte : fermez-la d’abord.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("close_a__isnull", True), ("close_a__gte", models.F("ouverte_a")), _connector="OR"
                        ),
                        name="espace_campagnereseau_close_apres",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sollicitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ecrite_a", models.DateTimeField(blank=True, null=True, verbose_name="dernier courriel à")),
                ("courriels", models.PositiveSmallIntegerField(default=0, verbose_name="courriels")),
                (
                    "campagne",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sollicitations",
                        to="espace.campagnereseau",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sollicitations",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "sollicitation",
                "constraints": [
                    models.UniqueConstraint(fields=("campagne", "structure"), name="espace_sollicitation_unique")
                ],
            },
        ),
    ]
