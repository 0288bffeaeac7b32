"""Words of a question that are another criterion are proposed, never acted upon."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from recherche.precisions import precisions

SAMEDI = date(2026, 11, 28)


def proposees(q: str, *ignores: str) -> dict[str, dict[str, tuple[str, ...]]]:
    return {p.texte: p.valeurs for p in precisions(q, ignores or tuple(q.split()), today=SAMEDI)}


@pytest.mark.parametrize(
    ("q", "attendu"),
    [
        ("impôts demain", {"demain, dimanche": {"quand": ("semaine",), "jour": ("di",)}}),
        ("CV jeudi matin", {"jeudi matin": {"jour": ("je",), "moment": ("matin",)}}),
        ("CV lundi jeudi", {"lundi ou jeudi": {"jour": ("lu", "je")}}),
        ("CAF le week-end", {}),
        ("CAF weekend", {"le week-end": {"jour": ("sa", "di")}}),
        ("ordinateur cet après midi", {"cet après-midi": {"quand": ("aujourdhui",), "moment": ("apres-midi",)}}),
        ("ordinateur l' après midi", {"l’après-midi": {"moment": ("apres-midi",)}}),
        ("ordinateur midi", {}),
        ("CAF demain soir", {"demain, dimanche soir": {"quand": ("semaine",), "jour": ("di",), "moment": ("soir",)}}),
        ("CV gratuite", {"gratuit": {"gratuit": ("on",)}}),
        ("CAF vite", {"ce qui se peut avant le lundi 30 novembre": {"avant": ("2026-11-30",)}}),
        ("impôts en arabe", {"en arabe": {"langue": ("ar",)}}),
        ("impôts arabe turc", {}),  # the form asks for one language
        ("devoirs fils", {"pour enfants": {"public": ("enfants",)}}),
        ("courrier proche", {}),
    ],
)
def test_what_a_dropped_word_would_be(q, attendu):
    assert proposees(q) == attendu


def test_each_is_one_tap_away_with_what_it_would_leave(client, distribution):
    page = client.get(reverse("recherche:accueil"), {"q": "impôts gratuit algérien demain"})
    resultats = page.context["resultats"]
    [demain, gratuit] = resultats.precisions
    assert demain.texte.startswith("demain, ")
    assert demain.nombre is None  # two choices at once are not counted
    assert gratuit.nombre == resultats.comptes["gratuit"]["on"]
    assert f"gratuit</a> ({gratuit.nombre})" in page.text
    # Said once: what can be kept is not « laissé de côté » too.
    assert resultats.messages == ["Laissé de côté dans la recherche\u00a0: «\u00a0algérien\u00a0»."]
    question = QueryDict(gratuit.url.partition("?")[2])
    assert (question["q"], question["gratuit"]) == ("impôts gratuit algérien demain", "on")

    suite = client.get(gratuit.url).context["resultats"]
    assert [p.texte for p in suite.precisions] == [demain.texte]
    assert suite.activites_total == gratuit.nombre


def test_a_hostile_question_is_proposed_as_text(client, distribution):
    page = client.get(reverse("recherche:accueil"), {"q": "impôts demain <script>alert(1)</script>"})
    assert "<script>alert" not in page.text
