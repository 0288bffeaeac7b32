"""A bad connection: what was seen and what was kept is read without network, and nothing of somebody signed in is."""

import gzip
import json
import re
import time

import pytest
from django.conf import settings as reglages
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.models import Intervenant
from ateliers.nomenclature import PAPIERS, THEMES
from core.statiques import sans_commentaires
from recherche import hors_ligne
from recherche.annuaire_hors_ligne import Etendue, annuaire
from structures.models import Commune
from tests.distribution import creer_commune, creer_lieu, creer_offre, faire_lieu, faire_offre, faire_structure
from tests.distribution import ecrire as ecrire_tout
from tests.navigateur.conftest import CHROMIUM
from tests.outils.reseau import Reseau
from tests.test_droits import MATRICE, chemin_vers, completer

JSON = "/hors-ligne/94028.json"
GARDEES = {
    *("recherche:accueil", "recherche:federation", "recherche:lieu", "recherche:lieu, brouillon", "recherche:semaine"),
    *("recherche:offre", "orientations:papier", "orientations:vivant", "orientations:comparer"),
    *("recherche:hors_ligne", "recherche:aide", "recherche:sans_internet", "recherche:accessibilite"),
    *("recherche:mentions", "recherche:ecrivains_publics", "recherche:conseillers_numeriques"),
}


def quartier(lieux: int, offres: int = 2, commune: str = "94028"):
    """Write so many places of a commune, with all that a sheet may say."""
    structure = faire_structure()
    objets = [structure]
    for n in range(lieux):
        lieu = faire_lieu(
            structure,
            commune=creer_commune(commune),
            nom=f"Maison du quartier {n}",
            principal=not n,
            telephone="+33199001234",
            horaires="Mo-Fr 09:00-12:00,14:00-17:30",
            reconnaitre="porte verte, à côté de la pharmacie",
        )
        objets += [lieu]
        objets += [
            faire_offre(
                lieu,
                nom=f"Permanence {n}-{k}",
                themes=THEMES.masque(["demarches", "courrier"]),
                horaires="Th 14:00-17:00",
                papiers=PAPIERS.masque(PAPIERS.codes(PAPIERS.complet)[:2]),
            )
            for k in range(offres)
        ]
    ecrire_tout(*objets)
    return structure


# ------------------------------------------------------------------------------------------ the directory
@pytest.mark.django_db
def test_the_directory_says_what_a_sheet_needs(client):
    quartier(1, 1)
    corps = client.get(JSON).json()
    (lieu,) = corps["lieux"]
    assert lieu["nom"] == "Maison du quartier 0"
    assert lieu["adresse"] == "1 rue de la Démonstration, 94000 Créteil"
    assert lieu["appeler"] == "tel:+33199001234"
    assert lieu["horaires"].startswith("Du lundi au vendredi")
    (activite,) = lieu["activites"]
    assert activite["themes"] == ["demarches", "courrier"]
    assert activite["quand"].startswith("Le jeudi, de 14\u00a0h à 17\u00a0h")
    assert activite["tarif"] == "gratuit"
    assert len(activite["papiers"]) == 2
    assert dict(corps["themes"])["courrier"] == "Comprendre ou écrire un courrier"


@pytest.mark.django_db
def test_nobody_is_named_and_no_electronic_address_is_given(client):
    structure = faire_structure(courriel="nadia.martin@example.org")
    lieu = faire_lieu(structure, courriel="k.diallo@example.org")
    offre = faire_offre(lieu, courriel="zoe.petit@example.org")
    ecrire_tout(structure, lieu, offre)
    personne = Intervenant.objects.create(prenom="Nadia", prenom_accorde_a=timezone.now(), metier="ecrivain_public")
    offre.intervenants.add(personne)
    texte = client.get(JSON).text
    assert lieu.nom in texte
    assert not re.search("nadia|martin|diallo|petit|@", texte, re.IGNORECASE)


