"""The frames for other sites and the document to print in the matrix of rights: open to all.

The page that builds the code of a frame is for who keeps pages.
"""

from tests.outils.roles import FERME, FERME_SANS_ECRIRE, OUVERT, PERSONNE_N_ECRIT, ROLES

INTEGRATION = {
    "echanges:annuaire": ("/annuaire/", OUVERT, PERSONNE_N_ECRIT),
    "echanges:annuaire_imprimer": ("/annuaire/imprimer/", OUVERT, PERSONNE_N_ECRIT),
    "echanges:integrer": ("/integrer/", FERME | dict.fromkeys(("seul", "bruno"), "0"), FERME_SANS_ECRIRE),
    "echanges:integrer_structure": ("/integrer/structure/{structure.uid}/", OUVERT, PERSONNE_N_ECRIT),
    "echanges:integrer_lieu": ("/integrer/lieu/{lieu.uid}/", OUVERT, PERSONNE_N_ECRIT),
    "echanges:integrer_lieu, brouillon": (
        "/integrer/lieu/{brouillon.uid}/",
        dict.fromkeys(ROLES, "0"),
        PERSONNE_N_ECRIT,
    ),
    "echanges:integrer_recherche": ("/integrer/recherche/?tout=1", OUVERT, PERSONNE_N_ECRIT),
    "echanges:integrer_points": ("/integrer/lieu/{lieu.uid}/points.json", OUVERT, PERSONNE_N_ECRIT),
}
