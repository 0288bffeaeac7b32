import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0012_textes_de_la_federation"),
        ("comptes", "__first__"),
        ("core", "0004_compteurs"),
        ("echanges", "0001_journal_des_imports"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="apercu",
            field=models.JSONField(blank=True, default=dict, verbose_name="aperçu"),
        ),
        migrations.AddField(
            model_name="import",
            name="statut",
            field=models.CharField(
                choices=[
                    ("depose", "déposé"),
                    ("compare", "en comparaison"),
                    ("prepare", "préparé"),
                    ("cours", "en cours"),
                    ("applique", "appliqué"),
                    ("interrompu", "interrompu"),
                    ("annule", "annulé"),
                ],
                default="applique",
                max_length=10,
                verbose_name="statut",
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="travail",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.travail"
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("statut__in", ["depose", "compare", "prepare", "cours", "applique", "interrompu", "annule"])
                ),
                name="echanges_import_statut_connu",
            ),
        ),
        migrations.CreateModel(
            name="Correspondance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=80, verbose_name="source")),
                ("signature", models.CharField(max_length=64, verbose_name="noms de colonnes (empreinte)")),
                ("colonnes", models.JSONField(default=list, verbose_name="colonnes")),
                ("communes", models.JSONField(blank=True, default=dict, verbose_name="communes")),
                ("modifiee_a", models.DateTimeField(verbose_name="modifiée à")),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="comptes.federation"
                    ),
                ),
            ],
            options={
                "verbose_name": "correspondance de colonnes",
                "verbose_name_plural": "correspondances de colonnes",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("federation", "source", "signature"),
                        name="echanges_correspondance_unique",
                        violation_error_message="Cette source a déjà une correspondance pour ces colonnes.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LignePreparee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("numero", models.PositiveIntegerField(verbose_name="ligne du fichier")),
                ("identifiant", models.CharField(blank=True, max_length=200, verbose_name="identifiant")),
                ("nom", models.CharField(blank=True, max_length=200, verbose_name="nom")),
                ("etat", models.CharField(max_length=10, verbose_name="état")),
                ("raison", models.CharField(blank=True, max_length=400, verbose_name="raison")),
                ("reparee", models.BooleanField(default=False, verbose_name="réparée")),
                ("signalee", models.BooleanField(default=False, verbose_name="signalée")),
                ("conservee", models.BooleanField(default=False, verbose_name="valeur d’ici conservée")),
                ("a_trancher", models.BooleanField(default=False, verbose_name="ressemble à un lieu connu")),
                ("detail", models.JSONField(default=dict, verbose_name="détail")),
                ("semblables", models.JSONField(blank=True, default=list, verbose_name="lieux semblables")),
                ("cellules", models.JSONField(blank=True, default=list, verbose_name="cellules du fichier")),
                (
                    "importation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lignes", to="echanges.import"
                    ),
                ),
            ],
            options={
                "verbose_name": "ligne préparée",
                "verbose_name_plural": "lignes préparées",
                "ordering": ["numero", "pk"],
                "indexes": [models.Index(fields=["importation", "numero"], name="echanges_ligne_preparee")],
            },
        ),
    ]
