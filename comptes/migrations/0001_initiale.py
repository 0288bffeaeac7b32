import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Federation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(unique=True, verbose_name="identifiant dans l’adresse")),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "territoire",
                    models.CharField(
                        help_text="Par exemple « Val-de-Marne ».", max_length=80, verbose_name="territoire"
                    ),
                ),
                (
                    "departements",
                    models.JSONField(default=list, help_text='Codes, par exemple ["94"].', verbose_name="départements"),
                ),
                ("courriel", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("telephone", models.CharField(blank=True, max_length=20, verbose_name="téléphone")),
                ("site_web", models.URLField(blank=True, verbose_name="site")),
                (
                    "demonstration",
                    models.BooleanField(
                        default=False,
                        help_text="Chaque page dit alors que tout est inventé.",
                        verbose_name="réseau de démonstration",
                    ),
                ),
            ],
            options={
                "verbose_name": "fédération",
                "ordering": ["nom", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Utilisateur",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("courriel", models.EmailField(max_length=254, unique=True, verbose_name="adresse de courriel")),
                ("nom", models.CharField(blank=True, max_length=120, verbose_name="nom affiché")),
                ("is_staff", models.BooleanField(default=False, verbose_name="installe le site")),
                ("is_active", models.BooleanField(default=True, verbose_name="actif")),
                ("cree_a", models.DateTimeField(auto_now_add=True, verbose_name="créé à")),
                ("anonymise_a", models.DateTimeField(blank=True, null=True, verbose_name="anonymisé à")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "compte",
                "ordering": ["courriel"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("anonymise_a__isnull", True), ("is_active", False), _connector="OR"),
                        name="comptes_utilisateur_anonymise_inactif",
                        violation_error_message="Un compte anonymisé n’est plus actif.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Courriel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=200, unique=True, verbose_name="Message-ID")),
                ("destinataire", models.EmailField(max_length=254, verbose_name="destinataire")),
                ("sujet", models.CharField(max_length=200, verbose_name="sujet")),
                ("texte", models.TextField(verbose_name="texte")),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("a_envoyer", "à envoyer"),
                            ("pris", "pris par le travailleur"),
                            ("envoye", "envoyé"),
                            ("a_verifier", "à vérifier"),
                            ("echec", "échoué"),
                        ],
                        default="a_envoyer",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("ecrit_a", models.DateTimeField(verbose_name="écrit à")),
                ("pris_a", models.DateTimeField(blank=True, null=True, verbose_name="pris à")),
                ("envoye_a", models.DateTimeField(blank=True, null=True, verbose_name="envoyé à")),
                ("essais", models.PositiveSmallIntegerField(default=0, verbose_name="essais")),
                ("prochain_essai_a", models.DateTimeField(blank=True, null=True, verbose_name="prochain essai à")),
                ("erreur", models.CharField(blank=True, max_length=300, verbose_name="erreur")),
            ],
            options={
                "verbose_name": "courriel",
                "ordering": ["ecrit_a", "pk"],
                "indexes": [models.Index(fields=["etat", "ecrit_a"], name="comptes_courriel_etat_ecrit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "envoye"), _negated=True), ("envoye_a__isnull", False), _connector="OR"
                        ),
                        name="comptes_courriel_envoye_date",
                        violation_error_message="Un courriel envoyé a une date d’envoi.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Administrateur",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "utilisateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="administrations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="administrateurs",
                        to="comptes.federation",
                    ),
                ),
            ],
            options={
                "verbose_name": "administrateur·rice",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("federation", "utilisateur"),
                        name="comptes_administrateur_unique",
                        violation_error_message="Cette personne administre déjà cette fédération.",
                    )
                ],
            },
        ),
    ]
