"""The results page as one value: groups of cards, active criteria, links to relax, pages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from recherche.criteres import Criteres, Origine
from recherche.filters import RAYONS, RechercheForm
from recherche.phrases import de_la_commune, titre_des_resultats
from recherche.presentation import (
    CarteLieu,
    carte_a_distance,
    cartes,
    ligne_activite,
    offres_a_montrer,
)
from recherche.queries import Trouvailles

PAR_PAGE = 20
A_DISTANCE_MAX = 6


@dataclass(frozen=True, slots=True)
class GroupeDeCartes:
    titre: str
    cartes: list[CarteLieu]


@dataclass(frozen=True, slots=True)
class Actif:
    label: str
    url_sans: str


@dataclass(frozen=True, slots=True)
class Conseil:
    texte: str
    url: str


@dataclass(frozen=True, slots=True)
class Resultats:
    lieux_total: int
    activites_total: int
    titre: str
    sous_titre: str
    origine: Origine | None
    messages: list[str]
    criteres_actifs: list[Actif]
    url_effacer: str
    tri: str
    url_tri_pres: str
    url_tri_tot: str
    groupes: list[GroupeDeCartes]
    a_distance: list[CarteLieu]
    page: int
    pages: int
    url_precedente: str
    url_suivante: str
    vide: bool
    conseils: list[Conseil]
    points_url: str


def _url(chemin: str, parametres: QueryDict) -> str:
    return f"{chemin}?{parametres.urlencode()}" if parametres else chemin


def _avec(parametres: QueryDict, **valeurs: Any) -> QueryDict:
    """Return a copy with these parameters set (None removes), and back to the first page."""
    copie = parametres.copy()
    copie.pop("page", None)
    for nom, valeur in valeurs.items():
        if valeur is None:
            copie.pop(nom, None)
        else:
            copie[nom] = str(valeur)
    return copie


def nettoyer(parametres: QueryDict, form: RechercheForm) -> QueryDict:
    """Return the parameters that mean something: known, not empty; the rest never spreads into links."""
    propres = QueryDict(mutable=True)
    for nom in (*form.fields, "tout", "page"):
        valeurs = [v for v in parametres.getlist(nom) if v.strip() and "\x00" not in v]
        if valeurs:
            propres.setlist(nom, valeurs)
    return propres


def criteres_actifs(form: RechercheForm, parametres: QueryDict, chemin: str) -> list[Actif]:
    """Return one removable chip per value in force; what was dropped is not there."""
    actifs = []
    for nom, champ in form.fields.items():
        if nom in ("tri", "pres", "rayon") or nom in form.errors or not form.cleaned_data.get(nom):
            continue
        choix = dict(getattr(champ, "choices", ()))
        for valeur in parametres.getlist(nom):
            sans = _avec(parametres)
            sans.setlist(nom, [v for v in parametres.getlist(nom) if v != valeur])
            if nom == "q":
                label = f"« {valeur} »".replace("« ", "«\u00a0").replace(" »", "\u00a0»")
            else:
                label = str(choix.get(valeur) or champ.label)
            actifs.append(Actif(label, _url(chemin, sans)))
    return actifs


def conseils(form: RechercheForm, parametres: QueryDict, chemin: str) -> list[Conseil]:
    """Return what to relax when nothing matches: wider first, then each criterion in turn."""
    liste = []
    if form.cleaned_data.get("pres") and form.cleaned_data.get("rayon") != RAYONS[-1][0]:
        liste.append(Conseil("Chercher jusqu’à 50\u00a0km", _url(chemin, _avec(parametres, rayon=RAYONS[-1][0]))))
    for actif in criteres_actifs(form, parametres, chemin):
        critere = actif.label.strip("«» \u00a0")
        liste.append(Conseil(f"Sans le critère «\u00a0{critere}\u00a0»", actif.url_sans))
    return liste[:6]


def resultats(
    form: RechercheForm,
    criteres: Criteres,
    trouvailles: Trouvailles,
    parametres: QueryDict,
    *,
    chemin: str,
    page: int,
    now: datetime,
) -> Resultats:
    """Return one page of results, ready to show; a page beyond the last is the last."""
    groupes = trouvailles.groupes
    pages = max(1, -(-len(groupes) // PAR_PAGE))
    page = min(max(1, page), pages)
    debut = (page - 1) * PAR_PAGE
    sur_page = groupes[debut : debut + PAR_PAGE]
    sans_lieu = trouvailles.a_distance[:A_DISTANCE_MAX] if page == 1 else ()
    ids = [t.offre_id for g in sur_page for t in g.trouvees[:4]] + [t.offre_id for t in sans_lieu]
    offres = offres_a_montrer(ids, now=now)
    toutes = cartes(
        [(g.lieu_id, g.trouvees) for g in sur_page],
        offres,
        now=now,
        premier_numero=debut + 1,
        themes_demandes=criteres.themes,
    )
    complets = {g.trouvees[0].offre_id for g in sur_page if g.complet}
    premiers = [c for c, g in zip(toutes, sur_page, strict=True) if g.trouvees[0].offre_id not in complets]
    derniers = [c for c, g in zip(toutes, sur_page, strict=True) if g.trouvees[0].offre_id in complets]
    blocs = [GroupeDeCartes("", premiers)] if premiers else []
    blocs += [GroupeDeCartes("Complet pour le moment", derniers)] if derniers else []
    a_distance = []
    for t in sans_lieu:
        offre = offres[t.offre_id]
        carte = carte_a_distance(offre, now=now)
        carte.activites = [ligne_activite(offre, now=now, prochaine=offre.prochaine)]  # type: ignore[attr-defined]
        a_distance.append(carte)
    sans_page = _avec(parametres)
    return Resultats(
        lieux_total=len(groupes),
        activites_total=trouvailles.activites_total,
        titre=titre_des_resultats(len(groupes), trouvailles.activites_total),
        sous_titre=_sous_titre(criteres, trouvailles),
        origine=criteres.origine,
        messages=form.messages_erreurs(),
        criteres_actifs=criteres_actifs(form, parametres, chemin),
        url_effacer=chemin,
        tri=criteres.tri,
        url_tri_pres=_url(chemin, _avec(parametres, tri=None)),
        url_tri_tot=_url(chemin, _avec(parametres, tri="tot")),
        groupes=blocs,
        a_distance=a_distance,
        page=page,
        pages=pages,
        url_precedente=_url(chemin, _avec(parametres, page=page - 1)) if page > 1 else "",
        url_suivante=_url(chemin, _avec(parametres, page=page + 1)) if page < pages else "",
        vide=not groupes and not trouvailles.a_distance,
        conseils=conseils(form, parametres, chemin) if not groupes else [],
        points_url=_url(reverse("recherche:points"), _avec(sans_page, federation=criteres.federation or None)),
    )


def _sous_titre(criteres: Criteres, trouvailles: Trouvailles) -> str:
    if criteres.origine is None:
        return ""
    rayon = f"{trouvailles.rayon_km:.0f}\u00a0km"
    autour = de_la_commune(criteres.origine.nom) if criteres.origine.code_insee else "de votre position"
    return f"à moins de {rayon} {autour}"
