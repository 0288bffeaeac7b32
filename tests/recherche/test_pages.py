"""Public pages answer, say what is there, and cost the same number of queries at two sizes."""

import re

import pytest
from django.urls import reverse

from ateliers.nomenclature import METIERS
from core.textes import cle_de_tri
from structures.models import Commune
from tests.distribution import creer_commune, creer_federation, creer_lieu, creer_offre, ecrire, faire_structure

pytestmark = pytest.mark.django_db


def test_home_asks_the_question(client):
    creer_federation(demonstration=True)
    reponse = client.get("/")
    texte = reponse.content.decode()
    assert reponse.status_code == 200
    assert "Quel est le besoin" in texte
    assert "Réseau de démonstration" in texte


def test_results_name_the_place_and_the_reason(client):
    creer_offre(nom="Aide aux démarches du jeudi", horaires="Th 14:00-17:00")
    texte = client.get("/", {"theme": "demarches", "pres": "créteil"}).content.decode()
    assert "Aide aux démarches du jeudi" in texte
    assert "1\u00a0lieu, 1\u00a0activité" in texte
    assert "gratuit" in texte


def test_fragment_is_the_part_of_the_page(client):
    creer_offre()
    page = client.get("/", {"tout": "1"}).content.decode()
    reponse = client.get("/", {"tout": "1"}, headers={"HX-Request": "true"})
    fragment = reponse.content.decode()
    section = fragment[fragment.index("<section") :].strip()
    # The page has the numbers in its form, which a swap of the results does not touch.
    resultats, nombres, fin = re.split(r'(\s*<script id="comptes".*?</script>)', section, flags=re.DOTALL)
    assert resultats in page
    assert nombres.strip() not in page
    assert page[page.index(resultats) + len(resultats) :].lstrip().startswith(fin.strip())
    assert "HX-Request" in reponse["Vary"]


@pytest.mark.parametrize(
    "parametres",
    [
        {"page": "999999999999999"},
        {"page": "-1"},
        {"pres": "Trifouillis-les-Oies"},
        {"theme": "inconnu"},
        {"rayon": "abc", "tri": "n’importe quoi"},
        {"quand": "hier"},
        {"q": "x" * 500},
        {"pres": "99.9,999"},
        {"q": "%_'\"\\;--"},
    ],
)
def test_bad_question_is_said_and_answered(client, parametres):
    creer_offre()
    reponse = client.get("/", parametres | {"gratuit": "on"})
    assert reponse.status_code == 200
    assert "résultats" in reponse.content.decode().lower() or "lieu" in reponse.content.decode()


def test_unknown_commune_is_said(client):
    texte = client.get("/", {"pres": "Trifouillis"}).content.decode()
    assert "Nous n’avons pas reconnu «\u00a0Trifouillis\u00a0»" in texte


def test_an_unknown_commune_is_said_once_beside_its_field(client):
    texte = client.get("/", {"pres": "Trifouillis", "avis": "inconnue"}).text
    assert texte.count("pas reconnu") == 1
    # The field says by which message it is described.
    assert texte.count('aria-describedby="id_pres_error"') == texte.count('id="id_pres_error"') == 1


def test_nul_byte_is_refused(client):
    assert client.get("/?q=%00").status_code == 400
    assert client.get("/lieux/a%00b/").status_code == 400


def test_page_of_a_place(client):
    lieu = creer_offre(nom="Permanence du mardi").lieu
    texte = client.get(lieu.get_absolute_url()).content.decode()
    assert "Permanence du mardi" in texte
    assert "1 rue de la Démonstration" in texte
    assert client.get(f"/lieux/{lieu.uid}/").status_code == 200
    assert client.get(f"/lieux/{lieu.uid}-nimporte-quoi/").status_code == 200
    assert client.get("/lieux/zzzzzzzz/").status_code == 404


def test_page_of_an_activity(client):
    offre = creer_offre(nom="Atelier du mardi", nature="atelier", horaires="Tu 09:00-11:00")
    texte = client.get(offre.get_absolute_url()).content.decode()
    assert "Atelier du mardi" in texte
    assert "mardi" in texte


