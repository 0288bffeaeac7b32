import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0011_destinataire_differe"),
        ("comptes", "__first__"),
        ("structures", "0004_invitations"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(("fusionnee_dans__isnull", True), ("archivee_le__isnull", False), _connector="OR"),
                name="structures_structure_fusionnee_archivee",
                violation_error_message="Une structure fusionnée est archivée.",
            ),
        ),
        migrations.CreateModel(
            name="Fusion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "noun",
                    models.CharField(
                        choices=[("structure", "structure"), ("lieu", "lieu")], max_length=10, verbose_name="genre"
                    ),
                ),
                ("gardee", models.CharField(max_length=8, verbose_name="uid de la fiche gardée")),
                ("absorbee", models.CharField(max_length=8, verbose_name="uid de la fiche absorbée")),
                ("operation", models.UUIDField(unique=True, verbose_name="opération")),
                ("changements", models.JSONField(default=list, verbose_name="ce qui a changé")),
                ("faite_a", models.DateTimeField(verbose_name="faite à")),
                ("defaite_a", models.DateTimeField(blank=True, null=True, verbose_name="défaite à")),
                (
                    "defaite_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "faite_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fusions", to="comptes.federation"
                    ),
                ),
            ],
            options={
                "verbose_name": "fusion",
                "ordering": ["-faite_a", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("noun__in", ["structure", "lieu"])), name="structures_fusion_noun_connu"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gardee", models.F("absorbee")), _negated=True),
                        name="structures_fusion_deux_fiches",
                        violation_error_message="On ne fusionne pas avec soi-même.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("defaite_a__isnull", True), ("defaite_par__isnull", True)),
                            ("defaite_a__gte", models.F("faite_a")),
                            _connector="OR",
                        ),
                        name="structures_fusion_defaite_apres",
                        violation_error_message="Une fusion se défait après avoir été faite.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LieuxDistincts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dit_a", models.DateTimeField(verbose_name="dit à")),
                (
                    "dit_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "premier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="structures.lieu"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="structures.lieu"
                    ),
                ),
            ],
            options={
                "verbose_name": "lieux distincts",
                "verbose_name_plural": "lieux distincts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("premier", "second"),
                        name="structures_lieuxdistincts_unique",
                        violation_error_message="C’est déjà noté.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("premier__lt", models.F("second"))),
                        name="structures_lieuxdistincts_ordonnes",
                        violation_error_message="Une paire se note une fois, dans un seul ordre.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StructuresDistinctes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dit_a", models.DateTimeField(verbose_name="dit à")),
                (
                    "dit_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "premiere",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="structures.structure"
                    ),
                ),
                (
                    "seconde",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="structures.structure"
                    ),
                ),
            ],
            options={
                "verbose_name": "structures distinctes",
                "verbose_name_plural": "structures distinctes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("premiere", "seconde"),
                        name="structures_structuresdistinctes_unique",
                        violation_error_message="C’est déjà noté.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("premiere__lt", models.F("seconde"))),
                        name="structures_structuresdistinctes_ordonnees",
                        violation_error_message="Une paire se note une fois, dans un seul ordre.",
                    ),
                ],
            },
        ),
    ]
