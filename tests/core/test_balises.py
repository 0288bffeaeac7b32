"""The template tags that every screen shares."""

import re

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.html import escape

from core.templatetags.core import FORMES, choisis, en_liste, forme_lieu, insecables

NBSP = "\u00a0"


def render(source: str, **context: object) -> str:
    return Template("{% load core %}" + source).render(Context(context))


def test_an_icon_is_silent_and_needs_no_exception_from_the_security_policy():
    svg = render('{% icone "phone" "grande" %}')
    assert svg.startswith("<svg")
    assert 'aria-hidden="true"' in svg
    assert 'class="icone grande"' in svg
    assert "style=" not in svg


def test_an_unknown_icon_fails_where_it_is_written():
    with pytest.raises(TemplateSyntaxError, match="licorne"):
        render('{% icone "licorne" %}')


@pytest.mark.parametrize("nature", FORMES)
def test_each_nature_has_its_own_shape(nature):
    others = {chemin for code, chemin in FORMES.items() if code != nature}
    svg = forme_lieu(nature, 12)
    assert f"forme-{nature}" in svg
    assert FORMES[nature] in svg
    assert ">12</text>" in svg
    assert not any(chemin in svg for chemin in others)


def test_a_nature_that_is_not_known_is_shown_as_another_place():
    assert "forme-autre" in forme_lieu("<b>")
    assert "<b>" not in forme_lieu("<b>")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("14 h", f"14{NBSP}h"),
        ("de 9 h 30 à 12 h", f"de 9{NBSP}h{NBSP}30 à 12{NBSP}h"),
        ("8 € par an", f"8{NBSP}€ par an"),
        ("850 m", f"850{NBSP}m"),
        ("le 12 novembre", f"le 12{NBSP}novembre"),
        ("Quel besoin ?", f"Quel besoin{NBSP}?"),
        ("« Chosy »", f"«{NBSP}Chosy{NBSP}»"),
        ("3 minutes de marche", "3 minutes de marche"),
        ("12 personnes", "12 personnes"),
    ],
)
def test_what_french_never_breaks_is_kept_together(written, kept):
    assert insecables(written) == kept


def test_a_range_of_hours_is_one_word_on_the_screen():
    assert re.fullmatch(r'jeudi <span class="insecable">14\sh – 17\sh\s30</span>', insecables("jeudi 14 h – 17 h 30"))


def test_typography_never_lets_a_tag_through():
    hostile = '<img src=x onerror="alert(1)"> 14 h'
    assert "<img" not in insecables(hostile)
    assert render("{{ x|insecables }}", x=hostile).startswith(escape("<img"))


class Formulaire(forms.Form):
    jour = forms.MultipleChoiceField(
        choices=[("lu", "lundi"), ("je", "jeudi")], required=False, widget=forms.CheckboxSelectMultiple
    )
    quand = forms.ChoiceField(
        choices=[("", "n’importe quand"), ("semaine", "cette semaine")], required=False, widget=forms.RadioSelect
    )
    langue = forms.ChoiceField(choices=[("", "toutes"), ("ar", "arabe")], required=False)
    gratuit = forms.BooleanField(label="Gratuit", required=False)


@pytest.mark.parametrize(
    ("data", "labels"),
    [
        ({}, []),
        ({"quand": "", "langue": ""}, []),
        ({"jour": ["je"], "quand": "semaine"}, ["jeudi", "cette semaine"]),
        ({"langue": "ar", "gratuit": "on"}, ["arabe", "Gratuit"]),
        ({"jour": ["xx"]}, []),
    ],
)
def test_a_folded_part_of_a_form_says_what_it_holds(data, labels):
    form = Formulaire(data)
    assert choisis(form["jour"], form["quand"], form["langue"], form["gratuit"]) == labels


def test_an_absent_text_makes_an_empty_list():
    assert (en_liste(""), en_liste("Porte verte")) == ([], ["Porte verte"])
