"""Whatever the tables hold: rows that no form wrote (a bulk import, an older version, an installer's hand) never make
a page fail, and never put their own code or links into it."""

import re
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from ateliers.actions import reconstruire
from ateliers.models import Offre
from ateliers.nomenclature import ACCES
from comptes.models import Utilisateur
from recherche.models import RechercheVaine
from structures.models import Fermeture, Lieu, Structure
from tests.distribution import MOT_DE_PASSE, creer_lieu

PARIS = ZoneInfo("Europe/Paris")
MECHANT = "\"'><script>alert(1)</script><svg onload=alert(1)>{{ request }}{% now 'Y' %}"
ADRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "ftp://example.org/",
    "//evil.example/",
    "http://[",
    "https://",
    "exemple",
)


@pytest.fixture
def lieu(db):
    return creer_lieu(offres=1, horaires="Mo-Fr 09:00-12:00")


def pages(lieu: Lieu) -> dict[str, str]:
    """Show every page that reads a place and its activities."""
    cache.clear()  # the tables are written past the one writer, which dates them
    client = Client()
    offre = lieu.offres.first()
    chemins = (
        "/?tout=1",
        "/?tout=1&tri=tot&avant=2026-12-31",
        "/carte/points.json",
        f"/carte/lieu/{lieu.pk}/",
        lieu.get_absolute_url(),
        f"/lieux/{lieu.uid}/semaine/",
        offre.get_absolute_url(),
        "/ecrivains-publics/",
    )
    vues = {}
    for chemin in chemins:
        reponse = client.get(chemin)
        assert reponse.status_code == 200, chemin
        vues[chemin] = reponse.text
    return vues


@pytest.mark.parametrize("adresse", ADRESSES)
def test_only_web_addresses_are_links(lieu, adresse):
    Lieu.objects.update(site_web=adresse, prise_rdv_url=adresse, acces_libre_url=adresse)
    Offre.objects.update(inscription_url=adresse)
    Structure.objects.update(reseaux=[["facebook", adresse], ["instagram", adresse]])
    for chemin, page in pages(lieu).items():
        # The page's own whole address, that search engines read, is ours.
        page = re.sub(r'<link rel="canonical" href="[^"]*">', "", page)
        for lien in re.findall(r'(?:href|src|action)="([^"]*)"', page):
            assert re.match(r"/(?!/)|[#?]|https://(?!\")|webcal://testserver/|tel:|sms:|mailto:", lien), (chemin, lien)
            assert "alert" not in lien, chemin


def test_web_addresses_are_links(lieu):
    """The test above would pass on pages without any link."""
    Lieu.objects.update(site_web="http://www.example.org/a", prise_rdv_url="https://rdv.example/", acces_libre_url="")
    Offre.objects.update(inscription_url="https://inscription.example/")
    Structure.objects.update(reseaux=[["facebook", "https://social.example/"]])
    vues = pages(lieu)
    fiche, offre = vues[lieu.get_absolute_url()], vues[lieu.offres.first().get_absolute_url()]
    assert 'href="http://www.example.org/a"' in fiche
    assert 'href="https://rdv.example/"' in fiche
    assert 'href="https://social.example/"' in fiche
    assert 'href="https://inscription.example/"' in offre


@pytest.mark.parametrize(
    "reseaux", [None, {}, [None], ["facebook"], [["facebook"]], [["facebook", 3]], [[[], "x"]], "a"]
)
def test_networks_of_any_shape(lieu, reseaux):
    Structure.objects.update(reseaux=reseaux if reseaux is not None else {})
    pages(lieu)


def test_texts_are_never_code(lieu):
    for modele, champs in (
        (Structure, ("nom", "presentation")),
        (Lieu, ("nom", "adresse", "complement", "presentation", "horaires_source", "reconnaitre", "arret")),
        (Offre, ("nom", "presentation", "horaires_source", "tarif_detail", "reserve_detail", "papiers_autres")),
        (Offre, ("finance_par", "centre_fournit", "dispo_note")),
    ):
        modele.objects.update(**dict.fromkeys(champs, MECHANT[:100]))
    Offre.objects.update(horaires="", suit_le_lieu=False)
    for chemin, page in pages(lieu).items():
        if ".json" in chemin or "/carte/" in chemin:
            continue
        assert "<script>alert" not in page, chemin
        assert "<svg onload" not in page, chemin
        assert "WSGIRequest" not in page, chemin


@pytest.mark.parametrize(
    "nom", ["é" * 200, "W" * 160, "\u202e" * 100, " ", "123", "🙂" * 100, "a b " * 40, "-", "%00", "../.."]
)
def test_names_of_any_kind_keep_their_page(lieu, nom):
    Lieu.objects.update(nom=nom)
    Structure.objects.update(nom=nom)
    Offre.objects.update(nom=nom[:160])
    lieu.refresh_from_db()
    pages(lieu)


