"""In whose name a member speaks: one of their structures, or a federation that they administer."""

from dataclasses import dataclass
from typing import Any

from comptes.models import Federation
from structures.models import Structure


@dataclass(frozen=True, slots=True)
class Voix:
    """A structure of a federation, or the federation itself."""

    federation: Federation
    structure: Structure | None = None

    @property
    def cle(self) -> str:
        return self.structure.uid if self.structure else f"f-{self.federation.slug}"

    @property
    def nom(self) -> str:
        return self.structure.nom if self.structure else self.federation.nom


def voix_de(user: Any) -> list[Voix]:
    """Return every voice of somebody, structures first; [] for whoever is not of the network."""
    structures = Structure.objects.with_member(user).active().select_related("federation").order_by("nom_plie", "pk")
    federations = Federation.objects.administered_by(user).order_by("nom", "pk")
    return [*(Voix(s.federation, s) for s in structures), *(Voix(f) for f in federations)]
