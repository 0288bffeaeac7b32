"""What an indicator is, and what it gives: no query here, and no clock."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from core.textes import accord
from statistiques.indicateurs.faits import Faits

NBSP = "\u00a0"


class Base(StrEnum):
    """Of whom a figure speaks."""

    RESEAU = "reseau"
    REPONDANTS = "repondants"
    TERRITOIRE = "territoire"


class Chapitre(StrEnum):
    ACCUEIL = "accueil"
    ATELIERS = "ateliers"
    EQUIPEMENTS = "equipements"
    PARTENAIRES = "partenaires"
    RESEAU = "reseau"


CHAPITRES: dict[str, str] = {
    Chapitre.ACCUEIL: "Accueil et accès au droit",
    Chapitre.ATELIERS: "Ateliers",
    Chapitre.EQUIPEMENTS: "Équipements",
    Chapitre.PARTENAIRES: "Partenaires",
    Chapitre.RESEAU: "Le réseau et son territoire",
}


class Unite(StrEnum):
    """What is asked one by one: the denominator counts these."""

    STRUCTURES = "structures"
    ACTIVITES = "activites"
    COMMUNES = "communes"


UNITES: dict[str, tuple[str, str]] = {
    Unite.STRUCTURES: ("structure", "structures"),
    Unite.ACTIVITES: ("activité", "activités"),
    Unite.COMMUNES: ("commune", "communes"),
}


class Genre(StrEnum):
    """What is made of the answers: how many of how many, a mean, or the one in the middle."""

    PART = "part"
    MOYENNE = "moyenne"
    MEDIANE = "mediane"


class Reponse(NamedTuple):
    """What one structure, activity or commune answers; `valeur` is 1 (yes), 0 (no), a number, or None: not known."""

    cle: int | str
    valeur: float | None


@dataclass(frozen=True, slots=True)
class Indicateur:
    """One figure of the état des lieux. `mesure` is the noun of a mean or a median, singular and plural."""

    cle: str
    nom: str
    definition: str
    chapitre: Chapitre
    base: Base
    repondre: Callable[[Faits], Iterable[Reponse]]
    unite: Unite = Unite.STRUCTURES
    genre: Genre = Genre.PART
    mesure: tuple[str, str] = ("", "")
    detail_de: str = ""  # the key of the indicator that this one details


@dataclass(frozen=True, slots=True)
class Resultat:
    """An indicator counted on one day, with the answers behind it."""

    indicateur: Indicateur
    reponses: tuple[Reponse, ...]

    @property
    def connues(self) -> list[float]:
        return [r.valeur for r in self.reponses if r.valeur is not None]

    @property
    def denominateur(self) -> int:
        """How many are known."""
        return len(self.connues)

    @property
    def inconnus(self) -> int:
        return len(self.reponses) - self.denominateur

    @property
    def numerateur(self) -> float | None:
        """How many said yes, or the sum of what was said; None for a median, which is not a division."""
        return None if self.indicateur.genre == Genre.MEDIANE else sum(self.connues)

    @property
    def valeur(self) -> float | None:
        """The percentage (0–100), the mean or the median; None when nothing is known."""
        connues = self.connues
        if not connues:
            return None
        if self.indicateur.genre == Genre.MEDIANE:
            return float(median(connues))
        rapport = sum(connues) / len(connues)
        return rapport * 100 if self.indicateur.genre == Genre.PART else rapport

    @property
    def valeur_dite(self) -> str:
        """« 74 % », « 7 ordinateurs », « non connu »."""
        if self.valeur is None:
            return "non connu"
        if self.indicateur.genre == Genre.PART:
            return pourcentage(int(self.numerateur or 0), self.denominateur)
        un, des = self.indicateur.mesure
        return f"{nombre(self.valeur)}{NBSP}{un if self.valeur < 2 else des}"

    @property
    def rapport_dit(self) -> str:
        """« 31 sur 42 structures », « 294 ordinateurs dans 42 structures », « 57 activités »."""
        porteurs = UNITES[self.indicateur.unite]
        den = accord(self.denominateur, *porteurs)
        if self.numerateur is None:
            return den
        if self.indicateur.genre == Genre.PART:
            return f"{nombre(self.numerateur)} sur {den}"
        un, des = self.indicateur.mesure
        return f"{nombre(self.numerateur)}{NBSP}{un if self.numerateur < 2 else des} dans {den}"

    @property
    def inconnus_dits(self) -> str:
        """« 4 structures ne l’ont pas dit », or nothing."""
        if not self.inconnus:
            return ""
        combien = accord(self.inconnus, *UNITES[self.indicateur.unite])
        if self.indicateur.unite == Unite.ACTIVITES:
            return f"{combien} dont on ne sait pas aujourd’hui s’il y a de la place"
        return f"{combien} ne l’{'ont' if self.inconnus > 1 else 'a'} pas dit"


def nombre(valeur: float) -> str:
    """Write a number as French does (« 1 024 », « 7,3 »): one decimal at most, none from a hundred on."""
    if abs(valeur) >= 100:
        valeur = int(valeur + 0.5)
    dixiemes = int(abs(valeur) * 10 + 0.5)
    entier, reste = divmod(dixiemes, 10)
    signe = "−" if valeur < 0 and dixiemes else ""
    return signe + f"{entier:,}".replace(",", "\u202f") + (f",{reste}" if reste else "")


def pourcentage(oui: int, sur: int) -> str:
    """Write a share (« 74 % »): never « 0 % » of something, nor « 100 % » of what is not all."""
    if not sur:
        return "non connu"
    arrondi = (200 * oui + sur) // (2 * sur)
    if arrondi == 0 and oui:
        return f"moins de 1{NBSP}%"
    if arrondi == 100 and oui < sur:
        return f"plus de 99{NBSP}%"
    return f"{arrondi}{NBSP}%"
