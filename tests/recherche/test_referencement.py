"""What search engines read: addresses, hours, sessions; nothing hidden, no person."""

import json
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone

from ateliers.models import Intervenant, Offre, Seance
from tests.distribution import creer_lieu, ecrire, faire_offre

ATOM = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def liees(page):
    """The page's own words, read as a search engine does."""
    trouve = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    return json.loads(trouve.group(1)) if trouve else None


def adresses(client, chemin):
    return [e.text for e in ET.fromstring(client.get(chemin).content).iter(f"{ATOM}loc")]


@pytest.mark.django_db
def test_the_map_of_the_site_holds_what_is_published_and_nothing_else(client, settings):
    settings.SITE_URL = "https://annuaire.example.org"
    montre = creer_lieu(nom="L’Escale")
    cache = creer_lieu(nom="Le Brouillon", etat="brouillon")
    parties = adresses(client, "/plan.xml")
    assert "https://annuaire.example.org/plan-lieux.xml" in parties
    assert "Sitemap: https://annuaire.example.org/plan.xml" in client.get("/robots.txt").text
    toutes = [a for partie in parties for a in adresses(client, partie.removeprefix("https://annuaire.example.org"))]
    assert f"https://annuaire.example.org{montre.get_absolute_url()}" in toutes
    assert not any(cache.uid in adresse for adresse in toutes)
    offre = Offre.objects.get(lieu=montre)
    assert f"https://annuaire.example.org{offre.get_absolute_url()}" in toutes
    for adresse in toutes:
        assert client.get(adresse.removeprefix("https://annuaire.example.org")).status_code == 200, adresse
    assert client.get("/plan-autre.xml").status_code == 404
    assert client.get("/plan-lieux.xml?p=x").status_code == 404


@pytest.mark.django_db
def test_a_place_tells_its_address_and_its_hours(client, settings):
    settings.SITE_URL = "https://annuaire.example.org"
    lieu = creer_lieu(
        nom="L’Escale </script>", horaires="Mo,Tu 09:00-12:00,14:00-17:30; PH off", telephone="0199001234"
    )
    page = client.get(lieu.get_absolute_url())
    dit = liees(page)
    assert (dit["@type"], dit["name"]) == ("Place", "L’Escale </script>")
    assert dit["address"]["addressLocality"] == "Créteil"
    assert dit["telephone"] == "+33199001234"
    assert dit["openingHoursSpecification"] == [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": ["Monday", "Tuesday"], "opens": o, "closes": f}
        for o, f in (("09:00", "12:00"), ("14:00", "17:30"))
    ]
    assert f'<link rel="canonical" href="https://annuaire.example.org{lieu.get_absolute_url()}">' in page.text
    assert f'href="https://annuaire.example.org{lieu.get_absolute_url()}"' in client.get(f"/lieux/{lieu.uid}/?x=1").text
    # Every other week has no word there: better nothing than half.
    autre = creer_lieu(horaires="week 1-53/2 Mo 09:00-12:00")
    assert "openingHoursSpecification" not in liees(client.get(autre.get_absolute_url()))


@pytest.mark.django_db
def test_a_workshop_tells_its_sessions_and_never_a_person(client):
    lieu = creer_lieu(offres=0)
    offre = faire_offre(lieu, nature="atelier", tarif="gratuit", horaires="Mo-Su 14:00-16:00", nom="Débuter")
    ecrire(offre)
    personne = Intervenant.objects.create(metier="animateur", prenom="Zénobie", prenom_accorde_a=timezone.now())
    offre.intervenants.add(personne)
    annulee = Seance.objects.filter(offre=offre, debut__gt=timezone.now() + timedelta(days=1)).order_by("debut").first()
    Seance.objects.filter(pk=annulee.pk).update(statut=Seance.Statut.ANNULEE)
    dit = liees(client.get(offre.get_absolute_url()))
    service, *seances = dit["@graph"]
    assert (service["@type"], service["isAccessibleForFree"]) == ("Service", True)
    assert len(seances) == 5
    assert {s["eventStatus"].rsplit("/", 1)[1] for s in seances} == {"EventScheduled", "EventCancelled"}
    assert seances[0]["location"]["name"] == lieu.nom
    assert "Zénobie" not in json.dumps(dit, ensure_ascii=False)


@pytest.mark.django_db
def test_what_no_longer_is_asks_not_to_be_found(client):
    lieu = creer_lieu(etat="archive")
    page = client.get(lieu.get_absolute_url())
    assert '<meta name="robots" content="noindex">' in page.text
    assert liees(page) is None


def partage(page):
    """What a shared link shows of a page: its Open Graph, by name."""
    return dict(re.findall(r'<meta property="og:([a-z_:]+)"\s+content="([^"]*)">', page.text))


@pytest.mark.django_db
def test_a_shared_link_shows_what_the_page_is(client, settings):
    settings.SITE_URL = "https://annuaire.example.org"
    lieu = creer_lieu(nom="L’Escale", presentation="Demandez Zénobie.")
    offre = Offre.objects.get(lieu=lieu)
    pages = {
        "/": "Quel est le besoin\u00a0?",
        lieu.get_absolute_url(): "L’Escale, Créteil",
        offre.get_absolute_url(): f"{offre.nom}, L’Escale",
        "/ecrivains-publics/": "Écrivains publics",
        "/opendata/": "Données ouvertes",
    }
    for chemin, titre in pages.items():
        page = client.get(chemin)
        dit = partage(page)
        assert dit["title"] == titre
        assert dit["url"] == f"https://annuaire.example.org{chemin}"
        assert f'<link rel="canonical" href="{dit["url"]}">' in page.text
        assert (dit["locale"], dit["site_name"], dit["type"]) == ("fr_FR", "Au bon endroit", "website")
        assert len(dit["description"]) > 20
        assert dit["image"].startswith("https://annuaire.example.org/static/partage")
        # What somebody has written of their place may name a person: it stays on the page.
        assert "Zénobie" not in " ".join(dit.values())
    assert partage(client.get("/?tout=1")) == {}


@pytest.mark.django_db
def test_only_listed_addresses_may_be_kept(client):
    lieu = creer_lieu()
    offre = Offre.objects.get(lieu=lieu)
    gardees = [
        "/",
        lieu.get_absolute_url(),
        offre.get_absolute_url(),
        "/aide/",
        "/plan.xml",
        "/robots.txt",
        "/opendata/",
    ]
    for chemin in gardees:
        assert "X-Robots-Tag" not in client.get(chemin).headers, chemin
    autres = (
        "/?tout=1", "/connexion/", "/espace/", "/compte/", "/agir/x/", "/poste/x/", "/rappels/x/", "/inconnue/",
        f"{offre.get_absolute_url()}papier/", f"/o/{offre.uid}/", f"/lieux/{lieu.uid}/semaine/",
        "/f/val-de-marne/bureau/",
    )  # fmt: skip
    for chemin in autres:
        assert client.get(chemin).headers["X-Robots-Tag"] == "noindex", chemin
    regles = client.get("/robots.txt").text.splitlines()
    for chemin in ("/espace/", "/agir/", "/offres/*/papier/", "/api/", "/integrer/", "/f/*/", "/*?"):
        assert f"Disallow: {chemin}" in regles
    assert "Allow: /f/*/$" in regles
