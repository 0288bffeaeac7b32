"""« ANEF, titre de séjour », near an address in Orly, before Friday, from a desk: with and without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ateliers.nomenclature import THEMES
from structures.communes import charger_livrees
from tests.distribution import creer_lieu, creer_offre
from tests.outils.geocodeur import geocodeur_factice

pytestmark = pytest.mark.django_db(transaction=True)
ADRESSE = "12 rue de la Paix, Orly"
JOURS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DEMARCHES = {"themes": THEMES["demarches"].masque, "nature": "permanence"}


@pytest.fixture
def orly(settings, live_server):
    """A desk that is far, a neighbour who is open before the day asked, another who is not."""
    charger_livrees()
    aujourdhui = timezone.localdate()
    demain, apres = (JOURS[(aujourdhui.weekday() + n) % 7] for n in (1, 4))
    lieux = {}
    for nom, latitude, jour in (
        ("Notre centre", 48.7700, demain),
        ("Ouvert avant", 48.7500, demain),
        ("Ouvert après", 48.7445, apres),
    ):
        lieux[nom] = creer_lieu(0, nom=nom, latitude=latitude, longitude=2.4002, telephone="+33199001234")
        creer_offre(lieux[nom], nom=f"Démarches, {nom}", horaires=f"{jour} 09:00-12:00", **DEMARCHES)
    creer_offre(
        None,
        structure=lieux["Ouvert avant"].structure,
        nom="Démarches par téléphone",
        mode="telephone",
        zone="|94|",
        horaires=f"{demain} 09:00-12:00",
        telephone="+33199005678",
        **DEMARCHES,
    )
    with geocodeur_factice() as faux:
        settings.GEOCODEUR_URL = faux.base
        yield lieux, aujourdhui + timedelta(days=3)


@pytest.mark.parametrize("javascript", [True, False])
def test_before_friday_near_an_address_from_a_desk(new_context, orly, javascript):
    lieux, avant = orly
    context = new_context(java_script_enabled=javascript)
    vues = []
    context.on("request", lambda requete: vues.append(requete.url))
    page = context.new_page()
    page.goto(f"/?depuis={lieux['Notre centre'].uid}")
    expect(page.get_by_text("Vous cherchez depuis")).to_be_visible()
    page.get_by_label("En quelques mots").fill("ANEF titre de séjour")
    page.get_by_label("Près de").fill(ADRESSE)
    page.locator("summary", has_text="C’est urgent").click()
    page.locator("input[name=avant]").fill(avant.isoformat())
    page.get_by_role("button", name="Chercher", exact=True).click()
    resultats = page.locator("#resultats")
    expect(resultats).to_contain_text("C’est urgent")
    expect(resultats).to_contain_text("Compris comme")
    expect(resultats).to_contain_text("d’Orly (votre adresse)")
    # Ours first, then the telephone, then the neighbours; what comes too late is not there.
    expect(page.locator(".titre-groupe")).to_have_text(["Chez nous", "Sans se déplacer", "Ailleurs, près d’ici"])
    expect(page.locator(".carte-lieu h4")).to_have_text(
        ["Démarches, Notre centre", "Démarches par téléphone", "Démarches, Ouvert avant"]
    )
    for carte in page.locator(".carte-lieu").all():
        premiere = carte.locator(".actions a").first
        expect(premiere).to_contain_text("Appeler")
    assert not [url for url in vues if "paix" in url.lower()]
    # Back restores everything.
    adresse = page.url
    page.locator(".carte-lieu h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notre centre")
    page.go_back()
    assert page.url == adresse
    expect(page.locator(".carte-lieu h4")).to_have_count(3)
    expect(page.get_by_label("En quelques mots")).to_have_value("ANEF titre de séjour")
    expect(page.locator("input[name=avant]")).to_have_value(avant.isoformat())
