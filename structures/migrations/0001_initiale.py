import django.core.validators
import django.db.models.deletion
import phonenumber_field.modelfields
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.masques
import core.uid
import structures.validators


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("comptes", "0001_initiale"),
        ("comptes", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Commune",
            fields=[
                (
                    "code_insee",
                    models.CharField(max_length=5, primary_key=True, serialize=False, verbose_name="code INSEE"),
                ),
                ("nom", models.CharField(max_length=120, verbose_name="nom")),
                (
                    "nom_plie",
                    models.CharField(db_index=True, editable=False, max_length=200, verbose_name="nom sans accents"),
                ),
                ("departement", models.CharField(db_index=True, max_length=3, verbose_name="département")),
                ("population", models.PositiveIntegerField(blank=True, null=True, verbose_name="population")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="longitude")),
            ],
            options={
                "verbose_name": "commune",
                "ordering": ["nom_plie", "code_insee"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__gte", -90),
                                ("latitude__isnull", False),
                                ("latitude__lte", 90),
                                ("longitude__gte", -180),
                                ("longitude__isnull", False),
                                ("longitude__lte", 180),
                            ),
                            _connector="OR",
                        ),
                        name="structures_commune_centre_entier",
                        violation_error_message="Le centre d’une commune a une latitude et une longitude.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lieu",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", core.uid.UidField(unique=True)),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                ("nom_plie", models.CharField(default="", editable=False, max_length=200, verbose_name="clé de tri")),
                ("principal", models.BooleanField(default=True, verbose_name="lieu principal de la structure")),
                ("adresse", models.CharField(max_length=200, verbose_name="adresse")),
                ("complement", models.CharField(blank=True, max_length=200, verbose_name="complément d’adresse")),
                ("code_postal", models.CharField(max_length=5, verbose_name="code postal")),
                (
                    "latitude",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                ("bande", models.IntegerField(default=0, editable=False, verbose_name="bande de latitude")),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("exacte", "exacte"),
                            ("approximative", "approximative : au centre de la commune"),
                            ("non_verifiee", "position non vérifiée"),
                        ],
                        default="exacte",
                        max_length=14,
                        verbose_name="précision de la position",
                    ),
                ),
                (
                    "typologies",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[structures.validators.valider_typologies],
                        verbose_name="types de lieu",
                    ),
                ),
                (
                    "groupes",
                    core.masques.MasqueField(blank=True, default=0, editable=False, verbose_name="groupes de types"),
                ),
                ("itinerance", core.masques.MasqueField(blank=True, default=0, verbose_name="itinérance")),
                (
                    "telephone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                ("courriel", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("site_web", models.URLField(blank=True, max_length=500, verbose_name="site")),
                (
                    "prise_rdv_url",
                    models.URLField(blank=True, max_length=500, verbose_name="prise de rendez-vous en ligne"),
                ),
                (
                    "presentation_resume",
                    models.CharField(blank=True, max_length=280, verbose_name="présentation courte"),
                ),
                ("presentation", models.TextField(blank=True, verbose_name="présentation")),
                (
                    "horaires",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[structures.validators.valider_horaires],
                        verbose_name="horaires (OSM)",
                    ),
                ),
                (
                    "horaires_source",
                    models.CharField(blank=True, max_length=500, verbose_name="horaires tels qu’ils ont été écrits"),
                ),
                ("reconnaitre", models.CharField(blank=True, max_length=240, verbose_name="comment nous reconnaître")),
                ("arret", models.CharField(blank=True, max_length=160, verbose_name="arrêt le plus proche")),
                ("accessibilites", core.masques.MasqueField(blank=True, default=0, verbose_name="accessibilité")),
                ("acces_libre_url", models.URLField(blank=True, max_length=500, verbose_name="fiche Acceslibre")),
                (
                    "prises_en_charge",
                    core.masques.MasqueField(blank=True, default=0, verbose_name="prise en charge spécifique"),
                ),
                ("dispositifs", core.masques.MasqueField(blank=True, default=0, verbose_name="dispositifs nationaux")),
                ("formations", core.masques.MasqueField(blank=True, default=0, verbose_name="formations et labels")),
                (
                    "autres_formations",
                    models.CharField(blank=True, max_length=300, verbose_name="autres formations et labels"),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("brouillon", "brouillon"),
                            ("publie", "publié"),
                            ("suspendu", "suspendu"),
                            ("clos", "clos"),
                            ("archive", "archivé"),
                            ("fusionne", "fusionné"),
                        ],
                        default="brouillon",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("suspendu_jusqu_au", models.DateField(blank=True, null=True, verbose_name="suspendu jusqu’au")),
                ("verifie_le", models.DateField(blank=True, null=True, verbose_name="vérifié le")),
                (
                    "verifie_voie",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ecran", "à l’écran"),
                            ("lien", "par un lien"),
                            ("import", "par un import"),
                            ("api", "par l’API"),
                            ("entretien", "par l’entretien automatique"),
                        ],
                        max_length=10,
                        verbose_name="vérifié par",
                    ),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lieux", to="structures.commune"
                    ),
                ),
                (
                    "fusionne_dans",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbes",
                        to="structures.lieu",
                    ),
                ),
                (
                    "verifie_par",
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
                "verbose_name": "lieu",
                "verbose_name_plural": "lieux",
                "ordering": ["nom_plie", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalFermeture",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("operation", models.UUIDField(db_index=True, verbose_name="opération")),
                (
                    "voie",
                    models.CharField(
                        choices=[
                            ("ecran", "à l’écran"),
                            ("lien", "par un lien"),
                            ("import", "par un import"),
                            ("api", "par l’API"),
                            ("entretien", "par l’entretien automatique"),
                        ],
                        max_length=10,
                        verbose_name="voie",
                    ),
                ),
                (
                    "genre",
                    models.CharField(
                        choices=[("fermeture", "Fermeture"), ("ouverture", "Ouverture exceptionnelle")],
                        default="fermeture",
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                ("debut", models.DateField(verbose_name="du")),
                ("fin", models.DateField(verbose_name="au")),
                (
                    "heures",
                    models.CharField(
                        blank=True,
                        help_text="09:00-12:00,14:00-17:00",
                        max_length=60,
                        validators=[structures.validators.valider_heures],
                        verbose_name="heures",
                    ),
                ),
                ("motif", models.CharField(blank=True, max_length=120, verbose_name="motif")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lieu",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structures.lieu",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical fermeture",
                "verbose_name_plural": "historical fermetures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Structure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", core.uid.UidField(unique=True)),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "nom_plie",
                    models.CharField(
                        db_index=True, default="", editable=False, max_length=200, verbose_name="clé de tri"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("centre", "Centre social"),
                            ("evs", "Espace de vie sociale"),
                            ("partenaire", "Partenaire"),
                            ("autre", "Autre lieu"),
                        ],
                        default="autre",
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                (
                    "siret",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[structures.validators.valider_siret],
                        verbose_name="SIRET",
                    ),
                ),
                (
                    "rna",
                    models.CharField(
                        blank=True, max_length=10, validators=[structures.validators.valider_rna], verbose_name="RNA"
                    ),
                ),
                (
                    "telephone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                ("courriel", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("site_web", models.URLField(blank=True, max_length=500, verbose_name="site")),
                (
                    "reseaux",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Liste de couples [réseau, adresse].",
                        validators=[structures.validators.valider_reseaux],
                        verbose_name="réseaux sociaux",
                    ),
                ),
                ("presentation", models.TextField(blank=True, verbose_name="présentation")),
                ("archivee_le", models.DateField(blank=True, null=True, verbose_name="archivée le")),
                (
                    "archivee_voie",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ecran", "à l’écran"),
                            ("lien", "par un lien"),
                            ("import", "par un import"),
                            ("api", "par l’API"),
                            ("entretien", "par l’entretien automatique"),
                        ],
                        max_length=10,
                        verbose_name="archivée par",
                    ),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="structures", to="comptes.federation"
                    ),
                ),
                (
                    "fusionnee_dans",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbees",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "structure",
                "ordering": ["nom_plie", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("nature__in", ["centre", "evs", "partenaire", "autre"])),
                        name="structures_structure_nature_connue",
                        violation_error_message="Cette nature n’existe pas.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("siret", ""), _negated=True),
                        fields=("federation", "siret"),
                        name="structures_structure_siret_unique",
                        violation_error_message="Une structure de la fédération a déjà ce SIRET.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("rna", ""), _negated=True),
                        fields=("federation", "rna"),
                        name="structures_structure_rna_unique",
                        violation_error_message="Une structure de la fédération a déjà ce numéro RNA.",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="lieu",
            name="structure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lieux", to="structures.structure"
            ),
        ),
        migrations.CreateModel(
            name="HistoricalStructure",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("operation", models.UUIDField(db_index=True, verbose_name="opération")),
                (
                    "voie",
                    models.CharField(
                        choices=[
                            ("ecran", "à l’écran"),
                            ("lien", "par un lien"),
                            ("import", "par un import"),
                            ("api", "par l’API"),
                            ("entretien", "par l’entretien automatique"),
                        ],
                        max_length=10,
                        verbose_name="voie",
                    ),
                ),
                ("uid", core.uid.UidField(db_index=True, unique=False)),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                (
                    "nom_plie",
                    models.CharField(
                        db_index=True, default="", editable=False, max_length=200, verbose_name="clé de tri"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("centre", "Centre social"),
                            ("evs", "Espace de vie sociale"),
                            ("partenaire", "Partenaire"),
                            ("autre", "Autre lieu"),
                        ],
                        default="autre",
                        max_length=12,
                        verbose_name="nature",
                    ),
                ),
                (
                    "siret",
                    models.CharField(
                        blank=True,
                        max_length=14,
                        validators=[structures.validators.valider_siret],
                        verbose_name="SIRET",
                    ),
                ),
                (
                    "rna",
                    models.CharField(
                        blank=True, max_length=10, validators=[structures.validators.valider_rna], verbose_name="RNA"
                    ),
                ),
                (
                    "telephone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                ("courriel", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("site_web", models.URLField(blank=True, max_length=500, verbose_name="site")),
                (
                    "reseaux",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Liste de couples [réseau, adresse].",
                        validators=[structures.validators.valider_reseaux],
                        verbose_name="réseaux sociaux",
                    ),
                ),
                ("presentation", models.TextField(blank=True, verbose_name="présentation")),
                ("archivee_le", models.DateField(blank=True, null=True, verbose_name="archivée le")),
                (
                    "archivee_voie",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ecran", "à l’écran"),
                            ("lien", "par un lien"),
                            ("import", "par un import"),
                            ("api", "par l’API"),
                            ("entretien", "par l’entretien automatique"),
                        ],
                        max_length=10,
                        verbose_name="archivée par",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "federation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="comptes.federation",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fusionnee_dans",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical structure",
                "verbose_name_plural": "historical structures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalLieu",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("operation", models.UUIDField(db_index=True, verbose_name="opération")),
                (
                    "voie",
                    models.CharField(
                        choices=[
                            ("ecran", "à l’écran"),
                            ("lien", "par un lien"),
                            ("import", "par un import"),
                            ("api", "par l’API"),
                            ("entretien", "par l’entretien automatique"),
                        ],
                        max_length=10,
                        verbose_name="voie",
                    ),
                ),
                ("uid", core.uid.UidField(db_index=True, unique=False)),
                ("nom", models.CharField(max_length=200, verbose_name="nom")),
                ("nom_plie", models.CharField(default="", editable=False, max_length=200, verbose_name="clé de tri")),
                ("principal", models.BooleanField(default=True, verbose_name="lieu principal de la structure")),
                ("adresse", models.CharField(max_length=200, verbose_name="adresse")),
                ("complement", models.CharField(blank=True, max_length=200, verbose_name="complément d’adresse")),
                ("code_postal", models.CharField(max_length=5, verbose_name="code postal")),
                (
                    "latitude",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
                ("bande", models.IntegerField(default=0, editable=False, verbose_name="bande de latitude")),
                (
                    "precision",
                    models.CharField(
                        choices=[
                            ("exacte", "exacte"),
                            ("approximative", "approximative : au centre de la commune"),
                            ("non_verifiee", "position non vérifiée"),
                        ],
                        default="exacte",
                        max_length=14,
                        verbose_name="précision de la position",
                    ),
                ),
                (
                    "typologies",
                    models.JSONField(
                        blank=True,
                        default=list,
                        validators=[structures.validators.valider_typologies],
                        verbose_name="types de lieu",
                    ),
                ),
                (
                    "groupes",
                    core.masques.MasqueField(blank=True, default=0, editable=False, verbose_name="groupes de types"),
                ),
                ("itinerance", core.masques.MasqueField(blank=True, default=0, verbose_name="itinérance")),
                (
                    "telephone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                ("courriel", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("site_web", models.URLField(blank=True, max_length=500, verbose_name="site")),
                (
                    "prise_rdv_url",
                    models.URLField(blank=True, max_length=500, verbose_name="prise de rendez-vous en ligne"),
                ),
                (
                    "presentation_resume",
                    models.CharField(blank=True, max_length=280, verbose_name="présentation courte"),
                ),
                ("presentation", models.TextField(blank=True, verbose_name="présentation")),
                (
                    "horaires",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[structures.validators.valider_horaires],
                        verbose_name="horaires (OSM)",
                    ),
                ),
                (
                    "horaires_source",
                    models.CharField(blank=True, max_length=500, verbose_name="horaires tels qu’ils ont été écrits"),
                ),
                ("reconnaitre", models.CharField(blank=True, max_length=240, verbose_name="comment nous reconnaître")),
                ("arret", models.CharField(blank=True, max_length=160, verbose_name="arrêt le plus proche")),
                ("accessibilites", core.masques.MasqueField(blank=True, default=0, verbose_name="accessibilité")),
                ("acces_libre_url", models.URLField(blank=True, max_length=500, verbose_name="fiche Acceslibre")),
                (
                    "prises_en_charge",
                    core.masques.MasqueField(blank=True, default=0, verbose_name="prise en charge spécifique"),
                ),
                ("dispositifs", core.masques.MasqueField(blank=True, default=0, verbose_name="dispositifs nationaux")),
                ("formations", core.masques.MasqueField(blank=True, default=0, verbose_name="formations et labels")),
                (
                    "autres_formations",
                    models.CharField(blank=True, max_length=300, verbose_name="autres formations et labels"),
                ),
                (
                    "etat",
                    models.CharField(
                        choices=[
                            ("brouillon", "brouillon"),
                            ("publie", "publié"),
                            ("suspendu", "suspendu"),
                            ("clos", "clos"),
                            ("archive", "archivé"),
                            ("fusionne", "fusionné"),
                        ],
                        default="brouillon",
                        max_length=10,
                        verbose_name="état",
                    ),
                ),
                ("suspendu_jusqu_au", models.DateField(blank=True, null=True, verbose_name="suspendu jusqu’au")),
                ("verifie_le", models.DateField(blank=True, null=True, verbose_name="vérifié le")),
                (
                    "verifie_voie",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ecran", "à l’écran"),
                            ("lien", "par un lien"),
                            ("import", "par un import"),
                            ("api", "par l’API"),
                            ("entretien", "par l’entretien automatique"),
                        ],
                        max_length=10,
                        verbose_name="vérifié par",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structures.commune",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verifie_par",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fusionne_dans",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structures.lieu",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical lieu",
                "verbose_name_plural": "historical lieux",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CodePostal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(db_index=True, max_length=5, verbose_name="code postal")),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes_postaux",
                        to="structures.commune",
                    ),
                ),
            ],
            options={
                "verbose_name": "code postal",
                "verbose_name_plural": "codes postaux",
                "ordering": ["code", "commune_id"],
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "code"), name="structures_codepostal_unique")
                ],
            },
        ),
        migrations.CreateModel(
            name="Fermeture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "genre",
                    models.CharField(
                        choices=[("fermeture", "Fermeture"), ("ouverture", "Ouverture exceptionnelle")],
                        default="fermeture",
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                ("debut", models.DateField(verbose_name="du")),
                ("fin", models.DateField(verbose_name="au")),
                (
                    "heures",
                    models.CharField(
                        blank=True,
                        help_text="09:00-12:00,14:00-17:00",
                        max_length=60,
                        validators=[structures.validators.valider_heures],
                        verbose_name="heures",
                    ),
                ),
                ("motif", models.CharField(blank=True, max_length=120, verbose_name="motif")),
                (
                    "lieu",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fermetures", to="structures.lieu"
                    ),
                ),
            ],
            options={
                "verbose_name": "fermeture",
                "ordering": ["debut", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fin__gte", models.F("debut"))),
                        name="structures_fermeture_finit_apres_debut",
                        violation_error_message="La fin vient après le début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("genre", "fermeture"), ("heures", "")),
                            models.Q(("genre", "ouverture"), models.Q(("heures", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="structures_fermeture_heures_selon_genre",
                        violation_error_message="Une ouverture exceptionnelle a des heures, une fermeture n’en a pas.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=80, verbose_name="source")),
                ("identifiant", models.CharField(max_length=200, verbose_name="identifiant chez elle")),
                (
                    "noun",
                    models.CharField(
                        choices=[("structure", "structure"), ("lieu", "lieu"), ("offre", "activité")],
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                ("uid", models.CharField(max_length=8, verbose_name="uid chez nous")),
                ("valeurs", models.JSONField(default=dict, verbose_name="dernières valeurs reçues")),
                ("brut", models.JSONField(default=dict, verbose_name="mots bruts gardés")),
                ("recue_a", models.DateTimeField(verbose_name="reçue à")),
                ("disparue_a", models.DateTimeField(blank=True, null=True, verbose_name="disparue à")),
                (
                    "federation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sources", to="comptes.federation"
                    ),
                ),
            ],
            options={
                "verbose_name": "provenance",
                "indexes": [models.Index(fields=["noun", "uid"], name="structures_source_objet")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("federation", "source", "noun", "identifiant"), name="structures_source_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("noun__in", ["structure", "lieu", "offre"])),
                        name="structures_source_noun_connu",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("responsable", "Responsable"), ("equipe", "Équipe")],
                        default="equipe",
                        max_length=12,
                        verbose_name="rôle",
                    ),
                ),
                (
                    "utilisateur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appartenances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="membres", to="structures.structure"
                    ),
                ),
            ],
            options={
                "verbose_name": "membre",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("structure", "utilisateur"),
                        name="structures_membre_unique",
                        violation_error_message="Cette personne fait déjà partie de la structure.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["responsable", "equipe"])), name="structures_membre_role_connu"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="lieu",
            index=models.Index(fields=["bande", "longitude", "latitude"], name="structures_lieu_position"),
        ),
        migrations.AddConstraint(
            model_name="lieu",
            constraint=models.CheckConstraint(
                condition=models.Q(("etat__in", ["brouillon", "publie", "suspendu", "clos", "archive", "fusionne"])),
                name="structures_lieu_etat_connu",
                violation_error_message="Cet état n’existe pas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lieu",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("etat", "suspendu"), ("suspendu_jusqu_au__isnull", False)),
                    models.Q(models.Q(("etat", "suspendu"), _negated=True), ("suspendu_jusqu_au__isnull", True)),
                    _connector="OR",
                ),
                name="structures_lieu_suspendu_date",
                violation_error_message="Dites jusqu’à quand c’est suspendu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lieu",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("etat", "fusionne"), ("fusionne_dans__isnull", False)),
                    models.Q(models.Q(("etat", "fusionne"), _negated=True), ("fusionne_dans__isnull", True)),
                    _connector="OR",
                ),
                name="structures_lieu_fusionne_cible",
                violation_error_message="Dites avec quoi c’est fusionné.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lieu",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verifie_le__isnull", True), ("verifie_voie", "")),
                    models.Q(
                        ("verifie_le__isnull", False),
                        ("verifie_voie__in", ["ecran", "lien", "import", "api", "entretien"]),
                    ),
                    _connector="OR",
                ),
                name="structures_lieu_verifie_le_avec_voie",
                violation_error_message="Une date va avec la façon dont elle a été dite.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lieu",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("latitude__gte", -90), ("latitude__lte", 90), ("longitude__gte", -180), ("longitude__lte", 180)
                ),
                name="structures_lieu_position",
                violation_error_message="Cette position n’est pas sur la Terre.",
            ),
        ),
        migrations.AddConstraint(
            model_name="lieu",
            constraint=models.CheckConstraint(
                condition=models.Q(("precision__in", ["exacte", "approximative", "non_verifiee"])),
                name="structures_lieu_precision_connue",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("archivee_le__isnull", True), ("archivee_voie", "")),
                    models.Q(
                        ("archivee_le__isnull", False),
                        ("archivee_voie__in", ["ecran", "lien", "import", "api", "entretien"]),
                    ),
                    _connector="OR",
                ),
                name="structures_structure_archivee_le_avec_voie",
                violation_error_message="Une date va avec la façon dont elle a été dite.",
            ),
        ),
    ]
