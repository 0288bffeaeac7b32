"""What a source read by its address no longer gives: kept thirty days, then closed, and open again if it comes back.

A file may be an extract: what it no longer holds is said, and nothing more. An address gives all it has each time; but
its pages may miss a row, and its data may be loaded half: hence the thirty days, and nothing is closed of a source that
has lost more than it still gives.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

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
TRANCHE = 50
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
            for objet in lot:
                objet.etat = Etat.CLOS
            enregistrer_lot(lot, by=None, voie=Voie.ENTRETIEN, now=now)
        fermees += len(objets)
    return " ; ".join([accord(fermees, "fiche fermée", "fiches fermées"), *phrases])


def _a_fermer(provenances: Any, now: datetime) -> list[Any]:
    """Return the activities, then the places that nothing else keeps open."""
    parties = provenances.filter(disparue_a__lte=now - ATTENTE)
    offres = _encore_ouvertes(Offre.objects.all(), parties.filter(noun=Source.Noun.OFFRE))
    lieux = _encore_ouvertes(Lieu.objects.all(), parties.filter(noun=Source.Noun.LIEU))
    fermees = {o.pk for o in offres}
    autres = Offre.objects.in_use().filter(lieu__in=lieux).values_list("lieu_id", "pk")
    gardes = {lieu for lieu, offre in autres if offre not in fermees}
    return [*offres, *(lieu for lieu in lieux if lieu.pk not in gardes)]


def _encore_ouvertes(objets: Any, parties: Any) -> list[Any]:
    """Return the rows, published, that these sources gave, that no other gives, and that nobody confirmed since."""
    ailleurs = Source.objects.filter(noun=OuterRef("noun"), uid=OuterRef("uid"), disparue_a__isnull=True)
    depuis = dict(parties.exclude(Exists(ailleurs)).order_by("pk").values_list("uid", "disparue_a"))
    trouves: list[Any] = []
    uids = sorted(depuis)
    for debut in range(0, len(uids), 500):
        trouves += objets.filter(uid__in=uids[debut : debut + 500], etat=Etat.PUBLIE).order_by("pk")
    return [
        o
        for o in trouves
        if not (o.verifie_le and o.verifie_voie in ICI and o.verifie_le >= depuis[o.uid].astimezone(PARIS).date())
    ]


def rouvrir(revenues: Iterable[tuple[str, str]], *, journal: Import, now: datetime) -> int:
    """Open again what `fermer_les_disparues` closed and its source gives again; what somebody closed stays closed."""
    cles = list(revenues)
    rouvertes = 0
    for modele, noun in ((Lieu, Source.Noun.LIEU), (Offre, Source.Noun.OFFRE)):
        identifiants = [identifiant for n, identifiant in cles if n == noun]
        for debut in range(0, len(identifiants), 500):
            provenances = Source.objects.filter(
                federation=journal.federation,
                source=journal.source,
                noun=noun,
                identifiant__in=identifiants[debut : debut + 500],
            )
            fermes: Any = modele._default_manager.filter(uid__in=provenances.values("uid"), etat=Etat.CLOS)
            lot = [objet for objet in fermes.order_by("pk") if _ferme_par_l_entretien(objet, journal)]
            for objet in lot:
                objet.etat = Etat.PUBLIE
            if lot:
                enregistrer_lot(lot, by=journal.par, voie=Voie.IMPORT, now=now, operation=journal.operation)
            rouvertes += len(lot)
    return rouvertes


def _ferme_par_l_entretien(objet: Any, journal: Import) -> bool:
    """Tell whether the night closed it: the last thing that was said of it before this import."""
    avant = objet.history.filter(~Q(operation=journal.operation)).order_by("-history_date", "-history_id").first()
    return avant is not None and avant.voie == Voie.ENTRETIEN and avant.etat == Etat.CLOS
