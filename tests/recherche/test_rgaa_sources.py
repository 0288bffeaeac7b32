"""What RGAA asks of the sources, read in all of ours: templates, style sheets and scripts. No page is opened.

A criterion that does not apply is one whose technique is nowhere; each of these fails on the day that one comes in.
"""

import re
from pathlib import Path

import pytest
from django.conf import settings

RACINE = Path(__file__).parents[2]
COMMENTAIRES = re.compile(r"/\*.*?\*/|\{#.*?#\}|<!--.*?-->", re.DOTALL)


def lire(dossier: str, suffixe: str) -> dict[str, str]:
    """Return the sources of a kind by their path, without what is written for us alone."""
    chemins = sorted((RACINE / dossier).rglob(f"*{suffixe}"))
    return {str(c.relative_to(RACINE)): COMMENTAIRES.sub("", c.read_text("utf-8")) for c in chemins}


GABARITS = lire("templates", ".html")
FEUILLES = lire("static/css", ".css")
SCRIPTS = lire("static/js", ".js") | lire("templates", ".js")


def ou(motif: str, *sources: dict[str, str]) -> list[str]:
    """Return where a technique is, each time, with a few words of it."""
    trouve = re.compile(motif, re.IGNORECASE)
    return [
        f"{chemin}: {m.group()[:80]}"
        for partie in sources
        for chemin, texte in partie.items()
        for m in trouve.finditer(texte)
    ]


def regles(texte: str):
    """Yield each innermost rule of a style sheet: its selector, and what it declares."""
    for selecteur, corps in re.findall(r"([^{};]+)\{([^{}]*)\}", texte):
        yield " ".join(selecteur.split()), corps


def test_all_of_our_sources_are_read():
    assert len(GABARITS) > 200
    assert len(FEUILLES) > 20
    assert len(SCRIPTS) > 12


@pytest.mark.parametrize(
    ("criteres", "motif"),
    [
        ("1.4, 1.5", r"captcha|turnstile"),
        ("4.1 à 4.7, 4.10, 4.11", r"<(audio|video|track|source|object|embed|applet|bgsound)\b|new Audio\b|autoplay"),
        ("5.1, 5.2, 5.3, 5.8", r"\browspan=|\bheaders=|<table[^>]*role=|\bsummary=\""),
        ("11.8", r"<optgroup"),
        ("12.3, 12.4", r"plan du site|url 'recherche:plan'"),
        ("13.1", r"http-equiv|setInterval\("),
        ("13.12", r"devicemotion|deviceorientation|Accelerometer|Gyroscope"),
        ("13.9", r"orientation[-\"'.]*(lock|: *(portrait|landscape))|screen\.orientation"),
    ],
)
def test_a_technique_that_is_nowhere(criteres, motif):
    assert not ou(motif, GABARITS, FEUILLES, SCRIPTS), criteres


def test_nothing_moves_by_itself():
    """13.7, 13.8: no animation; a short transition, where the person has not asked for none."""
    assert not ou(
        r"@keyframes|\banimation(-name)?:|<(marquee|blink|animate)\b|\.animate\(", GABARITS, FEUILLES, SCRIPTS
    )
    assert "calm && { zoomAnimation: false, fadeAnimation: false" in SCRIPTS["static/js/carte-vue.js"]
    assert not ou(r"\.gif\b|\.apng\b", GABARITS, FEUILLES)
    for chemin, texte in FEUILLES.items():
        reste = re.sub(r"@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", texte)
        assert not re.search(r"\btransition\b", reste), chemin


def test_nothing_appears_because_it_is_pointed_at():
    """10.13, 10.14, 12.11: pointing or reaching changes colours and lines, never what is shown."""
    montre = re.compile(r"(^|[;{\s])(display|visibility|opacity|content|clip|clip-path|height|max-height|left)\s*:")
    for chemin, texte in FEUILLES.items():
        for selecteur, corps in regles(texte):
            if re.search(r":(hover|focus|focus-within|focus-visible)\b", selecteur):
                assert not montre.search(corps), f"{chemin}: {selecteur}"


