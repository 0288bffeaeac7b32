"""Remember which reminders left, who was warned of what, who wants none."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ateliers", "0004_hors_de_la_recherche"),
        ("espace", "0004_acces_sans_compte"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Desabonnement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cree_a", models.DateTimeField(verbose_name="demandé à")),
                (
                    "utilisateur",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desabonnement",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "désabonnement",
            },
        ),
        migrations.CreateModel(
            name="Avertissement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rang", models.PositiveSmallIntegerField(verbose_name="rang")),
                ("depuis", models.DateField(verbose_name="non vérifiée depuis le")),
                ("cree_a", models.DateTimeField(verbose_name="dit à")),
                (
                    "offre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="avertissements", to="ateliers.offre"
                    ),
                ),
            ],
            options={
                "verbose_name": "avertissement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("offre", "rang", "depuis"),
                        name="espace_avertissement_unique",
                        violation_error_message="Cet avertissement a déjà été donné.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rang__in", [1, 2])), name="espace_avertissement_rang_connu"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Envoi",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "genre",
                    models.CharField(
                        choices=[("resume", "courriel de la semaine"), ("campagne", "campagne")],
                        max_length=8,
                        verbose_name="genre",
                    ),
                ),
                ("semaine", models.DateField(verbose_name="lundi de sa semaine")),
                ("campagne", models.CharField(blank=True, max_length=20, verbose_name="campagne")),
                ("cree_a", models.DateTimeField(verbose_name="écrit à")),
                (
                    "utilisateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="envois", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "rappel envoyé",
                "verbose_name_plural": "rappels envoyés",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("utilisateur", "semaine"),
                        name="espace_envoi_un_par_semaine",
                        violation_error_message="Cette personne a déjà reçu un rappel cette semaine.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("campagne", ""), _negated=True),
                        fields=("utilisateur", "campagne"),
                        name="espace_envoi_un_par_campagne",
                        violation_error_message="Cette personne a déjà reçu cette campagne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("campagne", ""), ("genre", "resume")),
                            models.Q(("genre", "campagne"), models.Q(("campagne", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="espace_envoi_genre_connu",
                    ),
                ],
            },
        ),
    ]
