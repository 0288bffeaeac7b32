"""The lines of the matrix of rights for what is begun, copied, published, closed."""

from tests.outils.roles import RESPONSABLES, RESPONSABLES_DU_LIEN, RIEN, pour

A_REPRENDRE = pour(*RESPONSABLES, sinon=422)
REVENUS = pour(*RESPONSABLES, sinon=302)

ACTIVITES = {
    "espace:activite_nouvelle": ("/espace/{structure.uid}/activites/nouvelle/", RESPONSABLES_DU_LIEN, A_REPRENDRE),
    "espace:lieu_nouveau": ("/espace/{structure.uid}/lieux/nouveau/", RESPONSABLES_DU_LIEN, A_REPRENDRE),
    "espace:dupliquer": ("/espace/offres/{offre.uid}/dupliquer/", RESPONSABLES_DU_LIEN, A_REPRENDRE),
    # Without htmx, where a page stands is the page itself; without a gesture, nothing is done.
    "espace:etat": ("/espace/offres/{offre.uid}/etat/", REVENUS, REVENUS),
    "espace:etat, lieu": ("/espace/lieux/{lieu.uid}/etat/", REVENUS, REVENUS),
    "espace:etat, structure": ("/espace/structures/{structure.uid}/etat/", RIEN, RIEN),
    "espace:suspendre": ("/espace/offres/{offre.uid}/suspendre/", RESPONSABLES_DU_LIEN, A_REPRENDRE),
    # Once closed, the second is told that it is done already.
    "espace:clore": ("/espace/lieux/{lieu.uid}/clore/", RESPONSABLES_DU_LIEN, REVENUS),
}
