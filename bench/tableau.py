"""A row of the table: one number, its target, and how it was obtained."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Ligne:
    """`valeur` is in `unite`; `sens` is the side of `cible` where it must be; None: not measured, `detail` says why."""

    nom: str
    valeur: float | None
    unite: str
    sens: str = ""  # "≥", "≤", or "" for a figure without a target
    cible: float | None = None
    detail: str = ""
    mesures: dict[str, Any] = field(default_factory=dict)

    @property
    def tenue(self) -> bool | None:
        """Tell whether the target is met; None without a target or a number."""
        if self.valeur is None or self.cible is None:
            return None
        return self.valeur >= self.cible if self.sens == "≥" else self.valeur <= self.cible


def nombre(valeur: float) -> str:
    """Return three significant digits, as French writes them."""
    if valeur >= 100 or valeur == int(valeur):
        return f"{valeur:,.0f}".replace(",", "\u202f")
    return f"{valeur:.{1 if valeur >= 10 else 2}f}".replace(".", ",")


def dire(texte: str) -> None:
    sys.stdout.write(f"{texte}\n")
    sys.stdout.flush()


def imprimer(lignes: Iterable[Ligne]) -> None:
    """Print the table."""
    tableau = []
    for ligne in lignes:
        valeur = "non mesuré" if ligne.valeur is None else f"{nombre(ligne.valeur)} {ligne.unite}".rstrip()
        cible = "" if ligne.cible is None else f"{ligne.sens} {nombre(ligne.cible)} {ligne.unite}".rstrip()
        verdict = {True: "ok", False: "NON", None: ""}[ligne.tenue]
        tableau.append((ligne.nom, valeur, cible, verdict, ligne.detail))
    larges = [max(len(r[i]) for r in tableau) for i in range(4)]
    for *courts, detail in tableau:
        places = enumerate(zip(courts, larges, strict=True))
        aligne = "  ".join(texte.rjust(large) if i == 1 else texte.ljust(large) for i, (texte, large) in places)
        dire(f"{aligne}  {detail}".rstrip())


def ecrire(chemin: Path, lignes: Iterable[Ligne], contexte: dict[str, Any]) -> None:
    """Write the table as JSON, with what it was measured on."""
    contenu = {**contexte, "lignes": [{**asdict(ligne), "tenue": ligne.tenue} for ligne in lignes]}
    chemin.write_text(json.dumps(contenu, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
