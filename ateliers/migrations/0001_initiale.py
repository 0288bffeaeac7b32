import datetime as dt

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
        ("comptes", "__first__"),
        ("structures", "0001_initiale"),
    ]

    operations = [
        migrations.CreateModel(
            name="Intervenant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", core.uid.UidField(unique=True)),
                (
                    "metier",
                    models.CharField(
                        choices=[
                            ("ecrivain_public", "Écrivain·e public·que"),
                            ("conseiller_numerique", "Conseiller·ère numérique"),
                            ("charge_numerique", "Chargé·e de numérique"),
                            ("referent_famille", "Référent·e famille"),
                            ("animateur", "Animateur·rice"),
                            ("promeneur_net", "Promeneur·se du Net"),
                            ("benevole", "Bénévole"),
                            ("intervenant_exterieur", "Intervenant·e extérieur·e"),
                            ("agent_accueil", "Agent·e d’accueil"),
                            ("juriste", "Juriste"),
                        ],
                        max_length=24,
                        verbose_name="métier",
                    ),
                ),
                ("habilitations", core.masques.MasqueField(blank=True, default=0, verbose_name="habilitations")),
                (
                    "prenom",
                    models.CharField(
                        blank=True,
                        help_text="Seulement si la personne le souhaite.",
                        max_length=40,
                        verbose_name="prénom",
                    ),
                ),
                ("prenom_accorde_a", models.DateTimeField(blank=True, null=True, verbose_name="prénom accordé à")),
                (
                    "employeur",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intervenants",
                        to="structures.structure",
                    ),
                ),
            ],
            options={
                "verbose_name": "intervenant·e",
                "verbose_name_plural": "intervenant·es",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("prenom", ""), ("prenom_accorde_a__isnull", True)),
                            models.Q(models.Q(("prenom", ""), _negated=True), ("prenom_accorde_a__isnull", False)),
                            _connector="OR",
                        ),
                        name="ateliers_intervenant_prenom_accorde",
                        violation_error_message="Un prénom n’est gardé qu’avec l’accord daté de la personne.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "metier__in",
                                [
                                    "ecrivain_public",
                                    "conseiller_numerique",
                                    "charge_numerique",
                                    "referent_famille",
                                    "animateur",
                                    "promeneur_net",
                                    "benevole",
                                    "intervenant_exterieur",
                                    "agent_accueil",
                                    "juriste",
                                ],
                            )
                        ),
                        name="ateliers_intervenant_metier_connu",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", core.uid.UidField(unique=True)),
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        help_text="Codes entre barres : |94028|94041|, |94|, |france|.",
                        max_length=600,
                        verbose_name="zone",
                    ),
                ),
                ("nom", models.CharField(max_length=160, verbose_name="nom")),
                ("presentation", models.TextField(blank=True, verbose_name="présentation")),
                ("a_preciser", models.BooleanField(default=False, verbose_name="importée, à préciser")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("permanence", "Permanence"),
                            ("atelier", "Atelier"),
                            ("cycle", "Cycle d’ateliers"),
                            ("accompagnement", "Accompagnement individuel"),
                            ("acces_libre", "Accès libre"),
                            ("evenement", "Événement"),
                            ("pret", "Prêt aux habitants"),
                        ],
                        max_length=15,
                        verbose_name="nature",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("sur_place", "Sur place"),
                            ("a_domicile", "À domicile"),
                            ("telephone", "Par téléphone ou messagerie"),
                            ("a_distance", "À distance"),
                        ],
                        default="sur_place",
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                ("postures", core.masques.MasqueField(blank=True, default=0, verbose_name="posture")),
                (
                    "aidants_connect",
                    models.BooleanField(default=False, verbose_name="peut faire la démarche en votre nom"),
                ),
                ("themes", core.masques.MasqueField(blank=True, default=0, verbose_name="thèmes")),
                ("publics", core.masques.MasqueField(blank=True, default=0, verbose_name="s’adresse à")),
                ("formes", core.masques.MasqueField(blank=True, default=0, verbose_name="forme")),
                ("niveaux", core.masques.MasqueField(blank=True, default=0, verbose_name="niveau")),
                ("langues", core.masques.MasqueField(blank=True, default=0, verbose_name="langues parlées sur place")),
                ("metiers", core.masques.MasqueField(blank=True, default=0, verbose_name="qui reçoit")),
                ("reserves", core.masques.MasqueField(blank=True, default=0, verbose_name="réservé à")),
                ("reserve_detail", models.CharField(blank=True, max_length=160, verbose_name="réservé à : précision")),
                ("age_min", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="âge minimum")),
                ("age_max", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="âge maximum")),
                ("acces", core.masques.MasqueField(blank=True, default=0, verbose_name="accès")),
                (
                    "tarif",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gratuit", "Gratuit"),
                            ("adhesion", "Gratuit avec l’adhésion"),
                            ("participation", "Participation"),
                            ("quotient", "Selon le quotient familial"),
                        ],
                        max_length=15,
                        verbose_name="tarif",
                    ),
                ),
                (
                    "tarif_detail",
                    models.CharField(
                        blank=True,
                        help_text="« 8 € par an et par famille »",
                        max_length=160,
                        verbose_name="tarif : précision",
                    ),
                ),
                ("finance_par", models.CharField(blank=True, max_length=160, verbose_name="financé par")),
                ("centre_fournit", models.CharField(blank=True, max_length=160, verbose_name="le centre fournit")),
                ("papiers", core.masques.MasqueField(blank=True, default=0, verbose_name="papiers à apporter")),
                ("papiers_autres", models.CharField(blank=True, max_length=160, verbose_name="autres papiers")),
                (
                    "appareil",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fourni", "Ordinateur sur place"),
                            ("bienvenu", "Vous pouvez apporter votre appareil"),
                            ("necessaire", "Apportez votre appareil"),
                        ],
                        max_length=12,
                        verbose_name="appareil",
                    ),
                ),
                ("capacite", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nombre de places")),
                (
                    "telephone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                ("courriel", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("inscription_url", models.URLField(blank=True, max_length=500, verbose_name="inscription en ligne")),
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
                (
                    "horaires_ancre",
                    models.DateField(blank=True, null=True, verbose_name="tous les 14 jours à partir du"),
                ),
                ("suit_le_lieu", models.BooleanField(default=False, verbose_name="aux heures d’ouverture du lieu")),
                ("debut", models.DateField(blank=True, null=True, verbose_name="à partir du")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "dispo",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cette_semaine", "Premier rendez-vous cette semaine"),
                            ("semaine_prochaine", "Premier rendez-vous la semaine prochaine"),
                            ("deux_trois_semaines", "Premier rendez-vous dans 2 à 3 semaines"),
                            ("plus_un_mois", "Premier rendez-vous dans plus d’un mois"),
                            ("complet", "Complet"),
                            ("ouvertes", "Inscriptions ouvertes"),
                            ("attente", "Liste d’attente"),
                            ("closes", "Inscriptions closes"),
                        ],
                        max_length=20,
                        verbose_name="disponibilité",
                    ),
                ),
                ("dispo_le", models.DateField(blank=True, null=True, verbose_name="disponibilité dite le")),
                (
                    "dispo_voie",
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
                        verbose_name="disponibilité dite",
                    ),
                ),
                (
                    "dispo_jusqu_au",
                    models.DateField(blank=True, null=True, verbose_name="complet jusqu’au, ou reprise le"),
                ),
                (
                    "dispo_note",
                    models.CharField(
                        blank=True, help_text="« tickets à 8 h 45, 12 personnes »", max_length=120, verbose_name="note"
                    ),
                ),
                (
                    "en_cours_d_annee",
                    models.BooleanField(default=False, verbose_name="on peut arriver en cours d’année"),
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
                ("nom_plie", models.CharField(default="", editable=False, max_length=200, verbose_name="clé de tri")),
                ("latitude", models.FloatField(editable=False, null=True, verbose_name="latitude")),
                ("longitude", models.FloatField(editable=False, null=True, verbose_name="longitude")),
                ("bande", models.IntegerField(editable=False, null=True, verbose_name="bande de latitude")),
                (
                    "lieu_groupes",
                    core.masques.MasqueField(blank=True, default=0, editable=False, verbose_name="type de lieu"),
                ),
                (
                    "lieu_accessibilites",
                    core.masques.MasqueField(blank=True, default=0, editable=False, verbose_name="accessibilité"),
                ),
                (
                    "lieu_nature",
                    models.CharField(
                        choices=[
                            ("centre", "Centre social"),
                            ("evs", "Espace de vie sociale"),
                            ("partenaire", "Partenaire"),
                            ("autre", "Autre lieu"),
                        ],
                        default="autre",
                        editable=False,
                        max_length=12,
                        verbose_name="nature du lieu",
                    ),
                ),
                (
                    "grain",
                    models.CharField(
                        choices=[
                            ("rendez_vous", "premier rendez-vous"),
                            ("inscription", "inscriptions"),
                            ("aucun", "rien à dire"),
                        ],
                        default="aucun",
                        editable=False,
                        max_length=12,
                        verbose_name="grain",
                    ),
                ),
                ("creneaux", models.BigIntegerField(default=0, editable=False, verbose_name="demi-journées")),
                ("visible_des", models.DateField(editable=False, null=True, verbose_name="cherchable à partir du")),
                (
                    "visible_fin",
                    models.DateField(default=dt.date(9999, 12, 31), editable=False, verbose_name="cherchable jusqu’au"),
                ),
                (
                    "dispo_fiable_jusqu_au",
                    models.DateField(editable=False, null=True, verbose_name="disponibilité sûre jusqu’au"),
                ),
                (
                    "dispo_par",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fusionne_dans",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorbees",
                        to="ateliers.offre",
                    ),
                ),
                ("intervenants", models.ManyToManyField(blank=True, related_name="offres", to="ateliers.intervenant")),
                (
                    "lieu",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offres",
                        to="structures.lieu",
                    ),
                ),
                (
                    "structure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offres", to="structures.structure"
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
                "verbose_name": "activité",
                "ordering": ["nom_plie", "pk"],
                "indexes": [
                    models.Index(
                        fields=["bande", "longitude", "latitude", "themes", "visible_des"],
                        name="ateliers_offre_recherche",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("etat__in", ["brouillon", "publie", "suspendu", "clos", "archive", "fusionne"])
                        ),
                        name="ateliers_offre_etat_connu",
                        violation_error_message="Cet état n’existe pas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "suspendu"), ("suspendu_jusqu_au__isnull", False)),
                            models.Q(
                                models.Q(("etat", "suspendu"), _negated=True), ("suspendu_jusqu_au__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="ateliers_offre_suspendu_date",
                        violation_error_message="Dites jusqu’à quand c’est suspendu.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("etat", "fusionne"), ("fusionne_dans__isnull", False)),
                            models.Q(models.Q(("etat", "fusionne"), _negated=True), ("fusionne_dans__isnull", True)),
                            _connector="OR",
                        ),
                        name="ateliers_offre_fusionne_cible",
                        violation_error_message="Dites avec quoi c’est fusionné.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verifie_le__isnull", True), ("verifie_voie", "")),
                            models.Q(
                                ("verifie_le__isnull", False),
                                ("verifie_voie__in", ["ecran", "lien", "import", "api", "entretien"]),
                            ),
                            _connector="OR",
                        ),
                        name="ateliers_offre_verifie_le_avec_voie",
                        violation_error_message="Une date va avec la façon dont elle a été dite.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dispo_le__isnull", True), ("dispo_voie", "")),
                            models.Q(
                                ("dispo_le__isnull", False),
                                ("dispo_voie__in", ["ecran", "lien", "import", "api", "entretien"]),
                            ),
                            _connector="OR",
                        ),
                        name="ateliers_offre_dispo_le_avec_voie",
                        violation_error_message="Une date va avec la façon dont elle a été dite.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "nature__in",
                                [
                                    "permanence",
                                    "atelier",
                                    "cycle",
                                    "accompagnement",
                                    "acces_libre",
                                    "evenement",
                                    "pret",
                                ],
                            )
                        ),
                        name="ateliers_offre_nature_connue",
                        violation_error_message="Cette nature d’activité n’existe pas.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lieu__isnull", False), ("mode", "sur_place"), ("zone", "")),
                            models.Q(
                                ("mode__in", ["a_domicile", "telephone", "a_distance"]),
                                models.Q(("zone", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ateliers_offre_lieu_ou_zone",
                        violation_error_message="Une activité sur place a un lieu ; les autres ont une zone.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("debut__isnull", True),
                            ("fin__isnull", True),
                            ("fin__gte", models.F("debut")),
                            _connector="OR",
                        ),
                        name="ateliers_offre_finit_apres_debut",
                        violation_error_message="La fin vient après le début.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("age_min__isnull", True),
                            ("age_max__isnull", True),
                            ("age_max__gte", models.F("age_min")),
                            _connector="OR",
                        ),
                        name="ateliers_offre_ages",
                        violation_error_message="L’âge maximum est plus grand que l’âge minimum.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("suit_le_lieu", False),
                            models.Q(
                                ("horaires", ""),
                                ("horaires_ancre__isnull", True),
                                ("lieu__isnull", False),
                                ("suit_le_lieu", True),
                            ),
                            _connector="OR",
                        ),
                        name="ateliers_offre_heures_ou_lieu",
                        violation_error_message="Une activité suit les heures du lieu, ou a les siennes.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dispo", ""),
                            models.Q(
                                (
                                    "dispo__in",
                                    [
                                        "cette_semaine",
                                        "semaine_prochaine",
                                        "deux_trois_semaines",
                                        "plus_un_mois",
                                        "complet",
                                    ],
                                ),
                                ("grain", "rendez_vous"),
                            ),
                            models.Q(("dispo__in", ["ouvertes", "attente", "closes"]), ("grain", "inscription")),
                            _connector="OR",
                        ),
                        name="ateliers_offre_dispo_du_grain",
                        violation_error_message="Cette disponibilité ne se dit pas de ce genre d’activité.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("dispo", ""), ("dispo_le__isnull", True)),
                            models.Q(models.Q(("dispo", ""), _negated=True), ("dispo_le__isnull", False)),
                            _connector="OR",
                        ),
                        name="ateliers_offre_dispo_datee",
                        violation_error_message="Une disponibilité est toujours datée.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dispo_jusqu_au__isnull", True), ("dispo__in", ["complet", "closes"]), _connector="OR"
                        ),
                        name="ateliers_offre_dispo_fin",
                        violation_error_message="Seul ce qui est complet ou clos a une date de reprise.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalOffre",
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
                (
                    "zone",
                    models.CharField(
                        blank=True,
                        help_text="Codes entre barres : |94028|94041|, |94|, |france|.",
                        max_length=600,
                        verbose_name="zone",
                    ),
                ),
                ("nom", models.CharField(max_length=160, verbose_name="nom")),
                ("presentation", models.TextField(blank=True, verbose_name="présentation")),
                ("a_preciser", models.BooleanField(default=False, verbose_name="importée, à préciser")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("permanence", "Permanence"),
                            ("atelier", "Atelier"),
                            ("cycle", "Cycle d’ateliers"),
                            ("accompagnement", "Accompagnement individuel"),
                            ("acces_libre", "Accès libre"),
                            ("evenement", "Événement"),
                            ("pret", "Prêt aux habitants"),
                        ],
                        max_length=15,
                        verbose_name="nature",
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("sur_place", "Sur place"),
                            ("a_domicile", "À domicile"),
                            ("telephone", "Par téléphone ou messagerie"),
                            ("a_distance", "À distance"),
                        ],
                        default="sur_place",
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                ("postures", core.masques.MasqueField(blank=True, default=0, verbose_name="posture")),
                (
                    "aidants_connect",
                    models.BooleanField(default=False, verbose_name="peut faire la démarche en votre nom"),
                ),
                ("themes", core.masques.MasqueField(blank=True, default=0, verbose_name="thèmes")),
                ("publics", core.masques.MasqueField(blank=True, default=0, verbose_name="s’adresse à")),
                ("formes", core.masques.MasqueField(blank=True, default=0, verbose_name="forme")),
                ("niveaux", core.masques.MasqueField(blank=True, default=0, verbose_name="niveau")),
                ("langues", core.masques.MasqueField(blank=True, default=0, verbose_name="langues parlées sur place")),
                ("metiers", core.masques.MasqueField(blank=True, default=0, verbose_name="qui reçoit")),
                ("reserves", core.masques.MasqueField(blank=True, default=0, verbose_name="réservé à")),
                ("reserve_detail", models.CharField(blank=True, max_length=160, verbose_name="réservé à : précision")),
                ("age_min", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="âge minimum")),
                ("age_max", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="âge maximum")),
                ("acces", core.masques.MasqueField(blank=True, default=0, verbose_name="accès")),
                (
                    "tarif",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("gratuit", "Gratuit"),
                            ("adhesion", "Gratuit avec l’adhésion"),
                            ("participation", "Participation"),
                            ("quotient", "Selon le quotient familial"),
                        ],
                        max_length=15,
                        verbose_name="tarif",
                    ),
                ),
                (
                    "tarif_detail",
                    models.CharField(
                        blank=True,
                        help_text="« 8 € par an et par famille »",
                        max_length=160,
                        verbose_name="tarif : précision",
                    ),
                ),
                ("finance_par", models.CharField(blank=True, max_length=160, verbose_name="financé par")),
                ("centre_fournit", models.CharField(blank=True, max_length=160, verbose_name="le centre fournit")),
                ("papiers", core.masques.MasqueField(blank=True, default=0, verbose_name="papiers à apporter")),
                ("papiers_autres", models.CharField(blank=True, max_length=160, verbose_name="autres papiers")),
                (
                    "appareil",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fourni", "Ordinateur sur place"),
                            ("bienvenu", "Vous pouvez apporter votre appareil"),
                            ("necessaire", "Apportez votre appareil"),
                        ],
                        max_length=12,
                        verbose_name="appareil",
                    ),
                ),
                ("capacite", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="nombre de places")),
                (
                    "telephone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="téléphone"
                    ),
                ),
                ("courriel", models.EmailField(blank=True, max_length=254, verbose_name="courriel")),
                ("inscription_url", models.URLField(blank=True, max_length=500, verbose_name="inscription en ligne")),
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
                (
                    "horaires_ancre",
                    models.DateField(blank=True, null=True, verbose_name="tous les 14 jours à partir du"),
                ),
                ("suit_le_lieu", models.BooleanField(default=False, verbose_name="aux heures d’ouverture du lieu")),
                ("debut", models.DateField(blank=True, null=True, verbose_name="à partir du")),
                ("fin", models.DateField(blank=True, null=True, verbose_name="jusqu’au")),
                (
                    "dispo",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cette_semaine", "Premier rendez-vous cette semaine"),
                            ("semaine_prochaine", "Premier rendez-vous la semaine prochaine"),
                            ("deux_trois_semaines", "Premier rendez-vous dans 2 à 3 semaines"),
                            ("plus_un_mois", "Premier rendez-vous dans plus d’un mois"),
                            ("complet", "Complet"),
                            ("ouvertes", "Inscriptions ouvertes"),
                            ("attente", "Liste d’attente"),
                            ("closes", "Inscriptions closes"),
                        ],
                        max_length=20,
                        verbose_name="disponibilité",
                    ),
                ),
                ("dispo_le", models.DateField(blank=True, null=True, verbose_name="disponibilité dite le")),
                (
                    "dispo_voie",
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
                        verbose_name="disponibilité dite",
                    ),
                ),
                (
                    "dispo_jusqu_au",
                    models.DateField(blank=True, null=True, verbose_name="complet jusqu’au, ou reprise le"),
                ),
                (
                    "dispo_note",
                    models.CharField(
                        blank=True, help_text="« tickets à 8 h 45, 12 personnes »", max_length=120, verbose_name="note"
                    ),
                ),
                (
                    "en_cours_d_annee",
                    models.BooleanField(default=False, verbose_name="on peut arriver en cours d’année"),
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
                    "dispo_par",
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
                        to="ateliers.offre",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical activité",
                "verbose_name_plural": "historical activités",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Mot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mot", models.CharField(max_length=40, verbose_name="mot")),
                (
                    "offre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mots", to="ateliers.offre"
                    ),
                ),
            ],
            options={
                "verbose_name": "mot",
                "indexes": [models.Index(fields=["mot", "offre"], name="ateliers_mot_mot_offre")],
                "constraints": [models.UniqueConstraint(fields=("offre", "mot"), name="ateliers_mot_unique")],
            },
        ),
        migrations.CreateModel(
            name="Seance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("origine", models.CharField(max_length=16, verbose_name="début prévu par la règle")),
                ("jour", models.DateField(verbose_name="jour, à Paris")),
                (
                    "moments",
                    models.PositiveSmallIntegerField(verbose_name="demi-journées : 1 matin, 2 après-midi, 4 soir"),
                ),
                ("debut", models.DateTimeField(verbose_name="début")),
                ("fin", models.DateTimeField(verbose_name="fin")),
                (
                    "statut",
                    models.CharField(
                        choices=[("prevue", "prévue"), ("annulee", "annulée"), ("deplacee", "déplacée")],
                        default="prevue",
                        max_length=10,
                        verbose_name="statut",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=160, verbose_name="note")),
                (
                    "offre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seances", to="ateliers.offre"
                    ),
                ),
            ],
            options={
                "verbose_name": "séance",
                "ordering": ["debut", "pk"],
                "indexes": [
                    models.Index(fields=["jour", "offre"], name="ateliers_seance_jour_offre"),
                    models.Index(fields=["offre", "debut", "fin", "statut"], name="ateliers_seance_suivante"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("offre", "origine"), name="ateliers_seance_origine_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("fin__gt", models.F("debut"))),
                        name="ateliers_seance_finit_apres_debut",
                        violation_error_message="Une séance finit après avoir commencé.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("moments__gte", 1), ("moments__lte", 7)),
                        name="ateliers_seance_moments_connus",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("statut__in", ["prevue", "annulee", "deplacee"])),
                        name="ateliers_seance_statut_connu",
                    ),
                ],
            },
        ),
    ]
