"""« Près de » an address: it becomes a point or its commune's centre, says so, and appears in no URL and no log."""

import json
import logging
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from structures.communes import charger_livrees
from tests.distribution import creer_lieu, creer_offre
from tests.outils.geocodeur import PLACE_DE_LA_PAIX, RUE_DE_LA_PAIX, collection, geocodeur_factice, trait

pytestmark = pytest.mark.django_db
ADRESSE = "12 rue de la Paix, Orly"
POINT = "48.744,2.400 Orly"


@pytest.fixture
def geocodeur(settings):
    with geocodeur_factice() as faux:
        settings.GEOCODEUR_URL = faux.base
        yield faux


@pytest.fixture(autouse=True)
def communes():
    charger_livrees()


def envoyer(client, chemin="/pres/", **champs):
    """Post the form and return the path and the parameters of the redirection."""
    reponse = client.post(chemin, champs)
    assert reponse.status_code == 303
    vers = urlsplit(reponse["Location"])
    assert not vers.netloc
    return vers.path, {nom: v if len(v) > 1 else v[0] for nom, v in parse_qs(vers.query).items()}


def suggerer(client, texte):
    reponse = client.post("/pres/suggestions", {"pres": texte})
    assert reponse.status_code == 200
    return json.loads(reponse.content)


# --- From the form to the URL -------------------------------------------------------------------
def test_an_address_becomes_a_point_to_three_decimals(client, geocodeur):
    assert envoyer(client, pres=ADRESSE, q="cv", theme=["demarches", "courriers"]) == (
        "/",
        {"pres": POINT, "q": "cv", "theme": ["demarches", "courriers"]},
    )
    assert geocodeur.textes == [ADRESSE]


def test_the_results_start_from_the_point_and_name_the_commune_only(client, geocodeur):
    creer_offre(lieu=creer_lieu(0, latitude=48.7442, longitude=2.4002))
    reponse = client.post("/pres/", {"pres": ADRESSE}, follow=True)
    texte = reponse.content.decode()
    assert "d’Orly (votre adresse)" in texte
    assert "carte-lieu" in texte
    assert not re.search("rue de la paix", texte, re.IGNORECASE)


@pytest.mark.parametrize("texte", ["Orly", "94310", "94310 Orly", "Paris 13e", "Le Perreux-sur-Marne", "st maur"])
def test_a_commune_goes_on_as_it_is_and_asks_nobody(client, geocodeur, texte):
    assert envoyer(client, pres=texte) == ("/", {"pres": texte})
    assert geocodeur.demandes == []


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("48.744213,2.400187", "48.744,2.400"),
        ("48.744213,2.400187 Orly", POINT),
        ("48.744213,2.400187 chez M. Dupont, rue de la Paix", "48.744,2.400"),
        ("48.744213,2.400187 Marseille", "48.744,2.400"),
    ],
)
def test_a_point_is_rounded_and_keeps_nothing_but_its_commune(client, geocodeur, texte, attendu):
    assert envoyer(client, pres=texte) == ("/", {"pres": attendu})
    assert geocodeur.demandes == []


def test_one_federation_keeps_its_address(client, geocodeur):
    assert envoyer(client, "/f/val-de-marne/pres/", pres=ADRESSE) == ("/f/val-de-marne/", {"pres": POINT})


def test_nothing_asked_leads_home(client):
    assert envoyer(client, pres="", q="") == ("/", {})


def test_what_is_sent_along_is_kept_within_reason(client):
    champs = {"csrfmiddlewaretoken": "x", "page": "3", "avis": "muet", "q": "é" * 5000, "jour": ["lu\x00", "ma"]}
    _, parametres = envoyer(client, pres="Orly", **champs, **{f"inconnu{i}": "v" * 300 for i in range(300)})
    assert parametres["pres"] == "Orly"
    assert parametres["jour"] == ["lu", "ma"]
    assert not {"csrfmiddlewaretoken", "page", "avis"} & set(parametres)
    assert sum(len(n) + len(v) for n, v in parametres.items() if isinstance(v, str)) < 4000


def test_no_cookie_is_set_and_none_is_needed(geocodeur):
    from django.test import Client

    severe = Client(enforce_csrf_checks=True)
    for chemin in ("/pres/", "/pres/suggestions"):
        reponse = severe.post(chemin, {"pres": ADRESSE}, headers={"Origin": "https://ailleurs.example"})
        assert reponse.status_code in (200, 303)
        assert not reponse.cookies
        assert "no-store" in reponse["Cache-Control"]
        assert severe.get(chemin).status_code == 405


