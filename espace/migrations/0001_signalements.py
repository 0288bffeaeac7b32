"""Reports that anybody sends about a page."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.masques


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ateliers", "0003_listes_fermees"),
        ("structures", "0002_pas_avec_soi_meme"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Signalement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("motifs", core.masques.MasqueField(blank=True, default=0, verbose_name="ce qui est faux")),
                ("texte", models.CharField(blank=True, max_length=1000, verbose_name="précisions")),
                (
                    "courriel",
                    models.EmailField(blank=True, max_length=254, verbose_name="courriel de la personne qui signale"),
                ),
                ("cree_a", models.DateTimeField(verbose_name="signalé à")),
                (
                    "etat",
                    models.CharField(
                        choices=[("ouvert", "à regarder"), ("corrige", "corrigé"), ("decline", "laissé tel quel")],
                        default="ouvert",
                        max_length=8,
                        verbose_name="état",
                    ),
                ),
                ("traite_a", models.DateTimeField(blank=True, null=True, verbose_name="traité à")),
                ("reponse", models.CharField(blank=True, max_length=500, verbose_name="réponse")),
                (
                    "lieu",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signalements",
                        to="structures.lieu",
                    ),
                ),
                (
                    "offre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signalements",
                        to="ateliers.offre",
                    ),
                ),
                (
                    "traite_par",
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
                "verbose_name": "signalement",
                "ordering": ["-cree_a", "-pk"],
                "indexes": [models.Index(fields=["etat", "cree_a"], name="espace_signalement_etat")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lieu__isnull", False), ("offre__isnull", True)),
                            models.Q(("lieu__isnull", True), ("offre__isnull", False)),
                            _connector="OR",
                        ),
                        name="espace_signalement_lieu_ou_offre",
                        violation_error_message="Un signalement porte sur un lieu ou sur une activité.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("motifs__gte", 1)),
                        name="espace_signalement_motifs_dits",
                        violation_error_message="Dites ce qui est faux.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("etat__in", ["ouvert", "corrige", "decline"])),
                        name="espace_signalement_etat_connu",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("etat", "ouvert"),
                                ("reponse", ""),
                                ("traite_a__isnull", True),
                                ("traite_par__isnull", True),
                            ),
                            models.Q(models.Q(("etat", "ouvert"), _negated=True), ("traite_a__isnull", False)),
                            _connector="OR",
                        ),
                        name="espace_signalement_traite_date",
                        violation_error_message="Un signalement traité a une date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("traite_a__isnull", True), ("traite_a__gte", models.F("cree_a")), _connector="OR"
                        ),
                        name="espace_signalement_traite_apres",
                        violation_error_message="Un signalement est traité après avoir été reçu.",
                    ),
                ],
            },
        ),
    ]
