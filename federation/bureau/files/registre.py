"""The queues of a federation: a name, how it is counted, where it is. One line each, in the order of the harm done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from comptes.models import Federation
from core.travailleur import PARIS
from federation.bureau.doublons import en_attente
from federation.bureau.files import attente


@dataclass(frozen=True, slots=True)
class File:
    """One queue. `compter` says how much waits, in a bounded number of queries; `vue` takes the slug."""

    cle: str
    nom: str
    icone: str
    phrase: str
    compter: Callable[[Federation, datetime], int]
    vue: str = ""

    def adresse(self, federation: Federation) -> str:
        """Return where it is, for one federation."""
        if self.vue:
            return reverse(self.vue, args=[federation.slug])
        return reverse("bureau:file", args=[federation.slug, self.cle])


FILES: tuple[File, ...] = (
    File(
        "signalements",
        "Erreurs signalées",
        "flag",
        "Ce que des personnes disent faux sur une page : le plus grave, puis le plus ancien.",
        lambda federation, now: attente.signalements(federation).count(),
    ),
    File(
        "positions",
        "Points hors de leur commune",
        "map-pin-off",
        "L’adresse dit une commune, le point de la carte en montre une autre.",
        lambda federation, now: len(attente.hors_commune(federation)),
    ),
    File(
        "a-confirmer",
        "Pages à confirmer",
        "clock-alert",
        "Personne n’a dit depuis six mois que c’est encore vrai.",
        lambda federation, now: attente.anciennes(federation, now.astimezone(PARIS).date()).count(),
    ),
    File(
        "doublons",
        "Doublons possibles",
        "copy",
        "Deux fiches qui sont peut-être la même chose ; comparées chaque nuit.",
        lambda federation, now: en_attente(federation),
        vue="bureau:doublons",
    ),
    File(
        "a-preciser",
        "Importées, à préciser",
        "list-todo",
        "Des activités venues d’un fichier, que personne n’a décrites.",
        lambda federation, now: attente.a_preciser(federation).count(),
    ),
    File(
        "invitations",
        "Invitations sans réponse",
        "mail-question-mark",
        "Expirées ou en attente : renvoyer, ou annuler.",
        lambda federation, now: attente.invitations(federation).count(),
    ),
    File(
        "courriels",
        "Courriels non arrivés",
        "mail-x",
        "Ce qui est peut-être parti, et ce qui n’est pas parti.",
        lambda federation, now: sum(lignes.count() for lignes in attente.courriels(federation)),
        vue="espace:courriels",
    ),
    File(
        "recherches",
        "Recherches sans résultat",
        "search-x",
        "Les besoins qui n’ont trouvé aucun lieu : besoin, commune et mois.",
        lambda federation, now: len(attente.vaines(federation, now)[0]),
    ),
)
PAR_CLE = {f.cle: f for f in FILES}


@dataclass(frozen=True, slots=True)
class Comptee:
    """A queue, where it is, and how much waits there."""

    file: File
    adresse: str
    nombre: int


@dataclass(frozen=True, slots=True)
class Attente:
    """All the queues: those in which something waits, and the others."""

    pleines: list[Comptee]
    vides: list[Comptee]


def compter(federation: Federation, now: datetime) -> Attente:
    """Return every queue with what waits in it: as many queries whatever waits."""
    toutes = [Comptee(f, f.adresse(federation), f.compter(federation, now)) for f in FILES]
    return Attente([c for c in toutes if c.nombre], [c for c in toutes if not c.nombre])
