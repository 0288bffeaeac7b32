"""The document as one value: communes, their places, their activities in plain words, and the index by need.

Nothing here depends on the hour: what a document says is true for a day, and it gives that day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from django.db.models import Max, Prefetch, Q

from ateliers.models import Offre
from ateliers.models.offres import OffreQuerySet
from ateliers.nomenclature import ACCES, METIERS, THEMES, Mode, Tarif
from ateliers.seances import regle_du_lieu
from core.textes import accord
from echanges.annuaire.choix import Choix
from recherche.phrases import (
    TARIFS,
    conditions_de,
    horaires_courts,
    nature_en_francais,
    papiers_de,
    telephone_de,
    themes_en_francais,
)
from structures.horaires import date_en_francais, en_francais
from structures.models import Fermeture, Lieu
from structures.nomenclature import ACCESSIBILITES

# One document is drawn in one request: beyond, it is cut by commune or need. Some 200 sheets.
ACTIVITES_MAX = 1500
# Measured on the demonstration network, printed on A4 (78 pages for 564 activities): what each adds, in pages.
PAGES_PAR_ACTIVITE = 0.03
PAGES_PAR_LIEU = 0.3
PAGES_EN_TETE = 2


@dataclass(frozen=True, slots=True)
class Activite:
    uid: str
    nom: str
    themes: list[str]
    quand: str
    comment: str  # how one comes, and what it costs
    conditions: list[str]
    apporter: str
    telephone: str
    verifie: str


@dataclass(slots=True)
class Fiche:
    """A place, or a structure whose activities have none."""

    ancre: str
    numero: int
    nom: str
    nature: str
    adresse: str
    telephone: str
    horaires: str
    venir: list[str]
    verifie: str
    activites: list[Activite] = field(default_factory=list)


@dataclass(slots=True)
class Chapitre:
    ancre: str
    nom: str
    fiches: list[Fiche] = field(default_factory=list)

    @property
    def numeros(self) -> str:
        """Return « n° 4 », « n° 4 à 12 »."""
        premier, dernier = self.fiches[0].numero, self.fiches[-1].numero
        return f"n°\u00a0{premier}" if premier == dernier else f"n°\u00a0{premier} à\u00a0{dernier}"


@dataclass(frozen=True, slots=True)
class EntreeIndex:
    ou: str
    fiches: list[Fiche]


@dataclass(frozen=True, slots=True)
class Besoin:
    ancre: str
    nom: str
    entrees: list[EntreeIndex]


@dataclass(frozen=True, slots=True)
class Document:
    chapitres: list[Chapitre]
    besoins: list[Besoin]
    combien: str
    verifie_le: date | None


@dataclass(frozen=True, slots=True)
class Taille:
    activites: int
    lieux: int

    @property
    def pages(self) -> int:
        """Return about how many A4 sheets, printed on one side."""
        return PAGES_EN_TETE + ceil(self.activites * PAGES_PAR_ACTIVITE + self.lieux * PAGES_PAR_LIEU)

    @property
    def trop(self) -> bool:
        return self.activites > ACTIVITES_MAX

    @property
    def combien(self) -> str:
        return f"{accord(self.lieux, 'lieu', 'lieux')}, {accord(self.activites, 'activité')}"


def taille(choix: Choix, *, today: date) -> Taille:
    """Count what a document would hold, without reading it."""
    offres = offres_de(choix, today)
    return Taille(offres.count(), offres.exclude(lieu=None).values("lieu").distinct().count())


def document(choix: Choix, *, today: date) -> Document:
    """Return the document; the caller has checked its size. Three queries whatever the number."""
    offres = offres_de(choix, today)
    verifie_le = offres.aggregate(le=Max("verifie_le"))["le"]
    lignes = list(
        offres.select_related("structure__federation", "lieu__structure__federation", "lieu__commune")
        .prefetch_related(Prefetch("lieu__fermetures", queryset=Fermeture.objects.filter(fin__gte=today)))
        .order_by(
            "lieu__commune__nom_plie",
            "lieu__commune",
            "lieu__nom_plie",
            "lieu",
            "structure__nom_plie",
            "nom_plie",
            "pk",
        )[:ACTIVITES_MAX]
    )
    chapitres: dict[str, Chapitre] = {}
    fiches: dict[str, Fiche] = {}
    par_besoin: dict[str, dict[str, dict[str, Fiche]]] = {}
    # What has no place comes last: PostgreSQL and SQLite do not put nothing at the same end.
    for offre in sorted(lignes, key=lambda o: o.lieu is None):
        lieu = offre.lieu
        commune = lieu.commune.nom if lieu else "Sans se déplacer"
        ancre = f"lieu-{lieu.uid}" if lieu else f"structure-{offre.structure.uid}"
        chapitre = chapitres.setdefault(commune, Chapitre(f"commune-{len(chapitres) + 1}", commune))
        if ancre not in fiches:
            fiches[ancre] = _du_lieu(lieu, ancre, today) if lieu else _de_la_structure(offre, ancre)
            fiches[ancre].numero = len(fiches)
            chapitre.fiches.append(fiches[ancre])
        fiche = fiches[ancre]
        fiche.activites.append(_activite(offre, fiche, today))
        for theme in THEMES.codes(offre.themes):
            if not choix.besoin or theme == choix.besoin:
                par_besoin.setdefault(theme, {}).setdefault(commune, {})[ancre] = fiche
    besoins = [
        Besoin(
            f"besoin-{theme}",
            THEMES[theme].label,
            [EntreeIndex(commune, list(trouvees.values())) for commune, trouvees in par_besoin[theme].items()],
        )
        for theme in (code for code, _ in THEMES.choices())
        if theme in par_besoin
    ]
    avec_lieu = sum(f.ancre.startswith("lieu-") for f in fiches.values())
    return Document(list(chapitres.values()), besoins, Taille(len(lignes), avec_lieu).combien, verifie_le)


def offres_de(choix: Choix, today: date) -> OffreQuerySet:
    """Return what a search would show, of this federation, in this commune, for this need."""
    offres = Offre.objects.published(today)
    if choix.federation:
        offres = offres.filter(structure__federation=choix.federation)
    if choix.besoin:
        offres = offres.any_of("themes", THEMES[choix.besoin].masque)
    if choix.endroit:
        code = choix.endroit.code
        if choix.endroit.est_departement:
            la, zones = Q(lieu__commune__departement=code), [code, "france"]
        else:
            departement = code[:3] if code.startswith("97") else code[:2]
            la, zones = Q(lieu__commune=code), [code, departement, "france"]
        for zone in zones:
            la |= Q(zone__contains=f"|{zone}|")
        offres = offres.filter(la)
    return offres


def _du_lieu(lieu: Lieu, ancre: str, today: date) -> Fiche:
    telephone, _ = telephone_de(lieu.telephone, lieu.structure.telephone)
    venir = [lieu.reconnaitre, lieu.arret]
    venir += ACCESSIBILITES.labels(lieu.accessibilites & ACCESSIBILITES["fauteuil"].masque)
    return Fiche(
        ancre=ancre,
        numero=0,
        nom=lieu.nom,
        nature=nature_en_francais(lieu),
        adresse=", ".join(lieu.adresse_lignes),
        telephone=telephone,
        horaires=en_francais(regle_du_lieu(lieu)) if lieu.horaires else "",
        venir=[v for v in venir if v],
        verifie=_verifie(lieu.verifie_le),
    )


def _de_la_structure(offre: Offre, ancre: str) -> Fiche:
    structure = offre.structure
    telephone, _ = telephone_de(structure.telephone, offre.telephone)
    return Fiche(ancre, 0, structure.nom, structure.get_nature_display(), "", telephone, "", [], "")


def _activite(offre: Offre, fiche: Fiche, today: date) -> Activite:
    telephone, _ = telephone_de(offre.telephone)
    comment = [label.lower() for label in ACCES.labels(offre.acces)]
    comment += [TARIFS[Tarif(offre.tarif)]] if offre.tarif else []
    comment = [Mode(offre.mode).label.lower()] * (offre.mode != Mode.SUR_PLACE) + comment
    qui = METIERS.labels(offre.metiers)
    comment += [f"reçoit : {', '.join(q.lower() for q in qui)}".replace(" :", "\u00a0:")] if qui else []
    verifie = _verifie(offre.verifie_le)
    return Activite(
        uid=offre.uid,
        nom=offre.nom,
        themes=themes_en_francais(offre.themes),
        quand=horaires_courts(offre),
        comment=" · ".join(comment),
        conditions=conditions_de(offre),
        apporter=", ".join(papiers_de(offre)),
        telephone=telephone if telephone != fiche.telephone else "",
        # Said once for the place, when its activities were checked the same day.
        verifie="" if verifie == fiche.verifie else verifie,
    )


def _verifie(le: date | None) -> str:
    """Return « vérifié le 12 mai 2026 »: paper stays, so it always gives the year."""
    return f"vérifié le {date_en_francais(le)}" if le else "pas encore vérifié"


def titre(choix: Choix, federations: Iterable) -> str:
    """Return what a document is about, for its cover."""
    morceaux = [THEMES[choix.besoin].label] if choix.besoin else []
    if choix.endroit:
        morceaux.append(choix.endroit.nom)
    reseaux = [choix.federation] if choix.federation else list(federations)
    if not choix.endroit and len(reseaux) == 1:
        morceaux.append(reseaux[0].territoire)
    return ", ".join(morceaux) or "Tout le réseau"
