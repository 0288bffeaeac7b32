"""What a structure answers once a year: people."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ateliers", "0003_listes_fermees"),
        ("comptes", "__first__"),
        ("espace", "0001_signalements"),
        ("structures", "0002_pas_avec_soi_meme"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChiffresAnnee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("annee", models.PositiveSmallIntegerField(verbose_name="année")),
                (
                    "personnes_accueillies",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="personnes accueillies ou renseignées par téléphone dans l’année",
                    ),
                ),
                (
                    "personnes_ateliers",
                    models.PositiveIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(1000000)],
                        verbose_name="personnes différentes venues aux ateliers et en accès libre",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="remarque pour le rapport")),
                ("saisi_le", models.DateField(verbose_name="saisi le")),
                (
                    "saisi_voie",
                    models.CharField(
                        choices=[
                            ("ecran", "à l’écran"),
                            ("lien", "par un lien"),
                            ("import", "par un import"),
                            ("api", "par l’API"),
                            ("entretien", "par l’entretien automatique"),
                        ],
                        max_length=10,
                        verbose_name="saisi",
                    ),
                ),
                (
                    "saisi_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="chiffres", to="structures.structure"
                    ),
                ),
            ],
            options={
                "verbose_name": "chiffres de l’année",
                "verbose_name_plural": "chiffres de l’année",
                "ordering": ["-annee", "structure_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("saisi_le__isnull", True), ("saisi_voie", "")),
                            models.Q(
                                ("saisi_le__isnull", False),
                                ("saisi_voie__in", ["ecran", "lien", "import", "api", "entretien"]),
                            ),
                            _connector="OR",
                        ),
                        name="espace_chiffresannee_saisi_le_avec_voie",
                        violation_error_message="Une date va avec la façon dont elle a été dite.",
                    ),
                    models.UniqueConstraint(
                        fields=("structure", "annee"),
                        name="espace_chiffresannee_unique",
                        violation_error_message="Les chiffres de cette année sont déjà saisis.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("annee__gte", 2000), ("annee__lte", 2999)),
                        name="espace_chiffresannee_annee_connue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("personnes_accueillies__isnull", True),
                                models.Q(("personnes_accueillies__gte", 0), ("personnes_accueillies__lte", 1000000)),
                                _connector="OR",
                            ),
                            models.Q(
                                ("personnes_ateliers__isnull", True),
                                models.Q(("personnes_ateliers__gte", 0), ("personnes_ateliers__lte", 1000000)),
                                _connector="OR",
                            ),
                        ),
                        name="espace_chiffresannee_personnes",
                        violation_error_message="Ce nombre de personnes n’est pas possible.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChiffresOffre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "personnes",
                    models.PositiveIntegerField(
                        validators=[django.core.validators.MaxValueValidator(1000000)], verbose_name="personnes"
                    ),
                ),
                (
                    "chiffres",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="par_activite",
                        to="espace.chiffresannee",
                    ),
                ),
                (
                    "offre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="ateliers.offre"
                    ),
                ),
            ],
            options={
                "verbose_name": "chiffre d’une activité",
                "verbose_name_plural": "chiffres des activités",
                "constraints": [
                    models.UniqueConstraint(fields=("chiffres", "offre"), name="espace_chiffresoffre_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("personnes__gte", 0), ("personnes__lte", 1000000)),
                        name="espace_chiffresoffre_personnes",
                        violation_error_message="Ce nombre de personnes n’est pas possible.",
                    ),
                ],
            },
        ),
    ]
