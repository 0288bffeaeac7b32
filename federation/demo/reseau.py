"""Every unsaved row of the demonstration, and how one activity joins them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ateliers.models import Offre
from centres.models import Centre, Equipement
from comptes.models import Federation
from federation.demo import lieux
from federation.demo.activites import Cadre, dessiner
from federation.demo.modeles import MODELES
from federation.demo.textes import Plume
from partenaires.models import Partenaire, Partenariat, Pret
from structures.models import Commune, Fermeture, Lieu, Structure


@dataclass
class Reseau:
    """Every unsaved row of the demonstration, in the order in which they were drawn."""

    federation: Federation
    today: date
    communes: dict[str, Commune]
    atlas: lieux.Atlas = field(init=False)
    plume: Plume = field(default_factory=Plume)
    centres: list[Structure] = field(default_factory=list)
    fiches: list[Centre] = field(default_factory=list)
    partenaires: list[Structure] = field(default_factory=list)
    fiches_partenaires: dict[str, Partenaire] = field(default_factory=dict)  # by name of the structure
    nommes: dict[str, Structure] = field(default_factory=dict)
    lieux: list[Lieu] = field(default_factory=list)
    equipements: list[Equipement] = field(default_factory=list)
    fermetures: list[Fermeture] = field(default_factory=list)
    partenariats: list[Partenariat] = field(default_factory=list)
    prets: list[Pret] = field(default_factory=list)
    offres: list[Offre] = field(default_factory=list)
    libres: list[Offre] = field(default_factory=list)  # those that no indicator needs
    cadres: dict[str, Cadre] = field(default_factory=dict)  # by uid of the place

    def __post_init__(self) -> None:
        self.atlas = lieux.Atlas(self.communes)

    def objets(self) -> list[Any]:
        """Return all that the one writer writes."""
        return [
            *self.centres,
            *self.partenaires,
            *self.nommes.values(),
            *self.fiches,
            *self.fiches_partenaires.values(),
            *self.lieux,
            *self.equipements,
            *self.fermetures,
            *self.partenariats,
            *self.prets,
            *self.offres,
        ]

    def ajouter(self, code: str, cadre: Cadre, cle: str, *, libre: bool = False) -> Offre | None:
        """Draw an activity and keep it; None when its centre hosts nothing of the kind."""
        offre = dessiner(MODELES[code], cadre, cle, self.today, self.plume)
        if offre is not None:
            self.offres.append(offre)
            if libre:
                self.libres.append(offre)
        return offre

    def cadre_de(self, structure: Structure) -> Cadre:
        """Return the setting of the main place of an organisation."""
        return next(c for c in self.cadres.values() if c.structure is structure)
