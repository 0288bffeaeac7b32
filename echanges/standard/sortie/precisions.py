"""What the standard has no column for, in one plain sentence at the head of the presentation.

The sentence has a mark: an import takes it away, so that our own file read back gives the presentation as it was.
"""

from collections.abc import Iterable, Sequence

from ateliers.models import Offre
from ateliers.nomenclature import LANGUES, PUBLICS, RESERVES
from core.textes import accord
from echanges.standard.nettoyage.textes import une_ligne
from echanges.standard.sortie.pliage import DETAILS_DE_FRAIS
from structures.models import Lieu
from structures.nomenclature import ACCESSIBILITES

MARQUE = "Précisions de l’annuaire « Au bon endroit » : "
NOMS_MAX = 6
# The audiences, languages and conditions that have a column, and those that say nothing more.
_PUBLICS_SANS_COLONNE = PUBLICS.masque(
    ["adultes", "allophones", "lecture", "handicap", "demandeurs_emploi", "auto_entrepreneurs"]
)
_LANGUES_SANS_COLONNE = LANGUES.complet & ~LANGUES.masque(["fr", "en"])
_RESERVES_SANS_COLONNE = RESERVES.complet & ~RESERVES["orientation"].masque


def tete(lieu: Lieu, offres: Sequence[Offre], refusees: Sequence[str], adresse_de_la_page: str) -> str:
    """Return the sentence, or '' when the row says it all. `refusees` are values that a list refuses, with their name.

    An activity that an import wrote has the name of its service: it is not worth saying twice.
    """
    decrites = [o for o in offres if not o.a_preciser]
    morceaux = [
        *_noms(decrites),
        *_liste("langues parlées", LANGUES.labels(_ou(o.langues for o in offres) & _LANGUES_SANS_COLONNE)),
        *_liste("convient aussi à", PUBLICS.labels(_ou(o.publics for o in offres) & _PUBLICS_SANS_COLONNE)),
        *_liste("en partie réservé à", RESERVES.labels(_ou(o.reserves for o in offres) & _RESERVES_SANS_COLONNE)),
        *_liste("tarifs", _tarifs(offres)),
        *_liste("accessibilité", ACCESSIBILITES.labels(lieu.accessibilites)),
        *refusees,
    ]
    if not morceaux:
        return ""
    return une_ligne(f"{MARQUE}{' ; '.join([*morceaux, f'la page à jour : {adresse_de_la_page}'])}")


def avec_tete(phrase: str, presentation: str) -> str:
    """Return a presentation under its sentence."""
    return "\n\n".join(filter(None, (phrase, presentation)))


def sans_tete(presentation: str) -> str:
    """Return the presentation that `avec_tete` was given."""
    if not presentation.startswith(MARQUE):
        return presentation
    return presentation.partition("\n")[2].lstrip("\n")


def _ou(masques: Iterable[int]) -> int:
    total = 0
    for masque in masques:
        total |= masque
    return total


def _noms(offres: Sequence[Offre]) -> list[str]:
    noms = list(dict.fromkeys(o.nom for o in offres))
    if not noms:
        return []
    reste = len(noms) - NOMS_MAX
    suite = f" et {accord(reste, 'autre activité', 'autres activités')}" if reste > 0 else ""
    return [f"{', '.join(noms[:NOMS_MAX])}{suite}"]


def _tarifs(offres: Sequence[Offre]) -> list[str]:
    details = dict.fromkeys(o.tarif_detail for o in offres if o.tarif_detail)
    return [d for d in details if d not in DETAILS_DE_FRAIS]


def _liste(nom: str, valeurs: list[str]) -> list[str]:
    return [f"{nom} : {', '.join(v[:1].lower() + v[1:] for v in valeurs)}"] if valeurs else []
