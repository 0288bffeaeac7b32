"""The one warning that goes with every account on line, and where it is due."""

from ateliers.models import Offre
from ateliers.nomenclature import PAPIERS, THEMES, Mode

MOTS_DE_PASSE = "Ne donnez vos mots de passe à personne. La personne qui vous aide n’en a pas besoin."

AVEC_DES_COMPTES = THEMES.masque(("demarches", "sante", "emploi", "scolarite"))
OUVRENT_DES_COMPTES = PAPIERS.masque(("mail", "allocataire", "france_travail"))


def mots_de_passe(offre: Offre) -> str:
    """Return the warning when accounts are opened there, or "": the page and the paper both ask here.

    A need that is met on line, or papers that only serve to sign in; at home or by telephone, always: nobody sees
    who is asking.
    """
    due = offre.themes & AVEC_DES_COMPTES or offre.papiers & OUVRENT_DES_COMPTES or offre.mode != Mode.SUR_PLACE
    return MOTS_DE_PASSE if due else ""