# Reached by the keyboard only through a script that sets the focus there (tabindex -1), or framed otherwise.
SANS_CONTOUR = {
    ("static/css/carte.css", ".epingle:focus, .grappe:focus"),
    ("static/css/carte.css", ".bulle:focus"),
    ("static/css/hors-ligne.css", ".fiche-gardee:focus"),
    ("static/css/site.css", '[tabindex="-1"]:focus'),
    ("static/css/site.css", ".barre .champ input"),
    ("static/css/vivant.css", '[tabindex="-1"]:focus'),
}


def test_the_focus_is_seen():
    """10.7: three pixels for whatever is reached, and no rule more takes them away than those that were read."""
    for feuille in ("static/css/site.css", "static/css/vivant.css"):
        assert any(
            s == ":focus-visible" and "outline: 3px solid var(--focus)" in c for s, c in regles(FEUILLES[feuille])
        )
    sans = {
        (chemin, selecteur)
        for chemin, texte in FEUILLES.items()
        for selecteur, corps in regles(texte)
        if re.search(r"outline:\s*(0|none)\b", corps)
    }
    assert sans == SANS_CONTOUR
    # What replaces it, for the three that the keyboard does reach.
    assert ".barre .champ:focus-within" in FEUILLES["static/css/site.css"]
    assert ":focus-visible" in FEUILLES["static/css/carte.css"]


def test_style_sheets_write_no_word():
    """10.2: what they add is a sign, or a reminder of what the page says; the running heads of paper are doubled."""
    for chemin, texte in FEUILLES.items():
        papier = re.sub(r"@page\b[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", texte)
        for valeur in re.findall(r"(?<![\w-])content:([^;}]+)", papier):
            for mot in re.findall(r'"([^"]*)"', re.sub(r"\\[0-9a-f]+", "", valeur)):
                assert not re.search(r"[^\W\d_]", mot), f"{chemin}: {valeur}"


def test_the_order_of_reading_is_that_of_the_source():
    """10.3: two rules alone put a part elsewhere (the map, the sorting), which say the same there."""
    ordres = ou(r"(?<![\w-])order:\s*-?\d+", FEUILLES)
    assert [ligne.partition(":")[0] for ligne in ordres] == ["static/css/carte.css", "static/css/site.css"]
    assert not ou(r"-reverse\b|grid-auto-flow:\s*[\w ]*dense", FEUILLES)


def test_colours_go_by_two():
    """10.5: the page declares its text and its ground, and no component writes a colour of its own on a screen."""
    for feuille in ("static/css/site.css", "static/css/vivant.css"):
        page = "".join(corps for selecteur, corps in regles(FEUILLES[feuille]) if selecteur in ("body", "html"))
        assert "color: var(--text)" in page, feuille
        assert "background: var(--ground)" in page, feuille


def test_a_frame_has_a_title():
    """2.1: one frame, of which one writes the title."""
    cadres = ou(r"<iframe[^>]*>", GABARITS)
    assert len(cadres) == 1
    [cadre] = re.findall(r"<iframe[^>]*>", GABARITS["templates/echanges/integration/fabrique.html"])
    assert re.search(r'\btitle="\{\{', cadre)


def test_no_text_is_cryptic():
    """13.5, 13.6: no smiley nor drawing in letters."""
    assert not ou(r"[\U0001F300-\U0001FAFF\u2600-\u26FF]|[:;]-[)(D]|\(:|¯\\_|[-=_*]{6,}", GABARITS)


def test_an_action_waits_for_the_release():
    """13.11: what listens to the press keeps the focus where it is, or draws what is corrected; the rest is a click."""
    ecoutent = {
        chemin for chemin, texte in SCRIPTS.items() if re.search(r"\"(pointerdown|mousedown|touchstart)\"", texte)
    }
    assert ecoutent == {"static/js/epingle.js", "static/js/grille.js", "static/js/suggestions.js"}
    for chemin in ecoutent - {"static/js/grille.js"}:
        for suite in re.findall(r"\"(?:pointerdown|mousedown|touchstart)\",(.*)", SCRIPTS[chemin]):
            assert "preventDefault()" in suite or suite.strip() == "(event) => {", f"{chemin}: {suite}"


