import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ateliers", "0006_remplacement_de_seance"),
        ("comptes", "__first__"),
        ("espace", "0003_ouvert_pendant"),
        ("structures", "0002_pas_avec_soi_meme"),
    ]

    operations = [
        migrations.CreateModel(
            name="LienPermanences",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "empreinte",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="empreinte du secret"),
                ),
                ("cree_a", models.DateTimeField(verbose_name="créé à")),
                ("dernier_usage_a", models.DateTimeField(blank=True, null=True, verbose_name="dernier geste à")),
                ("revoque_a", models.DateTimeField(blank=True, null=True, verbose_name="révoqué à")),
                (
                    "cree_par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "intervenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="liens_permanences",
                        to="ateliers.intervenant",
                    ),
                ),
            ],
            options={
                "verbose_name": "lien « Mes permanences »",
                "verbose_name_plural": "liens « Mes permanences »",
                "ordering": ["cree_a", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoque_a__isnull", True)),
                        fields=("intervenant",),
                        name="espace_lienpermanences_un_seul_valable",
                        violation_error_message="Cette personne a déjà un lien : faites-en un nouveau à sa place.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Poste",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "empreinte",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="empreinte du secret"),
                ),
                ("cree_a", models.DateTimeField(verbose_name="créé à")),
                ("dernier_usage_a", models.DateTimeField(blank=True, null=True, verbose_name="dernier geste à")),
                ("revoque_a", models.DateTimeField(blank=True, null=True, verbose_name="révoqué à")),
                ("nom", models.CharField(default="Poste de l’accueil", max_length=60, verbose_name="nom")),
                (
                    "cree_par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="postes", to="structures.structure"
                    ),
                ),
            ],
            options={
                "verbose_name": "poste d’accueil",
                "verbose_name_plural": "postes d’accueil",
                "ordering": ["nom", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoque_a__isnull", True)),
                        fields=("structure", "nom"),
                        name="espace_poste_nom_unique",
                        violation_error_message="Un poste de cette structure porte déjà ce nom.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GesteSansCompte",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation", models.UUIDField(unique=True, verbose_name="opération")),
                ("fait_a", models.DateTimeField(verbose_name="fait à")),
                (
                    "permanences",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gestes",
                        to="espace.lienpermanences",
                    ),
                ),
                (
                    "poste",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gestes",
                        to="espace.poste",
                    ),
                ),
            ],
            options={
                "verbose_name": "geste sans compte",
                "verbose_name_plural": "gestes sans compte",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("permanences__isnull", True), ("poste__isnull", False)),
                            models.Q(("permanences__isnull", False), ("poste__isnull", True)),
                            _connector="OR",
                        ),
                        name="espace_gestesanscompte_un_seul_auteur",
                        violation_error_message="Un geste vient d’un poste ou d’un lien, pas des deux.",
                    )
                ],
            },
        ),
    ]
