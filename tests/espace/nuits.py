"""What the tests of reminders share: the Monday of their story, the nights that pass, what was written to whom."""

from datetime import date, datetime, time, timedelta

from ateliers.controle import ecarts
from ateliers.models import Offre
from comptes.models import Courriel
from core.travailleur import PARIS
from espace.rappels import ecrire_les_rappels
from tests.distribution import ecrire, faire_offre

LUNDI = date(2026, 11, 23)


def nuit(jour: date) -> datetime:
    """Return the moment of the night's work on a day."""
    return datetime.combine(jour, time(3, 5), tzinfo=PARIS)


def passer(jour: date) -> None:
    ecrire_les_rappels(nuit(jour))


def faux() -> list[str]:
    """Return what the writer would derive otherwise; sessions are another job's."""
    return [e for e in ecarts(nuit(LUNDI)) if not e.endswith(" : séances")]


def textes(qui) -> list[str]:
    """Return what this person was written, oldest first, spaces made plain."""
    lignes = Courriel.objects.filter(destinataire=qui.courriel).order_by("ecrit_a", "pk")
    return [f"{c.sujet}\n{c.texte}".replace("\u00a0", " ") for c in lignes]


def douteuse(d, nom="Le Lien", **champs) -> Offre:
    """Write a permanence whose room nobody knows any more."""
    defauts = {"acces": 2, "dispo": "cette_semaine", "dispo_le": LUNDI - timedelta(days=40), "dispo_voie": "ecran",
               "verifie_le": LUNDI - timedelta(days=5), "verifie_voie": "ecran"}  # fmt: skip
    offre = faire_offre(d.lieux[nom], **(defauts | champs))
    ecrire(offre, now=nuit(LUNDI - timedelta(days=60)))
    offre.refresh_from_db()
    return offre
