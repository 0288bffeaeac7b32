"""From the first warning to the day when search hides an activity: dates, and what is remembered of them.

Search hides only what has somebody to verify it, after two mails; `ateliers.fraicheur` says what hiding is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q

from ateliers.actions import enregistrer_lot
from ateliers.fraicheur import UN_AN
from ateliers.models import Offre
from core.travailleur import PARIS
from core.voies import Voie
from espace.campagnes import apres_les_vacances
from espace.models import Avertissement
from structures.models import Membre

DELAI = timedelta(days=14)
PREMIER = UN_AN - timedelta(days=30)
SECOND = UN_AN - DELAI


@dataclass(frozen=True, slots=True)
class Menacee:
    """An activity that search will hide, or hides, unless somebody confirms it."""

    offre: Offre
    depuis: date
    rang: int  # the warning that a mail written today gives: 1, 2, or 0 when it only repeats one
    masquee_des: date | None  # known from the second warning on


def menacees(offres: Sequence[Offre], today: date) -> list[Menacee]:
    """Return, of these published activities, those that nobody has verified for eleven months; two queries."""
    depuis = _depuis(offres)
    vieilles = [o for o in offres if o.pk in depuis and today - depuis[o.pk] >= PREMIER]
    dits: dict[tuple[int, int], date] = {
        (a.offre_id, a.rang): a.cree_a.astimezone(PARIS).date()
        for a in Avertissement.objects.filter(offre__in=vieilles).order_by("pk")
        if a.depuis == depuis[a.offre_id]
    }
    return [_menacee(o, depuis[o.pk], dits.get((o.pk, 1)), dits.get((o.pk, 2)), today) for o in vieilles]


def _menacee(offre: Offre, depuis: date, premier: date | None, second: date | None, today: date) -> Menacee:
    if premier is None:
        return Menacee(offre, depuis, 1, None)
    if second is None and today - premier >= DELAI and today - depuis >= SECOND:
        return Menacee(offre, depuis, 2, apres_les_vacances(max(depuis + UN_AN, today + DELAI)))
    return Menacee(offre, depuis, 0, offre.masquee_des)


def _depuis(offres: Iterable[Offre]) -> dict[int, date]:
    """Return, by activity, the day of its last verification, or of its arrival when nobody ever verified it."""
    verifiees = {o.pk: o.verifie_le for o in offres if o.verifie_le}
    historique: Any = Offre.history.model
    arrivees = (
        historique.objects.filter(id__in=[o.pk for o in offres if o.pk not in verifiees])
        .values("id")
        .annotate(arrivee=Min("history_date"))
        .values_list("id", "arrivee")
        .order_by("id")
    )
    return {pk: a.astimezone(PARIS).date() for pk, a in arrivees} | verifiees


def avertir(dites: Iterable[Menacee], *, now: datetime) -> None:
    """Remember the warnings of a mail, and announce the day to the search; in the mail's transaction."""
    dites = list(dites)
    Avertissement.objects.bulk_create(
        [Avertissement(offre=m.offre, rang=m.rang, depuis=m.depuis, cree_a=now) for m in dites if m.rang],
        ignore_conflicts=True,
    )
    _annoncer({m.offre.pk: m.masquee_des for m in dites if m.rang == 2}, now=now)


def rendre_ce_que_personne_ne_tient(now: datetime) -> int:
    """Give back to search what has nobody left to verify it; return how many activities."""
    membres = Membre.objects.filter(utilisateur__is_active=True).filter(
        Q(structure=OuterRef("structure")) | Q(structure=OuterRef("lieu__structure"))
    )
    orphelines = Offre.objects.exclude(masquee_des=None).exclude(Exists(membres)).order_by("pk")
    pks = list(orphelines.values_list("pk", flat=True))
    with transaction.atomic():
        # Whoever comes next is warned twice in their turn.
        Avertissement.objects.filter(offre__in=pks).delete()
        return _annoncer(dict.fromkeys(pks), now=now)


def _annoncer(jours: dict[int, date | None], *, now: datetime) -> int:
    lot = [o for o in Offre.objects.filter(pk__in=jours).order_by("pk") if o.masquee_des != jours[o.pk]]
    for offre in lot:
        offre.masquee_des = jours[offre.pk]
    if lot:
        enregistrer_lot(lot, by=None, voie=Voie.ENTRETIEN, now=now)
    return len(lot)
