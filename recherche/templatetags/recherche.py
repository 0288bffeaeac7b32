"""The search form's choices, drawn once for all who have chosen the same."""

from functools import lru_cache
from typing import cast

from django import template
from django.conf import settings
from django.http import QueryDict
from django.template.loader import get_template
from django.utils.safestring import SafeString

from core.puces import Comptes, Dessin, troues
from recherche.filters import RechercheForm, formulaire

register = template.Library()
GABARIT = "recherche/_choix.html"
# All that `_choix.html` draws. What one types (words, commune) is drawn outside: it would never be the same.
CHAMPS = (
    *("theme", "quand", "jour", "moment", "sans_rdv", "gratuit", "place", "metier", "public", "posture", "nature"),
    *("mode", "lieu", "type", "langue", "rayon", "fauteuil", "sans_condition", "aidants_connect", "litteral", "avant"),
)


@register.simple_tag
def choix_de_la_recherche(form: RechercheForm, comptes: Comptes, accueil: bool, chemin: str) -> SafeString:
    """Draw the choices of a bound form, with what each would find: only these numbers are written for each page."""
    donnees = cast("QueryDict", form.data)
    dites = tuple((nom, tuple(donnees.getlist(nom))) for nom in CHAMPS if nom in donnees)
    # What is wrong with a day depends on today.
    refusees = tuple(nom for nom in CHAMPS if nom in form.errors)
    dessiner = _dessin.__wrapped__ if settings.DEBUG else _dessin
    return dessiner(dites, refusees, tuple(comptes or ()), accueil=accueil, chemin=chemin).remplir(comptes or {})


@lru_cache(maxsize=128)
def _dessin(
    dites: tuple[tuple[str, tuple[str, ...]], ...],
    refusees: tuple[str, ...],
    comptes: tuple[str, ...],
    *,
    accueil: bool,
    chemin: str,
) -> Dessin:
    """Draw the choices of a form that holds these values and no other: whoever asks, it is the same."""
    donnees = QueryDict(mutable=True)
    for nom, valeurs in dites:
        donnees.setlist(nom, list(valeurs))
    contexte = {"form": formulaire(donnees), "comptes": troues(comptes), "accueil": accueil, "chemin": chemin}
    return Dessin(get_template(GABARIT).render(contexte))
