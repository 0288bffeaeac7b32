import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.uid


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0011_destinataire_differe"),
        ("comptes", "__first__"),
        ("structures", "0004_invitations"),
    ]

    operations = [
        migrations.CreateModel(
            name="Annonce",
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
                    "sens",
                    models.CharField(
                        choices=[("cherche", "Je cherche"), ("propose", "Je propose")],
                        max_length=8,
                        verbose_name="sens",
                    ),
                ),
                (
                    "genre",
                    models.CharField(
                        choices=[
                            ("intervenant", "Intervenant·e"),
                            ("benevole", "Bénévole"),
                            ("pret", "Prêt de matériel"),
                            ("salle", "Salle"),
                            ("formation", "Formation"),
                            ("autre", "Autre chose"),
                        ],
                        max_length=12,
                        verbose_name="quoi",
                    ),
                ),
                ("jusqu_au", models.DateField(verbose_name="jusqu’au")),
                ("rappelee_a", models.DateTimeField(blank=True, null=True, verbose_name="fin rappelée à")),
                ("close_a", models.DateTimeField(blank=True, null=True, verbose_name="close à")),
                (
                    "issue",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trouve", "C’est trouvé"),
                            ("retiree", "Retirée par la structure"),
                            ("expiree", "Arrivée à sa date de fin"),
                        ],
                        max_length=8,
                        verbose_name="issue",
                    ),
                ),
                (
                    "auteur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annonces",
                        to="structures.commune",
                        verbose_name="où",
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
                "verbose_name": "annonce",
                "ordering": ["-cree_a", "-pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["federation", "-cree_a"], name="reseau_annonce_recents")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("raison", ""), ("retiree_a__isnull", True)),
                            models.Q(("retiree_a__isnull", False), models.Q(("raison", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="reseau_annonce_retrait_motive",
                        violation_error_message="Un retrait a sa raison.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("genre__in", ["intervenant", "benevole", "pret", "salle", "formation", "autre"]),
                            ("sens__in", ["cherche", "propose"]),
                        ),
                        name="reseau_annonce_choix_connus",
                        violation_error_message="Ce choix n’existe pas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("close_a__isnull", True), ("issue", "")),
                            models.Q(("close_a__isnull", False), ("issue__in", ["trouve", "retiree", "expiree"])),
                            _connector="OR",
                        ),
                        name="reseau_annonce_close_avec_issue",
                        violation_error_message="Une annonce close a son issue.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", core.uid.UidField(unique=True)),
                ("texte", models.TextField(max_length=2000, verbose_name="message")),
                ("adresse_jointe", models.BooleanField(default=False, verbose_name="adresse jointe")),
                ("cree_a", models.DateTimeField(verbose_name="écrit à")),
                (
                    "annonce",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="reseau.annonce"
                    ),
                ),
                (
                    "auteur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "destinataire",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "suite_de",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="suites",
                        to="reseau.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "ordering": ["cree_a", "pk"],
            },
        ),
    ]
