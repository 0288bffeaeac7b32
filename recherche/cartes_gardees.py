"""Cards as HTML, kept from one question to the next: most questions of a town show the same places.

A card is named by the data version, the quarter-hour (it says « ouvert », « demain »), the place, the activities shown,
and what of the question they answer to: the themes that come first, the days and moments of the next session. What
depends on the rest of the question, number and distance, is put in when the card is shown. Nothing is kept of anybody:
a card says the same to all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from django.core.cache import cache
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from ateliers.models import Offre
from core.etiquettes import QUART_D_HEURE, empreinte_du_code
from core.templatetags.core import forme_lieu, insecables
from recherche.criteres import Criteres
from recherche.ordre import Groupe, Trouvee
from recherche.phrases import distance_en_francais
from recherche.presentation import (
    ACTIVITES_PAR_CARTE,
    CarteLieu,
    carte_a_distance,
    carte_du_lieu,
    ligne_activite,
    offres_a_montrer,
)
from recherche.queries import seance_demandee

# They hold the place of a number and a distance in a card that is kept.
NUMERO, DISTANCE = 98_765_432, "@distance@"


class Demande(NamedTuple):
    """One card to show; without a place, it is the one activity's."""

    lieu_id: int | None
    offres: tuple[int, ...]
    autres: int = 0
    km: float | None = None
    numero: int | None = None


class Gardee(NamedTuple):
    """A card in three pieces: before its pin, from there to its distance, after."""

    avant: str
    entre: str
    apres: str
    nature: str

    def avec(self, numero: int | None, distance: str) -> SafeString:
        """Return the card with this number and this distance."""
        pin = forme_lieu(self.nature, numero)
        return mark_safe(f"{self.avant}{pin}{self.entre}{insecables(distance) if distance else ''}{self.apres}")


def du_groupe(groupe: Groupe, numero: int | None = None) -> Demande:
    """Ask for the card of a place; beyond four activities they are counted."""
    montrees = tuple(t.offre_id for t in groupe.trouvees[:ACTIVITES_PAR_CARTE])
    return Demande(groupe.lieu_id, montrees, len(groupe.trouvees) - len(montrees), groupe.km, numero)


def de_l_activite(trouvee: Trouvee) -> Demande:
    """Ask for the card of an activity that has no place."""
    return Demande(None, (trouvee.offre_id,))


def dessiner(carte: Any) -> SafeString:
    """Draw a card: a CarteLieu, or what looks like one."""
    return mark_safe(get_template("composants/carte_lieu.html").render({"lieu": carte}))


def montrer(demandes: Sequence[Demande], criteres: Criteres, *, version: int, now: datetime) -> list[SafeString]:
    """Return the cards asked for, in order: those that are kept, and the others, drawn then kept.

    `version` was read before the data.
    """
    quart = int(now.timestamp()) // QUART_D_HEURE
    question = (criteres.themes_cherches, criteres.avant, criteres.jours, criteres.moments)
    distances = [distance_en_francais(d.km) for d in demandes]
    cles = [
        _cle(empreinte_du_code(), version, quart, question, d.lieu_id, d.offres, d.autres, bool(distance))
        for d, distance in zip(demandes, distances, strict=True)
    ]
    gardees = cache.get_many(cles)
    manquent = {cle: d for cle, d in zip(cles, demandes, strict=True) if cle not in gardees}
    if manquent:
        nouvelles = _nouvelles(manquent, criteres, now=now)
        cache.set_many(nouvelles, QUART_D_HEURE)
        gardees |= nouvelles
    return [
        Gardee(*gardees[cle]).avec(d.numero, distance)
        for cle, d, distance in zip(cles, demandes, distances, strict=True)
    ]


def _cle(*parties: object) -> str:
    return f"carte:{blake2b(repr(parties).encode(), digest_size=16).hexdigest()}"


def _nouvelles(demandes: Mapping[str, Demande], criteres: Criteres, *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Draw the cards that are not kept, from two queries whatever their number."""
    ids = [pk for d in demandes.values() for pk in d.offres]
    offres = offres_a_montrer(ids, seance_demandee(criteres, now=now), now=now)
    nouvelles: dict[str, tuple[str, ...]] = {}
    for cle, demande in demandes.items():
        carte = _carte([offres[pk] for pk in demande.offres], demande, themes=criteres.themes_cherches, now=now)
        avant, _, reste = dessiner(carte).partition(forme_lieu(carte.nature, NUMERO))
        entre, _, apres = reste.partition(DISTANCE)
        nouvelles[cle] = (avant, entre, apres, carte.nature)
    return nouvelles


def _carte(offres: Sequence[Offre], demande: Demande, *, themes: int, now: datetime) -> CarteLieu:
    """Return a card, with what holds the place of its number and distance."""
    if demande.lieu_id is None:
        carte = carte_a_distance(offres[0], now=now)
    else:
        lieu = offres[0].lieu
        if lieu is None:
            raise ValueError("A card needs a place.")
        carte = carte_du_lieu(lieu, now=now)
        carte.activites = [
            ligne_activite(o, now=now, prochaine=o.prochaine, changees=o.changees, themes_demandes=themes)  # type: ignore[attr-defined]
            for o in offres
        ]
    carte.autres = demande.autres
    carte.numero = NUMERO
    carte.distance = DISTANCE if distance_en_francais(demande.km) else ""
    return carte
