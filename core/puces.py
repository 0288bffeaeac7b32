"""Choices drawn as chips, each with what it would find; a form draws a hundred of them.

Half of what a page of results draws is the same for all who have chosen the same: only the numbers differ. A form may
be drawn with holes where they go (`troues`), kept, and filled for each page (`Dessin`).
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from core.textes import en_nombre

Comptes = Mapping[str, Mapping[str, int]]
# A number that comes later. What stands in its place, nobody who types something can guess.
TROU: Any = object()
_MARQUE = f"[{secrets.token_hex(8)}]"


class _Troues(dict[str, int]):
    """The numbers of a field, all to come."""

    def get(self, code: str, sinon: Any = None) -> Any:
        return TROU


def troues(champs: Iterable[str]) -> Comptes:
    """Return, for these fields, numbers to come: what is drawn with them is a `Dessin`."""
    return dict.fromkeys(champs, _Troues())


class Puce(NamedTuple):
    """One choice to draw, without its number."""

    genre: str
    nom: str
    valeur: str | None
    pk: str
    attributs: tuple[tuple[str, Any], ...]
    cochee: bool
    libelle: str


def dessiner(puce: Puce, code: str, nombres: Mapping[str, int] | None) -> str:
    """Draw one choice. Its accessible name is « Courrier, 12 activités »; site.js writes the same after a swap."""
    nombre = nombres.get(code, 0) if nombres is not None and code else None
    if nombre is TROU:
        aucune, decompte = _trou("aucune", puce.nom, code), _trou("decompte", puce.nom, code)
    else:
        aucune, decompte = _aucune(puce.nom, code, nombre), _decompte(puce.nom, code, nombre)
    return f'<label class="puce{aucune}">{_debut_de_puce(puce)}{decompte}</span></label>'


@lru_cache(maxsize=1024)
def _debut_de_puce(puce: Puce) -> str:
    tous = {"type": puce.genre, "name": puce.nom, "value": puce.valeur, **dict(puce.attributs)}
    libelle = puce.libelle[:1].upper() + puce.libelle[1:]
    return f"<input{attributs({**tous, 'id': puce.pk, 'checked': puce.cochee})}><span>{escape(libelle)}"


def _aucune(nom: str, code: str, nombre: int | None) -> str:
    return " aucune" if nombre == 0 else ""


@lru_cache(maxsize=4096)
def _decompte(nom: str, code: str, nombre: int | None) -> str:
    if nombre is None:
        return ""
    return (
        '<span class="decompte"><span class="hors-ecran">, </span>'
        f'<span class="compte" data-compte="{escape(f"{nom}:{code}")}">{en_nombre(nombre)}</span>'
        f'<span class="hors-ecran"> activité{"s" if nombre > 1 else ""}</span></span>'
    )


def attributs(valeurs: Mapping[str, Any]) -> str:
    """Write attributes as Django's `flatatt` does, four times faster: true is bare, false and None are left out."""
    return "".join(
        f" {nom}" if valeur is True else f' {nom}="{escape(str(valeur))}"'
        for nom, valeur in valeurs.items()
        if valeur is not None and valeur is not False
    )


def entre_parentheses(nom: str, code: str, nombre: int) -> str:
    """Return a number as an option of a list says it."""
    return _trou("option", nom, code) if nombre is TROU else f" ({en_nombre(nombre)})"


def _trou(genre: str, nom: str, code: str) -> str:
    return f"{_MARQUE}{genre}:{nom}:{code}{_MARQUE}"


class Dessin:
    """What was drawn with numbers to come; each page that shows it gives its own."""

    _ECRIRE: Mapping[str, Callable[[str, str, int], str]] = {
        "aucune": _aucune,
        "decompte": _decompte,
        "option": entre_parentheses,
    }

    def __init__(self, html: str) -> None:
        self._morceaux = html.split(_MARQUE)
        trous = [trou.split(":", 2) for trou in self._morceaux[1::2]]
        self._trous = [(self._ECRIRE[genre], nom, code) for genre, nom, code in trous]

    def remplir(self, comptes: Comptes) -> SafeString:
        """Return what it says with these numbers."""
        morceaux = self._morceaux.copy()
        morceaux[1::2] = [ecrire(nom, code, comptes[nom].get(code, 0)) for ecrire, nom, code in self._trous]
        return mark_safe("".join(morceaux))
