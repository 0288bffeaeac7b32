import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.uid


class Migration(migrations.Migration):
    dependencies = [
        ("comptes", "0012_textes_de_la_federation"),
        ("comptes", "__first__"),
        ("reseau", "0002_experiences_et_fiches"),
        ("structures", "0005_doublons_et_fusions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evenement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", core.uid.UidField(unique=True)),
                ("titre", models.CharField(max_length=120, verbose_name="titre")),
                ("texte", models.TextField(max_length=5000, verbose_name="texte")),
                ("plie", models.TextField(default="", editable=False, verbose_name="mots sans accents")),
                ("cree_a", models.DateTimeField(verbose_name="publié à")),
                ("modifie_a", models.DateTimeField(blank=True, null=True, verbose_name="modifié à")),
                ("retiree_a", models.DateTimeField(blank=True, null=True, verbose_name="retiré à")),
                ("raison", models.CharField(blank=True, max_length=300, verbose_name="raison du retrait")),
                (
                    "genre",
                    models.CharField(
                        choices=[("formation", "Formation"), ("rencontre", "Rencontre"), ("temps_fort", "Temps fort")],
                        max_length=10,
                        verbose_name="quoi",
                    ),
                ),
                ("debut", models.DateTimeField(verbose_name="début")),
                ("fin", models.DateTimeField(verbose_name="fin")),
                ("ou", models.CharField(max_length=160, verbose_name="où")),
                ("sur_inscription", models.BooleanField(default=True, verbose_name="on s’inscrit")),
                ("places", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="places")),
                ("inscription_jusqu_au", models.DateField(blank=True, null=True, verbose_name="inscriptions jusqu’au")),
                ("annule_a", models.DateTimeField(blank=True, null=True, verbose_name="annulé à")),
                ("revision", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="révision")),
                (
                    "auteur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="%(class)ss", to="comptes.federation"
                    ),
                ),
                (
                    "retiree_par",
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
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="structures.structure",
                        verbose_name="structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "événement",
                "ordering": ["-cree_a", "-pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["federation", "-cree_a"], name="reseau_evenement_recents"),
                    models.Index(fields=["federation", "fin"], name="reseau_evenement_fin"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("raison", ""), ("retiree_a__isnull", True)),
                            models.Q(("retiree_a__isnull", False), models.Q(("raison", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reseau_evenement_retrait_motive",
                        violation_error_message="Un retrait a sa raison.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fin__gt", models.F("debut"))),
                        name="reseau_evenement_finit_apres_debut",
                        violation_error_message="La fin vient après le début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("genre__in", ["formation", "rencontre", "temps_fort"])),
                        name="reseau_evenement_genre_connu",
                        violation_error_message="Ce choix n’existe pas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("places__isnull", True), ("places__gte", 1), _connector="OR"),
                        name="reseau_evenement_des_places",
                        violation_error_message="Il y a au moins une place.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LienAgenda",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", core.uid.UidField(unique=True)),
                ("cree_a", models.DateTimeField(verbose_name="créé à")),
                (
                    "utilisateur",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lien de l’agenda",
                "verbose_name_plural": "liens de l’agenda",
            },
        ),
        migrations.CreateModel(
            name="Inscription",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fonction", models.CharField(max_length=80, verbose_name="fonction")),
                ("en_attente", models.BooleanField(default=False, verbose_name="attend une place")),
                ("cree_a", models.DateTimeField(verbose_name="inscrit à")),
                (
                    "evenement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="inscriptions", to="reseau.evenement"
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="structures.structure",
                    ),
                ),
                (
                    "utilisateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "inscription",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evenement", "utilisateur"),
                        name="reseau_inscription_unique",
                        violation_error_message="Vous êtes déjà inscrit·e.",
                    )
                ],
            },
        ),
    ]
