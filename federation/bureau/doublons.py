"""Possible duplicates of a network, as its administrators see them: what is proposed, and told apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Q

from ateliers.models import Offre
from comptes.models import Federation
from core.textes import accord, mots
from federation.bureau.queries import dernieres_fiches
from recherche.phrases import verifie_en_francais
from structures.cycle import Etat
from structures.doublons import Paire, Raison, Repertoire, fiches_des_lieux, fiches_des_structures
from structures.models import DoublonsDeLaNuit, Lieu, LieuxDistincts, Structure, StructuresDistinctes

GENRES: dict[str, Any] = {"structures": Structure, "lieux": Lieu}
DUREE_DU_CACHE = 3600
PEU = 1000  # places: as many and their structures are compared in a fifth of a second
DISPARUS = (Etat.FUSIONNE, Etat.ARCHIVE)


@dataclass(frozen=True, slots=True)
class Resume:
    """One of two cards, in a few words."""

    uid: str
    nom: str
    details: list[str]
    verifie: str
    age: str


@dataclass(frozen=True, slots=True)
class Propose:
    """One pair to look at."""

    genre: str
    premiere: Resume
    seconde: Resume
    raison: str


def proposes(federation: Federation) -> list[tuple[str, Paire]]:
    """Return the pairs that wait: structures first, then places; the surest first.

    Two places of two structures that are themselves proposed wait for these. A whole network is compared again once a
    structure or a place has changed; what was told apart since counts at once.
    """
    version = dernieres_fiches()
    structures = _a_jour("structures", federation, version)
    lieux = _a_jour("lieux", federation, version)
    if structures and lieux:
        ensemble = {(p.premiere, p.seconde) for p in structures}
        lieux = [p for p in lieux if p.chez not in ensemble]
    return [("structures", p) for p in structures] + [("lieux", p) for p in lieux]


def retenir(federation: Federation, now: datetime) -> int:
    """Compare the network, keep the pairs for the first page and return how many; the night's work."""
    paires = [[genre, p.premiere, p.seconde] for genre, p in proposes(federation)]
    DoublonsDeLaNuit.objects.update_or_create(federation=federation, defaults={"paires": paires, "compare_a": now})
    return len(paires)


def en_attente(federation: Federation) -> int:
    """Return how many pairs wait: now, in a network compared in a moment or not yet at night; else the night's left."""
    nuit = DoublonsDeLaNuit.objects.filter(federation=federation).first()
    if nuit is None or Lieu.objects.filter(structure__federation=federation).count() <= PEU:
        return len(proposes(federation))
    reste = 0
    for genre in GENRES:
        paires = {(un, deux) for g, un, deux in nuit.paires if g == genre}
        if not paires:
            continue
        # A merge or an archive since the night leaves nothing to compare.
        pks = {pk for paire in paires for pk in paire}
        vivants = Structure.objects.active() if genre == "structures" else Lieu.objects.exclude(etat__in=DISPARUS)
        la = set(vivants.filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))
        distinctes = set(_distinctions(genre))
        reste += sum(1 for un, deux in paires - distinctes if un in la and deux in la)
    return reste


def _a_jour(genre: str, federation: Federation, version: str) -> list[Paire]:
    cle = f"doublons:{genre}:{federation.pk}:{version}"
    paires: list[Paire] | None = cache.get(cle)
    if paires is None:
        fiches = (fiches_des_structures if genre == "structures" else fiches_des_lieux)(federation)
        paires = Repertoire(fiches).paires()
        cache.set(cle, paires, DUREE_DU_CACHE)
    distinctes = set(_distinctions(genre))
    return [p for p in paires if (p.premiere, p.seconde) not in distinctes]


def _distinctions(genre: str) -> Iterable[tuple[int, int]]:
    if genre == "structures":
        return StructuresDistinctes.objects.order_by("pk").values_list("premiere_id", "seconde_id")
    return LieuxDistincts.objects.order_by("pk").values_list("premier_id", "second_id")


def lire_paires(paires: Iterable[tuple[str, Paire]], today: date) -> list[Propose]:
    """Return pairs as a page shows them; a flat number of queries."""
    paires = list(paires)
    objets: dict[str, dict[int, Resume]] = {}
    for genre in GENRES:
        pks = {pk for g, p in paires if g == genre for pk in (p.premiere, p.seconde)}
        objets[genre] = resumes(genre, pks, today) if pks else {}
    return [
        Propose(genre, objets[genre][p.premiere], objets[genre][p.seconde], dire_la_raison(p))
        for genre, p in paires
        if p.premiere in objets[genre] and p.seconde in objets[genre]
    ]


