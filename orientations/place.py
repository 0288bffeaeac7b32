"""How much room a sheet takes, to set it tighter when it would not fit. Counted for the widest usual type, in points.

The style sheet leaves out details exactly (it wraps them away); what is always there can only be set tighter, and that
is decided here, before anybody types: room is kept for the appointment and, on A4, for the writer's own words.
"""

import math

from orientations.rangs import Colonne, Rang

# A letter in ems, bold half of the time; Noto Sans is wider than Arial, and is what Linux desks have.
LETTRE = {"ar": 0.47, "uk": 0.585, "zh-hans": 1.0}
LETTRE_LATINE = 0.56
CORPS, INTERLIGNE, INTERLIGNE_ARABE = 14.0, 1.15, 1.25
RANG = 3.4  # what surrounds a line of the sheet
# The height of a page and the width of its text, pictogram taken out; css/papier-a4.css, css/papier-a5.css.
HAUTEUR = {"a4": 799.0, "a5": 564.0}
LARGEUR = {"a4": 527.0, "a5": 369.0}
ENTRE_COLONNES = 11.0
PIED = 96.0
MOTS = 6  # lines of the writer's own words: 240 letters and their heading


def serre(nom: str, rangs: list[Rang], format_: str, pied: list[Colonne]) -> bool:
    """Tell whether the sheet must be set tighter: `rangs` are those that are always printed."""
    bilingue = len(pied) > 1
    colonne = (LARGEUR[format_] - ENTRE_COLONNES) / 2 if bilingue else LARGEUR[format_]
    total = _hauteur(nom, LARGEUR[format_] + 22, "fr", corps=18.0) + 4
    for rang in rangs:
        dites = max(
            sum(_hauteur(texte, colonne, c.langue.code) for texte in _textes(rang.code, c)) for c in rang.colonnes
        )
        total += RANG + dites + sum(_hauteur(p, LARGEUR[format_], "fr") for p in rang.propres)
    total += RANG + (4 if bilingue else 2) * CORPS * INTERLIGNE  # the appointment
    if format_ == "a4":
        total += RANG + MOTS * CORPS * INTERLIGNE
    largeur_pied = (LARGEUR[format_] - 85 - ENTRE_COLONNES) / 2 if bilingue else LARGEUR[format_] - 70
    total += max(
        PIED, *(sum(_hauteur(t, largeur_pied, c.langue.code) for t in (c.titre, *c.phrases)) + 45 for c in pied)
    )
    return total > HAUTEUR[format_]


def _textes(code: str, colonne: Colonne) -> list[str]:
    """Return what is printed, each on its own lines: a heading begins the first one, the pin has none."""
    if code in ("ou", "quand") or not colonne.titre:
        return list(colonne.phrases)
    premiere, *suite = colonne.phrases or [""]
    return [f"{colonne.titre} : {premiere}", *suite]


def _hauteur(texte: str, largeur: float, langue: str, corps: float = CORPS) -> float:
    par_ligne = largeur / (LETTRE.get(langue, LETTRE_LATINE) * corps)
    return math.ceil(len(texte) / par_ligne) * corps * (INTERLIGNE_ARABE if langue == "ar" else INTERLIGNE)
