"""The official quality score of an activity's service: what the services of insertion see, and hide below 0.8."""

from dataclasses import dataclass
from datetime import date

from ateliers.models import Offre
from echanges.inclusion import sortie
from echanges.inclusion.conformite import modeles

SEUIL = 0.8
# What raises each criterion, in the words of the page where it is said; those that always hold are not there.
CONSEILS = {
    "adresse_bien_definie": "l’adresse du lieu",
    "au_moins_un_public": "à qui elle s’adresse",
    "au_moins_une_thematique": "à quel besoin elle répond",
    "au_moins_un_moyen_de_contact": "un numéro, un courriel ou une inscription en ligne",
    "modes_mobilisation_bien_definis": "un numéro, un courriel ou « sans rendez-vous »",
    "date_maj_recente": "une vérification de moins de six mois",
    "frais_bien_definis": "le prix",
    "description_bien_definie": "une présentation en quelques phrases",
}


@dataclass(frozen=True, slots=True)
class Qualite:
    """The score, between 0 and 1, and what would raise it."""

    note: float
    conseils: tuple[str, ...]

    @property
    def montree(self) -> bool:
        """True when the services of insertion show it."""
        return self.note >= SEUIL


def qualite(offre: Offre, *, today: date) -> Qualite:
    """Return the quality of an activity, loaded with its structure and its place: that of its row in the file."""
    from data_inclusion.schema.v1 import score_qualite  # noqa: PLC0415 (slow to load, like the models)

    ligne = sortie.ligne_de(offre, today=today)
    if ligne is None:
        return Qualite(0.0, ())
    note, criteres = score_qualite.score(modeles()["services"](**ligne))
    manques = [
        CONSEILS[nom] for nom, valeur in criteres.items() if valeur is not None and valeur < 1 and nom in CONSEILS
    ]
    return Qualite(float(note), tuple(dict.fromkeys(manques)))