@pytest.mark.django_db
def test_what_is_around_is_in_and_what_is_far_is_not(client):
    creer_lieu(nom="Au centre")
    creer_lieu(nom="Au bout de la commune", latitude=48.7771, longitude=2.5231)  # 5,1 km
    creer_lieu(nom="Chez le voisin", commune=creer_commune("94022"))  # 2,9 km
    creer_lieu(nom="Plus loin", commune=creer_commune("94041"))  # 6,3 km
    creer_offre(nom="Par téléphone", mode="telephone", zone="|94|", structure=faire_structure_ecrite())
    creer_lieu(nom="En travaux", etat="brouillon")
    corps = client.get(f"{JSON}?km=3").json()
    assert [lieu["nom"] for lieu in corps["lieux"]] == ["Au centre", "Chez le voisin", "Au bout de la commune"]
    assert [a["nom"] for s in corps["sans_lieu"] for a in s["activites"]] == ["Par téléphone"]
    plus = client.get(f"{JSON}?km=10").json()
    assert "Plus loin" in [lieu["nom"] for lieu in plus["lieux"]]
    assert client.get("/hors-ligne/99999.json").status_code == 404
    assert client.get(f"{JSON}?km=5000").json()["km"] == 5


def faire_structure_ecrite():
    structure = faire_structure()
    ecrire_tout(structure)
    return structure


@pytest.mark.django_db
def test_it_changes_with_the_data_and_the_day_never_with_the_hour(client, time_machine):
    quartier(1)
    time_machine.move_to("2026-11-27 07:00+01:00", tick=False)
    matin = client.get(JSON)
    time_machine.move_to("2026-11-27 22:40+01:00", tick=False)
    assert client.get(JSON, headers={"If-None-Match": matin["ETag"]}).status_code == 304
    assert client.get(JSON).content == matin.content
    creer_lieu(nom="Nouveau lieu")
    nouveau = client.get(JSON, headers={"If-None-Match": matin["ETag"]})
    assert nouveau.status_code == 200
    assert "Nouveau lieu" in nouveau.text


@pytest.mark.django_db
def test_nine_places_cost_as_many_queries_as_three_and_little_to_carry(compte_requetes):
    quartier(3)
    commune = Commune.objects.get(code_insee="94028")
    faire = lambda: annuaire(Etendue(commune, 5), now=timezone.now())  # noqa: E731
    compte_requetes(faire, lambda: quartier(6), maximum=4)
    # The communes of the demonstration have 15 to 66 places within five kilometres.
    octets = len(gzip.compress(json.dumps(faire(), ensure_ascii=False).encode()))
    assert octets / 9 <= 60_000 / 66


# ------------------------------------------------------------------------------- what may be kept, and the rest
@pytest.mark.django_db
def test_only_public_pages_are_kept_and_never_what_is_answered_to_somebody(client, distribution):
    reels = completer(distribution)
    chemins = {nom: chemin_vers(ligne[0], reels).split("?")[0] for nom, ligne in MATRICE.items()}
    assert {nom for nom, chemin in chemins.items() if re.search(hors_ligne.GARDABLES, chemin)} == GARDEES
    for nom in sorted(GARDEES - {"recherche:lieu, brouillon"}):
        reponse = client.get(chemin_vers(MATRICE[nom][0], reels))
        assert reponse.status_code == 200, nom
        assert not reponse.cookies, nom
        assert not re.search("private|no-store", reponse["Cache-Control"]), nom
    client.force_login(distribution.amina)
    for nom in sorted(GARDEES):
        reponse = client.get(chemin_vers(MATRICE[nom][0], reels))
        assert reponse.status_code == 200, nom
        assert "private" in reponse["Cache-Control"], nom


