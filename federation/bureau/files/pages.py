"""What a page of each queue shows, line by line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from comptes.models import Federation
from core.travailleur import PARIS
from federation.bureau.files import attente
from federation.bureau.files.attente import JAMAIS_DIT
from recherche.phrases import distance_en_francais, verifie_en_francais
from structures.models import Commune, Lieu
from structures.positions import Doute


@dataclass(frozen=True, slots=True)
class PageDeFile:
    """One queue with a page of its own: its lines in order, and what the page's template is given of them."""

    gabarit: str
    lignes: Callable[[Federation, datetime], Any]
    lire: Callable[[Sequence[Any], datetime], list[Any]] = lambda lignes, _now: list(lignes)
    vide: str = "Rien ne vous attend ici."


@dataclass(frozen=True, slots=True)
class Ancienne:
    """A structure to confirm, what of it is old, and since when."""

    structure: Any
    verifie: str
    age: str
    perime: bool


@dataclass(frozen=True, slots=True)
class Ailleurs:
    """A place whose point seems to be elsewhere."""

    lieu: Lieu
    voisine: str
    distance: str


def _anciennes(lignes: Sequence[Any], now: datetime) -> list[Ancienne]:
    today = now.astimezone(PARIS).date()
    lues = []
    for structure in lignes:
        depuis: date | None = None if structure.depuis == JAMAIS_DIT else structure.depuis
        verifie, age = verifie_en_francais(depuis, today)
        lues.append(Ancienne(structure, verifie, age, perime=age in ("perime", "jamais")))
    return lues


def _ailleurs(lignes: Sequence[Doute], _now: datetime) -> list[Ailleurs]:
    lieux = Lieu.objects.filter(pk__in=[d.lieu for d in lignes]).select_related("structure", "commune")
    par_pk = {lieu.pk: lieu for lieu in lieux}
    communes = Commune.objects.filter(pk__in={d.voisine for d in lignes if d.voisine})
    noms = dict(communes.values_list("pk", "nom"))
    return [
        Ailleurs(par_pk[d.lieu], noms.get(d.voisine, ""), distance_en_francais(d.km))
        for d in lignes
        if d.lieu in par_pk
    ]


def _invitations(lignes: Sequence[Any], now: datetime) -> list[tuple[Any, Any]]:
    return [(invitation, invitation.etat(now)) for invitation in lignes]


PAGES: dict[str, PageDeFile] = {
    "signalements": PageDeFile(
        "bureau/files/_signalements.html",
        lambda federation, _now: attente.signalements(federation),
        vide="Rien à regarder : personne n’attend de réponse.",
    ),
    "positions": PageDeFile(
        "bureau/files/_positions.html",
        lambda federation, _now: attente.hors_commune(federation),
        _ailleurs,
        vide="Tous les points sont dans leur commune.",
    ),
    "a-confirmer": PageDeFile(
        "bureau/files/_anciennes.html",
        lambda federation, now: attente.anciennes(federation, now.astimezone(PARIS).date()),
        _anciennes,
        vide="Tout a été confirmé depuis moins de six mois.",
    ),
    "a-preciser": PageDeFile(
        "bureau/files/_a_preciser.html",
        lambda federation, _now: attente.a_preciser(federation),
        vide="Aucune activité importée n’attend d’être décrite.",
    ),
    "invitations": PageDeFile(
        "bureau/files/_invitations.html",
        lambda federation, _now: attente.invitations(federation),
        _invitations,
        vide="Toutes les invitations ont eu leur réponse.",
    ),
    "recherches": PageDeFile(
        "bureau/files/_recherches.html",
        lambda federation, now: attente.vaines(federation, now)[0],
        vide="Rien à montrer : aucun besoin n’a été cherché en vain cinq fois le même mois dans la même commune.",
    ),
}