@pytest.mark.parametrize(
    "osm", ["n’importe quoi", "Mo 25:00-26:00", "sunrise-sunset", "Mo-Fr", '"', "2026 off || ", "8h-12h"]
)
def test_hours_that_cannot_be_read_are_said_unknown(lieu, osm):
    """One unreadable string, and the pages show what was written instead; the rest of the search lives."""
    autre = creer_lieu(offres=1, horaires="Mo-Su 00:00-24:00")
    Lieu.objects.filter(pk=lieu.pk).update(horaires=osm, horaires_source="le matin")
    Offre.objects.filter(lieu=lieu).update(horaires=osm, suit_le_lieu=False)
    vues = pages(lieu)
    assert autre.nom in vues["/?tout=1"]
    assert "le matin" in vues[lieu.get_absolute_url()]
    Offre.objects.filter(lieu=lieu).update(horaires="", suit_le_lieu=True)
    pages(lieu)
    # The nightly rebuild goes past it too.
    reconstruire(Offre.objects.all(), now=timezone.now())


@pytest.mark.parametrize("heures", ["9:00-12:00", "9h-12h", "24:00-25:00", "-", "09:00-12:00,", "a" * 60])
def test_openings_of_any_hours(lieu, heures):
    today = timezone.localdate()
    Fermeture.objects.create(lieu=lieu, genre="ouverture", debut=today, fin=today, heures=heures, motif=MECHANT[:100])
    page = pages(lieu)[lieu.get_absolute_url()]
    if heures == "9:00-12:00":
        assert "de 9\u00a0h à 12\u00a0h" in page
    reconstruire(Offre.objects.all(), now=timezone.now())


JOURS = (
    date.min,
    date.min + timedelta(days=1),
    date(1900, 2, 28),
    date(2028, 2, 29),
    date.max - timedelta(days=1),
    date.max,
)


@pytest.mark.parametrize("jour", JOURS)
def test_days_at_both_ends_of_the_calendar(lieu, jour):
    lieu.fermetures.create(debut=jour, fin=date.max)
    lieu.fermetures.create(debut=date.min, fin=jour)
    Lieu.objects.update(verifie_le=jour, verifie_voie="ecran")
    Offre.objects.update(
        verifie_le=jour,
        verifie_voie="ecran",
        acces=ACCES["rdv"].masque,
        grain="rendez_vous",
        dispo="plus_un_mois",
        dispo_le=jour,
        dispo_voie="ecran",
        debut=jour,
        fin=date.max,
        horaires="Mo 09:00-12:00",
        horaires_ancre=jour,
    )
    pages(lieu)
    reconstruire(Offre.objects.all(), now=timezone.now())
    Offre.objects.update(dispo="complet", dispo_jusqu_au=jour, horaires="", horaires_ancre=None)
    reconstruire(Offre.objects.all(), now=timezone.now())
    pages(lieu)
    Lieu.objects.update(etat="suspendu", suspendu_jusqu_au=jour)
    reconstruire(Offre.objects.all(), now=timezone.now())
    assert Client().get(lieu.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    "moment", ["2026-03-29T02:30", "2026-10-25T02:30", "2028-02-29T12:00", "2026-12-31T23:59", "2027-01-01T00:00"]
)
def test_moments_when_clocks_and_calendars_jump(lieu, moment):
    Lieu.objects.update(horaires="Mo-Su 00:00-24:00")
    Offre.objects.update(horaires="Mo-Su 01:00-04:00; week 53 off")
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=PARIS), tick=False):
        reconstruire(Offre.objects.all(), now=timezone.now())
        pages(lieu)
        for quand in ("maintenant", "aujourdhui", "semaine"):
            assert Client().get("/", {"quand": quand}).status_code == 200


def test_an_archived_structure_and_a_commune_without_centre(lieu):
    lieu.commune.__class__.objects.update(latitude=None, longitude=None, population=None)
    Structure.objects.update(telephone="", courriel="", site_web="")
    pages(lieu)
    assert Client().get("/?pres=Créteil").status_code == 200
    Structure.objects.update(archivee_le=timezone.localdate(), archivee_voie="ecran")
    reconstruire(Offre.objects.all(), now=timezone.now())
    for chemin in (lieu.get_absolute_url(), lieu.offres.first().get_absolute_url(), f"/lieux/{lieu.uid}/semaine/"):
        assert Client().get(chemin).status_code in (200, 302)
    cache.clear()
    assert lieu.uid not in Client().get("/?tout=1").text


def test_a_place_merged_into_itself_or_in_a_circle_has_an_end(lieu):
    autre = creer_lieu(offres=0)
    Lieu.objects.filter(pk=lieu.pk).update(etat="fusionne", fusionne_dans=autre)
    assert Client().get(lieu.get_absolute_url(), follow=True).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_wait_for_one_another():
    """Six people at the same moment, on one SQLite file: nobody gets an error."""
    Utilisateur.objects.create_user("amina@example.org", MOT_DE_PASSE)
    depart, statuts = Barrier(6), []

    def ecrire(n: int) -> None:
        client = Client(raise_request_exception=False)
        depart.wait(timeout=20)
        try:
            for _ in range(4):
                if n % 2:
                    charge = {"username": "amina@example.org", "password": MOT_DE_PASSE}
                    statuts.append(client.post("/connexion/", charge).status_code)
                    statuts.append(client.post("/deconnexion/").status_code)
                else:
                    statuts.append(client.post("/rien-trouve/", {"theme": "demarches"}).status_code)
        finally:
            connections.close_all()

    fils = [Thread(target=ecrire, args=(n,)) for n in range(6)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=60)
    assert set(statuts) == {302}
    assert len(statuts) == 3 * 8 + 3 * 4
    assert RechercheVaine.objects.count() == 12
    assert connection.is_usable()
