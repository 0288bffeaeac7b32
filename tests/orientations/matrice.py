"""The lines of the matrix of rights for requests to a place."""

from datetime import UTC, datetime

from core.liens import Genre, signer
from orientations.models import AccueilRelation
from orientations.relations.actions import Personne, prevenir
from tests.outils.roles import (
    DE_L_EQUIPE,
    FERME,
    FERME_SANS_ECRIRE,
    OUVERT,
    RESPONSABLES,
    TOUS_REPRIS,
    pour,
)

DES_DEUX_COTES = ("amina", "bruno", "fede", "chloe", "mairie")
D_UNE_STRUCTURE = (*DES_DEUX_COTES, "paula")
RELATIONS = {
    "orientations:prevenir": (
        "/offres/{offre.uid}/prevenir/",
        pour(*D_UNE_STRUCTURE, sinon="o"),
        pour(*D_UNE_STRUCTURE, sinon=422),
    ),
    "orientations:demandes": ("/demandes/", FERME, FERME_SANS_ECRIRE),
    "orientations:relation": (
        "/demandes/{relation.uid}/",
        pour(*DES_DEUX_COTES, sinon="o"),
        # Only who receives answers; nothing was answered.
        pour(*DE_L_EQUIPE, sinon=422),
    ),
    "orientations:exporter_relation": (
        "/demandes/{relation.uid}/exporter/",
        pour(*DES_DEUX_COTES, sinon="o"),
        FERME_SANS_ECRIRE,
    ),
    "orientations:effacer_relation": (
        "/demandes/{relation.uid}/effacer/",
        FERME_SANS_ECRIRE,
        pour(*DES_DEUX_COTES, sinon=302),
    ),
    "orientations:reglage_relation": (
        "/demandes/reglage/{structure.uid}/",
        pour(*RESPONSABLES, sinon="o"),
        pour(*RESPONSABLES, sinon=302),
    ),
    "orientations:repondre": ("/r/{jeton_relation}/", OUVERT, TOUS_REPRIS),
    "orientations:repondre, altéré": (
        "/r/rien-de-bon/",
        dict.fromkeys(OUVERT, 410),
        dict.fromkeys(OUVERT, 410),
    ),
}


def annoncer(distribution):
    """Le Voisin announces somebody to Le Lien, which accepts it."""
    now = datetime.now(UTC)
    AccueilRelation.objects.create(
        structure=distribution.structure, courriel="accueil@example.org", accepte_a=now, accepte_par=distribution.amina
    )
    distribution.relation = prevenir(
        distribution.offre,
        Personne("Zoé", "telephone", "+33199001234"),
        de=distribution.lieux["Le Voisin"].structure,
        seance_a=None,
        by=distribution.chloe,
        now=now,
    )
    distribution.jeton_relation = signer(Genre.MISE_EN_RELATION, r=distribution.relation.uid)
