"""Multi-valued choices as one integer: a closed list of terms, each with its own bit.

A filter on several choices is then one comparison in the row itself, on both engines. A bit is written once and
never reused: it is in the database and in its history. 0 means « not stated ».
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.db import models

BIT_MAX = 62  # a signed 64-bit integer, on both engines


@dataclass(frozen=True, slots=True)
class Terme:
    """One choice of a list: `code` in URLs and files, `bit` in the database, `label` on the screen."""

    code: str
    bit: int
    label: str

    @property
    def masque(self) -> int:
        """The integer that holds this choice alone."""
        return 1 << self.bit


class Nomenclature:
    """A closed, ordered list of terms."""

    def __init__(self, nom: str, *termes: Terme) -> None:
        self.nom = nom
        self.termes = termes
        self._par_code = {t.code: t for t in termes}
        bits = [t.bit for t in termes]
        if len(self._par_code) != len(termes) or len(set(bits)) != len(bits):
            raise ImproperlyConfigured(f"{nom}: two terms share a code or a bit.")
        if any(not 0 <= b <= BIT_MAX for b in bits):
            raise ImproperlyConfigured(f"{nom}: a bit is outside 0–{BIT_MAX}.")

    def __iter__(self) -> Iterator[Terme]:
        return iter(self.termes)

    def __len__(self) -> int:
        return len(self.termes)

    def __contains__(self, code: object) -> bool:
        return code in self._par_code

    def __getitem__(self, code: str) -> Terme:
        return self._par_code[code]

    @property
    def complet(self) -> int:
        """The mask with every term."""
        return self.masque(self._par_code)

    def masque(self, codes: Iterable[str]) -> int:
        """Return the mask of these codes; an unknown code raises KeyError."""
        total = 0
        for code in codes:
            total |= self._par_code[code].masque
        return total

    def codes(self, masque: int | None) -> list[str]:
        """Return the codes held by a mask, in the order of the list."""
        return [t.code for t in self.termes if (masque or 0) & t.masque]

    def labels(self, masque: int | None) -> list[str]:
        """Return the labels held by a mask, in the order of the list."""
        return [t.label for t in self.termes if (masque or 0) & t.masque]

    def choices(self) -> list[tuple[str, str]]:
        """Return (code, label) pairs for a form."""
        return [(t.code, t.label) for t in self.termes]


class MasqueFormField(forms.MultipleChoiceField):
    """Check boxes that clean to a mask."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, nomenclature: Nomenclature, **kwargs: Any) -> None:
        self.nomenclature = nomenclature
        kwargs.setdefault("choices", nomenclature.choices())
        kwargs.pop("min_value", None)
        kwargs.pop("max_value", None)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return self.nomenclature.codes(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> int:
        return self.nomenclature.masque(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        debut = self.nomenclature.codes(initial) if isinstance(initial, int) else (initial or [])
        return set(debut) != set(data or [])


class MasqueField(models.BigIntegerField):
    """A column that holds a mask; its Python value is the integer."""

    def __init__(self, *args: Any, nomenclature: Nomenclature | None = None, **kwargs: Any) -> None:
        self.nomenclature = nomenclature
        kwargs.setdefault("default", 0)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    # The list of terms stays out of migrations: adding a term is not a change of schema.

    def formfield(self, **kwargs: Any) -> Any:
        if self.nomenclature is None:  # an historical model
            return super().formfield(**kwargs)
        options = {"label": self.verbose_name, "required": not self.blank, "help_text": self.help_text}
        options.update({k: v for k, v in kwargs.items() if k in {"label", "required", "help_text", "initial"}})
        return MasqueFormField(nomenclature=self.nomenclature, **options)
