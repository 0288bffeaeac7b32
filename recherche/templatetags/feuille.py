"""The size of the type of « La semaine près d’ici »: as large as one sheet of two columns allows."""

from collections.abc import Iterable
from math import ceil
from typing import Any

from django import template

register = template.Library()

# Of css/semaine.css: the two columns of the sheet, in points.
LARGEUR = 266.0
HAUTEUR = 2 * 690.0
# What a letter, a line, the space around a moment and a day's heading take, in ems; Arial, half of it bold.
LETTRE, INTERLIGNE, AUTOUR, JOUR = 0.49, 1.15, 0.4, 2.1
CORPS = (12.0, 11.0, 10.5, 10.0, 9.5)
PLUS_SERRE = "serre"  # 9.5 points too, in a narrow face, three lines at most for each moment


@register.filter
def corps(jours: Iterable[Any]) -> str:
    """Return the largest size at which a week fits: « 12 », « 11 », « 10-5 », « 10 », « 9-5 » or « serre »."""
    jours = list(jours)
    textes = [
        len(f"{x.heures} {x.nom} {x.lieu}, {x.commune} ({x.distance}) · {x.tarif}   {x.telephone}")
        for jour in jours
        for x in jour.lignes
    ]
    for taille in CORPS:
        par_ligne = LARGEUR / (LETTRE * taille)
        # A telephone at the end of the first line, and words that do not fold, waste a few letters a line.
        lignes = sum(ceil(longueur / (par_ligne - 3)) for longueur in textes)
        if (lignes * INTERLIGNE + len(textes) * AUTOUR + len(jours) * JOUR) * taille <= HAUTEUR:
            return f"{taille:g}".replace(".", "-")
    return PLUS_SERRE
