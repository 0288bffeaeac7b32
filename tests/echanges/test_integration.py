"""The directory in a frame on another site: who may, what it holds and weighs, the page that builds the code."""

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError

from comptes.models import Federation
from comptes.origines import lire_origine, origine_du_site
from tests.distribution import creer_commune, creer_lieu, creer_offre, ecrire, faire_lieu, faire_offre

SITE = "https://www.centre.example.org"
BUREAU = "/f/val-de-marne/federation/"
PLAFOND = 80_000


def ancetres(reponse):
    return re.search(r"frame-ancestors ([^;]*)", reponse["Content-Security-Policy"])[1].split()


def noms(reponse):
    return re.findall(r'<h[23][^>]*><a [^>]*target="_blank" rel="noopener">([^<]*)</a>', unescape(reponse.text))


@pytest.fixture
def lien(distribution):
    """The structure of amina, whose federation names one site."""
    Federation.objects.filter(slug="val-de-marne").update(sites_integrant=[SITE])
    return distribution.lieux["Le Lien"].structure


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [
        ("https://www.centre.fr", "https://www.centre.fr"),
        (" WWW.Centre.fr/ ", "https://www.centre.fr"),
        ("https://centre.fr:8443", "https://centre.fr:8443"),
        ("https://centre.fr:443", "https://centre.fr"),
        ("https://été.fr", "https://xn--t-9fab.fr"),
    ],
)
def test_a_site_is_read_as_people_write_it(ecrit, lu):
    assert lire_origine(ecrit) == lu


@pytest.mark.parametrize(
    ("ecrit", "dit"),
    [
        ("http://www.centre.fr", "en https"),
        ("https://*.centre.fr", "sans étoile"),
        ("https://www.centre.fr/contact", "sans la page"),
        ("https://qui@centre.fr", "sans la page"),
        ("https://", "n’est pas l’adresse d’un site"),
        ("localhost", "n’est pas l’adresse d’un site"),
        ("javascript://centre.fr", "n’est pas l’adresse d’un site"),
        ("https://centre.fr:99999", "n’est pas l’adresse d’un site"),
        ("https://centre.fr'none'", "n’est pas l’adresse d’un site"),
        ("https://[::1", "n’est pas l’adresse d’un site"),
        (f"https://{'a' * 70}.fr", "n’est pas l’adresse d’un site"),
    ],
)
def test_what_is_not_one_site_is_refused_in_french(ecrit, dit):
    with pytest.raises(ValidationError, match=dit):
        lire_origine(ecrit)


def test_the_site_of_a_structure_is_known_by_its_address():
    assert origine_du_site("http://www.centre.fr/accueil?x=1") == "https://www.centre.fr"
    assert origine_du_site("pas une adresse") == ""


def test_the_federation_says_which_sites_and_these_pages_alone_obey(client, distribution):
    page = f"/integrer/structure/{distribution.lieux['Le Lien'].structure.uid}/"
    assert ancetres(client.get(page)) == ["'self'"]  # no site named: nobody
    client.force_login(distribution.fede)
    valable = {"nom": "La fédération", "territoire": "Val-de-Marne", "departements": "94"}
    refus = client.post(BUREAU, valable | {"sites_integrant": "centre.fr\nhttp://autre.fr"})
    assert refus.status_code == 422
    assert "Écrivez https://autre.fr" in refus.text
    client.post(BUREAU, valable | {"sites_integrant": f"{SITE}/\nautre.fr, {SITE}"})
    assert f"{SITE}\nhttps://autre.fr</textarea>" in client.get(BUREAU).text
    client.logout()
    lieu = distribution.lieux["Le Lien"]
    for montree in (page, f"/integrer/lieu/{lieu.uid}/", "/integrer/recherche/?federation=val-de-marne"):
        reponse = client.get(montree)
        assert ancetres(reponse) == ["'self'", SITE, "https://autre.fr"]
        assert "X-Frame-Options" not in reponse
        # Kept as it is, it is still that of these sites.
        pareille = client.get(montree, headers={"If-None-Match": reponse["ETag"]})
        assert pareille.status_code == 304
        assert ancetres(pareille) == ancetres(reponse)
    for autre in ("/", lieu.get_absolute_url(), "/integrer/structure/22222222/", "/carte/points.json"):
        reponse = client.get(autre)
        assert (ancetres(reponse), reponse["X-Frame-Options"]) == (["'none'"], "DENY"), autre
    assert ancetres(client.get("/integrer/recherche/?tout=1")) == ["'self'"]
    assert ancetres(client.get("/integrer/recherche/?federation=autre")) == ["'self'"]
    assert client.get("/integrer/recherche/?federation=inconnue").status_code == 404