# --- When it is not found -----------------------------------------------------------------------
@pytest.mark.parametrize("texte", [ADRESSE, "12 rue de la Paix 94310", "12 bis av. Mistral, 94310 ORLY CEDEX"])
def test_a_silent_geocoder_leaves_the_centre_of_the_commune_and_says_so(client, geocodeur, texte):
    geocodeur.statut = 503
    assert envoyer(client, pres=texte) == ("/", {"pres": "94310 Orly", "avis": "centre"})
    texte = client.get("/", {"pres": "94310 Orly", "avis": "centre"}).content.decode()
    assert "La recherche d’adresses ne répond pas. Nous avons pris le centre d’Orly." in texte


def test_a_silent_geocoder_and_no_commune_is_said(client, geocodeur):
    geocodeur.corps = b"<html>"
    assert envoyer(client, pres="12 rue de la Paix") == ("/", {"avis": "muet", "tout": "1"})
    texte = client.get("/", {"avis": "muet", "tout": "1"}).content.decode()
    assert "Nous n’avons pas reconnu cette adresse\u00a0: la recherche d’adresses ne répond pas." in texte


def test_an_unknown_address_is_said(client, geocodeur):
    geocodeur.corps = collection()
    assert envoyer(client, pres="12 rue des Licornes, Orly")[1] == {"pres": "94310 Orly", "avis": "centre-inconnue"}
    assert envoyer(client, pres="12 rue des Licornes")[1] == {"avis": "inconnue", "tout": "1"}
    texte = client.get("/", {"avis": "inconnue", "tout": "1"}).content.decode()
    assert "Nous n’avons pas reconnu cette adresse. Écrivez une commune ou un code postal." in texte


def test_an_answer_in_another_commune_than_the_one_named_is_not_taken(client, geocodeur):
    geocodeur.corps = collection(PLACE_DE_LA_PAIX, trait("12 Rue de la Paix 75002 Paris", 2.331, 48.869,
                                 code_postal="75002", code_insee="75102", commune="Paris"))  # fmt: skip
    assert envoyer(client, pres=ADRESSE)[1] == {"pres": "94310 Orly", "avis": "centre-inconnue"}


def test_the_right_commune_is_taken_even_when_it_is_not_first(client, geocodeur):
    geocodeur.corps = collection(PLACE_DE_LA_PAIX, RUE_DE_LA_PAIX)
    assert envoyer(client, pres=ADRESSE)[1] == {"pres": POINT}


def test_an_answer_of_which_the_geocoder_doubts_is_not_taken(client, geocodeur):
    geocodeur.corps = collection(trait("12 Rue de la Baie 94310 Orly", 2.4, 48.7, score=0.31))
    assert envoyer(client, pres=ADRESSE)[1]["avis"] == "centre-inconnue"


def test_a_place_far_from_our_communes_is_a_point_without_name(client, geocodeur):
    geocodeur.corps = collection(trait("12 Rue de la Paix 29200 Brest", -4.486076, 48.390394,
                                 code_postal="29200", code_insee="29019", commune="Brest"))  # fmt: skip
    assert envoyer(client, pres="12 rue de la Paix, Brest")[1] == {"pres": "48.390,-4.486"}


def test_a_whole_commune_found_by_the_geocoder_is_the_commune(client, geocodeur):
    geocodeur.corps = collection(trait("Orly", 2.4, 48.74, genre="municipality", code_postal="94310"))
    assert envoyer(client, pres="place orly centre")[1] == {"pres": "94310 Orly"}


# --- When a URL carries an address anyway -------------------------------------------------------
def test_an_address_in_a_url_is_its_commune_and_goes_no_further(client, geocodeur):
    creer_offre(lieu=creer_lieu(0, latitude=48.7439, longitude=2.3928))
    texte = client.get("/", {"pres": "12 rue de la Paix, Orly", "gratuit": "on"}).content.decode()
    assert "Nous avons pris le centre d’Orly." in texte
    assert 'value="94310 Orly"' in texte
    assert geocodeur.demandes == []
    assert not re.search("paix", texte, re.IGNORECASE)


def test_an_address_without_commune_in_a_url_is_said_and_not_asked(client, geocodeur):
    texte = client.get("/", {"pres": "12 rue de la Paix"}).content.decode()
    assert "Nous n’avons pas reconnu «\u00a012 rue de la Paix\u00a0»" in texte
    assert 'aria-invalid="true"' in texte
    assert geocodeur.demandes == []


