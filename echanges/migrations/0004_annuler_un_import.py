import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    arret = "starting an import, alone, fails between this one and 0006; the constraint lets more through than before"

    dependencies = [
        ("comptes", "0012_textes_de_la_federation"),
        ("comptes", "__first__"),
        ("core", "0004_compteurs"),
        ("echanges", "0003_imports_interrompus"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="import",
            name="echanges_import_statut_connu",
        ),
        migrations.AddField(
            model_name="import",
            name="annule_a",
            field=models.DateTimeField(blank=True, null=True, verbose_name="annulé à"),
        ),
        migrations.AddField(
            model_name="import",
            name="annule_par",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="import",
            name="refus",
            field=models.JSONField(blank=True, default=list, verbose_name="gardé à l’annulation"),
        ),
        migrations.AlterField(
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
                    ("annulation", "en cours d’annulation"),
                    ("annule", "annulé"),
                ],
                default="applique",
                max_length=10,
                verbose_name="statut",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "statut__in",
                        ["depose", "compare", "prepare", "cours", "applique", "interrompu", "annulation", "annule"],
                    )
                ),
                name="echanges_import_statut_connu",
            ),
        ),
        migrations.CreateModel(
            name="MemoireRemplacee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "noun",
                    models.CharField(
                        choices=[("structure", "structure"), ("lieu", "lieu"), ("offre", "activité")],
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                ("identifiant", models.CharField(max_length=200, verbose_name="identifiant")),
                ("uid", models.CharField(max_length=8, verbose_name="uid chez nous")),
                (
                    "objet",
                    models.CharField(
                        choices=[("valeurs", "dernières valeurs"), ("disparition", "disparition")],
                        max_length=12,
                        verbose_name="objet",
                    ),
                ),
                ("avant", models.JSONField(blank=True, null=True, verbose_name="avant")),
                ("apres", models.JSONField(default=dict, verbose_name="après")),
                (
                    "importation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memoires", to="echanges.import"
                    ),
                ),
            ],
            options={
                "verbose_name": "mémoire remplacée",
                "verbose_name_plural": "mémoires remplacées",
                "indexes": [models.Index(fields=["importation", "noun", "uid"], name="echanges_memoire_uid")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("importation", "noun", "identifiant", "objet"), name="echanges_memoireremplacee_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("noun__in", ["structure", "lieu", "offre"])),
                        name="echanges_memoireremplacee_noun_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("objet__in", ["valeurs", "disparition"])),
                        name="echanges_memoireremplacee_objet_connu",
                    ),
                ],
            },
        ),
    ]
