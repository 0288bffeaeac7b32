"""Lines of the rights matrix about partners and loans, and a partnership and a loan to meet there."""

from partenaires.models import Partenariat, Pret
from tests.distribution import ecrire
from tests.outils.roles import (
    FERME,
    FERME_SANS_ECRIRE,
    PERSONNE_N_ECRIT,
    RESPONSABLES,
    RESPONSABLES_DU_LIEN,
    pour,
)

# Nothing is posted: refused, and shown again (422), to those who may.
_MODIFIER = RESPONSABLES_DU_LIEN | {"amina": 422, "fede": 422}
_RETIRER = pour(*RESPONSABLES, sinon=302)
PARTENAIRES = {
    "espace:partenaires": (
        "/espace/{structure.uid}/partenaires/",
        RESPONSABLES_DU_LIEN,
        RESPONSABLES_DU_LIEN | {"amina": 422, "fede": 422},
    ),
    "espace:partenaire": (
        "/espace/{structure.uid}/partenaires/{partenariat.pk}/",
        RESPONSABLES_DU_LIEN,
        RESPONSABLES_DU_LIEN | {"amina": 422, "fede": 422},
    ),
    "espace:retirer_partenaire": (
        "/espace/partenaires/{partenariat.pk}/retirer/",
        FERME_SANS_ECRIRE,
        _RETIRER,
    ),
    "espace:catalogue": ("/espace/prets/", FERME, PERSONNE_N_ECRIT | {"personne": "c"}),
    "espace:prets": ("/espace/{structure.uid}/prets/", RESPONSABLES_DU_LIEN, _MODIFIER),
    "espace:pret": ("/espace/{structure.uid}/prets/{pret.pk}/", RESPONSABLES_DU_LIEN, _MODIFIER),
    "espace:retirer_pret": (
        "/espace/prets/{pret.pk}/retirer/",
        FERME_SANS_ECRIRE,
        # The first who may takes it back; the others who may are told that it is gone.
        _RETIRER,
    ),
}


def lier(distribution) -> None:
    """Let « Le Lien » work with a partner, and lend something."""
    mediatheque = distribution.lieux["Médiathèque des Tests"].structure
    distribution.partenariat = Partenariat(centre=distribution.structure, partenaire=mediatheque)
    distribution.pret = Pret(preteur=distribution.structure, intitule="Une malle de tablettes")
    ecrire(distribution.partenariat, distribution.pret)
