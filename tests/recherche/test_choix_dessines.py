"""The choices of the form, drawn once for all who have chosen the same, say what they would say drawn for one."""

import pytest
from django.http import QueryDict
from django.template.loader import get_template
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from recherche.filters import formulaire
from recherche.templatetags import recherche as etiquettes

# Right, unknown, hostile: what an address may hold.
VALEURS = {
    "theme": ("demarches", "courrier", "inconnu", "[0:aucune:theme]", "<b>"),
    "quand": ("semaine", "maintenant", "hier"),
    "jour": ("lu", "sa"),
    "sans_rdv": ("on", "off"),
    "langue": ("en", "ar", "xx"),
    "rayon": ("5", "999"),
    "type": ("centre_social", "mairie"),
    "litteral": ("on",),
    "avant": ("2026-12-01", "2020-01-01", "demain", '"><script>'),
    "q": ("écrivain",),
    "pres": ("Créteil",),
}
CODES = ("", "demarches", "courrier", "semaine", "lu", "on", "en", "centre_social")
comptes_ = st.dictionaries(
    st.sampled_from(("theme", "quand", "jour", "sans_rdv", "langue", "type", "gratuit")),
    st.dictionaries(st.sampled_from(CODES), st.integers(0, 12_345)),
)
questions = st.dictionaries(
    st.sampled_from(sorted(VALEURS)), st.lists(st.integers(0, 4), min_size=1, max_size=3), max_size=5
)


@pytest.mark.django_db
@given(question=questions, comptes=comptes_, encore=comptes_, accueil=st.booleans())
def test_they_say_what_they_would_say_drawn_for_one(question, comptes, encore, accueil):
    donnees = QueryDict(mutable=True)
    for nom, rangs in question.items():
        donnees.setlist(nom, [VALEURS[nom][r % len(VALEURS[nom])] for r in rangs])
    form = formulaire(donnees)
    for nombres in (comptes, encore, {}):
        seul = get_template(etiquettes.GABARIT).render(
            {"form": form, "comptes": nombres or "", "accueil": accueil, "chemin": "/f/x/"}
        )
        assert etiquettes.choix_de_la_recherche(form, nombres, accueil, "/f/x/") == seul


@pytest.mark.django_db
@override_settings(DEBUG=False)
def test_a_second_question_with_the_same_choices_draws_nothing(rf):
    etiquettes._dessin.cache_clear()
    for pres, nombre in (("Créteil", 3), ("Cachan", 0)):
        form = formulaire(QueryDict(f"theme=demarches&pres={pres}"))
        html = etiquettes.choix_de_la_recherche(form, {"theme": {"demarches": nombre}}, False, "/")
        assert f'data-compte="theme:demarches">{nombre}<' in html
    assert etiquettes._dessin.cache_info().misses == 1
