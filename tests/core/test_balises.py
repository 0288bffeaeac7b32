"""The template tags that every screen shares."""

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.html import escape

from core.templatetags.core import (
    FORMES,
    cases,
    chiffres,
    choisis,
    en_liste,
    forme_lieu,
    insecables,
    jour_du_mois,
    liste_deroulante,
)

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
        ("mardi 1er décembre", f"mardi 1er{NBSP}décembre"),
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


def test_choices_say_what_each_would_find():
    html = cases(Formulaire({"jour": ["je"]})["jour"], {"jour": {"lu": 1, "je": 1234}, "autre": {"lu": 9}})
    seen = re.sub(r"<[^>]+>", "", html)
    assert seen == "Lundi, 1 activitéJeudi, 1\u202f234 activités"
    assert 'data-compte="jour:lu">1<' in html
    assert re.search(r'<input type="checkbox" name="jour" value="je"[^>]* checked>', html)
    assert " checked" not in html.split("</label>")[0]


def test_a_choice_that_would_find_nothing_is_greyed_and_still_possible():
    first, second, _ = cases(Formulaire({})["jour"], {"jour": {"je": 2}}).split("</label>")
    assert 'class="puce aucune"' in first
    assert ", </span>" in first
    assert ">0<" in first
    assert "disabled" not in first
    assert "aucune" not in second


@pytest.mark.parametrize("comptes", [None, "", {}, {"gratuit": {"on": 3}}])
def test_a_field_without_numbers_shows_none(comptes):
    assert "compte" not in cases(Formulaire({})["jour"], comptes)


def test_no_choice_has_no_number():
    html = cases(Formulaire({})["quand"], {"quand": {"semaine": 4}})
    assert html.count("data-compte") == 1
    assert 'data-compte="quand:semaine">4<' in html


@pytest.mark.parametrize(("data", "ticked"), [({}, False), ({"gratuit": "on"}, True)])
def test_one_check_box_is_one_chip(data, ticked):
    html = cases(Formulaire(data)["gratuit"], {"gratuit": {"on": 30}})
    assert html.count("<input") == 1
    assert (" checked" in html) is ticked
    assert 'name="gratuit"' in html
    assert 'data-compte="gratuit:on">30<' in html


def test_choices_cannot_carry_a_tag():
    class Hostile(forms.Form):
        x = forms.MultipleChoiceField(choices=[('"><b>', "<script>")], widget=forms.CheckboxSelectMultiple)

    html = cases(Hostile({})["x"], {"x": {'"><b>': 1}})
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_list_says_its_numbers_between_brackets():
    html = liste_deroulante(Formulaire({"langue": "ar"})["langue"], {"langue": {"ar": 5}})
    assert re.sub(r"<[^>]+>", "|", html) == "||toutes||arabe (5)||"
    assert '<option value="ar" selected data-label="arabe">' in html
    assert 'id="id_langue"' in html
    assert "(" not in liste_deroulante(Formulaire({})["langue"], {})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-11-27", "27 novembre"),
        (date(2026, 12, 1), "1er décembre"),
        ("demain", ""),
        (None, ""),
        ("2026-02-31", ""),
    ],
)
def test_a_day_in_words(value, words):
    assert jour_du_mois(value) == words


def test_a_number_is_dialled_without_its_spaces():
    assert chiffres(f"01{NBSP}99 00\u202f12 34") == "0199001234"