def test_what_is_stored_wrong_is_never_in_the_header(client, lien):
    Federation.objects.filter(slug="val-de-marne").update(sites_integrant=["*", "https://a.fr; script-src *", 3, SITE])
    assert ancetres(client.get(f"/integrer/structure/{lien.uid}/")) == ["'self'", SITE]


def test_a_centre_shows_what_it_proposes_and_what_is_proposed_at_its_places(client, distribution, lien):
    lieu = distribution.lieux["Le Lien"]
    annexe = faire_lieu(lien, nom="Annexe du port", commune=creer_commune("94022"), principal=False)
    chez_nous = faire_offre(annexe, nom="Écrivain public", structure=distribution.lieux["Le Voisin"].structure)
    dehors = faire_offre(distribution.lieux["Le Municipal"], nom="Atelier chez les autres", structure=lien)
    ecrire(
        annexe, chez_nous, dehors, faire_offre(None, nom="Par téléphone", structure=lien, mode="telephone", zone="|94|")
    )
    siennes = distribution.offres["Le Lien"].nom
    page = client.get(f"/integrer/structure/{lien.uid}/")
    assert set(noms(page)) >= {"Le Lien", siennes, "Annexe du port", "Écrivain public", "Atelier chez les autres"}
    assert "Le Voisin" not in noms(page)
    assert "Le Municipal" in noms(page), "where it is proposed"
    du_lieu = client.get(f"/integrer/lieu/{lieu.uid}/?vue=carte")
    assert noms(du_lieu) == ["Le Lien", siennes]
    # The map asks the same question.
    points = client.get(re.search(r'data-points-url="([^"]+)"', page.text)[1]).json()
    assert points["n"] == 3
    assert client.get(re.search(r'data-points-url="([^"]+)"', du_lieu.text)[1]).json()["premiers"]["uid"] == [lieu.uid]


def test_a_search_is_the_page_s_and_leads_to_it(client, distribution, lien):
    creer_offre(distribution.lieux["Le Voisin"], nom="Aide aux CV", themes=1 << 5)
    question = "theme=demarches&pres=Créteil&inconnu=1&page=3"
    page = client.get(f"/integrer/recherche/?{question}&federation=val-de-marne&vue=carte")
    source = unescape(re.search(r'Source.*?href="([^"]+)" target="_blank" rel="noopener"', page.text, re.DOTALL)[1])
    assert source.startswith("/f/val-de-marne/?")
    assert "inconnu" not in source
    attendus = set(re.findall(r'data-lieu="(\w+)"', client.get(source).text))
    assert set(re.findall(r'data-lieu="(\w+)"', page.text)) == attendus != set()
    points = client.get(unescape(re.search(r'data-points-url="([^"]+)"', page.text)[1])).json()
    assert set(points["premiers"]["uid"]) == attendus


def test_the_frame_has_no_navigation_sets_no_cookie_and_says_where_it_comes_from(client, lien):
    page = client.get(f"/integrer/structure/{lien.uid}/?vue=carte")
    assert not page.cookies
    assert "<nav" not in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert "Source" in page.text
    liens = re.findall(r"<a [^>]*>", page.text)
    assert [a for a in liens if 'href="/' in a and 'target="_blank" rel="noopener"' not in a] == []
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.text)