@pytest.mark.parametrize("etat", ["clos", "archive"])
def test_closed_pages_say_so_and_never_404(client, etat):
    offre = creer_offre(etat=etat)
    reponse = client.get(offre.get_absolute_url())
    assert reponse.status_code == 200
    assert "n’existe plus" in reponse.content.decode()


def test_merged_pages_redirect(client):
    cible = creer_offre()
    absorbee = creer_offre(etat="fusionne", fusionne_dans=cible)
    reponse = client.get(absorbee.get_absolute_url())
    assert reponse.status_code == 301
    assert reponse["Location"] == cible.get_absolute_url()


def test_draft_is_seen_by_its_members_only(client, distribution):
    url = distribution.brouillon.get_absolute_url()
    assert client.get(url).status_code == 404
    for qui, attendu in (("amina", 200), ("bruno", 200), ("chloe", 404), ("fede", 200), ("autre_fede", 404)):
        client.force_login(getattr(distribution, qui))
        assert client.get(url).status_code == attendu, qui


@pytest.mark.parametrize("nom", ["ecrivains_publics", "conseillers_numeriques"])
def test_lists_by_function_name_places_never_people(client, nom):
    metier = {"ecrivains_publics": "ecrivain_public", "conseillers_numeriques": "conseiller_numerique"}[nom]
    offre = creer_offre(metiers=METIERS[metier].masque)
    texte = client.get(reverse(f"recherche:{nom}")).content.decode()
    assert offre.lieu.nom in texte
    assert "Créteil" in texte


def test_text_pages(client):
    for nom in ("aide", "accessibilite", "mentions", "style"):
        assert client.get(reverse(f"recherche:{nom}")).status_code == 200, nom
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/sante").json()["base"] == "joignable"


def _neuf_lieux():
    for _ in range(6):
        creer_lieu(offres=3)


def test_queries_of_the_results(compte_requetes):
    for _ in range(3):
        creer_lieu(offres=2)
    compte_requetes("/?pres=Créteil&theme=demarches", _neuf_lieux)


def test_queries_of_the_home(compte_requetes):
    creer_lieu()
    compte_requetes("/", _neuf_lieux)


def test_queries_of_a_place(compte_requetes):
    lieu = creer_lieu(offres=3)

    def agrandir():
        for _ in range(6):
            creer_offre(lieu)
        _neuf_lieux()

    compte_requetes(lieu.get_absolute_url(), agrandir)


def test_queries_of_an_activity(compte_requetes):
    lieu = creer_lieu(offres=3)
    compte_requetes(lieu.offres.first().get_absolute_url(), _neuf_lieux)


def test_federation_home_keeps_its_own(client, distribution):
    ailleurs = creer_lieu(
        structure=faire_structure(federation=distribution.autre_federation, nom="Centre d’ailleurs"),
        commune=creer_commune("75113"),
    )
    chez_nous = client.get("/f/val-de-marne/?tout=1").content.decode()
    assert "Le Lien" in chez_nous
    assert ailleurs.nom not in chez_nous
    assert client.get("/f/inconnue/").status_code == 404


def test_a_zone_reads_as_french(client):
    for code, nom in (("94043", "Le Kremlin-Bicêtre"), ("94058", "Le Perreux-sur-Marne")):
        Commune.objects.create(code_insee=code, nom=nom, nom_plie=cle_de_tri(nom), departement="94")
    creer_commune("94028")
    structure = faire_structure()
    ecrire(structure)
    zones = {
        "|94043|": "au Kremlin-Bicêtre",
        "|94028|94043|94058|": "à Créteil, au Kremlin-Bicêtre et au Perreux-sur-Marne",
        "|94|": "dans tout le territoire\u00a0: Val-de-Marne",
        "|france|": "partout en France",
    }
    for zone, attendu in zones.items():
        offre = creer_offre(mode="telephone", zone=zone, structure=structure)
        assert f"Par téléphone ou messagerie, {attendu}" in client.get(offre.get_absolute_url()).content.decode()
