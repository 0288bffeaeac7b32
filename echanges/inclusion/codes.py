"""Our codes in the words of data·inclusion; None when it has no word for one, and the code is then left out.

The values are those of the official package's enumerations: a test holds each of them to be one.
"""

THEMES: dict[str, tuple[str, ...]] = {
    "demarches": (
        "numerique--acceder-a-des-services-en-ligne",
        "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
    ),
    "courrier": ("difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",),
    "droits": ("difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",),
    "bases": ("numerique--maitriser-les-fondamentaux-du-numerique",),
    "bureautique": ("numerique--maitriser-les-fondamentaux-du-numerique",),
    "securite": ("numerique--maitriser-les-fondamentaux-du-numerique",),
    "emploi": (
        "preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",
        "preparer-sa-candidature--realiser-un-cv-et-ou-une-lettre-de-motivation",
    ),
    "parentalite": ("famille--soutien-a-la-parentalite-et-a-leducation",),
    "scolarite": (
        "famille--soutien-a-la-parentalite-et-a-leducation",
        "numerique--acceder-a-des-services-en-ligne",
    ),
    "creation": ("remobilisation--activites-sportives-et-culturelles",),
    "programmation": ("remobilisation--activites-sportives-et-culturelles",),
    "francais": ("lecture-ecriture-calcul--maitriser-le-francais",),
    "equipement": ("numerique--acquerir-un-equipement",),
    "acces": ("numerique--acceder-a-une-connexion-internet",),
    "sante": ("sante--acces-aux-soins", "numerique--acceder-a-des-services-en-ligne"),
    "ia": ("numerique--maitriser-les-fondamentaux-du-numerique",),
}
PUBLICS: dict[str, str | None] = {
    "tous": "tous-publics",
    "enfants": None,
    "jeunes": "jeunes",
    "adultes": None,
    "seniors": "seniors",
    "parents": "familles",
    "parents_enfants": "familles",
    "allophones": None,
    "lecture": None,
    "handicap": "personnes-en-situation-de-handicap",
    "demandeurs_emploi": "demandeurs-emploi",
    "auto_entrepreneurs": "actifs",
    "etudiants": "etudiants",
    "femmes": "femmes",
}
NATURES: dict[str, str | None] = {
    "permanence": "accompagnement",
    "atelier": "atelier",
    "cycle": "formation",
    "accompagnement": "accompagnement",
    "acces_libre": "aide-materielle",
    "evenement": "information",
    "pret": "aide-materielle",
}
MODES: dict[str, str] = {
    "sur_place": "en-presentiel",
    "a_domicile": "en-presentiel",
    "telephone": "a-distance",
    "a_distance": "a-distance",
}
# Free for whoever has the centre's card is not free: what it costs is said beside.
FRAIS: dict[str, str] = {"gratuit": "gratuit", "adhesion": "payant", "participation": "payant", "quotient": "payant"}
