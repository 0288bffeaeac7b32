"""A structure's year, as values ready to show, to print and to export."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ateliers.models import Offre
from core.tableur import Cellule
from core.textes import accord, en_nombre
from statistiques.models import ChiffresAnnee
from structures.models import Structure

NBSP = "\u00a0"


def en_heures(minutes: int) -> str:
    """Return a length as French says it: « 124 h », « 1 h 30 »."""
    heures, reste = divmod(minutes, 60)
    return f"{en_nombre(heures)}{NBSP}h" + (f"{NBSP}{reste:02}" if reste else "")


@dataclass(frozen=True, slots=True)
class LigneActivite:
    offre: Offre
    nature: str
    ou: str
    seances: int
    minutes: int
    personnes: int | None
    precisions: list[str]
    connue_des: date | None  # counted in part from hours that the directory only knows since that day

    @property
    def nom(self) -> str:
        return self.offre.nom

    @property
    def heures(self) -> str:
        return en_heures(self.minutes)

    @property
    def precisions_dites(self) -> str:
        connue = [f"horaires connus ici depuis le {self.connue_des:%d/%m/%Y}"] if self.connue_des else []
        return ", ".join(self.precisions + connue)

    @property
    def seances_dites(self) -> str:
        return en_nombre(self.seances)

    @property
    def personnes_dites(self) -> str:
        return "" if self.personnes is None else en_nombre(self.personnes)


@dataclass(slots=True)
class Groupe:
    titre: str
    lignes: list[LigneActivite] = field(default_factory=list)

    @property
    def seances(self) -> int:
        return sum(ligne.seances for ligne in self.lignes)

    @property
    def minutes(self) -> int:
        return sum(ligne.minutes for ligne in self.lignes)

    @property
    def seances_dites(self) -> str:
        return en_nombre(self.seances)

    @property
    def heures(self) -> str:
        return en_heures(self.minutes)


@dataclass(frozen=True, slots=True)
class Fonction:
    """Who receives, by function: an activity with two functions counts in both."""

    nom: str
    activites: int
    seances: int
    minutes: int

    @property
    def texte(self) -> str:
        return f"{accord(self.activites, 'activité')}, {accord(self.seances, 'séance')}, {en_heures(self.minutes)}"


@dataclass(frozen=True, slots=True)
class Fait:
    nom: str
    texte: str


@dataclass(frozen=True, slots=True)
class Bilan:
    """A structure's year, ready to show, to print and to export."""

    structure: Structure
    annee: int
    jusqu_au: date | None  # None when the year is over
    groupes: list[Groupe]
    fonctions: list[Fonction]
    equipement: list[Fait]
    partenaires: list[Fait]
    equipe: list[Fait]
    chiffres: ChiffresAnnee | None

    @property
    def lignes(self) -> list[LigneActivite]:
        return [ligne for groupe in self.groupes for ligne in groupe.lignes]

    @property
    def seances(self) -> int:
        return sum(groupe.seances for groupe in self.groupes)

    @property
    def minutes(self) -> int:
        return sum(groupe.minutes for groupe in self.groupes)

    @property
    def seances_dites(self) -> str:
        return en_nombre(self.seances)

    @property
    def heures(self) -> str:
        return en_heures(self.minutes)

    @property
    def a_confirmer(self) -> list[date]:
        """The days since which the hours of what is to be confirmed are known."""
        return sorted({ligne.connue_des for ligne in self.lignes if ligne.connue_des})

    @property
    def personnes(self) -> list[Fait]:
        """What somebody has answered, in words; empty when nobody has."""
        if self.chiffres is None:
            return []
        dits = (
            ("Accueillies ou renseignées par téléphone", self.chiffres.personnes_accueillies),
            ("Venues aux ateliers et en accès libre", self.chiffres.personnes_ateliers),
        )
        return [Fait(nom, en_nombre(n)) for nom, n in dits if n is not None]


def en_tableau(bilan: Bilan) -> Iterator[tuple[Cellule, ...]]:
    """Yield the rows of the spreadsheet; its columns are those of `tableaux.CHIFFRES`."""
    periode = f"Année {bilan.annee}" + (f", jusqu’au {bilan.jusqu_au:%d/%m/%Y}" if bilan.jusqu_au else "")
    yield ("Structure", bilan.structure.nom, "", None, None, None, periode)
    for groupe in bilan.groupes:
        for x in groupe.lignes:
            yield (groupe.titre, x.nom, x.ou, x.seances, x.minutes / 60, x.personnes, x.precisions_dites)
        yield ("Total", groupe.titre, "", groupe.seances, groupe.minutes / 60, None, "")
    yield ("Total", "Toutes les activités", "", bilan.seances, bilan.minutes / 60, None, "")
    if c := bilan.chiffres:
        dit = f"Saisi le {c.saisi_le:%d/%m/%Y}"
        yield ("Personnes", "Accueillies ou renseignées par téléphone", "", None, None, c.personnes_accueillies, dit)
        yield ("Personnes", "Venues aux ateliers et en accès libre", "", None, None, c.personnes_ateliers, dit)
        if c.note:
            yield ("Personnes", "Remarque", "", None, None, None, c.note)
    for f in bilan.fonctions:
        yield ("Qui reçoit", f.nom, "", f.seances, f.minutes / 60, None, accord(f.activites, "activité"))
    for rubrique, faits in (
        ("Équipe", bilan.equipe),
        ("Équipement", bilan.equipement),
        ("Partenaires", bilan.partenaires),
    ):
        for fait in faits:
            yield (rubrique, fait.nom, "", None, None, None, fait.texte)
