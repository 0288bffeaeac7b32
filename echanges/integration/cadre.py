"""What a frame shows, as one value: the cards of a question, the way to the full page, the points of its map."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.http import QueryDict
from django.urls import reverse

from comptes.models import Federation
from core.textes import accord
from recherche.criteres import Criteres
from recherche.filters import formulaire
from recherche.ordre import Trouvailles
from recherche.phrases import de_la_commune, titre_des_resultats
from recherche.presentation import CarteLieu, carte_a_distance, carte_du_lieu, ligne_activite, offres_a_montrer
from recherche.queries import seance_demandee, trouver
from recherche.resultats import nettoyer
from structures.cycle import CYCLE
from structures.models import Lieu, Structure

LIEUX_MAX = 10
A_DISTANCE_MAX = 5
# A centre shows what it does; a search shows the way to many places.
ACTIVITES_DES_SIENNES = 15
ACTIVITES_D_UNE_RECHERCHE = 3
CARTE, LISTE = "carte", "liste"


@dataclass(frozen=True, slots=True)
class Demande:
    """What is asked of a frame, and where it leads."""

    titre: str
    criteres: Criteres
    url: str  # the full page
    points_url: str
    activites_max: int = ACTIVITES_DES_SIENNES
    disparu: bool = False


@dataclass(frozen=True, slots=True)
class Cadre:
    titre: str
    sous_titre: str
    url: str
    points_url: str
    lieux: list[CarteLieu]
    a_distance: list[CarteLieu]
    reste: str
    disparu: bool


def du_lieu(lieu: Lieu) -> Demande:
    """Ask for what happens at a place."""
    return Demande(
        titre=lieu.nom,
        criteres=Criteres(lieu=lieu.uid),
        url=lieu.get_absolute_url(),
        points_url=reverse("echanges:integrer_points", args=["lieu", lieu.uid]),
        disparu=CYCLE[lieu.etat].page != "oui" or lieu.structure.archivee_le is not None,
    )


def de_la_structure(structure: Structure, lieux: Sequence[Lieu]) -> Demande:
    """Ask for what a structure proposes, and what is proposed at its places; `lieux` are those that are published."""
    url = structure.federation.get_absolute_url()
    if lieux:
        # A structure has no page of its own: its place's, or the search as from its desk.
        url = lieux[0].get_absolute_url()
        if len(lieux) > 1:
            url = f"{reverse('recherche:accueil')}?depuis={lieux[0].uid}"
    return Demande(
        titre=structure.nom,
        criteres=Criteres(structure=structure.uid),
        url=url,
        points_url=reverse("echanges:integrer_points", args=["structure", structure.uid]),
        disparu=structure.archivee_le is not None,
    )


def de_la_recherche(donnees: QueryDict, federation: Federation | None) -> Demande:
    """Ask a search, as its page does; of one federation when it is named."""
    form = formulaire(donnees)
    criteres = form.criteres(federation=federation.slug if federation else "")
    question = parametres_de_recherche(form.data)
    page = federation.get_absolute_url() if federation else reverse("recherche:accueil")
    points = question.copy()
    if federation:
        points["federation"] = federation.slug
    return Demande(
        titre="",
        criteres=criteres,
        url=f"{page}?{question.urlencode()}",
        points_url=f"{reverse('recherche:points')}?{points.urlencode()}",
        activites_max=ACTIVITES_D_UNE_RECHERCHE,
    )


def parametres_de_recherche(donnees: object) -> QueryDict:
    """Return the parameters of a search that mean something; « all » when there is none."""
    form = formulaire(donnees)
    form.is_valid()
    propres = nettoyer(cast("QueryDict", form.data), form)
    for nom in ("page", "note"):
        propres.pop(nom, None)
    if not propres:
        propres["tout"] = "1"
    return propres


def cadre(demande: Demande, *, now: datetime) -> Cadre:
    """Return what a frame shows: the same query as the page, three more whatever the number of places."""
    criteres = demande.criteres
    trouvailles = trouver(criteres, now=now)
    groupes = trouvailles.groupes[:LIEUX_MAX]
    sans_lieu = list(trouvailles.a_distance[:A_DISTANCE_MAX])
    ids = [t.offre_id for g in groupes for t in g.trouvees[: demande.activites_max]]
    ids += [t.offre_id for t in sans_lieu]
    offres = offres_a_montrer(ids, seance_demandee(criteres, now=now), now=now) if ids else {}
    lieux = []
    for numero, groupe in enumerate(groupes, start=1):
        montrees = [offres[t.offre_id] for t in groupe.trouvees[: demande.activites_max]]
        carte = carte_du_lieu(cast("Lieu", montrees[0].lieu), now=now, km=groupe.km)
        carte.activites = [
            ligne_activite(
                o,
                now=now,
                prochaine=o.prochaine,  # type: ignore[attr-defined]
                changees=o.changees,  # type: ignore[attr-defined]
                themes_demandes=criteres.themes_cherches,
            )
            for o in montrees
        ]
        carte.autres = len(groupe.trouvees) - len(montrees)
        carte.numero = numero if len(groupes) > 1 else None
        lieux.append(carte)
    return Cadre(
        titre=demande.titre or titre_des_resultats(len(trouvailles.groupes), trouvailles.activites_total),
        sous_titre=_sous_titre(demande, trouvailles),
        url=demande.url,
        points_url=demande.points_url,
        lieux=lieux,
        a_distance=[carte_a_distance(offres[t.offre_id], now=now) for t in sans_lieu],
        reste=_reste(len(trouvailles.groupes) - len(groupes), len(trouvailles.a_distance) - len(sans_lieu)),
        disparu=demande.disparu,
    )


def _sous_titre(demande: Demande, trouvailles: Trouvailles) -> str:
    """Count what a centre proposes; a search already has it as its title, and says what it is about."""
    if demande.titre:
        return accord(trouvailles.activites_total, "activité") if trouvailles.activites_total else ""
    origine = demande.criteres.origine
    if origine is None or trouvailles.rayon_km is None:
        return ""
    ou = de_la_commune(origine.nom) if origine.code_insee else "du point choisi"
    return f"à moins de {trouvailles.rayon_km:.0f}\u00a0km {ou}"


def _reste(lieux: int, activites: int) -> str:
    if lieux > 0:
        return f"Voir {accord(lieux, 'autre lieu', 'autres lieux')}"
    return f"Voir {accord(activites, 'autre activité', 'autres activités')}" if activites > 0 else ""
