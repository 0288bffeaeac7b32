"""What a source read by its address no longer gives: kept thirty days, then closed, and open again if it comes back.

A file may be an extract: what it no longer holds is said, and nothing more. An address gives all it has each time; but
its pages may miss a row, and its data may be loaded half: hence the thirty days, and nothing is closed of a source that
has lost more than it still gives.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from ateliers.actions import enregistrer_lot
from ateliers.models import Offre
from core.textes import accord
from core.travailleur import PARIS
from core.voies import Voie
from echanges.cadence import Cadence
from echanges.models import Import, Statut
from structures.cycle import Etat
from structures.models import Lieu, Source

ATTENTE = timedelta(days=30)
TRANCHE = 50  # rows a transaction
LOT = 500  # identifiers a query
ICI = (Voie.ECRAN, Voie.LIEN, Voie.API)  # what somebody here said, not a file


def suivies() -> list[tuple[int, str]]:
    """Return the sources that were last read by their address: (federation's key, source)."""
    derniers: dict[tuple[int, str], str] = {}
    lus = Import.objects.filter(statut=Statut.APPLIQUE).order_by("pk")
    for federation, source, options in lus.values_list("federation_id", "source", "options"):
        derniers[federation, source] = options.get("adresse", "")
    return sorted(cle for cle, adresse in derniers.items() if adresse)


def fermer_les_disparues(now: datetime) -> str:
    """Close what its source has not given for thirty days, unless somebody here confirmed it since."""
    fermees, phrases = 0, []
    for federation, source in suivies():
        provenances = Source.objects.filter(federation_id=federation, source=source).exclude(noun=Source.Noun.STRUCTURE)
        objets = _a_fermer(provenances, now)
        presentes = provenances.filter(disparue_a__isnull=True).count()
        if len(objets) > presentes:
            phrases.append(f"« {source} » a perdu plus de fiches qu’elle n’en donne : rien n’est fermé")
            continue
        for lot in Cadence(TRANCHE).couper(objets):
            fermees += _changer(lot, de=Etat.PUBLIE, vers=Etat.CLOS, by=None, voie=Voie.ENTRETIEN, now=now)
    return " ; ".join([accord(fermees, "fiche fermée", "fiches fermées"), *phrases])


def _a_fermer(provenances: Any, now: datetime) -> list[Any]:
    """Return the activities, then the places that nothing else keeps open."""
    parties = provenances.filter(disparue_a__lte=now - ATTENTE)
    offres = _encore_ouvertes(Offre.objects.all(), parties.filter(noun=Source.Noun.OFFRE))
    lieux = _encore_ouvertes(Lieu.objects.all(), parties.filter(noun=Source.Noun.LIEU))
    fermees = {o.pk for o in offres}
    gardes: set[int] = set()
    for debut in range(0, len(lieux), LOT):
        autres = Offre.objects.in_use().filter(lieu__in=lieux[debut : debut + LOT]).values_list("lieu_id", "pk")
        gardes |= {lieu for lieu, offre in autres if offre not in fermees}
    return [*offres, *(lieu for lieu in lieux if lieu.pk not in gardes)]


def _encore_ouvertes(objets: Any, parties: Any) -> list[Any]:
    """Return the rows, published, that these sources gave, that no other gives, and that nobody confirmed since."""
    ailleurs = Source.objects.filter(noun=OuterRef("noun"), uid=OuterRef("uid"), disparue_a__isnull=True)
    depuis = dict(parties.exclude(Exists(ailleurs)).order_by("pk").values_list("uid", "disparue_a"))
    trouves: list[Any] = []
    uids = sorted(depuis)
    for debut in range(0, len(uids), LOT):
        trouves += objets.filter(uid__in=uids[debut : debut + LOT], etat=Etat.PUBLIE).order_by("pk")
    return [
        o
        for o in trouves
        if not (o.verifie_le and o.verifie_voie in ICI and o.verifie_le >= depuis[o.uid].astimezone(PARIS).date())
    ]


def _changer(lot: Sequence[Any], *, de: str, vers: str, **ecriture: Any) -> int:
    """Write one slice in one transaction, read again in it: somebody may have spoken meanwhile."""
    ecrits: list[Any] = []
    with transaction.atomic():
        for modele in (Offre, Lieu):
            cles = [objet.pk for objet in lot if isinstance(objet, modele)]
            ecrits += modele._default_manager.filter(pk__in=cles, etat=de).order_by("pk")
        for objet in ecrits:
            objet.etat = vers
        if ecrits:
            enregistrer_lot(ecrits, **ecriture)
    return len(ecrits)


def rouvrir(revenues: Iterable[tuple[str, str]], *, journal: Import, now: datetime) -> None:
    """Open again, in slices, what `fermer_les_disparues` closed and its source gives again.

    What somebody closed stays closed. Done again after a kill, it ends what was left.
    """
    cles = list(revenues)
    fermes: list[Any] = []
    for modele, noun in ((Lieu, Source.Noun.LIEU), (Offre, Source.Noun.OFFRE)):
        identifiants = [identifiant for n, identifiant in cles if n == noun]
        for debut in range(0, len(identifiants), LOT):
            provenances = Source.objects.filter(
                federation=journal.federation,
                source=journal.source,
                noun=noun,
                identifiant__in=identifiants[debut : debut + LOT],
            )
            lot = modele._default_manager.filter(uid__in=provenances.values("uid"), etat=Etat.CLOS).order_by("pk")
            par_la_nuit = _fermes_par_la_nuit(modele, list(lot), journal)
            fermes += [objet for objet in lot if objet.pk in par_la_nuit]
    ecriture = {"by": journal.par, "voie": Voie.IMPORT, "now": now, "operation": journal.operation}
    for tranche in Cadence(TRANCHE).couper(fermes):
        _changer(tranche, de=Etat.CLOS, vers=Etat.PUBLIE, **ecriture)


def _fermes_par_la_nuit(modele: Any, lot: list[Any], journal: Import) -> set[int]:
    """Return the keys of what the night closed: the last thing that was said of it before this import."""
    dites = modele.history.filter(id__in=[objet.pk for objet in lot]).exclude(operation=journal.operation)
    dernieres = dites.order_by("id", "history_date", "history_id").values_list("id", "voie", "etat")
    avant = {pk: (voie, etat) for pk, voie, etat in dernieres}
    return {pk for pk, dite in avant.items() if dite == (Voie.ENTRETIEN, Etat.CLOS)}
