"""Every indicator of the état des lieux, one entry each, in the order of its chapters."""

from collections.abc import Callable, Iterable, Iterator

from ateliers.nomenclature import ACCES, AVEC_PLACE, FORMES, METIERS, NIVEAUX, THEMES, Dispo, Grain, Nature
from statistiques.indicateurs.faits import Activite, Faits, GenreDActivites, Membre
from statistiques.indicateurs.modele import Base, Chapitre, Genre, Indicateur, Reponse, Unite
from structures.nomenclature import RESEAUX_SOCIAUX

COLLECTIVES = (Nature.ATELIER, Nature.CYCLE)
# How long the first appointment is waited for, in weeks; « complet » counts as the longest.
SEMAINES: dict[str, float] = {
    Dispo.CETTE_SEMAINE: 0,
    Dispo.SEMAINE_PROCHAINE: 1,
    Dispo.DEUX_TROIS_SEMAINES: 2.5,
    Dispo.PLUS_UN_MOIS: 5,
    Dispo.COMPLET: 5,
}

Repondre = Callable[[Faits], Iterable[Reponse]]


def _membres(dire: Callable[[Membre], float | None]) -> Repondre:
    """Ask every structure of the network."""

    def repondre(faits: Faits) -> Iterator[Reponse]:
        return (Reponse(m.pk, dire(m)) for m in faits.membres.values())

    return repondre


def _une_activite(convient: Callable[[Activite], bool | int]) -> Repondre:
    """Ask every structure whether one of its activities suits: none is « no »."""
    return _membres(lambda m: float(any(convient(a) for a in m.activites)))


def _dit(valeur: float | bool | None) -> float | None:
    return None if valeur is None else float(valeur)


def _equipement(champ: str) -> Repondre:
    return _membres(lambda m: _dit(m.equipement.get(champ)))


def _ordinateurs(m: Membre) -> float | None:
    """Return all the computers; what is not stated beside a stated number is none."""
    fixes, portables = m.equipement.get("ordinateurs_fixes"), m.equipement.get("ordinateurs_portables")
    return None if fixes is None and portables is None else float((fixes or 0) + (portables or 0))


def _portables_seulement(m: Membre) -> float | None:
    if _ordinateurs(m) is None:
        return None
    return float(bool(m.equipement.get("ordinateurs_portables")) and not m.equipement.get("ordinateurs_fixes"))


def _repondants(rang: int) -> Repondre:
    """Ask those that answered the yearly questions: 0 received or phoned, 1 at workshops."""

    def repondre(faits: Faits) -> Iterator[Reponse]:
        dites = faits.reponses.par_structure
        return (Reponse(pk, _dit(dites[pk][rang])) for pk in faits.membres if pk in dites)

    return repondre


def _ont_repondu(faits: Faits) -> Iterator[Reponse]:
    return (Reponse(pk, float(pk in faits.reponses.par_structure)) for pk in faits.membres)


def _saturees(faits: Faits) -> Iterator[Reponse]:
    """Ask every activity of which room can be said; what is doubtful is not known."""
    return (
        Reponse(a.pk, float(a.dispo not in AVEC_PLACE) if a.dispo else None)
        for a in faits.activites.values()
        if a.grain != Grain.AUCUN
    )


def _attentes(faits: Faits) -> Iterator[Reponse]:
    return (Reponse(a.pk, SEMAINES.get(a.dispo)) for a in faits.activites.values() if a.grain == Grain.RENDEZ_VOUS)


def _communes_sans(convient: Callable[[GenreDActivites], bool | int]) -> Repondre:
    def repondre(faits: Faits) -> Iterator[Reponse]:
        return (Reponse(code, float(not any(map(convient, genres)))) for code, genres in faits.par_commune.items())

    return repondre