@pytest.mark.django_db
def test_the_service_worker_is_asked_again_each_time_and_may_run(client):
    reponse = client.get("/service-worker.js")
    assert reponse["Content-Type"].startswith("text/javascript")
    assert reponse["Cache-Control"] == "no-cache"
    assert not reponse.cookies
    assert hors_ligne.version() in reponse.text
    assert "worker-src 'self'" in reponse["Content-Security-Policy"]
    assert "manifest-src 'self'" in reponse["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_application_can_be_installed(client):
    manifeste = client.get("/app.webmanifest").json()
    assert '<link rel="manifest" href="/app.webmanifest">' in client.get("/").text
    assert manifeste["name"] == "Au bon endroit"
    assert "orientation" not in manifeste  # held as one likes (RGAA 13.9)
    assert {(i["sizes"], i["purpose"]) for i in manifeste["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for adresse in (manifeste["start_url"], *(raccourci["url"] for raccourci in manifeste["shortcuts"])):
        assert client.get(adresse).status_code == 200


@pytest.mark.django_db
def test_without_javascript_the_page_says_what_it_can(client):
    quartier(1)
    page = client.get("/hors-ligne/", {"pres": "94000", "km": "10"}).text
    assert "<noscript>" in page
    assert "1 lieu." in page
    assert "à moins de 10&nbsp;km" in page
    assert "Nous n’avons pas reconnu cette commune" in client.get("/hors-ligne/?pres=Nulle-part").text
    # An address in a link is its commune, and goes no further.
    assert "12 rue Secrète" not in client.get("/hors-ligne/", {"pres": "12 rue Secrète 94000 Créteil"}).text


def test_comments_are_for_readers_of_the_source():
    source = b"/* why */\na { b: c } /* here */\n  // not this\n  /* one\n * two */\nx = 'http://y'; // z\n/* a */ k\n"
    assert sans_commentaires(source + b"/* b */\n") == b"a { b: c } /* here */\nx = 'http://y'; // z\n/* a */ k\n"


# -------------------------------------------------------------------------------------------- in a browser
navigateur = [
    pytest.mark.navigateur,
    pytest.mark.apparence,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: install it, or give its path in the CHROMIUM variable"),
]
ENTIER = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "reduced_motion": "reduce"}


def marque(test):
    for marque in navigateur:
        test = marque(test)
    return test


@pytest.fixture
def reseau(live_server):
    reseau = Reseau(live_server.url)
    yield reseau
    reseau.couper()


@pytest.fixture
def ouvrir(browser_type, tmp_path):
    """Open the browser of one person, again and again on the same profile; its last page is theirs."""
    ouverts = []

    def ouvrir(**plus):
        contexte = browser_type.launch_persistent_context(
            tmp_path / "profil",
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            **ENTIER,
            **plus,
        )
        ouverts.append(contexte)
        return contexte.pages[0]

    yield ouvrir
    for contexte in ouverts:
        contexte.close()


def attendre(page, condition):
    """Wait until a promise of the page says yes: Playwright's own waiting evaluates text, which the CSP refuses."""
    fin = time.monotonic() + 20
    while not page.evaluate(f"async () => Boolean({condition})"):
        assert time.monotonic() < fin, condition
        page.wait_for_timeout(50)


def prete(page):
    """Wait for the service worker, its page and the first page seen."""
    attendre(page, "navigator.serviceWorker.controller && await (await caches.open('pages')).match(location.href)")


@marque
def test_kept_and_seen_without_network(ouvrir, reseau, client, distribution, sans_defaut):
    quartier(2)
    lieu = distribution.lieux["Le Voisin"]
    page = ouvrir(viewport={"width": 320, "height": 800})
    page.goto(f"{reseau.url}{lieu.get_absolute_url()}")
    prete(page)
    page.goto(f"{reseau.url}/hors-ligne/?pres=94000&km=3")
    sans_defaut(page)
    page.get_by_role("button", name="Garder l’annuaire de Créteil").click()
    expect(page.locator("[data-dit]")).to_contain_text("Vous pouvez y chercher sans internet")

    # Somebody signs in, looks, signs out: their pages are never kept, and what was seen before goes too.
    client.force_login(distribution.chloe)
    nom = reglages.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": nom, "value": client.cookies[nom].value, "url": reseau.url}])
    page.goto(f"{reseau.url}/aide/")
    vues = "(await (await caches.open('pages')).keys()).map((r) => new URL(r.url).pathname)"
    assert "/aide/" not in page.evaluate(f"async () => {vues}")
    page.goto(f"{reseau.url}/espace/")
    page.locator("form[action='/deconnexion/'] button").last.dispatch_event("click")
    page.wait_for_url(f"{reseau.url}/")
    attendre(page, f"!{vues}.some((chemin) => chemin.startsWith('/lieux/'))")
    assert page.evaluate("async () => (await (await caches.open('annuaire')).keys()).length") == 1
    page.goto(f"{reseau.url}{lieu.get_absolute_url()}")
    page.goto(f"{reseau.url}{distribution.offres['Le Voisin'].get_absolute_url()}papier/")
    attendre(page, f"{vues}.some((chemin) => chemin.endsWith('/papier/'))")

    # The server is off, the browser starts again.
    page.context.close()
    reseau.couper()
    page = ouvrir(viewport={"width": 320, "height": 800}, color_scheme="dark")
    date = timezone.localdate()
    page.goto(f"{reseau.url}/hors-ligne/")
    expect(page.locator("[data-sans-reseau]")).to_have_text("Vous êtes hors ligne.")
    expect(page.locator("[data-date]")).to_contain_text(f"Données du {'1er' if date.day == 1 else date.day} ")
    expect(page.locator("[data-compte]")).to_have_text(re.compile("^6.lieux, 8.activités$"))
    sans_defaut(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_label("Besoin", exact=True).select_option("courrier")
    page.get_by_label("Commune", exact=True).select_option("Créteil")
    expect(page.locator("[data-compte]")).to_have_text(re.compile("^2.lieux, 4.activités$"))
    page.get_by_role("link", name="Maison du quartier 1", exact=True).press("Enter")
    fiche = page.locator("[data-fiche]")
    for attendu in ("Du lundi au vendredi", "Porte verte", "Le jeudi, de 14", "À apporter", "Données du"):
        expect(fiche).to_contain_text(attendu)
    sans_defaut(page)
    assert page.title().startswith("Maison du quartier 1 · Hors connexion")
    page.get_by_role("link", name="Revenir à la liste").press("Enter")
    expect(page.get_by_role("link", name="Maison du quartier 1", exact=True)).to_be_focused()

    # What was seen, papers included, says when; what was not leads to what is kept.
    page.goto(f"{reseau.url}{lieu.get_absolute_url()}")
    expect(page.locator("h1")).to_have_text(lieu.nom)
    expect(page.locator("[data-sans-reseau]")).to_contain_text(re.compile(rf"vue le .*{date.year} à \d+.h"))
    page.goto(f"{reseau.url}{distribution.offres['Le Voisin'].get_absolute_url()}papier/")
    expect(page.locator("h1").first).to_have_text("Le papier à remettre")
    page.goto(f"{reseau.url}/?theme=courrier&tri=tot&pres=Créteil")
    expect(page.locator("[data-sans-reseau]")).to_contain_text("la page demandée n’a pas été gardée")
    expect(page.locator("[data-compte]")).to_have_text(re.compile("^2.lieux, 4.activités$"))

    # A week later, the age of the data is said.
    page.clock.set_fixed_time(timezone.now() + timezone.timedelta(days=8))
    page.goto(f"{reseau.url}/hors-ligne/")
    expect(page.locator("[data-date]")).to_contain_text("Données anciennes")
    expect(page.locator("[data-date]")).to_contain_text("il y a 8 jours")
    page.get_by_role("button", name="Tout effacer").click()
    expect(page.locator("[data-rien]")).to_be_visible()
    reste = "Promise.all((await caches.keys()).map(async (nom) => (await (await caches.open(nom)).keys()).length))"
    assert sum(page.evaluate(f"async () => {reste}")) == 0


@marque
def test_a_browser_that_refuses_says_so(ouvrir, live_server):
    quartier(1)
    page = ouvrir(base_url=live_server.url, service_workers="block")
    page.add_init_script("CacheStorage.prototype.open = () => Promise.reject(new DOMException('non', 'SecurityError'))")
    page.goto("/hors-ligne/?pres=94000")
    expect(page.locator("[data-refus]")).to_contain_text("refuse de garder des pages")
    expect(page.get_by_role("button", name="Garder")).to_have_count(0)


@marque
def test_a_slow_network_shows_a_list_within_three_seconds(ouvrir, reseau, monkeypatch):
    # Names without fingerprint are all that the tests' server knows: here they do not change either.
    monkeypatch.setattr(hors_ligne, "FIGES", "/static/")
    quartier(20)
    page = ouvrir()
    page.goto(f"{reseau.url}/?pres=94000&theme=demarches")
    prete(page)
    page.goto(f"{reseau.url}/?tout=1")  # its style sheets and scripts come through the worker
    page.wait_for_load_state("networkidle")
    reseau.lent = True
    depart = time.monotonic()
    page.goto(f"{reseau.url}/?pres=94000&theme=courrier", wait_until="commit")
    expect(page.locator(".carte-lieu").first).to_be_visible()
    assert time.monotonic() - depart <= 3

    # htmx and the history are as without a worker; before it has come, the box is one of a form to be sent.
    reseau.lent = False
    page.wait_for_load_state()
    page.locator("input[name=gratuit]").check(force=True)
    page.wait_for_url(re.compile("gratuit=on"))
    page.go_back()
    expect(page.locator("input[name=gratuit]")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("input[name=gratuit]")).to_be_checked()
