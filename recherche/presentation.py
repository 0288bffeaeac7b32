"""Rows as the templates show them: lines, cards, and what must be loaded for them. Templates never query."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Expression, F, FilteredRelation, Prefetch, Q, QuerySet

from ateliers.fraicheur import age_de
from ateliers.models import Offre, Seance
from ateliers.nomenclature import (
    Mode,
)
from core.travailleur import PARIS
from recherche.phrases import (
    NON_VERIFIE,
    LigneDispo,
    Raison,
    conditions_de,
    dispo_en_francais,
    distance_en_francais,
    etat_du_lieu,
    hors_territoire,
    nature_en_francais,
    papiers_de,
    pourquoi,
    prochaine_en_francais,
    telephone_de,
    verifie_en_francais,
)
from structures.models import Fermeture, Lieu
from structures.nomenclature import Nature


@dataclass(frozen=True, slots=True)
class LigneActivite:
    uid: str
    url: str
    nom: str
    pourquoi: list[Raison]
    prochaine: str
    dispo: LigneDispo | None
    conditions: list[str]
    apporter: list[str]
    a_preciser: bool


@dataclass(slots=True)
class CarteLieu:
    uid: str
    url: str
    nom: str
    nature: str
    nature_label: str
    adresse: str
    distance: str
    hors_territoire: str
    telephone: str
    telephone_href: str
    verifie: str
    verifie_age: str
    etat_texte: str
    activites: list[LigneActivite] = field(default_factory=list)
    autres: int = 0
    numero: int | None = None


def ligne_activite(
    offre: Offre,
    *,
    now: datetime,
    prochaine: datetime | None = None,
    changees: Sequence[Seance] = (),
    themes_demandes: int = 0,
) -> LigneActivite:
    """Return one activity as a card shows it; `changees` are its sessions to come that somebody altered."""
    today = now.astimezone(PARIS).date()
    return LigneActivite(
        uid=offre.uid,
        url=offre.get_absolute_url(),
        nom=offre.nom,
        pourquoi=pourquoi(offre, themes_demandes),
        prochaine=prochaine_en_francais(prochaine, changees, now),
        dispo=dispo_en_francais(offre, today),
        # The page of its place still shows what search hides.
        conditions=conditions_de(offre) + [NON_VERIFIE] * (age_de(offre.verifie_le, today) == "perime"),
        apporter=papiers_de(offre),
        a_preciser=offre.a_preciser,
    )


def carte_du_lieu(lieu: Lieu, *, now: datetime, km: float | None = None) -> CarteLieu:
    """Return a place as a card, without its activities."""
    today = now.astimezone(PARIS).date()
    telephone, href = telephone_de(lieu.telephone, lieu.structure.telephone)
    verifie, age = verifie_en_francais(lieu.verifie_le, today)
    return CarteLieu(
        uid=lieu.uid,
        url=lieu.get_absolute_url(),
        nom=lieu.nom,
        nature=lieu.structure.nature,
        nature_label=nature_en_francais(lieu),
        adresse=f"{lieu.adresse}, {lieu.commune.nom}",
        distance=distance_en_francais(km),
        hors_territoire=hors_territoire(lieu),
        telephone=telephone,
        telephone_href=href,
        verifie=verifie,
        verifie_age=age,
        etat_texte=etat_du_lieu(lieu, now=now)[1],
    )


def carte_a_distance(offre: Offre, *, now: datetime) -> CarteLieu:
    """Return the structure behind an activity that has no place, as a card."""
    today = now.astimezone(PARIS).date()
    telephone, href = telephone_de(offre.telephone, offre.structure.telephone)
    verifie, age = verifie_en_francais(offre.verifie_le, today)
    return CarteLieu(
        uid=offre.uid,
        url=offre.get_absolute_url(),
        nom=offre.structure.nom,
        nature=offre.structure.nature,
        nature_label=Nature(offre.structure.nature).label,
        adresse=Mode(offre.mode).label,
        distance="",
        hors_territoire="",
        telephone=telephone,
        telephone_href=href,
        verifie=verifie,
        verifie_age=age,
        etat_texte="",
        activites=[ligne_activite(offre, now=now, prochaine=offre.prochaine, changees=offre.changees)],  # type: ignore[attr-defined]
    )


_FERMETURE = ("pk", "lieu_id", "genre", "debut", "fin", "heures", "motif")


def offres_a_montrer(ids: list[int], prochaine: Expression, *, now: datetime) -> dict[int, Offre]:
    """Load activities with all that a card reads, by id: two queries whatever their number.

    `prochaine` is the next session of the question (`queries.seance_demandee`). The closures that may still matter
    come in the same rows: an activity comes once for each of its place's.
    """
    lignes = (
        Offre.objects.filter(pk__in=ids)
        .select_related("structure", "lieu__structure__federation", "lieu__commune")
        .annotate(
            prochaine=prochaine,
            fermeture=FilteredRelation("lieu__fermetures", condition=Q(lieu__fermetures__fin__gte=_hier(now))),
            **{f"fermeture_{champ}": F(f"fermeture__{champ}") for champ in _FERMETURE},
        )
        .order_by("fermeture__debut", "fermeture__pk", "pk")
        .prefetch_related(seances_changees(now))
    )
    offres: dict[int, Offre] = {}
    fermetures: dict[int, dict[int, Fermeture]] = {}
    for ligne in lignes:
        offres.setdefault(ligne.pk, ligne)
        valeurs = {champ: getattr(ligne, f"fermeture_{champ}") for champ in _FERMETURE}
        if valeurs["pk"] is not None:
            fermetures.setdefault(valeurs["lieu_id"], {})[valeurs["pk"]] = Fermeture(**valeurs)
    for offre in offres.values():
        if offre.lieu is not None:
            # What `prefetch_related` does, without its query.
            lues = offre.lieu.fermetures.all()
            lues._result_cache = list(fermetures.get(offre.lieu.pk, {}).values())
            offre.lieu._prefetched_objects_cache = {"fermetures": lues}  # type: ignore[attr-defined]
    return offres


def _hier(now: datetime) -> date:
    return now.astimezone(PARIS).date() - timedelta(days=1)


def fermetures_utiles(now: datetime, prefixe: str = "lieu__") -> Prefetch:
    """Prefetch the closures that may still matter."""
    lignes: QuerySet[Fermeture] = Fermeture.objects.filter(fin__gte=_hier(now))
    return Prefetch(f"{prefixe}fermetures", queryset=lignes)


def seances_changees(now: datetime) -> Prefetch:
    """Prefetch as `changees` the sessions of the next weeks that somebody cancelled, moved or gave to another."""
    lignes: QuerySet[Seance] = Seance.objects.altered().to_come(now).order_by("debut", "pk")
    return Prefetch("seances", queryset=lignes, to_attr="changees")


ACTIVITES_PAR_CARTE = 4
