"""What each queue holds, as querysets in the order in which it does harm."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, TruncMonth

from ateliers.fraicheur import SIX_MOIS
from ateliers.models import Offre
from ateliers.models.offres import a_un_de
from ateliers.nomenclature import THEMES
from comptes.models import AdresseRefusee, Courriel, Federation, Utilisateur
from core.travailleur import PARIS
from espace.models import Signalement
from espace.models.signalements import MOTIFS
from federation.bureau.queries import dernieres_fiches
from orientations.queries import Tableau, masquer
from recherche.models import RechercheVaine
from structures.cycle import Etat
from structures.models import Commune, Invitation, Lieu, Membre, PositionConfirmee, Structure
from structures.models.lieux import KM_PAR_DEGRE
from structures.positions import Doute, douteuses

VUS = (Etat.PUBLIE, Etat.SUSPENDU)
JAMAIS_DIT = date(1900, 1, 1)
BIEN_DIT = date(9999, 1, 1)
MOIS_DES_VAINES = 12


def signalements(federation: Federation) -> QuerySet[Signalement]:
    """Return the reports that wait: places that exist no more first, then those that wait for longest."""
    disparu = Case(When(a_un_de("motifs", MOTIFS["disparu"].masque), then=Value(0)), default=Value(1))
    ouverts = Signalement.objects.open_for(Structure.objects.managed_by(federation).active())
    return ouverts.with_subject().annotate(rang=disparu).order_by("rang", "cree_a", "pk")


def anciennes(federation: Federation, today: date) -> QuerySet[Structure]:
    """Return the structures with something unverified for six months: what was never checked, then the oldest.

    `depuis` is the oldest day (1900 for never), `vieux` how many places and `vieilles` how many activities.
    """
    vieux = Q(verifie_le__isnull=True) | Q(verifie_le__lt=today - SIX_MOIS)
    lieux = Lieu.objects.filter(vieux, structure=OuterRef("pk"), etat__in=VUS).order_by()
    offres = Offre.objects.filter(vieux, structure=OuterRef("pk"), etat__in=VUS).order_by()
    return (
        Structure.objects.managed_by(federation)
        .active()
        .filter(Exists(lieux) | Exists(offres))
        .annotate(
            depuis=Least(_plus_vieux(lieux), _plus_vieux(offres)),
            vieux=Coalesce(_combien(lieux), 0),
            vieilles=Coalesce(_combien(offres), 0),
        )
        .order_by("depuis", "nom_plie", "pk")
    )


def _plus_vieux(lignes: QuerySet[Any]) -> Coalesce:
    jour = Coalesce("verifie_le", Value(JAMAIS_DIT), output_field=DateField())
    premiere = lignes.annotate(jour=jour).order_by("jour", "pk").values("jour")[:1]
    return Coalesce(Subquery(premiere), Value(BIEN_DIT), output_field=DateField())


def _combien(lignes: QuerySet[Any]) -> Subquery:
    return Subquery(lignes.values("structure").annotate(n=Count("pk")).values("n"))


def a_preciser(federation: Federation) -> QuerySet[Offre]:
    """Return what an import brought and nobody has described: what is seen, structure by structure."""
    return (
        Offre.objects.in_use()
        .filter(a_preciser=True, structure__in=Structure.objects.managed_by(federation).active())
        .select_related("structure", "lieu__commune")
        .order_by("structure__nom_plie", "structure_id", "nom_plie", "pk")
    )


def invitations(federation: Federation) -> QuerySet[Invitation]:
    """Return the invitations without an answer, the oldest first: those that expired come before the others."""
    ici = Q(federation=federation) | Q(structure__in=Structure.objects.managed_by(federation).active())
    return (
        Invitation.objects.unanswered()
        .filter(ici)
        .select_related("structure", "federation", "invitee_par")
        .order_by("expire_a", "pk")
    )


def courriels(federation: Federation) -> tuple[QuerySet[AdresseRefusee], QuerySet[Courriel]]:
    """Return the addresses of the people of a network that receive nothing, and their mails that are uncertain."""
    tiennent = Membre.objects.filter(structure__federation=federation).values("utilisateur")
    comptes = Utilisateur.objects.filter(
        Q(pk__in=tiennent) | Q(pk__in=federation.administrateurs.values("utilisateur"))
    )
    adresses = comptes.values("courriel")
    a_regarder = Courriel.objects.filter(etat__in=[Courriel.Etat.A_VERIFIER, Courriel.Etat.ECHEC])
    return AdresseRefusee.objects.filter(courriel__in=adresses), a_regarder.filter(destinataire__in=adresses)


# ------------------------------------------------------------------------------------ points
def hors_commune(federation: Federation) -> list[Doute]:
    """Return the places whose point seems to be in another commune, the farthest first; worked out once they change."""
    cle = f"positions:{federation.pk}:{Commune.objects.count()}:{dernieres_fiches()}"
    doutes: list[Doute] | None = cache.get(cle)
    if doutes is None:
        doutes = _douteuses(federation)
        cache.set(cle, doutes, 3600)
    confirmees = PositionConfirmee.objects.filter(
        lieu__structure__federation=federation, latitude=F("lieu__latitude"), longitude=F("lieu__longitude")
    )
    dites = set(confirmees.order_by("pk").values_list("pk", flat=True))
    return [d for d in doutes if d.lieu not in dites]


def _douteuses(federation: Federation) -> list[Doute]:
    lieux = list(
        Lieu.objects.filter(structure__in=Structure.objects.managed_by(federation).active(), etat__in=VUS)
        .order_by("pk")
        .values_list("pk", "latitude", "longitude", "commune_id")
    )
    if not lieux:
        return []
    marge = 30 / KM_PAR_DEGRE
    nord, sud = max(p[1] for p in lieux) + marge, min(p[1] for p in lieux) - marge
    est, ouest = max(p[2] for p in lieux) + 2 * marge, min(p[2] for p in lieux) - 2 * marge
    autour = Q(latitude__range=(sud, nord), longitude__range=(ouest, est))
    siennes = Commune.objects.filter(pk__in=Lieu.objects.filter(structure__federation=federation).values("commune"))
    communes = Commune.objects.filter(autour).order_by("pk").only("code_insee", "latitude", "longitude")
    leurs = siennes.exclude(autour).order_by("pk").only("code_insee", "latitude", "longitude")
    return douteuses(lieux, [*communes, *leurs])


# ------------------------------------------------------------------------------------ searches
@dataclass(frozen=True, slots=True)
class Vaine:
    """A need, a commune and a month for which searches found nothing; None when the number is hidden."""

    besoin: str
    commune: str
    code_insee: str
    theme: str
    mois: date
    nombre: int | None


def vaines(federation: Federation, now: datetime) -> tuple[list[Vaine], Tableau]:
    """Return what was searched in vain in a territory over twelve months, the most often first; one query.

    Cells under five are hidden, as those of orientations are; what no commune tells is nobody's territory.
    """
    depuis = now.astimezone(PARIS).date() - timedelta(days=31 * MOIS_DES_VAINES)
    lignes = (
        RechercheVaine.objects.filter(jour__gte=depuis, commune__departement__in=federation.departements)
        .order_by()
        .values("theme", "commune_id", "commune__nom", mois=TruncMonth("jour"))
        .annotate(nombre=Count("pk"))
    )
    effectifs: Counter[Any] = Counter()
    labels = {}
    for ligne in lignes:
        cle = (ligne["theme"], ligne["commune_id"], ligne["commune__nom"], ligne["mois"])
        effectifs[cle] = ligne["nombre"]
        labels[cle] = f"{ligne['commune__nom']} {ligne['theme']} {ligne['mois']}"
    tableau = masquer(effectifs, labels)
    return [_vaine(c.cle, c.nombre) for c in tableau.cellules if c.nombre is not None], tableau


def _vaine(cle: Any, nombre: int | None) -> Vaine:
    theme, code, nom, mois = cle
    besoin = THEMES[theme].label if theme in THEMES else "tous besoins"
    return Vaine(besoin, nom, code, theme, mois, nombre)
