"""The small validator finds what a large one would: it reads every page of the rights matrix (tests/test_droits.py)."""

import pytest
from django.urls import reverse

from tests.maison.arbre import Page
from tests.maison.validite import fautes

ENTIERE = '<!DOCTYPE html><html lang="fr"><head><title>T</title></head><body>{}</body></html>'


@pytest.mark.parametrize(
    ("corps", "faute"),
    [
        ("<p>a", "is left open"),
        ("<b><i>a</b></i>", "closes"),
        ('<p class="a" class="b">a</p>', "twice"),
        ("<div/>", "closes itself"),
        ('<i id="a"></i><b id="a"></b>', "2 times"),
        ('<i id="a b"></i>', "cannot be one"),
        ('<label for="b">a</label>', "names no element"),
        ('<p id="a">a</p><label for="a">a</label>', "labels"),
        ("<p>a<ul><li>b</li></ul></p>", "in <p>"),
        ("<span><h2>a</h2></span>", "in <span>"),
        ('<a href="/"><button>a</button></a>', "in a link or a button"),
        ("<form><form></form></form>", "another form"),
        ("<ul>a</ul>", "words in <ul>"),
        ("<ul><p>a</p></ul>", "<p> in <ul>"),
        ("<li>a</li>", "<li> in <body>"),
        ("<details><p>a</p><summary>b</summary></details>", "not the first"),
        ('<img src="a.png">', "without alt"),
        ('<p align="center">a</p>', "not an attribute"),
    ],
)
def test_a_fault_is_found(corps, faute):
    assert any(faute in dite for dite in fautes(Page(ENTIERE.format(corps))))


def test_a_page_without_doctype_is_one():
    assert fautes(Page(ENTIERE.removeprefix("<!DOCTYPE html>").format(""))) == ["no doctype"]


@pytest.mark.django_db
def test_a_page_that_is_not_found_is_valid(client):
    assert fautes(Page(client.get("/nulle-part/").text)) == []
    assert (
        fautes(Page(client.get(reverse("recherche:accueil"), {"q": "introuvable", "avant": "2027-01-01"}).text)) == []
    )
