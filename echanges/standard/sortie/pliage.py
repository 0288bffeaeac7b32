"""The activities of a place, folded into what the standard says once for the whole place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, FORMES, LANGUES, METIERS, PUBLICS, RESERVES, Mode, Nature, Tarif
from echanges.standard import valeurs
from echanges.standard.nettoyage import enumerations
from echanges.standard.valeurs import ACCOMPAGNEMENTS, FRAIS, SANS_PUBLIC, SERVICES, themes_de

_PUBLICS = {
    "Jeunes": PUBLICS.masque(["jeunes"]),
    "Étudiants": PUBLICS.masque(["etudiants"]),
    "Familles et/ou enfants": PUBLICS.masque(["enfants", "parents", "parents_enfants"]),
    "Seniors": PUBLICS.masque(["seniors"]),
    "Femmes": PUBLICS.masque(["femmes"]),
}
# « Gratuit avec l’adhésion » is free on a condition, and so the standard says it.
_TARIFS: dict[str, tuple[str, ...]] = {
    Tarif.GRATUIT: ("Gratuit",),
    Tarif.ADHESION: ("Gratuit sous condition",),
    Tarif.PARTICIPATION: ("Payant",),
    Tarif.QUOTIENT: ("Payant",),
}
# What an import writes beside an activity when the file ticked no single price.
DETAILS_DE_FRAIS = {
    "Gratuit sous condition": ("Gratuit sous condition",),
    "Gratuit ou payant": ("Gratuit", "Payant"),
    "Gratuit sous condition ou payant": ("Gratuit sous condition", "Payant"),
}
_DISPOSITIFS_DES_METIERS = {"conseiller_numerique": "Conseillers numériques", "promeneur_net": "Promeneurs du net"}
# Of a place that receives but says no theme: without a service, the national tools read « n’accueille pas de public ».
SERVICE_GENERAL = "quotidien"


# The raw cells that an import kept of a place; None when no import brought it.
Brut = dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Moyens:
    """By what means one can reach the place: a way to come is only stated with them."""

    telephone: bool
    courriel: bool
    rendez_vous: bool


def _ou(masques: Iterable[int]) -> int:
    total = 0
    for masque in masques:
        total |= masque
    return total


def services(offres: Sequence[Offre], brut: Brut) -> list[str]:
    """Return the services of the standard that the themes of the activities stand for."""
    themes = _ou(o.themes for o in offres)
    trouves = [valeur for cle, (valeur, _) in SERVICES.items() if themes & themes_de(cle)]
    if trouves or not offres:
        return trouves
    # An import whose services were another tool's defaults: its own words, that nothing here has replaced.
    return enumerations.enumeration((brut or {}).get("services", ""), "services")[0] or [SERVICES[SERVICE_GENERAL][0]]


def publics(offres: Sequence[Offre]) -> list[str]:
    """Return the audiences that some activity is made for; none means everybody."""
    masque = _ou(o.publics for o in offres)
    trouves = [valeur for valeur in valeurs.PUBLICS if masque & _PUBLICS[valeur]]
    if not trouves and masque & PUBLICS["tous"].masque:
        return list(valeurs.PUBLICS)
    return trouves


def frais(offres: Sequence[Offre]) -> list[str]:
    """Return what one may have to pay; a condition is never counted as free."""
    trouves = {f for o in offres for f in _TARIFS.get(o.tarif) or DETAILS_DE_FRAIS.get(o.tarif_detail, ())}
    return enumerations.frais([f for f in FRAIS if f in trouves], "")[0]


def dispositifs(offres: Sequence[Offre]) -> list[str]:
    """Return the national programmes that the activities show."""
    metiers = METIERS.codes(_ou(o.metiers for o in offres))
    trouves = [d for metier, d in _DISPOSITIFS_DES_METIERS.items() if metier in metiers]
    return [*trouves, *(["Aidants Connect"] if any(o.aidants_connect for o in offres) else [])]


def prises_en_charge(offres: Sequence[Offre]) -> list[str]:
    """Return what the languages that are spoken stand for."""
    langues = set(LANGUES.codes(_ou(o.langues for o in offres)))
    trouves = []
    if "lsf" in langues:
        trouves.append("Surdité")
    if "en" in langues:
        trouves.append("Langues étrangères (anglais)")
    if langues - {"fr", "en", "lsf"}:
        trouves.append("Langues étrangères (autres)")
    return trouves


def modalites_acces(offres: Sequence[Offre], moyens: Moyens, brut: Brut) -> list[str]:
    """Return how one comes. What an import said of it is given back as long as nobody has described the activities."""
    gardees = _gardees(offres, brut, "modalites_acces")
    if gardees is not None:
        return gardees
    acces = _ou(o.acces for o in offres)
    demande = bool(acces & ACCES.masque(["rdv", "inscription"]))
    orientation = any(o.reserves & RESERVES["orientation"].masque for o in offres)
    vrais = {
        "Se présenter": bool(acces & ACCES["sans_rdv"].masque),
        "Téléphoner": demande and moyens.telephone,
        "Contacter par mail": demande and moyens.courriel,
        "Prendre un RDV en ligne": bool(acces & ACCES["rdv"].masque) and moyens.rendez_vous,
        "Envoyer un mail avec une fiche de prescription": orientation and moyens.courriel,
    }
    return [m for m in valeurs.ACCES if vrais.get(m)]


def accompagnements(offres: Sequence[Offre], brut: Brut) -> list[str]:
    """Return the ways of helping, with the same care for what an import said."""
    gardees = _gardees(offres, brut, "modalites_accompagnement")
    if gardees is not None:
        return gardees
    formes = _ou(o.formes for o in offres)
    natures = {o.nature for o in offres}
    vrais = {
        "En autonomie": Nature.ACCES_LIBRE in natures,
        "Accompagnement individuel": bool(formes & FORMES["individuel"].masque)
        or bool(natures & {Nature.PERMANENCE, Nature.ACCOMPAGNEMENT}),
        "Dans un atelier collectif": bool(formes & FORMES["collectif"].masque)
        or bool(natures & {Nature.ATELIER, Nature.CYCLE}),
        "À distance": any(o.mode in (Mode.TELEPHONE, Mode.A_DISTANCE) for o in offres),
    }
    return [a for a in ACCOMPAGNEMENTS if vrais[a]]


def _gardees(offres: Sequence[Offre], brut: Brut, champ: str) -> list[str] | None:
    if brut is None or not all(o.a_preciser for o in offres):
        return None
    # What is published here receives people, whatever a file said.
    return [v for v in enumerations.enumeration(brut.get(champ, ""), champ)[0] if v != SANS_PUBLIC]
