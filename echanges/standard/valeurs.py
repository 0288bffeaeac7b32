"""The closed lists of the national standard, the words that older files use for them, and what they are for us."""

import re
from collections.abc import Iterable

from ateliers.nomenclature import THEMES
from core.masques import Nomenclature
from core.textes import plier
from structures.nomenclature import DISPOSITIFS, FORMATIONS, ITINERANCES, PRISES_EN_CHARGE
from structures.typologies import TYPOLOGIES

# The services, in the order of the standard: our key (never change one: it identifies an imported activity),
# the standard's value, the themes that it stands for (the table of themes → services, reversed).
SERVICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "demarches": ("Aide aux démarches administratives", ("demarches", "courrier", "droits", "sante")),
    "quotidien": ("Maîtrise des outils numériques du quotidien", ("bases", "bureautique")),
    "insertion": ("Insertion professionnelle via le numérique", ("emploi",)),
    "securite": ("Utilisation sécurisée du numérique", ("securite",)),
    "parentalite": ("Parentalité et éducation avec le numérique", ("parentalite", "scolarite")),
    "loisirs": ("Loisirs et créations numériques", ("creation", "programmation")),
    "comprehension": ("Compréhension du monde numérique", ("ia", "francais")),
    "acces": ("Accès internet et matériel informatique", ("acces",)),
    "materiel": ("Acquisition de matériel informatique à prix solidaire", ("equipement",)),
}
# What another tool ticks when nobody chose: it says nothing of the place.
SERVICES_PAR_DEFAUT = frozenset(list(SERVICES)[:7])

PUBLICS = ("Jeunes", "Étudiants", "Familles et/ou enfants", "Seniors", "Femmes")
FRAIS = ("Gratuit", "Gratuit sous condition", "Payant")
SANS_PUBLIC = "Ce lieu n'accueille pas de public"
ACCES = (
    "Se présenter",
    "Téléphoner",
    "Contacter par mail",
    "Prendre un RDV en ligne",
    SANS_PUBLIC,
    "Envoyer un mail avec une fiche de prescription",
)
ACCOMPAGNEMENTS = ("En autonomie", "Accompagnement individuel", "Dans un atelier collectif", "À distance")


def cle(texte: str) -> str:
    """Return what two spellings of one value share: letters and digits, without case or accents."""
    return re.sub(r"[^0-9a-z]+", "", plier(texte))


def _codes(nomenclature: Nomenclature) -> tuple[str, ...]:
    return tuple(t.code for t in nomenclature)


def themes_de(service: str) -> int:
    """Return the mask of the themes of one service key."""
    return THEMES.masque(SERVICES[service][1])


class Liste:
    """One closed list: its values, and the older words with the value that succeeded them."""

    def __init__(self, valeurs: Iterable[str], anciennes: dict[str, str] | None = None) -> None:
        self.valeurs = tuple(valeurs)
        self._par_cle = {cle(v): v for v in self.valeurs}
        self._anciennes = {cle(a): v for a, v in (anciennes or {}).items()}
        inconnues = set(self._anciennes.values()) - set(self.valeurs)
        if inconnues:
            raise ValueError(f"successors outside the list: {inconnues}")

    def trouver(self, mot: str) -> str | None:
        """Return the value that a word names; « Gratuit : je peux… » is named by what precedes the colon."""
        for essai in (mot, mot.split(" : ", 1)[0], mot.split(":", 1)[0]):
            trouvee = self._par_cle.get(cle(essai)) or self._anciennes.get(cle(essai))
            if trouvee:
                return trouvee
        return None


_S = {k: v[0] for k, v in SERVICES.items()}
LISTES: dict[str, Liste] = {
    "services": Liste(
        _S.values(),
        {
            "Prendre en main un smartphone ou une tablette": _S["quotidien"],
            "Prendre en main un ordinateur": _S["quotidien"],
            "Utiliser le numérique au quotidien": _S["quotidien"],
            "Devenir autonome dans les démarches administratives": _S["demarches"],
            "Réaliser des démarches administratives avec un accompagnement": _S["demarches"],
            "Accompagner les démarches de santé": _S["demarches"],
            "Favoriser mon insertion professionnelle": _S["insertion"],
            "Accéder à une connexion internet": _S["acces"],
            "Accéder à du matériel": _S["acces"],
            "S'équiper en matériel informatique": _S["materiel"],
            "Acquérir du matériel informatique à prix solidaire": _S["materiel"],
            "Soutenir la parentalité et l'éducation avec le numérique": _S["parentalite"],
            "Approfondir ma culture numérique": _S["comprehension"],
            "Apprendre les bases de la programmation": _S["loisirs"],
        },
    ),
    "publics_specifiquement_adresses": Liste(
        PUBLICS,
        {
            "Public jeunes": "Jeunes",
            "Jeune": "Jeunes",
            "Étudiant": "Étudiants",
            "Senior": "Seniors",
            "Femme": "Femmes",
            "Jeunes (16-26 ans)": "Jeunes",
            "Public étudiant": "Étudiants",
            "Familles/enfants": "Familles et/ou enfants",
            "Familles": "Familles et/ou enfants",
            "Public senior": "Seniors",
            "Seniors (+ 65 ans)": "Seniors",
            "Uniquement femmes": "Femmes",
        },
    ),
    "prise_en_charge_specifique": Liste(
        _codes(PRISES_EN_CHARGE),
        {
            "Déficience auditive": "Surdité",
            "Déficiences visuelles": "Déficience visuelle",
            "Personnes en situation d'illettrisme": "Illettrisme",
            "Public langue étrangère": "Langues étrangères (autres)",
            "Public langues étrangères": "Langues étrangères (autres)",
        },
    ),
    "frais_a_charge": Liste(
        FRAIS,
        {"Gratuit sous conditions": "Gratuit sous condition"},
    ),
    "itinerance": Liste(_codes(ITINERANCES)),
    "modalites_acces": Liste(
        ACCES,
        {
            "Prendre RDV en ligne": "Prendre un RDV en ligne",
            "Envoyer un mail": "Contacter par mail",
            "Appeler": "Téléphoner",
        },
    ),
    "modalites_accompagnement": Liste(
        ACCOMPAGNEMENTS,
        {
            "Seul": "En autonomie",
            "Avec de l'aide": "Accompagnement individuel",
            "A ma place": "Accompagnement individuel",
            "Dans un atelier": "Dans un atelier collectif",
        },
    ),
    "dispositif_programmes_nationaux": Liste(
        _codes(DISPOSITIFS),
        {
            "CNFS": "Conseillers numériques",
            "Conseillers numériques France Services": "Conseillers numériques",
            "Bibliothèques numériques de référence": "Bibliothèques numérique de référence",
            "Point relais CAF": "Point d'accès numérique CAF",
            "Points d'accès numérique CAF": "Point d'accès numérique CAF",
        },
    ),
    "formations_labels": Liste(_codes(FORMATIONS)),
    "typologie": Liste(
        TYPOLOGIES,
        {sens: code for code, (sens, _) in TYPOLOGIES.items()}
        | {"PE": "FT", "Bibliothèque": "BIB", "Médiathèque": "BIB", "Hôtel de ville": "MUNI", "Mairie": "MUNI"},
    ),
}
# Version 0.1 had one column where there are two now: a value unknown to the first may belong to the second.
SOEURS = {
    "publics_specifiquement_adresses": "prise_en_charge_specifique",
    "dispositif_programmes_nationaux": "formations_labels",
}
