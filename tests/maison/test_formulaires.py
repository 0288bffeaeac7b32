"""Every form says before it is sent what must be answered, and every refusal shows what a right answer looks like.

The pages themselves are read as the matrix of rights opens them (tests/test_droits.py::test_matrix).
"""

import importlib
import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.template.loader import render_to_string
from phonenumber_field.formfields import PhoneNumberField

from core.templatetags.core import choix, obligation
from tests.maison.arbre import OBLIGATOIRE, Page, sans_mention

RACINE = Path(__file__).parents[2]
A_FORMAT = (forms.EmailField, forms.URLField, forms.DateField, forms.TimeField, PhoneNumberField)
EXEMPLE = re.compile(r"(?:exemple|comme) .*(?:@|https?://|\d)", re.DOTALL)


def formulaires():
    """Return every form class of the product, by name, after importing the modules that may write one."""
    nos_apps = [app.name for app in apps.get_app_configs() if Path(app.path).parent == RACINE]
    for app in nos_apps:
        for fichier in (RACINE / app).rglob("*.py"):
            module = fichier.relative_to(RACINE).with_suffix("")
            if "Form" in fichier.read_text("utf-8") and not {"migrations", "management"} & set(module.parts):
                importlib.import_module(".".join(module.parts).removesuffix(".__init__"))
    suite, trouves = [forms.BaseForm], {}
    while suite:
        classe = suite.pop()
        suite += classe.__subclasses__()
        if classe.__module__.split(".")[0] in nos_apps:
            trouves[f"{classe.__module__}.{classe.__name__}"] = classe
    return trouves


def test_no_form_refuses_a_format_without_an_example():
    tous = formulaires()
    assert len(tous) > 70
    vus, sans = set(), []
    for nom, classe in tous.items():
        for champ, objet in getattr(classe, "base_fields", {}).items():
            if isinstance(objet, A_FORMAT) and not isinstance(objet.widget, forms.HiddenInput):
                vus.add(type(objet).__name__)
                message = str(objet.error_messages["invalid"])
                sans += [f"{nom}.{champ} : {message}"] if not EXEMPLE.search(message) else []
    assert not sans
    assert vus == {champ.__name__ for champ in A_FORMAT}


@pytest.mark.parametrize("champ", A_FORMAT)
def test_what_is_said_is_what_the_person_reads(champ):
    options = {"assume_scheme": "https"} if champ is forms.URLField else {}
    with pytest.raises(forms.ValidationError) as refus:
        champ(**options).clean("pas cela")
    assert EXEMPLE.search(refus.value.messages[0])


def test_no_page_shows_half_of_a_space():
    """« nbsp; » without its sign, as a careless replacement leaves it, is read by everybody."""
    gabarits = list((RACINE / "templates").rglob("*.html"))
    assert len(gabarits) > 200
    assert not [str(g) for g in gabarits if re.search(r"(?<!&)nbsp;", g.read_text("utf-8"))]


class Question(forms.Form):
    nom = forms.CharField()
    remarque = forms.CharField(required=False)
    genre = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    rayon = forms.ChoiceField(choices=[("1", "1 km"), ("5", "5 km")])
    commune = forms.ChoiceField(choices=[("", "Choisir"), ("x", "X")])
    jours = forms.MultipleChoiceField(choices=[("l", "Lundi")], widget=forms.CheckboxSelectMultiple, initial=["l"])
    accord = forms.BooleanField()
    cle = forms.CharField(widget=forms.HiddenInput)


class Seule(forms.Form):
    mot = forms.CharField()
    cache = forms.CharField(widget=forms.HiddenInput)


def test_what_must_be_answered_is_marked_and_nothing_else():
    form = Question()
    assert [c.name for c in form if obligation(c)] == ["nom", "genre", "commune", "jours", "accord"]
    # What has an answer can only get another; the only question of a form needs no mark.
    assert [c.name for c in Question(initial={"genre": "a"}) if obligation(c)] == ["nom", "commune", "jours", "accord"]
    assert not obligation(Seule()["mot"])


@pytest.mark.parametrize("gabarit", ["champ", "case", "cases", "selection"])
def test_each_component_shows_it(gabarit):
    nom = {"champ": "nom", "case": "accord", "cases": "genre", "selection": "commune"}[gabarit]
    page = Page(render_to_string(f"composants/{gabarit}.html", {"champ": Question()[nom], "comptes": ""}))
    assert OBLIGATOIRE in next(e for e in page.tous if e.balise in ("label", "legend")).texte
    assert OBLIGATOIRE in choix(Question()["genre"])


def test_a_field_left_without_its_mark_is_found():
    assert sans_mention(Page('<label for="a">Nom</label><input id="a" data-obligatoire>')) == ["<input a>"]
    assert not sans_mention(Page('<label>Nom (obligatoire) <input id="a" data-obligatoire></label>'))


# Boxes to tick that nobody must tick.
LIBRES = {"carte.form.en_cours_d_annee", "vue.suit_le_lieu", "exigence.exige_second_facteur", "form.q"}


def test_no_template_shows_a_label_without_its_mark():
    for chemin in (RACINE / "templates").rglob("*.html"):
        texte = re.sub(r"\{#.*?#\}", "", chemin.read_text("utf-8"))
        for corps in re.findall(r"<(?:label|legend)\b.*?</(?:label|legend)>", texte, re.DOTALL):
            for champ in re.findall(r"\{\{ ?([\w.]+)\.label\b", corps):
                assert champ in LIBRES or f"{{{{ {champ}|obligation }}}}" in corps, (chemin, champ)
