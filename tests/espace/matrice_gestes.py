"""The lines of the matrix of rights for gestures: by an account, a desk, a private link, a mail’s link."""

from tests.outils.roles import (
    DE_L_EQUIPE,
    FERME_SANS_ECRIRE,
    OUVERT,
    PERSONNE_N_ECRIT,
    RESPONSABLES,
    TOUS_INCONNUS,
    TOUS_REDIRIGES,
    TOUS_REPRIS,
    pour,
)

GESTES = {
    # Gestures: the équipe too. A seance's note may be empty; room by appointment is never left unsaid (422).
    "espace:place": (
        "/espace/offres/{permanence.uid}/place/",
        pour(*DE_L_EQUIPE, sinon="o"),
        pour(*DE_L_EQUIPE, sinon=422),
    ),
    "espace:seances": (
        "/espace/offres/{permanence.uid}/seances/",
        pour(*DE_L_EQUIPE, sinon="o"),
        FERME_SANS_ECRIRE,
    ),
    "espace:seance, annuler": (
        "/espace/seances/{seance.pk}/annuler/",
        FERME_SANS_ECRIRE,
        pour(*DE_L_EQUIPE, sinon=303),
    ),
    "espace:seance, deplacer": (
        "/espace/seances/{seance.pk}/deplacer/",
        FERME_SANS_ECRIRE,
        pour(*DE_L_EQUIPE, sinon=422),
    ),
    "espace:seance, remplacer": (
        "/espace/seances/{seance.pk}/remplacer/",
        FERME_SANS_ECRIRE,
        pour(*DE_L_EQUIPE, sinon=422),
    ),
    "espace:seance, retablir": (
        "/espace/seances/{seance.pk}/retablir/",
        FERME_SANS_ECRIRE,
        pour(*DE_L_EQUIPE, sinon=303),
    ),
    "espace:offre_a_jour": (
        "/espace/offres/{permanence.uid}/a-jour/",
        FERME_SANS_ECRIRE,
        pour(*DE_L_EQUIPE, sinon=302),
    ),
    "espace:structure_a_jour": (
        "/espace/{structure.uid}/a-jour/",
        FERME_SANS_ECRIRE,
        pour(*DE_L_EQUIPE, sinon=302),
    ),
    # An access is given and taken back by a responsable.
    "espace:postes": (
        "/espace/{structure.uid}/postes/",
        pour(*RESPONSABLES, sinon="o"),
        pour(*RESPONSABLES, sinon=422),
    ),
    "espace:poste_revoquer": (
        "/espace/{structure.uid}/postes/{poste.pk}/revoquer/",
        FERME_SANS_ECRIRE,
        pour(*RESPONSABLES, sinon=302),
    ),
    "espace:permanences_liens": (
        "/espace/{structure.uid}/permanences/",
        pour(*RESPONSABLES, sinon="o"),
        FERME_SANS_ECRIRE,
    ),
    "espace:lien_nouveau": (
        "/espace/{structure.uid}/permanences/{intervenant.uid}/lien/",
        FERME_SANS_ECRIRE,
        pour(*RESPONSABLES, sinon=303),
    ),
    "espace:lien_revoquer": (
        "/espace/{structure.uid}/permanences/{intervenant.uid}/revoquer/",
        FERME_SANS_ECRIRE,
        pour(*RESPONSABLES, sinon=302),
    ),
    # The secret in the address is the right, whoever is signed in.
    "espace:poste": ("/poste/{jetons.poste}/", OUVERT, PERSONNE_N_ECRIT),
    "espace:poste_installer": ("/poste/{jetons.poste}/installer/", OUVERT, PERSONNE_N_ECRIT),
    "espace:poste_place": ("/poste/{jetons.poste}/offres/{permanence.uid}/place/", OUVERT, TOUS_REPRIS),
    "espace:poste_seances": ("/poste/{jetons.poste}/offres/{permanence.uid}/seances/", OUVERT, PERSONNE_N_ECRIT),
    "espace:poste_seance": ("/poste/{jetons.poste}/seances/{seance.pk}/annuler/", PERSONNE_N_ECRIT, TOUS_REDIRIGES),
    "espace:permanences": ("/mes-permanences/{jetons.permanences}/", OUVERT, PERSONNE_N_ECRIT),
    "espace:permanences_afficher": ("/mes-permanences/{jetons.permanences}/afficher/", OUVERT, PERSONNE_N_ECRIT),
    "espace:permanences_place": (
        "/mes-permanences/{jetons.permanences}/offres/{permanence.uid}/place/",
        OUVERT,
        TOUS_REPRIS,
    ),
    "espace:permanences_seances": (
        "/mes-permanences/{jetons.permanences}/offres/{permanence.uid}/seances/",
        OUVERT,
        PERSONNE_N_ECRIT,
    ),
    "espace:permanences_seance": (
        "/mes-permanences/{jetons.permanences}/seances/{seance.pk}/annuler/",
        PERSONNE_N_ECRIT,
        TOUS_REDIRIGES,
    ),
    "espace:agir_defaire": ("/agir/{jetons.place}/operations/{operation}/annuler/", PERSONNE_N_ECRIT, TOUS_INCONNUS),
    "espace:permanences_defaire": (
        "/mes-permanences/{jetons.permanences}/operations/{operation}/annuler/",
        PERSONNE_N_ECRIT,
        TOUS_INCONNUS,
    ),
    "espace:poste_defaire": ("/poste/{jetons.poste}/operations/{operation}/annuler/", PERSONNE_N_ECRIT, TOUS_INCONNUS),
    "espace:agir, place": ("/agir/{jetons.place}/", OUVERT, TOUS_REPRIS),
    "espace:agir, seances": ("/agir/{jetons.seances}/", OUVERT, PERSONNE_N_ECRIT),
    "espace:agir, a_jour": ("/agir/{jetons.a_jour}/", OUVERT, TOUS_REDIRIGES),
    "espace:agir_seance": ("/agir/{jetons.seances}/seances/{seance.pk}/annuler/", PERSONNE_N_ECRIT, TOUS_REDIRIGES),
}
