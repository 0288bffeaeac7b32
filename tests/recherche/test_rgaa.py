"""The public statement, its document and the file they come from say the same; a test that is named exists."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.urls import reverse

from recherche import rgaa

RACINE = Path(__file__).parents[2]
DOCUMENT = RACINE / "docs" / "accessibilite.md"
PAR_THEME = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


def test_every_criterion_is_there_once():
    attendus = [f"{theme}.{rang}" for theme, combien in enumerate(PAR_THEME, 1) for rang in range(1, combien + 1)]
    assert [critere.numero for critere in rgaa.criteres()] == attendus


def test_a_decided_status_says_what_it_rests_on_and_a_named_test_exists():
    for critere in rgaa.criteres():
        assert critere.code in rgaa.STATUTS
        assert critere.code == "AV" or critere.preuve, critere
        for fichier, nom in re.findall(r"(tests/[\w/]+\.py)::(\w+)", critere.preuve):
            assert f"def {nom}(" in (RACINE / fichier).read_text("utf-8"), critere


def test_the_document_says_the_same():
    lignes = re.findall(r"^\| (\d+\.\d+) \| (.+?) \| (.+?) \| (.*?) ?\|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert lignes == [(c.numero, c.titre, c.statut, c.preuve) for c in rgaa.criteres()]
    compte = Counter(critere.statut for critere in rgaa.criteres())
    for statut in rgaa.STATUTS.values():
        assert f"* {statut} : {compte[statut]}\n" in DOCUMENT.read_text("utf-8")
    tenus = rgaa.etat()["tenus"]
    document = " ".join(DOCUMENT.read_text("utf-8").split())
    assert f"Pour {tenus} critères, un test tient tout ou partie" in document
    assert f"Les {len(rgaa.criteres()) - tenus} autres critères ne reposent que" in document


def gabarits():
    return {chemin: chemin.read_text("utf-8") for chemin in (RACINE / "templates").rglob("*.html")}


def test_every_whole_page_leads_to_its_contents():
    entieres = {chemin: texte for chemin, texte in gabarits().items() if "<html" in texte}
    assert len(entieres) >= 4
    for chemin, texte in entieres.items():
        assert texte.index('href="#contenu"') < texte.index('<main id="contenu"'), chemin


def test_every_table_has_a_title():
    for chemin, texte in gabarits().items():
        for balise, suite in re.findall(r"(<table[^>]*>)\s*(\S+)", texte):
            assert "aria-labelledby=" in balise or suite.startswith("<caption"), chemin
        assert all("scope=" in entete for entete in re.findall(r"<th\b[^>]*>", texte)), chemin


@pytest.mark.django_db
def test_the_page_says_the_same(client):
    html = client.get(reverse("recherche:accessibilite")).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")
    etat = rgaa.etat()
    assert f"Accessibilité : {etat['mention']}" in html
    assert html.count(f"Accessibilité : {etat['mention']}") == 2  # the statement, and the foot of the page
    assert f"{etat['conformes']} conformes" in html
    assert f"Pour {etat['tenus']} critères, des tests" in html
    reste = "reste" if etat["a_verifier"] == 1 else "restent"
    assert f"{etat['a_verifier']} {reste} à vérifier" in html
    for critere in etat["non_conformes"]:
        assert critere.numero in html
