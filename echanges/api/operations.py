"""What may be asked: each operation reads (a query of the floors below), and gives a shape of `formes`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Query

from ateliers.models import Offre, Seance
from core.travailleur import PARIS
from core.uid import LONGUEUR
from echanges.api import curseurs, formes
from echanges.api import mise_en_forme as met
from echanges.api.parametres import (
    Criteria,
    NomDeListe,
    ParActivite,
    ParCodePostal,
    ParCommune,
    ParDepartement,
    ParFederation,
    ParLieu,
    ParStructure,
    Periode,
    Suite,
    Uid,
    question,
)
from echanges.api.referentiels import LISTES, termes, tous
from recherche.criteres import Criteres
from recherche.ordre import Groupe, Trouvailles, Trouvee
from recherche.presentation import fermetures_utiles, offres_a_montrer
from recherche.queries import prochaine_seance, seance_demandee, trouver
from structures.models import Commune, Fermeture, Lieu, Structure

REFUS = {400: formes.Erreur, 404: formes.Erreur, 405: formes.Erreur, 422: formes.Erreur, 429: formes.Erreur}
JOURS_MAX = 62  # sessions are stored eight weeks ahead

api = NinjaAPI(
    title="Au bon endroit",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,  # `documentation` gives it
    description="Les lieux, les activités, leurs séances et leur place. Lecture seule, Licence Ouverte 2.0.",
)


def aujourdhui(now: datetime) -> date:
    return now.astimezone(PARIS).date()


# ------------------------------------------------------------------------------------------------- search
Rang = Groupe | Trouvee


def _cle(rang: Rang) -> tuple[Any, ...]:
    """Return what orders a result: the places, then what has none."""
    return (0, *rang.cle) if isinstance(rang, Groupe) else (1, rang.complete, rang.rang, rang.offre_id)


def _suite(trouvailles: Trouvailles, criteres: Criteres, suite: Any) -> tuple[list[Rang], str | None]:
    """Return the results of a page, and the cursor of the next one."""
    rangs: list[Rang] = [*trouvailles.groupes, *trouvailles.a_distance]
    if suite.curseur:
        # As `ordre.grouper` orders them; then what has no place.
        place = "ttn" if criteres.origine is None else "nn"
        groupe = "n" + ("nt" if criteres.tri == "tot" else "") + place
        rangs = curseurs.apres(rangs, _cle, curseurs.lire(suite.curseur, {0: groupe, 1: "nnn"}))
    page = rangs[: suite.limite]
    return page, curseurs.ecrire(_cle(page[-1])) if len(rangs) > len(page) else None


def _trouvees(rang: Rang) -> Sequence[Trouvee]:
    return list(rang.trouvees) if isinstance(rang, Groupe) else [rang]


@api.get("/recherche", response={200: formes.PageDeResultats, **REFUS}, url_name="recherche", tags=["Recherche"])
def recherche(request: HttpRequest, criteria: Query[Criteria], suite: Query[Suite]) -> dict[str, Any]:
    """Les lieux et leurs activités, comme la page de recherche : mêmes critères, même ordre."""
    now = timezone.now()
    form, criteres = question(request)
    trouvailles = trouver(criteres, now=now)
    page, suivant = _suite(trouvailles, criteres, suite)
    ids = [t.offre_id for rang in page for t in _trouvees(rang)]
    offres = offres_a_montrer(ids, seance_demandee(criteres, now=now), now=now)
    resultats = []
    for rang in page:
        connues = [offres[t.offre_id] for t in _trouvees(rang) if t.offre_id in offres]
        if not connues:
            continue
        lieu = connues[0].lieu if isinstance(rang, Groupe) else None
        resultats.append(
            {
                "lieu": met.lieu_entier(lieu, now=now) if lieu else None,
                "distance_km": met.kilometres(rang.km),
                "complet": rang.complet if isinstance(rang, Groupe) else rang.complete,
                "activites": [met.activite(o, now=now) for o in connues],
            }
        )
    return {
        "lieux_total": len(trouvailles.groupes),
        "activites_total": trouvailles.activites_total,
        "rayon_km": trouvailles.rayon_km,
        "compris": [*form.messages_erreurs(), *form.comprise.phrases],
        "resultats": resultats,
        "suivant": suivant,
    }


@api.get("/recherche.geojson", response={200: formes.GeoJSON, **REFUS}, url_name="geojson", tags=["Recherche"])
def geojson(request: HttpRequest, criteria: Query[Criteria], suite: Query[Suite]) -> dict[str, Any]:
    """Les lieux trouvés, en GeoJSON : un point par lieu, dans l’ordre de la recherche."""
    _, criteres = question(request)
    page, suivant = _suite(trouver(criteres, now=timezone.now(), lieux_seuls=True), criteres, suite)
    groupes = {g.lieu_id: g for g in page if isinstance(g, Groupe)}
    lieux = met.par_id(list(groupes), Lieu.objects.filter(pk__in=groupes).select_related("structure", "commune"))
    entites = [
        met.entite(lieu, activites=len(g.trouvees), complet=g.complet, km=g.km)
        for lieu in lieux
        for g in (groupes[lieu.pk],)
    ]
    return {"features": entites, "suivant": suivant}


# -------------------------------------------------------------------------------------------------- nouns
def _page(lignes: QuerySet, suite: Any, *champs: str, modele: str = "n") -> tuple[list[Any], str | None]:
    """Return a page of rows in the order of these columns, the last of which tells them apart."""
    if suite.curseur:
        lignes = lignes.filter(_apres(champs, curseurs.lire(suite.curseur, modele)))
    page = list(lignes.order_by(*champs)[: suite.limite + 1])
    if len(page) <= suite.limite:
        return page, None
    page = page[: suite.limite]
    return page, curseurs.ecrire([getattr(page[-1], champ) for champ in champs])


def _apres(champs: Sequence[str], cle: Sequence[Any]) -> Q:
    """Return the condition « later than this key », column after column."""
    condition, pareil = Q(), Q()
    for champ, valeur in zip(champs, cle, strict=True):
        condition |= pareil & Q(**{f"{champ}__gt": valeur})
        pareil &= Q(**{champ: valeur})
    return condition


def _structures(today: date) -> QuerySet[Structure]:
    """Keep the structures of which something is published."""
    montrees = Q(pk__in=Lieu.objects.published(today).values("structure"))
    montrees |= Q(pk__in=Offre.objects.published(today).values("structure"))
    return Structure.objects.active().filter(montrees).select_related("federation")


def _lieux(now: datetime) -> QuerySet[Lieu]:
    montres = Lieu.objects.published(aujourdhui(now)).select_related("structure", "commune")
    return montres.prefetch_related(fermetures_utiles(now, prefixe=""))


def _offres(now: datetime) -> QuerySet[Offre]:
    montrees = Offre.objects.published(aujourdhui(now)).select_related("structure", "lieu__structure", "lieu__commune")
    fermetures = Fermeture.objects.filter(fin__gte=aujourdhui(now) - timedelta(days=1))
    return montrees.annotate(prochaine=prochaine_seance(now)).prefetch_related(
        Prefetch("lieu__fermetures", queryset=fermetures)
    )


def _un(lignes: QuerySet, uid: str) -> Any:
    """Return one row by its uid, or answer that it does not exist."""
    ligne = lignes.filter(uid=uid).first() if len(uid) == LONGUEUR else None
    if ligne is None:
        raise Http404
    return ligne


@api.get("/structures", response={200: formes.PageDeStructures, **REFUS}, url_name="structures", tags=["Annuaire"])
def structures(request: HttpRequest, suite: Query[Suite], federation: ParFederation) -> dict[str, Any]:
    """Les structures qui proposent quelque chose."""
    lignes = _structures(aujourdhui(timezone.now()))
    if federation:
        lignes = lignes.filter(federation__slug=federation)
    page, suivant = _page(lignes, suite, "pk")
    return {"structures": [met.structure_entiere(s) for s in page], "suivant": suivant}


@api.get("/structures/{uid}", response={200: formes.Structure, **REFUS}, url_name="structure", tags=["Annuaire"])
def structure(request: HttpRequest, uid: Uid) -> dict[str, Any]:
    """Une structure."""
    return met.structure_entiere(_un(_structures(aujourdhui(timezone.now())), uid))


@api.get("/lieux", response={200: formes.PageDeLieux, **REFUS}, url_name="lieux", tags=["Annuaire"])
def lieux(
    request: HttpRequest, suite: Query[Suite], commune: ParCommune, structure: ParStructure, federation: ParFederation
) -> dict[str, Any]:
    """Les lieux ouverts au public, d’une commune (code INSEE), d’une structure (uid) ou d’un réseau."""
    now = timezone.now()
    lignes = _lieux(now)
    if commune:
        lignes = lignes.filter(commune__code_insee=commune)
    if structure:
        lignes = lignes.filter(structure__uid=structure)
    if federation:
        lignes = lignes.filter(structure__federation__slug=federation)
    page, suivant = _page(lignes, suite, "pk")
    return {"lieux": [met.lieu_entier(lieu, now=now) for lieu in page], "suivant": suivant}


@api.get("/lieux/{uid}", response={200: formes.Lieu, **REFUS}, url_name="lieu", tags=["Annuaire"])
def lieu(request: HttpRequest, uid: Uid) -> dict[str, Any]:
    """Un lieu."""
    now = timezone.now()
    return met.lieu_entier(_un(_lieux(now), uid), now=now)


@api.get("/activites", response={200: formes.PageDActivites, **REFUS}, url_name="activites", tags=["Annuaire"])
def activites(request: HttpRequest, suite: Query[Suite], lieu: ParLieu, structure: ParStructure) -> dict[str, Any]:
    """Les activités, d’un lieu ou d’une structure (uid). Pour les filtrer : /recherche."""
    now = timezone.now()
    lignes = _offres(now)
    if lieu:
        lignes = lignes.filter(lieu__uid=lieu)
    if structure:
        lignes = lignes.filter(structure__uid=structure)
    page, suivant = _page(lignes, suite, "pk")
    return {"activites": [met.activite(o, now=now) for o in page], "suivant": suivant}


@api.get("/activites/{uid}", response={200: formes.Activite, **REFUS}, url_name="activite", tags=["Annuaire"])
def activite(request: HttpRequest, uid: Uid) -> dict[str, Any]:
    """Une activité."""
    now = timezone.now()
    return met.activite(_un(_offres(now), uid), now=now)


@api.get("/activites/{uid}/place", response={200: formes.Place, **REFUS}, url_name="place", tags=["Annuaire"])
def place(request: HttpRequest, uid: Uid) -> dict[str, Any]:
    """La place qui reste à une activité : ce qui a été dit, quand, et si cela compte encore."""
    now = timezone.now()
    return met.place(_un(Offre.objects.published(aujourdhui(now)), uid), now=now)


@api.get("/seances", response={200: formes.PageDeSeances, **REFUS}, url_name="seances", tags=["Séances"])
def seances(
    request: HttpRequest, suite: Query[Suite], periode: Query[Periode], activite: ParActivite, lieu: ParLieu
) -> dict[str, Any]:
    """Les séances à venir, annulées comprises, de ce jour (ou « du ») à « au » : huit semaines au plus."""
    now = timezone.now()
    today = aujourdhui(now)
    # What is over is nobody's to come to: the past is not kept here.
    debut = max(periode.du or today, today)
    fin = min(periode.au or today + timedelta(days=JOURS_MAX), today + timedelta(days=JOURS_MAX))
    lignes = Seance.objects.filter(
        offre__in=Offre.objects.published(today), jour__gte=debut, jour__lte=fin
    ).select_related("offre")
    if activite:
        lignes = lignes.filter(offre__uid=activite)
    if lieu:
        lignes = lignes.filter(offre__lieu__uid=lieu)
    page, suivant = _page(lignes, suite, "jour", "pk", modele="dn")
    return {"seances": [met.seance(s) for s in page], "suivant": suivant}


# --------------------------------------------------------------------------------------------- references
@api.get(
    "/referentiels",
    response={200: formes.Referentiels, 429: formes.Erreur},
    url_name="referentiels",
    tags=["Listes"],
)
def referentiels(request: HttpRequest) -> dict[str, Any]:
    """Toutes les listes de valeurs."""
    return {"referentiels": tous()}


@api.get("/referentiels/{nom}", response={200: formes.Referentiel, **REFUS}, url_name="referentiel", tags=["Listes"])
def referentiel(request: HttpRequest, nom: NomDeListe) -> dict[str, Any]:
    """Une liste de valeurs."""
    if nom not in LISTES:
        raise Http404
    return {"nom": nom, "termes": termes(nom)}


@api.get("/communes", response={200: formes.PageDeCommunes, **REFUS}, url_name="communes", tags=["Listes"])
def communes(
    request: HttpRequest, suite: Query[Suite], departement: ParDepartement, code_postal: ParCodePostal
) -> dict[str, Any]:
    """Les communes connues, avec leurs codes postaux et leur centre."""
    lignes = Commune.objects.prefetch_related("codes_postaux")
    if departement:
        lignes = lignes.filter(departement=departement)
    if code_postal:
        lignes = lignes.filter(codes_postaux__code=code_postal)
    page, suivant = _page(lignes, suite, "code_insee", modele="t")
    return {"communes": [met.commune_entiere(c) for c in page], "suivant": suivant}
