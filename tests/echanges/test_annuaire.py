"""« L’annuaire à imprimer »: what the document holds, for whom it is cut, and what it never does to the server."""

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from ateliers.nomenclature import ACCES, PAPIERS, THEMES
from echanges.annuaire import document
from structures.models import Commune
from tests.distribution import creer_commune, creer_federation, creer_lieu, creer_offre, faire_structure

CHOIX, DOCUMENT = "/annuaire/", "/annuaire/imprimer/"


def texte(reponse):
    brut = re.sub(r"<(script|style).*?</\1>", "", unescape(reponse.text), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", brut))


def noms(reponse):
    return re.findall(r"<h4>([^<]*)</h4>", unescape(reponse.text))


@pytest.fixture
def reseau(db):
    """Two places of Créteil, one of Choisy, and what comes without a place."""
    quai = creer_lieu(
        0, nom="Maison du Quai", telephone="+33199001234", horaires="Mo-Fr 09:00-12:00", reconnaitre="Porte verte"
    )
    creer_offre(
        quai,
        nom="Écrivain public",
        themes=THEMES.masque(["courrier"]),
        horaires="Tu 14:00-17:00",
        acces=ACCES["sans_rdv"].masque,
        tarif="adhesion",
        papiers=PAPIERS.masque(PAPIERS.codes(-1)[:1]),
        telephone="+33199004321",
        verifie_le=date(2026, 5, 12),
        verifie_voie="ecran",
    )
    creer_offre(creer_lieu(0, nom="Atelier du Port"), nom="Taper un CV", themes=THEMES.masque(["emploi"]))
    choisy = creer_lieu(0, nom="Centre de Choisy", commune=creer_commune("94022"))
    creer_offre(choisy, nom="Lire un courrier", themes=THEMES.masque(["courrier"]))
    chez_soi = {"mode": "telephone", "structure": choisy.structure}
    creer_offre(nom="Au téléphone", zone="|94022|", **chez_soi)
    return quai


def test_a_place_says_all_that_one_needs_before_going(client, reseau):
    page = client.get(DOCUMENT)
    dit = texte(page)
    for attendu in (
        "Maison du Quai",
        "1 rue de la Démonstration",
        "01 99 00 12 34",
        "Porte verte",
        "Écrivain public",
        "e mardi, de 14 h à 17 h",
        "sans rendez-vous",
        "gratuit avec l’adhésion",
        "À apporter :",
        "01 99 00 43 21",
        "Vérifié le 12 mai 2026",
        "Dernière vérification : 12 mai 2026",
        "Fédération val-de-marne",
    ):
        assert attendu in dit, attendu
    # By commune, then place; what has no place is last.
    assert noms(page) == ["Lire un courrier", "Taper un CV", "Écrivain public", "Au téléphone"]
    assert not page.cookies


def test_the_contents_and_the_index_lead_to_the_places(client, reseau):
    page = unescape(client.get(DOCUMENT).text)
    sommaire = re.search(r'<nav class="annuaire-sommaire.*?</nav>', page, re.DOTALL)[0]
    assert re.findall(r'<a href="#[\w-]+">([^<]*)</a> <span>([^<]*)</span>', sommaire) == [
        ("Choisy-le-Roi", "n°\u00a01"),
        ("Créteil", "n°\u00a02 à\u00a03"),
        ("Sans se déplacer", "n°\u00a04"),
        ("Index par besoin", "à la fin"),
    ]
    index = re.search(r'<section class="annuaire-index.*', page, re.DOTALL)[0]
    courrier = re.search(r"Comprendre ou écrire un courrier.*?</ul>", index, re.DOTALL)[0]
    assert re.findall(r">(\d+)<", courrier) == ["1", "3"]
    ancres = set(re.findall(r'href="#([\w-]+)"', sommaire + index))
    assert ancres <= set(re.findall(r'id="([\w-]+)"', page))


@pytest.mark.parametrize(
    ("question", "attendus"),
    [
        ("commune=Créteil", ["Taper un CV", "Écrivain public"]),
        ("commune=94600", ["Lire un courrier", "Au téléphone"]),
        ("commune=94&besoin=courrier", ["Lire un courrier", "Écrivain public"]),
        ("commune=75", []),
        ("besoin=emploi", ["Taper un CV"]),
        ("federation=autre", ["Ailleurs"]),
    ],
)
def test_a_document_is_about_a_commune_a_need_a_network(client, reseau, question, attendus):
    autre = creer_federation("autre")
    creer_offre(
        creer_lieu(0, structure=faire_structure(federation=autre), commune=creer_commune("75113")),
        nom="Ailleurs",
        themes=THEMES.masque(["droits"]),
    )
    if question == "commune=75":
        attendus = ["Ailleurs"]
    assert noms(client.get(f"{DOCUMENT}?{question}")) == attendus
    compte = texte(client.get(f"{CHOIX}?{question}"))
    assert f"{len(attendus)} activité" in compte
    # The way from one to the other keeps the question.
    lien = re.search(rf'href="({DOCUMENT}[^"]*)"', unescape(client.get(f"{CHOIX}?{question}").text))[1]
    assert noms(client.get(lien)) == attendus


def test_what_is_too_long_is_refused_before_it_is_read(client, reseau, monkeypatch):
    monkeypatch.setattr(document, "ACTIVITES_MAX", 3)
    refus = client.get(DOCUMENT)
    assert refus.status_code == 302
    assert "c’est trop pour un seul document" in texte(client.get(refus["Location"]))
    assert client.get(f"{DOCUMENT}?commune=Créteil").status_code == 200


def test_what_is_too_long_is_cut_one_step_at_a_time(client, reseau, monkeypatch):
    def parts(adresse):
        liste = re.search(r'<ul class="annuaire-decoupes">.*?</ul>', unescape(client.get(adresse).text), re.DOTALL)
        liens = re.findall(r'href="([^"]*)">([^<]*)<', liste[0] if liste else "")
        return {nom.replace("\u00a0", " "): lien for lien, nom in liens}

    creer_lieu(0, nom="Ailleurs", commune=creer_commune("75113"), structure=reseau.structure)
    monkeypatch.setattr(document, "ACTIVITES_MAX", 1)
    departements = parts(CHOIX)
    assert list(departements) == ["Département 94"]
    communes = parts(departements["Département 94"])
    assert list(communes) == ["Choisy-le-Roi", "Créteil"]
    assert "94000+Cr" in communes["Créteil"]
    besoins = parts(communes["Créteil"])
    assert len(besoins) == 2
    for lien in besoins.values():
        assert "environ" in texte(client.get(lien))
        assert len(noms(client.get(lien.replace(CHOIX, DOCUMENT)))) == 1
    monkeypatch.setattr(document, "ACTIVITES_MAX", 0)
    cache.clear()
    assert "c’est trop" in texte(client.get(lien))
    assert parts(lien) == {}  # nothing is left to cut


def test_of_two_communes_of_one_name_the_document_is_about_the_one_that_was_asked(client, reseau):
    Commune.objects.create(
        code_insee="97411",
        nom="Créteil",
        nom_plie="creteil",
        departement="974",
        population=900_000,
        latitude=-20.9,
        longitude=55.4,
    )
    demande = client.get(f"{CHOIX}?commune=94000")
    lien = re.search(rf'href="({DOCUMENT}[^"]*)"', unescape(demande.text))[1]
    assert noms(client.get(lien)) == ["Taper un CV", "Écrivain public"]


def test_what_is_not_a_place_is_said(client, reseau):
    refus = client.get(DOCUMENT, {"commune": "Nulle-Part-sur-Rien"})
    assert refus.status_code == 302
    assert "Nous n’avons pas reconnu" in texte(client.get(refus["Location"]))
    assert client.get(DOCUMENT, {"besoin": "inconnu"}).status_code == 302


def test_as_many_queries_whatever_the_length(compte_requetes, reseau):
    compte_requetes(DOCUMENT, lambda: [creer_lieu(2) for _ in range(3)], maximum=6)


def test_a_document_is_a_day_s(client, reseau):
    etiquettes = []
    today = timezone.localdate()
    for jour, heure in ((today, "08:05"), (today, "21:40"), (date(2027, 1, 5), "08:05")):
        with time_machine.travel(f"{jour.isoformat()}T{heure}:00+01:00", tick=False):
            etiquettes.append(client.get(DOCUMENT)["ETag"])
    assert etiquettes[0] == etiquettes[1] != etiquettes[2]
