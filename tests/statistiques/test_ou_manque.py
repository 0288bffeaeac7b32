"""« Où manque-t-il une permanence ? », as an administrator of a network reads it."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ateliers.nomenclature import METIERS, THEMES
from comptes.models import Federation
from recherche.models import RechercheVaine
from structures.communes import charger_livrees
from structures.models import Commune
from tests.distribution import creer_federation, creer_lieu, creer_offre, faire_structure

PAGE = "/f/val-de-marne/ou-manque/"
ECRIVAIN = METIERS["ecrivain_public"].masque


@pytest.fixture
def reseau(client, distribution):
    """The 47 communes, and one écrivain public with room, in Créteil."""
    charger_livrees()
    distribution.lieu = creer_lieu(offres=0, commune=Commune.objects.get(pk="94028"))
    distribution.permanence = creer_offre(
        distribution.lieu,
        metiers=ECRIVAIN,
        acces=2,
        dispo="cette_semaine",
        dispo_le=timezone.localdate(),
        dispo_voie="ecran",
        tarif="gratuit",
        horaires="We 18:00-20:30",
    )
    client.force_login(distribution.fede)
    return distribution


def mots(reponse):
    """Return the words of a page on one line, with plain spaces."""
    texte = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", reponse.text, flags=re.DOTALL)
    return re.sub(r"[\s\u00a0\u202f]+", " ", texte.replace("&nbsp;", " "))


def test_an_administrator_reads_who_is_far_and_where_one_more_would_help(client, reseau):
    page = mots(client.get(PAGE, {"metier": "ecrivain_public", "place": "on", "km": "3"}))
    assert "1 lieu ouvert compte" in page
    ou = "à plus de 3 km d’une permanence d’écrivain·e public·que qui a de la place."
    assert re.search(rf"Sur votre territoire, environ 1 \d{{3}} \d00 habitant·es \(\d\d %\) sont {ou}", page)
    assert re.search(r"À Villejuif [\d ]+00 habitant·es de plus seraient à moins de 3 km\.", page)
    assert f"Les 60 183 habitant·es de Villejuif sont {ou}" in page
    for limite in ("à vol d’oiseau", "il ne dit pas leur année", "au centre de leur commune"):
        assert limite in page


PHRASES = {
    "": "d’une activité qui a de la place.",
    "km=2": "à plus de 2 km d’une activité.",
    "km=3&metier=ecrivain_public&metier=juriste": "d’une permanence d’écrivain·e public·que ou de juriste.",
    "km=3&nature=atelier&moment=soir&gratuit=on": "d’un atelier (soir, gratuit).",
    "km=3&theme=droits&fauteuil=on&place=on": "« Connaître ses droits » (accessible en fauteuil) qui a",
    "km=3&q=tricot": "d’une activité pour « tricot ».",
}


def test_what_is_missing_is_said_in_words(client, reseau):
    for question, attendu in PHRASES.items():
        assert attendu in mots(client.get(f"{PAGE}?{question}")), question


def test_a_full_or_silent_place_does_not_count_unless_somebody_says_so(client, reseau):
    creer_offre(creer_lieu(offres=0, commune=Commune.objects.get(pk="94077")), metiers=ECRIVAIN, acces=2)
    sur = {"metier": "ecrivain_public", "km": "3"}
    assert "1 lieu ouvert compte" in mots(client.get(PAGE, sur | {"place": "on"}))
    assert "2 lieux ouverts comptent" in mots(client.get(PAGE, sur))
    assert "1 lieu ouvert compte" in mots(client.get(PAGE, sur | {"gratuit": "on", "moment": "soir"}))


def test_places_of_other_networks_and_beyond_the_border_count(client, reseau):
    essonne = creer_federation("essonne", departements=["91"])
    creer_offre(
        creer_lieu(offres=0, structure=faire_structure(federation=essonne), commune=Commune.objects.get(pk="91027")),
        metiers=ECRIVAIN,
    )
    assert "2 lieux ouverts comptent" in mots(client.get(PAGE, {"metier": "ecrivain_public", "km": "3"}))


def test_unmet_searches_of_the_year_break_ties_and_are_shown(client, reseau):
    for jours in (1, 400):
        RechercheVaine.objects.create(
            jour=timezone.localdate() - timedelta(days=jours),
            theme="courrier",
            commune_id="94047",
        )
    lignes = lire_csv(client.get(PAGE, {"theme": "courrier", "km": "1", "format": "csv"}))
    assert {x["Commune"]: x["Recherches sans résultat"] for x in lignes}["Mandres-les-Roses"] == "1"
    assert {
        x["Recherches sans résultat"] for x in lire_csv(client.get(PAGE, {"theme": "droits", "format": "csv"}))
    } == {"0"}


def lire_csv(reponse):
    return list(csv.DictReader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))


def test_the_file_holds_every_commune_with_the_numbers_of_the_page(client, reseau):
    reponse = client.get(PAGE, {"metier": "ecrivain_public", "km": "3", "format": "csv"})
    assert reponse["Content-Disposition"] == 'attachment; filename="ou-manque-val-de-marne-3km.csv"'
    lignes = lire_csv(reponse)
    assert len(lignes) == 47
    assert sum(int(x["Population"]) for x in lignes) == 1_426_929
    creteil = next(x for x in lignes if x["Commune"] == "Créteil")
    assert (creteil["À plus de 3 km"], creteil["Le plus proche (km)"], creteil["Points"]) == ("0", "0", "10")
    rangs = sorted(int(x["Rang"]) for x in lignes if x["Rang"])
    assert rangs == list(range(1, len(rangs) + 1))


def test_each_column_sorts_the_table(client, reseau):
    page = client.get(PAGE, {"metier": "ecrivain_public", "km": "3"}).text
    liens = re.findall(r'href="(\?[^"]*ordre=(\w+))#communes"', page)
    premieres = {}
    for lien, ordre in liens:
        page = client.get(PAGE + lien.replace("&amp;", "&")).text
        assert page.count("aria-sort=") == 1
        premieres[ordre] = re.findall(r'<th scope="row">([^<]+)</th>', page)[0]
    assert premieres == {
        "nom": "Ablon-sur-Seine",
        "loin": "Vitry-sur-Seine",
        "part": "Vitry-sur-Seine",
        "distance": "Périgny",
        "recherches": "Vitry-sur-Seine",
        "gain": "Villejuif",
    }


def test_what_is_not_understood_is_said_and_the_rest_answers(client, reseau):
    for question in ("km=0", "km=11", "km=x", "ordre=x", "metier=plombier", "jour=lundi", "q=" + "a" * 300):
        reponse = client.get(f"{PAGE}?km=3&{question}")
        assert reponse.status_code == 200
        assert "n’a pas été prise" in mots(reponse), question
        assert "Commune par commune" in reponse.text


def test_a_territory_without_a_commune_says_what_to_do(client, reseau):
    Federation.objects.filter(slug="val-de-marne").update(departements=["2A"])
    assert "Aucune commune n’est connue sur votre territoire" in mots(client.get(PAGE))
    assert lire_csv(client.get(f"{PAGE}?format=csv")) == []


def test_nobody_far_is_said_too(client, reseau):
    for commune in Commune.objects.of_departements(["94"]).order_by("pk")[::3]:
        creer_offre(creer_lieu(offres=0, commune=commune))
    page = mots(client.get(f"{PAGE}?km=10"))
    assert "Sur votre territoire, tout le monde est à moins de 10 km d’une activité." in page
    assert "47 autres communes ont tout à moins de 10 km." in page


def test_more_places_cost_no_more_queries(client, reseau, compte_requetes):
    def agrandir():
        for _ in range(6):
            creer_offre(reseau.lieu, metiers=ECRIVAIN)
            creer_lieu(commune=Commune.objects.get(pk="94077"))

    compte_requetes(lambda: client.get(f"{PAGE}?km=3"), agrandir, maximum=9)


def test_the_map_says_each_commune_without_a_script(client, reseau):
    page = client.get(PAGE, {"metier": "ecrivain_public", "km": "3"}).text
    dessin = page[page.index('<svg viewBox="0 0 720') :].partition("</svg>")[0]
    assert dessin.count("<circle") == 47
    assert "<title>Villejuif\u00a0: 60\u202f183\u00a0habitant·es loin (100\u00a0%)</title>" in dessin
    assert "<title>Créteil\u00a0: personne n’est loin</title>" in dessin
    assert dessin.count('class="numero') == 5
    assert "nan" not in dessin


def test_themes_are_those_of_the_search(client, reseau):
    page = client.get(PAGE).text
    assert all(f'name="theme" value="{t.code}"' in page for t in THEMES)
