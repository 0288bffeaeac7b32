"""The size of the type of « La semaine près d’ici »: as large as one sheet of two columns allows."""

from collections.abc import Iterable
from textwrap import wrap

from django import template

from recherche.semaine import JourDeSemaine, LigneSemaine

register = template.Library()

# Of css/semaine.css, in points: a column's width; the height of both, less what the end of the first one wastes.
LARGEUR = 264.0
HAUTEUR = 2 * 700.0 - 35
# In ems: a letter (Arial, half of them bold), a line, the space around a moment, a day's heading.
LETTRE, INTERLIGNE, AUTOUR, JOUR = 0.49, 1.15, 0.4, 1.85
CORPS = (12.0, 11.0, 10.5, 10.0, 9.5)
PLUS_SERRE = "serre"  # 9.5 points too, in a narrow face, three lines at most for each moment


def _texte(ligne: LigneSemaine) -> str:
    """Return what is printed for a moment, as long as it is printed."""
    telephone = "" if ligne.chez_nous else f"{ligne.telephone}  "
    ou = f"Chez nous, {ligne.lieu}" if ligne.chez_nous else f"{ligne.lieu}, {ligne.commune} ({ligne.distance})"
    annule = "annulé " if ligne.annulee else ""
    return f"{telephone}{ligne.heures} ● {annule}{ligne.nom} {ligne.note} {ou} · {ligne.tarif}"


@register.filter
def corps(jours: Iterable[JourDeSemaine]) -> str:
    """Return the largest size at which a week fits: « 12 », « 11 », « 10-5 », « 10 », « 9-5 » or « serre »."""
    jours = list(jours)
    textes = [_texte(ligne) for jour in jours for ligne in jour.lignes]
    for taille in CORPS:
        par_ligne = int(LARGEUR / (LETTRE * taille))
        lignes = sum(len(wrap(texte, par_ligne)) for texte in textes)
        if taille == CORPS[0]:
            lignes += len(textes)  # there, the place has its own line
        if (lignes * INTERLIGNE + len(textes) * AUTOUR + len(jours) * JOUR) * taille <= HAUTEUR:
            return f"{taille:g}".replace(".", "-")
    return PLUS_SERRE