# What a commune may lack: key, the name of the column, the words of a sentence, what suits.
GENRES_CHERCHES: tuple[tuple[str, str, str, Callable[[GenreDActivites], bool | int]], ...] = (
    ("ecrivain_public", "Écrivain public", "un·e écrivain·e public·que",
     lambda g: g.metiers & METIERS["ecrivain_public"].masque),
    ("conseiller_numerique", "Conseiller numérique", "un·e conseiller·ère numérique",
     lambda g: g.metiers & METIERS["conseiller_numerique"].masque),
    ("demarches", "Aide aux démarches", "une aide aux démarches en ligne",
     lambda g: g.themes & THEMES["demarches"].masque),
    ("atelier", "Atelier", "un atelier", lambda g: g.nature in COLLECTIVES),
    ("acces_libre", "Accès libre", "un accès libre à un ordinateur", lambda g: g.nature == Nature.ACCES_LIBRE),
)  # fmt: skip

REGISTRE: tuple[Indicateur, ...] = (
    # ------------------------------------------------------------------------- accueil et accès au droit
    Indicateur(
        "ecrivain_public",
        "Accueillent un·e écrivain·e public·que",
        "Une activité de la structure, ou tenue chez elle, est assurée par un·e écrivain·e public·que.",
        Chapitre.ACCUEIL,
        Base.RESEAU,
        _une_activite(lambda a: a.metiers & METIERS["ecrivain_public"].masque),
    ),
    Indicateur(
        "conseiller_numerique",
        "Ont un·e conseiller·ère numérique",
        "Une activité de la structure, ou tenue chez elle, est assurée par un·e conseiller·ère numérique.",
        Chapitre.ACCUEIL,
        Base.RESEAU,
        _une_activite(lambda a: a.metiers & METIERS["conseiller_numerique"].masque),
    ),
    Indicateur(
        "rendez_vous_individuels",
        "Reçoivent sur rendez-vous individuel",
        "Une activité au moins reçoit une personne à la fois, sur rendez-vous.",
        Chapitre.ACCUEIL,
        Base.RESEAU,
        _une_activite(lambda a: a.formes & FORMES["individuel"].masque and a.acces & ACCES["rdv"].masque),
    ),
    Indicateur(
        "recherche_emploi",
        "Accompagnent la recherche d’emploi",
        "Une activité au moins porte sur l’emploi ou le CV, à plusieurs ou non.",
        Chapitre.ACCUEIL,
        Base.RESEAU,
        _une_activite(lambda a: a.themes & THEMES["emploi"].masque),
    ),
    Indicateur(
        "activites_saturees",
        "Activités sans place avant trois semaines",
        "Une personne qui se présente aujourd’hui n’a pas de place dans les trois semaines : complet, inscriptions "
        "closes, liste d’attente ou premier rendez-vous dans plus d’un mois.",
        Chapitre.ACCUEIL,
        Base.RESEAU,
        _saturees,
        unite=Unite.ACTIVITES,
    ),
    Indicateur(
        "attente_mediane",
        "Attente avant un premier rendez-vous",
        "La moitié des permanences sur rendez-vous font attendre moins, l’autre moitié plus. « Dans 2 à 3 semaines » "
        "compte pour deux semaines et demie, « plus d’un mois » et « complet » pour cinq.",
        Chapitre.ACCUEIL,
        Base.RESEAU,
        _attentes,
        unite=Unite.ACTIVITES,
        genre=Genre.MEDIANE,
        mesure=("semaine", "semaines"),
    ),
    Indicateur(
        "personnes_accueillies",
        "Personnes accueillies ou renseignées dans l’année",
        "Ce que chaque structure a répondu, en moyenne : personnes reçues sur place ou renseignées par téléphone.",
        Chapitre.ACCUEIL,
        Base.REPONDANTS,
        _repondants(0),
        genre=Genre.MOYENNE,
        mesure=("personne", "personnes"),
    ),
    # ------------------------------------------------------------------------------------------- ateliers
    Indicateur(
        "atelier",
        "Animent un atelier",
        "La structure propose, ou accueille, au moins un atelier ou un cycle d’ateliers.",
        Chapitre.ATELIERS,
        Base.RESEAU,
        _une_activite(lambda a: a.nature in COLLECTIVES),
    ),
    Indicateur(
        "perfectionnement",
        "Proposent un perfectionnement",
        "Un atelier au moins s’adresse à un niveau intermédiaire ou avancé.",
        Chapitre.ATELIERS,
        Base.RESEAU,
        _une_activite(lambda a: a.nature in COLLECTIVES and a.niveaux & NIVEAUX.masque(("intermediaire", "avance"))),
    ),
    Indicateur(
        "creation",
        "Proposent de créer ou d’expérimenter",
        "Une activité au moins porte sur la création, le fablab, la programmation ou le jeu.",
        Chapitre.ATELIERS,
        Base.RESEAU,
        _une_activite(lambda a: a.themes & THEMES.masque(("creation", "programmation"))),
    ),
    Indicateur(
        "atelier_emploi",
        "Animent un atelier sur l’emploi",
        "Un atelier ou un cycle au moins porte sur l’emploi ou le CV.",
        Chapitre.ATELIERS,
        Base.RESEAU,
        _une_activite(lambda a: a.nature in COLLECTIVES and a.themes & THEMES["emploi"].masque),
    ),
    Indicateur(
        "parentalite",
        "Soutiennent la parentalité numérique",
        "Une activité au moins porte sur les parents et les écrans.",
        Chapitre.ATELIERS,
        Base.RESEAU,
        _une_activite(lambda a: a.themes & THEMES["parentalite"].masque),
    ),
    Indicateur(
        "une_personne",
        "Ont une seule personne pour les ateliers",
        "La structure dit qu’une personne, et une seule, anime ses ateliers numériques.",
        Chapitre.ATELIERS,
        Base.RESEAU,
        _membres(lambda m: None if m.animateurs is None else float(m.animateurs == 1)),
    ),
    Indicateur(
        "personnes_par_semaine",
        "Personnes reçues par semaine",
        "Personnes reçues aux ateliers et en accès libre chaque semaine, en moyenne par structure.",
        Chapitre.ATELIERS,
        Base.RESEAU,
        _membres(lambda m: _dit(m.personnes_par_semaine)),
        genre=Genre.MOYENNE,
        mesure=("personne", "personnes"),
    ),
    Indicateur(
        "personnes_ateliers",
        "Personnes venues aux ateliers dans l’année",
        "Ce que chaque structure a répondu, en moyenne : personnes différentes venues aux ateliers et en accès libre.",
        Chapitre.ATELIERS,
        Base.REPONDANTS,
        _repondants(1),
        genre=Genre.MOYENNE,
        mesure=("personne", "personnes"),
    ),
    # ---------------------------------------------------------------------------------------- équipements
    Indicateur(
        "salle_dediee",
        "Ont une salle dédiée",
        "Un lieu de la structure au moins a une salle réservée au numérique.",
        Chapitre.EQUIPEMENTS,
        Base.RESEAU,
        _equipement("salle_dediee"),
    ),
    Indicateur(
        "ordinateurs_moyenne",
        "Ordinateurs par structure, en moyenne",
        "Ordinateurs fixes et portables mis à disposition, dans tous les lieux de la structure.",
        Chapitre.EQUIPEMENTS,
        Base.RESEAU,
        _membres(_ordinateurs),
        genre=Genre.MOYENNE,
        mesure=("ordinateur", "ordinateurs"),
    ),
    Indicateur(
        "ordinateurs_mediane",
        "Ordinateurs par structure, médiane",
        "La moitié des structures ont moins d’ordinateurs, l’autre moitié en a plus.",
        Chapitre.EQUIPEMENTS,
        Base.RESEAU,
        _membres(_ordinateurs),
        genre=Genre.MEDIANE,
        mesure=("ordinateur", "ordinateurs"),
    ),
    Indicateur(
        "portables_seulement",
        "N’ont que des ordinateurs portables",
        "La structure a des ordinateurs portables, et aucun ordinateur fixe.",
        Chapitre.EQUIPEMENTS,
        Base.RESEAU,
        _membres(_portables_seulement),
    ),
    Indicateur(
        "a_renouveler",
        "Ont du matériel à renouveler",
        "La structure dit que le matériel d’un de ses lieux est à renouveler.",
        Chapitre.EQUIPEMENTS,
        Base.RESEAU,
        _equipement("a_renouveler"),
    ),
    Indicateur(
        "wifi_public",
        "Ont un Wi-Fi ouvert au public",
        "Un lieu de la structure au moins a un Wi-Fi où chacun peut se connecter.",
        Chapitre.EQUIPEMENTS,
        Base.RESEAU,
        _equipement("wifi_public"),
    ),
    Indicateur(
        "apporter_appareil",
        "Invitent à venir avec son appareil",
        "On peut apporter son téléphone, sa tablette ou son ordinateur dans un lieu de la structure au moins.",
        Chapitre.EQUIPEMENTS,
        Base.RESEAU,
        _equipement("apporter_appareil"),
    ),
    # ---------------------------------------------------------------------------------------- partenaires
    Indicateur(
        "partenariat",
        "Ont un partenariat",
        "La structure a un partenariat en cours avec une association ou une institution au moins.",
        Chapitre.PARTENAIRES,
        Base.RESEAU,
        _membres(lambda m: float(m.partenariat)),
    ),
    Indicateur(
        "mediation",
        "Sont en lien avec un autre acteur de la médiation numérique",
        "Un partenaire de la structure au moins est un acteur de la médiation numérique.",
        Chapitre.PARTENAIRES,
        Base.RESEAU,
        _membres(lambda m: float(m.mediation)),
    ),
    # --------------------------------------------------------------------------------------------- réseau
    Indicateur(
        "associatif",
        "Sont associatives",
        "La structure est portée par une association ; les autres le sont par une commune.",
        Chapitre.RESEAU,
        Base.RESEAU,
        _membres(lambda m: float(m.statut == "associatif")),
    ),
    Indicateur(
        "municipal",
        "Sont municipales",
        "La structure est portée par une commune ; les autres le sont par une association.",
        Chapitre.RESEAU,
        Base.RESEAU,
        _membres(lambda m: float(m.statut == "municipal")),
    ),
    Indicateur(
        "reseaux_sociaux",
        "Sont sur les réseaux sociaux",
        "La page de la structure donne l’adresse d’un réseau social au moins.",
        Chapitre.RESEAU,
        Base.RESEAU,
        _membres(lambda m: float(bool(m.reseaux))),
    ),
    *(
        Indicateur(
            f"reseau_{code}",
            f"Sont sur {nom}",
            f"La page de la structure donne une adresse sur {nom}.",
            Chapitre.RESEAU,
            Base.RESEAU,
            _membres(lambda m, code=code: float(code in m.reseaux)),  # type: ignore[misc]
            detail_de="reseaux_sociaux",
        )
        for code, nom in RESEAUX_SOCIAUX.items()
    ),
    Indicateur(
        "ont_repondu",
        "Ont répondu aux questions de l’année",
        "La structure a dit ses « chiffres de l’année » : c’est la base « répondants ».",
        Chapitre.RESEAU,
        Base.RESEAU,
        _ont_repondu,
    ),
    *(
        Indicateur(
            f"communes_sans_{code}",
            f"Communes sans {mots.removeprefix('une ').removeprefix('un·e ').removeprefix('un ')}",
            f"Aucun lieu de l’annuaire n’y propose {mots}, réseau et partenaires confondus.",
            Chapitre.RESEAU,
            Base.TERRITOIRE,
            _communes_sans(convient),
            unite=Unite.COMMUNES,
        )
        for code, _, mots, convient in GENRES_CHERCHES
    ),
)
