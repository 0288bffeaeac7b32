"""A request as its pages show it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from phonenumber_field.phonenumber import to_python

from orientations.models import Identite, MiseEnRelation
from orientations.relations.chiffrement import dechiffrer
from orientations.relations.courriels import quand
from recherche.phrases import telephone_de

Etat = MiseEnRelation.Etat
ILLISIBLE = "Ces renseignements ne peuvent plus être lus. Demandez au centre qui a écrit comment joindre la personne."
EFFACEE = "Ce qui concernait la personne est effacé."


@dataclass(frozen=True, slots=True)
class Etape:
    quoi: str
    quand: str
    par: str


@dataclass(frozen=True, slots=True)
class PersonneLue:
    """Who the resident is, or why nobody may know any more (`dit`)."""

    prenom: str = ""
    moyen: str = ""
    valeur: str = ""
    href: str = ""
    parent: bool = False
    dit: str = ""


@dataclass(frozen=True, slots=True)
class DemandeLue:
    uid: str
    activite: str
    url_activite: str
    lieu: str
    de: str
    etat: str
    etat_dit: str
    ouverte: bool
    envoyee: str
    seance: str
    etapes: list[Etape]
    personne: PersonneLue


def personne_de(relation: MiseEnRelation) -> PersonneLue:
    """Return who the resident is, from the one table that knows."""
    identite = Identite.objects.filter(relation=relation).first()
    if identite is None:
        return PersonneLue(dit=EFFACEE)
    contenu = dechiffrer(identite.secret)
    if contenu is None:
        return PersonneLue(dit=ILLISIBLE)
    valeur = contenu.get("valeur", "")
    affiche, href = valeur, f"mailto:{valeur}"
    if contenu.get("moyen") == "telephone":
        affiche, href = _telephone(valeur)
    return PersonneLue(
        contenu.get("prenom", ""), contenu.get("moyen", ""), affiche, href, parent=bool(contenu.get("parent"))
    )


def _telephone(valeur: str) -> tuple[str, str]:
    return telephone_de(to_python(valeur))


def demande_lue(relation: MiseEnRelation, *, now: datetime, avec_personne: bool) -> DemandeLue:
    """Return a request (loaded `with_subject`); who the resident is only where it is needed."""
    etapes = [
        Etape(
            _etape(reponse, now),
            quand(reponse.dite_a, now),
            str(reponse.par or ""),
        )
        for reponse in relation.reponses.all()
    ]
    offre = relation.offre
    return DemandeLue(
        uid=relation.uid,
        activite=offre.nom,
        url_activite=offre.get_absolute_url(),
        lieu=offre.lieu.nom if offre.lieu else offre.structure.nom,
        de=relation.de.nom,
        etat=relation.etat,
        etat_dit=_dit(relation, now),
        ouverte=relation.ouverte,
        envoyee=quand(relation.cree_a, now),
        seance=quand(relation.seance_a, now) if relation.seance_a else "",
        etapes=etapes,
        personne=personne_de(relation) if avec_personne else PersonneLue(),
    )


def _dit(relation: MiseEnRelation, now: datetime) -> str:
    if relation.etat == Etat.RENDEZ_VOUS and relation.rendez_vous_a:
        return f"Rendez-vous {quand(relation.rendez_vous_a, now)}"
    if relation.etat == Etat.IMPOSSIBLE:
        return f"Pas possible : {relation.get_motif_display().lower()}"
    return relation.get_etat_display()


def _etape(reponse: Any, now: datetime) -> str:
    if reponse.rendez_vous_a:
        return f"rendez-vous donné, {quand(reponse.rendez_vous_a, now)}"
    if reponse.motif:
        return f"{reponse.get_etat_display()} : {reponse.get_motif_display().lower()}"
    return str(reponse.get_etat_display())


def tout_ce_qui_est_garde(relation: MiseEnRelation) -> dict[str, Any]:
    """Return all that is held about one request, to hand over to whom it concerns."""
    identite = Identite.objects.filter(relation=relation).first()
    contenu = dechiffrer(identite.secret) if identite else None
    return {
        "demande": relation.uid,
        "activite": relation.offre.nom,
        "envoyee_par": relation.de.nom,
        "envoyee_a": relation.cree_a.isoformat(),
        "accord_recueilli_a": relation.accord_a.isoformat(),
        "seance_souhaitee": relation.seance_a.isoformat() if relation.seance_a else None,
        "etat": relation.get_etat_display(),
        "rendez_vous": relation.rendez_vous_a.isoformat() if relation.rendez_vous_a else None,
        "close_a": relation.close_a.isoformat() if relation.close_a else None,
        "personne": contenu if contenu is not None else (ILLISIBLE if identite else EFFACEE),
        "reponses": [
            {
                "etat": r.get_etat_display(),
                "raison": r.get_motif_display() if r.motif else "",
                "dite_a": r.dite_a.isoformat(),
            }
            for r in relation.reponses.all()
        ],
    }
