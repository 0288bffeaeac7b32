"""What an import will do and what it has to say: plain values, that tests and reports read."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from echanges.remarques import Genre, Remarques, de_genre
from echanges.standard.fiche import Valeurs
from structures.communes import FicheCommune
from structures.models import Source


class Etat(StrEnum):
    AJOUTEE = "ajoutee"
    CHANGEE = "changee"
    INCHANGEE = "inchangee"
    REJETEE = "rejetee"


@dataclass(frozen=True, slots=True)
class Ecriture:
    """What one object of one row becomes; `valeurs` and `brut` are the memory of the next merge.

    `uid` is None for a new object; `champs` is then all of its fields. No `champs`: the memory alone is written.
    """

    noun: str
    identifiant: str
    uid: str | None
    champs: dict[str, Any]
    valeurs: Valeurs
    brut: dict[str, str]
    memoire_change: bool


@dataclass(frozen=True, slots=True)
class Ecart:
    """A value of the file beside ours: applied (`garde` False), or left because ours was edited here."""

    noun: str
    nom: str
    bloc: str
    avant: str
    apres: str
    garde: bool = False


@dataclass(frozen=True, slots=True)
class LigneDiff:
    """What a row of the file will do."""

    numero: int
    identifiant: str
    nom: str
    etat: Etat
    raison: str = ""
    remarques: Remarques = ()
    ecarts: tuple[Ecart, ...] = ()
    ecritures: tuple[Ecriture, ...] = ()
    # The structure of a new place: an existing uid, or the identifier of the row that brings it.
    structure_uid: str = ""
    structure_de: str = ""

    @property
    def reparations(self) -> Remarques:
        return tuple(de_genre(self.remarques, Genre.REPARE))

    @property
    def signalements(self) -> Remarques:
        return tuple(de_genre(self.remarques, Genre.SIGNALE))

    @property
    def notes(self) -> Remarques:
        return tuple(de_genre(self.remarques, Genre.NOTE))

    @property
    def changements(self) -> tuple[Ecart, ...]:
        return tuple(e for e in self.ecarts if not e.garde)

    @property
    def conservees(self) -> tuple[Ecart, ...]:
        return tuple(e for e in self.ecarts if e.garde)


@dataclass(frozen=True, slots=True)
class Disparue:
    """Something that an earlier file of this source brought and that this one no longer holds."""

    noun: str
    identifiant: str
    uid: str
    nom: str
    depuis: datetime | None


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything an import will do, and everything it has to say."""

    fichier: str
    source: str
    lignes: tuple[LigneDiff, ...]
    disparues: tuple[Disparue, ...] = ()
    communes: tuple[FicheCommune, ...] = ()
    avertissements: tuple[str, ...] = ()
    revenues: tuple[tuple[str, str], ...] = field(default=())  # (noun, identifier) gone earlier, here again

    def ligne(self, identifiant: str) -> LigneDiff:
        """Return the row taken under this identifier (the first one, if another was rejected)."""
        return next(ligne for ligne in self.lignes if ligne.identifiant == identifiant)

    def de_etat(self, etat: Etat) -> list[LigneDiff]:
        """Return the rows of one state."""
        return [ligne for ligne in self.lignes if ligne.etat == etat]

    @property
    def rien_a_changer(self) -> bool:
        """Tell whether applying this writes no structure, place or activity."""
        return not any(e.champs for ligne in self.lignes for e in ligne.ecritures)

    def comptes(self) -> dict[str, int]:
        """Return the counts of a report: rows, unless the name says otherwise."""
        etats = Counter(ligne.etat for ligne in self.lignes)
        return {
            "lues": len(self.lignes),
            "ajoutees": etats[Etat.AJOUTEE],
            "changees": etats[Etat.CHANGEE],
            "inchangees": etats[Etat.INCHANGEE],
            "rejetees": etats[Etat.REJETEE],
            "reparees": sum(1 for ligne in self.lignes if ligne.etat != Etat.REJETEE and ligne.reparations),
            "signalees": sum(1 for ligne in self.lignes if ligne.etat != Etat.REJETEE and ligne.signalements),
            "conservees": sum(1 for ligne in self.lignes if ligne.conservees),
            "disparues": sum(1 for d in self.disparues if d.noun == Source.Noun.LIEU),
            "activites_disparues": sum(1 for d in self.disparues if d.noun == Source.Noun.OFFRE),
        }
