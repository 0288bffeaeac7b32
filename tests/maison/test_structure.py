"""What a page lacks is found: `structure.py` reads every page of the rights matrix (tests/test_droits.py)."""

import pytest

from tests.maison.arbre import Page
from tests.maison.structure import manques

TETE = '<!DOCTYPE html><html lang="fr"><head><title>T</title></head><body>'
RADIO = '<label><input type="radio" name="a">a</label>'
ENTIERE = TETE + "<main><h1>A</h1>{}</main></body></html>"


@pytest.mark.parametrize(
    ("corps", "critere", "manque"),
    [
        ("<svg></svg>", "1.1", "neither an image nor hidden"),
        ('<svg role="img"></svg>', "1.1", "no name"),
        ('<a href="/"><svg aria-hidden="true"><title>a</title></svg></a>', "6.2", "no name"),
        ('<button> <span aria-hidden="true">x</span></button>', "6.2", "no name"),
        ("<center>a</center>", "8.9", "<center>"),
        ('<p style="color: red">a</p>', "8.9", "<p>"),
        ('<p lang="ar">a</p>', "8.10", "not rtl"),
        ('<p lang="français">a</p>', "8.4", "lang français"),
        ('<input type="hidden" name="a" autocomplete="mail">', "11.13", "autocomplete mail"),
        ('<label>a <input type="password"></label>', "11.13", "which password"),
        ('<nav aria-label="Navigation principale"><a href="/">Aide</a></nav>', "12.2", "begins with"),
        ('<p aria-hidden="true"><a href="/">a</a></p>', "10.8", "can be reached"),
        ('<input name="a">', "11.1", "no label"),
        ('<label for="a"> </label><input id="a" name="a">', "11.1", "no label"),
        (RADIO + RADIO, "11.5", "no group"),
        ("<fieldset><p>a</p></fieldset>", "11.6", "no legend"),
        ('<div role="group"></div>', "11.6", "no name"),
        ('<p tabindex="2">a</p>', "12.8", "tabindex 2"),
        ('<a href="/" target="_blank">a</a>', "13.2", "opens a window"),
        ("<h1>b</h1>", "9.1", "2 h1"),
        ("<h3>b</h3>", "9.1", "h3 after h1"),
        ("<nav></nav>", "9.2", "no name"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_found(corps, critere, manque):
    [dit] = manques(Page(ENTIERE.format(corps)))
    assert dit.startswith(critere)
    assert manque in dit


def test_a_page_has_one_title_and_one_main():
    page = Page(ENTIERE.format("").replace("<title>T</title>", "<title> </title>").replace("main>", "div>"))
    assert [dit.split(":")[0] for dit in manques(page)] == ["8.5, 8.6", "9.2, 12.6"]


def test_a_page_says_its_type_and_its_language():
    page = Page(ENTIERE.format("").replace("<!DOCTYPE html>", "").replace(' lang="fr"', ""))
    assert [dit.split(":")[0] for dit in manques(page)] == ["8.1, 8.3", "8.1, 8.3"]


@pytest.mark.parametrize(
    "corps",
    [
        '<svg role="img"><title>a</title></svg><svg aria-hidden="true"></svg>',
        '<a href="/"><svg role="img" aria-label="a"></svg></a><a id="ici"></a><button aria-label="a"></button>',
        '<a href="/"><img src="a.png" alt="a"></a><a href="/"><svg role="img"><title>a</title></svg></a>',
        '<p lang="ar" dir="rtl">a</p><p dir="rtl"><b lang="ar">a</b></p>',
        '<label for="a">a</label><input id="a"><label>b <input name="b"></label><input aria-label="c">',
        '<input type="hidden">',
        '<label>a <input type="password" autocomplete="new-password"></label><p lang="zh-Hans">a</p>',
        '<nav aria-label="Navigation principale"><a href="/">Chercher</a><a href="/aide/">Aide</a></nav>',
        f"<fieldset><legend>a</legend>{RADIO}{RADIO}</fieldset>",
        '<p tabindex="-1">a</p><p tabindex="0">a</p><h2>a</h2><h3>b</h3><h2>c</h2><template><h1>d</h1></template>',
    ],
)
def test_what_is_right_is_left_alone(corps):
    assert manques(Page(ENTIERE.format(corps))) == []


def test_a_fragment_needs_no_title_and_a_frame_opens_windows():
    assert manques(Page("<p>a</p>")) == []
    assert manques(Page('<a href="/" target="_blank">a</a>'), dans_un_cadre=True) == []