def test_points_and_page_answer_from_the_same_place(client):
    creer_offre(lieu=creer_lieu(0, latitude=48.7439, longitude=2.3928))
    for pres, nom in ((POINT, "Orly (votre adresse)"), ("48.744,2.400", "votre position"), (ADRESSE, "Orly")):
        donnees = client.get("/carte/points.json", {"pres": pres}).json()
        assert donnees["origine"][2] == nom
    assert client.get("/carte/points.json", {"pres": POINT}).json()["origine"][:2] == [48.744, 2.4]


@pytest.mark.parametrize("suffixe", ["Trifouillis", "<script>", "Marseille", "x" * 80])
def test_a_name_that_is_not_that_of_the_point_is_not_shown(client, suffixe):
    texte = client.get("/", {"pres": f"48.744,2.400 {suffixe}"}).content.decode()
    assert "(votre adresse)" not in texte
    assert "de votre position" in texte


@pytest.mark.parametrize("avis", ["centre", "centre-lien", "inconnu!", "muet", "<b>"])
def test_a_notice_that_the_page_belies_is_not_shown(client, avis):
    texte = client.get("/", {"pres": "48.744,2.400", "avis": avis}).content.decode()
    assert "Nous avons pris" not in texte
    assert "reconnu" not in texte


# --- While typing -------------------------------------------------------------------------------
def test_communes_are_suggested_with_their_postcode(client, geocodeur):
    assert suggerer(client, "cret") == [{"label": "Créteil (94000)", "valeur": "94000 Créteil"}]
    assert suggerer(client, "st maur")[0]["label"].startswith("Saint-Maur-des-Fossés (94")
    assert geocodeur.demandes == []


def test_a_postcode_is_suggested_from_its_first_digits(client):
    noms = [s["label"] for s in suggerer(client, "943")]
    assert "Orly (94310)" in noms
    assert 1 < len(noms) <= 6
    assert suggerer(client, "94310")[0] == {"label": "Orly (94310)", "valeur": "94310 Orly"}


@pytest.mark.parametrize("texte", ["cr", "vi", "saint", "94", "paris", "paris 1", "94200"])
def test_every_suggested_commune_is_understood_as_itself(client, texte):
    trouvees = suggerer(client, texte)
    assert trouvees
    for suggestion in trouvees:
        nom = suggestion["label"].rpartition(" (")[0]
        assert client.get("/carte/points.json", {"pres": suggestion["valeur"]}).json()["origine"][2] == nom


def test_addresses_are_suggested_as_points(client, geocodeur):
    assert suggerer(client, "12 rue de la pai") == [
        {"label": "12 Rue de la Paix 94310 Orly", "valeur": POINT},
        {"label": "12 Place de la Paix 94000 Créteil", "valeur": "48.781,2.461 Créteil"},
    ]
    assert float(geocodeur.demandes[0]["lat"]) == pytest.approx(48.78, abs=0.01)


def test_never_more_than_six(client, geocodeur):
    geocodeur.corps = collection(*(trait(f"{n} Rue de la Paix 94310 Orly", 2.4, 48.7 + n / 1000) for n in range(20)))
    assert len(suggerer(client, "rue de la paix")) == 6
    assert len(suggerer(client, "v")) == 0
    assert len(suggerer(client, "vi")) == 6


@pytest.mark.parametrize("texte", ["", "a", "\x00\x00", "zzzzz", "48.744,2.400", "%_", "😀😀", "x" * 5000])
def test_nothing_to_suggest_is_an_empty_list(client, geocodeur, texte):
    assert suggerer(client, texte) == []


def test_a_silent_geocoder_suggests_nothing_more(client, geocodeur):
    geocodeur.statut = 500
    assert suggerer(client, "12 rue de la pai") == []
    assert suggerer(client, "orl") == [{"label": "Orly (94310)", "valeur": "94310 Orly"}]


def test_suggestions_cost_the_same_for_one_commune_and_for_six(client, compte_requetes):
    textes = iter(["cret", "vi"])
    compte_requetes(lambda: suggerer(client, next(textes)), lambda: None, maximum=4)


# --- Nobody is told -----------------------------------------------------------------------------
@pytest.mark.parametrize("statut", [200, 503])
def test_no_log_and_no_address_of_ours_holds_what_was_typed(client, geocodeur, caplog, statut):
    geocodeur.statut = statut
    with caplog.at_level(logging.DEBUG):
        vers = [client.post("/pres/", {"pres": f"{n} rue de la Paix, Orly"})["Location"] for n in range(5)]
        suggerer(client, "99 rue de la Paix, Orly")
    journal = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    assert not re.search(r"paix|rue", journal + "".join(vers), re.IGNORECASE)
    assert not re.search(r"2\.40\d{2}|48\.74\d{2}", "".join(vers))
