"""Name a desk."""

from typing import Any

from django import forms

from espace.models import Poste
from structures.models import Structure


class PosteForm(forms.ModelForm):
    """A new desk of a structure."""

    class Meta:
        model = Poste
        fields = ["nom"]
        help_texts = {"nom": "Pour le reconnaître dans la liste et dans l’historique."}

    def __init__(self, data: Any = None, *, structure: Structure) -> None:
        super().__init__(data, instance=Poste(structure=structure))

    def _get_validation_exclusions(self) -> set[str]:
        # The structure is not typed, yet the name is unique within it.
        return super()._get_validation_exclusions() - {"structure", "revoque_a"}  # type: ignore[misc]