def test_the_first_load_is_light(client, lien):
    """Everything the two views ask for, gzipped, the ground of the map left out: 80 kB at most."""
    for _ in range(11):
        creer_lieu(3, structure=lien, principal=False)
    poids = {}
    for vue in ("liste", "carte"):
        page = client.get(f"/integrer/structure/{lien.uid}/?vue={vue}").text
        assert page.count("<article") == 10
        # What the settings of the map name is not loaded.
        lues = re.sub(r'data-reglages="[^"]*"', "", page)
        statiques = set(re.findall(r"/static/([\w/.-]+\.(?:css|js|svg))", lues))
        corps = [page.encode()]
        if vue == "carte":
            statiques |= {"js/carte-vue.js", "js/carte-points.js"}
            corps += [client.get(f"/integrer/structure/{lien.uid}/points.json").content]
            corps += [client.get("/carte/communes.json").content]
        for nom in statiques:
            corps.append(Path(finders.find(nom)).read_bytes())
        poids[vue] = sum(len(gzip.compress(c)) for c in corps)
    assert "leaflet/leaflet.js" in statiques
    assert poids["liste"] < 25_000, poids
    assert poids["carte"] < PLAFOND, poids


def test_what_is_gone_says_so(client, distribution, lien):
    lieu = distribution.lieux["Le Lien"]
    for offre in lieu.offres.all():
        offre.etat = "archive"
        ecrire(offre)
    assert "Aucune activité n’est annoncée" in client.get(f"/integrer/structure/{lien.uid}/?vue=carte").text
    assert client.get(f"/integrer/lieu/{distribution.brouillon.uid}/").status_code == 404
    assert client.get(f"/integrer/ailleurs/{lieu.uid}/points.json").status_code == 404


def test_as_many_queries_whatever_the_number_of_places(compte_requetes, lien):
    creer_lieu(2, structure=lien, principal=False)
    agrandir = lambda: [creer_lieu(2, structure=lien, principal=False) for _ in range(3)]  # noqa: E731
    compte_requetes(f"/integrer/structure/{lien.uid}/", agrandir, maximum=7)


def test_a_responsable_builds_the_code_of_her_centre(client, distribution, lien):
    Federation.objects.filter(slug="val-de-marne").update(courriel="fede@example.org")
    lien.site_web = "https://le-lien.example.org/accueil"
    ecrire(lien)
    client.force_login(distribution.amina)
    assert "Sur votre site" in client.get(f"/espace/{lien.uid}/").text
    page = client.get("/integrer/")
    assert f'<iframe src="/integrer/structure/{lien.uid}/?vue=liste"' in page.text
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-src" not in client.get("/espace/")["Content-Security-Policy"]
    assert "https://le-lien.example.org</strong> n’est pas encore autorisé" in page.text
    assert "fede@example.org" in page.text
    assert f"<li>{SITE}</li>" in page.text
    code = {"quoi": f"structure:{lien.uid}", "vue": "carte", "hauteur": "450", "titre": 'Nos "activités"'}
    texte = re.search(r"<textarea[^>]*data-code>(.*?)</textarea>", client.get("/integrer/", code).text, re.DOTALL)[1]
    code_donne = unescape(texte)
    assert f'src="http://127.0.0.1:8000/integrer/structure/{lien.uid}/?vue=carte"' in code_donne
    assert 'title="Nos &quot;activités&quot;"' in code_donne
    assert 'height="450"' in code_donne
    ailleurs = client.get("/integrer/", {"quoi": f"structure:{distribution.lieux['Le Voisin'].structure.uid}"})
    assert "<iframe" not in ailleurs.text, "another centre's code is not hers to build"


def test_a_search_is_copied_from_its_page(client, distribution, lien):
    client.force_login(distribution.fede)
    adresse = "https://aubonendroit.example.org/?theme=demarches&pres=Cr%C3%A9teil&page=2"
    question = {"quoi": "recherche:val-de-marne", "recherche": adresse, "vue": "liste", "hauteur": "600", "titre": "x"}
    page = unescape(client.get("/integrer/", question).text)
    src = re.search(r'<iframe src="([^"]+)"\s+title="x"\s+width="100%"\s+height="600">', page)[1]
    assert "theme=demarches" in src
    assert "federation=val-de-marne" in src
    assert "page=" not in src
    assert client.get(src).status_code == 200
    assert "Autoriser un site" in page
    faux = client.get("/integrer/", question | {"recherche": "Créteil", "hauteur": "12"}).text.replace("\u00a0", " ")
    assert "ce qui suit le « ? »" in faux
    assert "<iframe" not in faux
    nommee = client.get("/integrer/", {"quoi": f"structure:{lien.uid}"}).text
    assert f"/integrer/structure/{lien.uid}/" in nommee