def test_the_menu_is_one_and_begins_with_the_search():
    """12.1, 12.2, 12.5: one template, for each page that has one; « Chercher » first; the rest at the foot of all."""
    assert {ligne.partition(":")[0] for ligne in ou(r"nav_liens\.html", GABARITS)} == {"templates/composants/nav.html"}
    for chemin, texte in GABARITS.items():
        for nav in re.findall(r"\{% block nav %\}(.*?)\{% endblock %\}", texte, re.DOTALL):
            assert "composants/nav.html" in nav, chemin
    liens = GABARITS["templates/composants/nav_liens.html"]
    assert re.search(r"<a [^>]*>(?:\s|\{%.*?%\})*Chercher", liens).start() == liens.index("<a ")
    assert "composants/liens_pied.html" in GABARITS["templates/base.html"]
    pied = GABARITS["templates/composants/liens_pied.html"]
    for nom in ("aide", "accessibilite", "mentions"):
        assert f"recherche:{nom}" in pied, nom


def test_no_session_ends_while_one_writes():
    """13.1: two weeks; what asks again by itself is only how far a long job is."""
    assert settings.SESSION_COOKIE_AGE >= 14 * 24 * 3600
    assert {ligne.partition(":")[0] for ligne in ou(r'hx-trigger="[^"]*every', GABARITS)} == {
        "templates/bureau/structures/_travail.html",
        "templates/echanges/_progression.html",
    }


def test_a_drawing_of_figures_says_them_too():
    """1.6, 1.7, 1.9: each chart is a named figure with a legend, and the table of its numbers in the same template."""
    figures = {chemin: texte for chemin, texte in GABARITS.items() if "<figure" in texte}
    assert len(figures) >= 4
    for chemin, texte in figures.items():
        assert re.search(r'<figure[^>]*role="figure"[^>]*aria-label', texte), chemin
        assert "<figcaption" in texte, chemin
        if "graphique" in texte:
            assert "<table" in texte, chemin


def test_no_image_is_of_text():
    """1.8: the only images are the photographs that places give, and what the browser draws from its own letters."""
    sources = [s for texte in GABARITS.values() for s in re.findall(r'<img\b[^>]*?src="([^"]*)"', texte)]
    assert sources
    assert all("photo_url" in source for source in sources), sources
    assert not ou(r"background(-image)?:[^;]*url\(", FEUILLES)


def clarte(couleur: str) -> float:
    """Return the relative luminance of #rgb or #rrggbb, as WCAG defines it."""
    chiffres = couleur[1:] if len(couleur) == 7 else "".join(c * 2 for c in couleur[1:])
    parts = [int(chiffres[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    rouge, vert, bleu = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * rouge + 0.7152 * vert + 0.0722 * bleu


def contraste(une: str, autre: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    sombre, claire = sorted((clarte(une), clarte(autre)))
    return (claire + 0.05) / (sombre + 0.05)


@pytest.mark.parametrize("theme", ["clair", "sombre"])
def test_what_is_not_text_is_seen_on_its_ground(theme):
    """3.3: edges of fields, focus and pins, at least three to one, in both themes."""
    clair, sombre = FEUILLES["static/css/tokens.css"].split("@media (prefers-color-scheme: dark)")
    couleurs = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", clair))
    if theme == "sombre":
        couleurs |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", sombre.split("@media")[0]))
    for trait in ("edge", "focus", "brand"):
        for fond in ("ground", "surface", "sand", "raised"):
            assert contraste(couleurs[trait], couleurs[fond]) >= 3, (trait, fond)
    for nature in ("centre", "evs", "partenaire", "autre"):
        assert contraste(couleurs[f"pin-{nature}"], couleurs["pin-text"]) >= 4.5, nature
        assert contraste(couleurs[f"pin-{nature}"], couleurs["pin-ring"]) >= 3, nature