def resumes(genre: str, pks: Iterable[int], today: date) -> dict[int, Resume]:
    """Return these cards in a few words, by key."""
    lus = {}
    for objet in _avec_comptes(genre).filter(pk__in=list(pks)):
        if isinstance(objet, Structure):
            communes = sorted({lieu.commune.nom for lieu in objet.lieux.all() if lieu.etat not in MORTS})
            details = [
                f"{objet.get_nature_display()} · {', '.join(communes[:3]) or 'sans lieu'}",
                f"{accord(len(communes) and objet.n_lieux, 'lieu', 'lieux')}, {accord(objet.n_offres, 'activité')}",  # type: ignore[attr-defined]
                _equipe(objet.n_membres),  # type: ignore[attr-defined]
            ]
            verifie = objet.verifiee  # type: ignore[attr-defined]
        else:
            details = [
                f"{objet.adresse}, {objet.commune.nom}",
                f"{objet.structure.nom} · {objet.get_etat_display()}",
                accord(objet.n_offres, "activité"),
            ]
            verifie = objet.verifie_le
        lus[objet.pk] = Resume(objet.uid, objet.nom, details, *verifie_en_francais(verifie, today))
    return lus


def _equipe(combien: int) -> str:
    return f"{accord(combien, 'personne')} dans l’équipe" if combien else "personne dans l’équipe"


MORTS = (Etat.ARCHIVE, Etat.CLOS, Etat.FUSIONNE)


def _avec_comptes(genre: str) -> Any:
    vivantes = ~Q(offres__etat__in=MORTS)
    if genre == "structures":
        return Structure.objects.annotate(
            n_lieux=Count("lieux", filter=~Q(lieux__etat__in=MORTS), distinct=True),
            n_offres=Count("offres", filter=vivantes, distinct=True),
            n_membres=Count("membres", distinct=True),
            verifiee=Max("lieux__verifie_le"),
        ).prefetch_related("lieux__commune")
    return Lieu.objects.select_related("commune", "structure").annotate(
        n_offres=Count("offres", filter=vivantes, distinct=True)
    )


def trouver(federation: Federation, genre: str, texte: str, *, sauf: str, today: date) -> list[Resume]:
    """Return the cards of a network whose names hold these words, but for one; the first twenty."""
    if genre == "structures":
        vivantes: Any = Structure.objects.managed_by(federation).active()
    else:
        vivantes = Lieu.objects.filter(structure__federation=federation, structure__archivee_le__isnull=True)
        vivantes = vivantes.exclude(etat__in=MORTS)
    for mot in mots(texte)[:6]:
        vivantes = vivantes.filter(nom_plie__contains=mot)
    pks = list(vivantes.exclude(uid=sauf).order_by("nom_plie", "pk").values_list("pk", flat=True)[:20])
    lus = resumes(genre, pks, today)
    return [lus[pk] for pk in pks if pk in lus]


def dire_la_raison(paire: Paire) -> str:
    """Return why two cards are proposed, in a sentence."""
    if paire.raison == Raison.SIRET:
        return "Même numéro SIRET."
    if paire.raison == Raison.RNA:
        return "Même numéro RNA."
    metres = "au même endroit" if not paire.metres else f"à {paire.metres} m l’un de l’autre"
    noms = "le même nom" if paire.ressemblance == 100 else f"des noms semblables à {paire.ressemblance} %"
    return f"{metres[:1].upper()}{metres[1:]}, avec {noms}."


def a_garder(objets: tuple[Any, Any]) -> Any:
    """Return the card that had better be kept: seen, checked, full, kept by somebody; then the older one."""

    def rang(objet: Any) -> tuple[Any, ...]:
        if isinstance(objet, Structure):
            offres = Offre.objects.of_structures([objet]).in_use().count()
            verifie = objet.lieux.aggregate(le=Max("verifie_le"))["le"]
            return bool(offres), verifie is not None, offres, objet.membres.count(), -objet.pk
        offres = objet.offres.filter(etat__in=[Etat.PUBLIE, Etat.SUSPENDU]).count()
        vu = objet.etat in (Etat.PUBLIE, Etat.SUSPENDU)
        return vu, objet.verifie_le is not None, offres, objet.structure.membres.count(), -objet.pk

    return max(objets, key=rang)


def distinguer(un: Any, autre: Any, *, by: Any, now: datetime) -> None:
    """Remember that two cards are not the same thing; saying it twice is saying it once."""
    a, b = sorted((un, autre), key=lambda objet: objet.pk)
    dit = {"dit_par": by, "dit_a": now}
    if isinstance(un, Structure):
        StructuresDistinctes.objects.get_or_create(premiere=a, seconde=b, defaults=dit)
    else:
        LieuxDistincts.objects.get_or_create(premier=a, second=b, defaults=dit)


def oublier_la_distinction(un: Any, autre: Any) -> None:
    """Propose again two cards that were told apart by mistake."""
    a, b = sorted((un.pk, autre.pk))
    if isinstance(un, Structure):
        StructuresDistinctes.objects.filter(premiere=a, seconde=b).delete()
    else:
        LieuxDistincts.objects.filter(premier=a, second=b).delete()
