"""What an administrator reads of the état des lieux: every number with what it is made of, and who is behind it."""

import io
import re
from datetime import date
from html import unescape

import pytest
from openpyxl import load_workbook

from statistiques.indicateurs import REGISTRE, indicateurs
from statistiques.instantanes import instantane
from tests.distribution import creer_lieu, ecrire, faire_lieu
from tests.statistiques.petit_reseau import JOUR, adherente


def texte(reponse):
    assert reponse.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", reponse.text)))


@pytest.mark.parametrize("chemin", ["", "livret/"])
def test_every_number_goes_with_its_numerator_its_base_and_its_definition(lire, chemin):
    lu = texte(lire(chemin))
    for indicateur in REGISTRE:
        if chemin and indicateur.detail_de:
            continue  # on paper, its chart tells it
        assert indicateur.nom in lu
        assert indicateur.detail_de or re.sub(r" (?=[:;])", " ", indicateur.definition) in lu
    assert "Animent un atelier La structure propose, ou accueille" in lu
    assert "75 % 3 sur 4 structures base réseau" in lu
    assert "50 % 1 sur 2 structures base réseau, 2 structures ne l’ont pas dit" in lu
    assert "1 500 personnes dans 2 structures base répondants, 1 structure ne l’a pas dit" in lu
    assert "4 structures Les structures adhérentes à la fédération" in lu
    assert "3 structures Celles du réseau qui ont dit leurs chiffres" in lu
    assert "pas comptées : E." in lu


def test_each_chart_has_a_title_a_description_and_a_table(lire):
    for chemin in ("", "livret/", "atelier/", "ordinateurs_moyenne/"):
        html = lire(chemin).text
        dessins = re.findall(r'<svg class="(?:barres|colonnes|courbe)".*?</desc>', html, re.DOTALL)
        assert dessins
        for dessin in dessins:
            titre, description = re.search(r'role="img"\s+aria-labelledby="(\S+) (\S+)"', dessin).groups()
            assert f'<title id="{titre}">' in dessin
            assert re.search(rf'<desc id="{description}">[^<]{{10,}}</desc>', dessin)
            assert html.count(f'id="{titre}"') == 1
        assert html.count("<table") >= 1
        assert "style=" not in html


def test_who_is_behind_a_number_is_listed_yes_first_then_unknown(lire, reseau):
    lu = texte(lire("salle_dediee/"))
    assert re.search(r"A Créteil oui B Créteil non C Ivry-sur-Seine non connu D Ivry-sur-Seine non connu", lu)
    assert "Associatives 1 1 0 50 % Municipales 0 0 2 non connu" in lu
    activites = texte(lire("activites_saturees/"))
    assert "A, " not in activites.split("Qui est derrière")[0]
    assert activites.count(" non connu") == 3
    assert "Créteil 94028 non" in texte(lire("communes_sans_atelier/"))
    assert lire("inconnu/").status_code == 404


def test_the_months_are_drawn_once_there_are_two(lire, reseau):
    assert "mois par mois" not in lire("atelier/").text
    ancien = instantane(reseau, indicateurs(reseau, JOUR).resultats["atelier"], date(2025, 3, 1))
    ancien.numerateur, ancien.valeur = 1, 25
    ancien.save()
    lu = texte(lire("atelier/"))
    assert "mois par mois" in lu
    assert "mars 2025 1 sur 4 (25 %)" in lu
    assert "+ 2 depuis mars 2025" in lu


def test_what_each_commune_holds_and_lacks(lire):
    lu = texte(lire("communes/"))
    assert "Ivry-sur-Seine 50 000 2 " in lu
    assert re.search(r"Accès libre Créteil 50.000 2 \d+ \d+ \d+ \d+ \d+ 0 ", lu)


@pytest.mark.parametrize("chemin", ["", "atelier/", "activites_saturees/", "communes/"])
def test_each_table_is_a_file_too(lire, chemin):
    assert lire(f"{chemin}?format=csv").content.startswith(b"\xef\xbb\xbf")
    classeur = load_workbook(io.BytesIO(lire(f"{chemin}?format=xlsx").content))
    assert len(classeur.worksheets) == 2
    assert classeur.worksheets[0].max_row >= 3


def test_more_structures_cost_no_more(lire, compte_requetes):
    def agrandir():
        for n in range(6):
            structure, centre, (lieu,) = adherente(f"S{n}", "associatif")
            ecrire(structure, centre, lieu, faire_lieu(structure, principal=False))
            creer_lieu()

    compte_requetes(lambda: [lire(p) for p in ("", "atelier/", "livret/")], agrandir, maximum=75)
