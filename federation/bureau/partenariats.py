"""Who works with whom in a network, for what, paid by whom, until when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from comptes.models import Federation
from core.tableur import Colonne, Genre, Table
from core.textes import mots
from partenaires.models import OBJETS, Partenariat

MOTS_MAX = 6


@dataclass(frozen=True, slots=True)
class CriteresPartenariats:
    """What is looked for: words of either name, one purpose (a code), and whether it has ended."""

    texte: str = ""
    objet: str = ""
    finis: bool = False


def partenariats(federation: Federation, criteres: CriteresPartenariats, today: date) -> QuerySet[Partenariat]:
    """Return the partnerships of the centres that a federation manages, by partner then by centre."""
    trouves = Partenariat.objects.filter(centre__federation=federation, centre__archivee_le__isnull=True)
    fini = Q(fin__lt=today)
    trouves = trouves.filter(fini) if criteres.finis else trouves.exclude(fini)
    for mot in mots(criteres.texte)[:MOTS_MAX]:
        trouves = trouves.filter(Q(centre__nom_plie__contains=mot) | Q(partenaire__nom_plie__contains=mot))
    if criteres.objet:
        trouves = trouves.alias(pour=F("objets").bitand(OBJETS[criteres.objet].masque)).filter(pour__gt=0)
    return trouves.select_related("centre", "partenaire").order_by(
        "partenaire__nom_plie", "partenaire_id", "centre__nom_plie", "pk"
    )


COLONNES = (
    Colonne("partenaire", "Partenaire", "L’organisation qui vient, prête ou reçoit."),
    Colonne("centre", "Travaille avec", "La structure du réseau qui dit ce partenariat."),
    Colonne("objets", "Pour quoi", "Un ou plusieurs objets, séparés par des virgules."),
    Colonne("finance_par", "Financé par", "Qui paie, si c’est dit."),
    Colonne("centre_fournit", "Le centre fournit", "Une salle, une personne, du matériel."),
    Colonne("debut", "Depuis le", "Le premier jour, si c’est dit.", Genre.JOUR),
    Colonne("fin", "Jusqu’au", "Le dernier jour, si c’est dit.", Genre.JOUR),
)


def table(federation: Federation, trouves: QuerySet[Partenariat], le: date) -> Table:
    """Return the partnerships as a table to download."""
    return Table(
        nom="Partenariats",
        fichier=f"partenariats-{federation.slug}",
        le=le,
        colonnes=COLONNES,
        lignes=(
            (p.partenaire.nom, p.centre.nom, ", ".join(p.objets_dits), p.finance_par, p.centre_fournit, p.debut, p.fin)
            for p in trouves.iterator(chunk_size=500)
        ),
    )
