"""The published places as files of open data: the queries, and the bytes."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from ateliers.models import Offre
from comptes.models import Federation
from core.textes import accord
from core.travailleur import PARIS
from echanges.standard.colonnes import COLONNES
from echanges.standard.sortie.ligne import Entree, ecrire_ligne
from echanges.standard.sortie.regles import formule
from structures.models import CodePostal, Lieu, Source, Structure

LOT = 400  # places read at once, with their activities


@dataclass(frozen=True, slots=True)
class Sortie:
    """A file and what it holds; `laisses` are places that cannot be a valid row."""

    octets: bytes
    lieux: int
    laisses: tuple[str, ...]


def standard(*, today: date, federation: Federation | None = None) -> Sortie:
    """Write the published places as a CSV of the national standard, in the order of their identifiers."""
    texte = io.StringIO(newline="")
    ecrivain = csv.DictWriter(texte, list(COLONNES), lineterminator="\r\n")
    ecrivain.writeheader()
    ecrits, laisses = 0, []
    for lieu, ligne in rangees(today=today, federation=federation):
        if ligne is None:
            laisses.append(lieu.nom)
            continue
        ecrivain.writerow(ligne)
        ecrits += 1
    return Sortie(texte.getvalue().encode(), ecrits, tuple(laisses))


def rangees(*, today: date, federation: Federation | None = None) -> Iterator[tuple[Lieu, dict[str, str] | None]]:
    """Yield each published place with its row of the standard; None when it cannot be a valid one."""
    for entree in _entrees(lieux_publies(today, federation), today):
        yield entree.lieu, ecrire_ligne(entree)


def lieux_publies(today: date, federation: Federation | None = None) -> QuerySet[Lieu]:
    """Return what the files hold: published places, of one federation or of all."""
    lieux = Lieu.objects.published(today)
    return lieux if federation is None else lieux.filter(structure__federation=federation)


def _entrees(lieux: QuerySet[Lieu], today: date) -> Iterator[Entree]:
    partages = _identifiants_partages()
    # Whatever is written meanwhile, the places of the file are those of its beginning.
    cles = iter(list(lieux.order_by("uid").values_list("pk", flat=True)))
    while lot := list(islice(cles, LOT)):
        yield from _lot(lot, today, partages)


def _lot(cles: list[int], today: date, partages: frozenset[str]) -> Iterator[Entree]:
    lieux = list(Lieu.objects.filter(pk__in=cles).select_related("structure__federation", "commune").order_by("uid"))
    offres = _offres_par_lieu(lieux, today)
    provenances = _provenances(lieux)
    codes = _codes_postaux(lieux)
    modifies = changes_le(Lieu, [lieu.pk for lieu in lieux if lieu.verifie_le is None])
    for lieu in lieux:
        provenance = provenances.get(lieu.uid)
        yield Entree(
            lieu=lieu,
            offres=offres.get(lieu.pk, []),
            provenance=provenance,
            identifiant=_identifiant(lieu, provenance, partages),
            codes_postaux=codes.get(lieu.commune_id, []),
            modifie_le=modifies.get(lieu.pk, today),
        )


def _identifiant(lieu: Lieu, provenance: Source | None, partages: frozenset[str]) -> str:
    """Return the identifier that an import brought, unless it names two places here or would be a formula."""
    if provenance is None or provenance.identifiant in partages or formule(provenance.identifiant):
        return lieu.uid
    return provenance.identifiant


def _identifiants_partages() -> frozenset[str]:
    comptes = Counter(Source.objects.filter(noun=Source.Noun.LIEU).order_by("pk").values_list("identifiant", flat=True))
    return frozenset(i for i, nombre in comptes.items() if nombre > 1)


def _offres_par_lieu(lieux: list[Lieu], today: date) -> dict[int, list[Offre]]:
    """Return the activities of each place; those without a place go to the main one of who provides them."""
    principaux = {lieu.structure_id: lieu.pk for lieu in lieux if lieu.principal}
    offres = Offre.objects.published(today).filter(
        Q(lieu__in=[lieu.pk for lieu in lieux]) | Q(lieu__isnull=True, structure__in=list(principaux))
    )
    par_lieu: dict[int, list[Offre]] = {}
    for offre in offres.order_by("nom_plie", "pk"):
        par_lieu.setdefault(offre.lieu_id or principaux[offre.structure_id], []).append(offre)
    return par_lieu


def _provenances(lieux: list[Lieu]) -> dict[str, Source]:
    """Return where each place came from; of several sources, the first one that brought it."""
    sources = Source.objects.filter(noun=Source.Noun.LIEU, uid__in=[lieu.uid for lieu in lieux]).order_by("-pk")
    return {source.uid: source for source in sources}


def _codes_postaux(lieux: list[Lieu]) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    communes = {lieu.commune_id for lieu in lieux}
    for commune, code in (
        CodePostal.objects.filter(commune__in=communes).order_by("code").values_list("commune_id", "code")
    ):
        codes.setdefault(commune, []).append(code)
    return codes


def changes_le(modele: type[Lieu] | type[Offre] | type[Structure], cles: list[int]) -> dict[int, date]:
    """Return the day of the last change of these rows: what stands for a check when nobody has dated one."""
    if not cles:
        return {}
    changes = modele.history.filter(id__in=cles).order_by().values("id").annotate(dernier=Max("history_date"))
    return {c["id"]: timezone.localtime(c["dernier"], PARIS).date() for c in changes}


@dataclass(frozen=True, slots=True)
class Resume:
    """What the file of one federation holds."""

    federation: Federation
    lieux: int
    activites: int
    structures: int
    verifie_le: date | None

    @property
    def dit(self) -> str:
        """How much it holds, in words."""
        return dire_comptes(self.lieux, self.structures, self.activites)


def dire_comptes(lieux: int, structures: int, activites: int) -> str:
    """Return « 192 lieux de 42 structures, 593 activités »."""
    return f"{accord(lieux, 'lieu', 'lieux')} de {accord(structures, 'structure')}, {accord(activites, 'activité')}"


def dernier_changement() -> datetime | None:
    """Return when somebody last wrote something about a place or an activity; None when nobody ever did."""
    moments = [m.history.aggregate(dernier=Max("history_date"))["dernier"] for m in (Lieu, Offre)]
    return max((m for m in moments if m is not None), default=None)


def resumes(today: date) -> list[Resume]:
    """Return what the file of each federation holds; one that publishes nothing has no file worth fetching."""
    publies = lieux_publies(today)
    lieux = {
        r["structure__federation"]: r
        for r in publies.order_by()
        .values("structure__federation")
        .annotate(n=Count("pk"), structures=Count("structure", distinct=True), dernier=Max("verifie_le"))
    }
    offres = dict(
        Offre.objects.published(today).order_by().values_list("structure__federation").annotate(n=Count("pk"))
    )
    return [
        Resume(f, lieux[f.pk]["n"], offres.get(f.pk, 0), lieux[f.pk]["structures"], lieux[f.pk]["dernier"])
        for f in Federation.objects.order_by("nom", "pk")
        if f.pk in lieux
    ]
