"""One line of a sheet or of a living page, laid out in one or two languages."""

from dataclasses import dataclass

from orientations.langues import Langue


@dataclass(frozen=True, slots=True)
class Colonne:
    """What one language says on one line."""

    langue: Langue
    titre: str
    phrases: list[str]


@dataclass(frozen=True, slots=True)
class Rang:
    """One line of the sheet, in one or two languages."""

    code: str
    picto: str
    colonnes: list[Colonne]
    propres: list[str]
    lien: str = ""
    lien_texte: str = ""
