import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.uid


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ateliers", "0006_remplacement_de_seance"),
        ("comptes", "__first__"),
        ("structures", "0003_photo_de_l_entree"),
    ]

    operations = [
        migrations.CreateModel(
            name="MiseEnRelation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", core.uid.UidField(unique=True)),
                ("seance_a", models.DateTimeField(blank=True, null=True, verbose_name="séance souhaitée")),
                ("accord_a", models.DateTimeField(verbose_name="accord de la personne recueilli à")),
                ("cree_a", models.DateTimeField(verbose_name="envoyée à")),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("envoyee", "envoyée"),
                            ("recue", "reçue par le lieu"),
                            ("rendez_vous", "rendez-vous donné"),
                            ("attente", "sur liste d’attente"),
                            ("impossible", "pas possible"),
                            ("venue", "la personne est venue"),
                            ("pas_venue", "la personne n’est pas venue"),
                            ("expiree", "sans réponse"),
                            ("retiree", "retirée"),
                        ],
                        default="envoyee",
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                ("numero", models.PositiveSmallIntegerField(default=0, verbose_name="numéro de réponse")),
                (
                    "motif",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("complet", "C’est complet"),
                            ("hors_zone", "La personne n’habite pas la zone"),
                            ("public", "L’activité ne s’adresse pas à cette personne"),
                            ("injoignable", "La personne n’a pas pu être jointe"),
                            ("doublon", "La personne est déjà suivie ici"),
                            ("autre", "Une autre raison"),
                        ],
                        max_length=12,
                        verbose_name="raison",
                    ),
                ),
                ("rendez_vous_a", models.DateTimeField(blank=True, null=True, verbose_name="rendez-vous")),
                ("a_rappeler_a", models.DateTimeField(verbose_name="à rappeler à partir de")),
                ("relance_a", models.DateTimeField(blank=True, null=True, verbose_name="rappelée à")),
                ("close_a", models.DateTimeField(blank=True, null=True, verbose_name="close à")),
                (
                    "de",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relations_envoyees",
                        to="structures.structure",
                    ),
                ),
                (
                    "expediteur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "offre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relations", to="ateliers.offre"
                    ),
                ),
            ],
            options={
                "verbose_name": "mise en relation",
                "verbose_name_plural": "mises en relation",
                "ordering": ["-cree_a", "-pk"],
                "indexes": [models.Index(fields=["etat", "cree_a"], name="orientations_relation_etat")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "etat__in",
                                [
                                    "envoyee",
                                    "recue",
                                    "rendez_vous",
                                    "attente",
                                    "impossible",
                                    "venue",
                                    "pas_venue",
                                    "expiree",
                                    "retiree",
                                ],
                            )
                        ),
                        name="orientations_miseenrelation_etat_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("close_a__isnull", True), ("etat__in", ["envoyee", "recue", "rendez_vous", "attente"])
                            ),
                            models.Q(
                                models.Q(("etat__in", ["envoyee", "recue", "rendez_vous", "attente"]), _negated=True),
                                ("close_a__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="orientations_miseenrelation_close_date",
                        violation_error_message="Une demande close a une date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("etat", "impossible"),
                                ("motif__in", ["complet", "hors_zone", "public", "injoignable", "doublon", "autre"]),
                            ),
                            models.Q(models.Q(("etat", "impossible"), _negated=True), ("motif", "")),
                            _connector="OR",
                        ),
                        name="orientations_miseenrelation_motif_dit",
                        violation_error_message="Dites pourquoi ce n’est pas possible.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "rendez_vous"), _negated=True),
                            ("rendez_vous_a__isnull", False),
                            _connector="OR",
                        ),
                        name="orientations_miseenrelation_rendez_vous_date",
                        violation_error_message="Un rendez-vous a un jour et une heure.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("close_a__isnull", True), ("close_a__gte", models.F("cree_a")), _connector="OR"
                        ),
                        name="orientations_miseenrelation_close_apres",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccueilRelation",
            fields=[
                (
                    "structure",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="accueil_relation",
                        serialize=False,
                        to="structures.structure",
                    ),
                ),
                ("courriel", models.EmailField(max_length=254, verbose_name="adresse où prévenir")),
                ("accepte_a", models.DateTimeField(verbose_name="accepté à")),
                (
                    "accepte_par",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "accord pour être prévenu",
                "verbose_name_plural": "accords pour être prévenus",
            },
        ),
        migrations.CreateModel(
            name="Identite",
            fields=[
                (
                    "relation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="identite",
                        serialize=False,
                        to="orientations.miseenrelation",
                    ),
                ),
                ("secret", models.TextField(verbose_name="contenu chiffré")),
            ],
            options={
                "verbose_name": "identité chiffrée",
                "verbose_name_plural": "identités chiffrées",
            },
        ),
        migrations.CreateModel(
            name="Reponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("envoyee", "envoyée"),
                            ("recue", "reçue par le lieu"),
                            ("rendez_vous", "rendez-vous donné"),
                            ("attente", "sur liste d’attente"),
                            ("impossible", "pas possible"),
                            ("venue", "la personne est venue"),
                            ("pas_venue", "la personne n’est pas venue"),
                            ("expiree", "sans réponse"),
                            ("retiree", "retirée"),
                        ],
                        max_length=12,
                        verbose_name="état",
                    ),
                ),
                (
                    "motif",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("complet", "C’est complet"),
                            ("hors_zone", "La personne n’habite pas la zone"),
                            ("public", "L’activité ne s’adresse pas à cette personne"),
                            ("injoignable", "La personne n’a pas pu être jointe"),
                            ("doublon", "La personne est déjà suivie ici"),
                            ("autre", "Une autre raison"),
                        ],
                        max_length=12,
                        verbose_name="raison",
                    ),
                ),
                ("rendez_vous_a", models.DateTimeField(blank=True, null=True, verbose_name="rendez-vous")),
                ("dite_a", models.DateTimeField(verbose_name="dite à")),
                (
                    "par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "relation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reponses",
                        to="orientations.miseenrelation",
                    ),
                ),
            ],
            options={
                "verbose_name": "réponse du lieu",
                "verbose_name_plural": "réponses des lieux",
                "ordering": ["dite_a", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "etat__in",
                                [
                                    "envoyee",
                                    "recue",
                                    "rendez_vous",
                                    "attente",
                                    "impossible",
                                    "venue",
                                    "pas_venue",
                                    "expiree",
                                    "retiree",
                                ],
                            )
                        ),
                        name="orientations_reponse_etat_connu",
                    )
                ],
            },
        ),
    ]
