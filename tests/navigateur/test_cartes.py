"""Cards in a real browser: two people on the same one, the keyboard, the pin, without JavaScript."""

import pytest
from django.conf import settings as reglages
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse

from structures.models import Lieu
from tests.distribution import ecrire

pytestmark = [pytest.mark.apparence, pytest.mark.django_db(transaction=True)]


def entrer(context, compte, live_server):
    """Sign an account in to this browser."""
    from importlib import import_module

    session = import_module(reglages.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(compte.pk)
    session[BACKEND_SESSION_KEY] = reglages.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = compte.get_session_auth_hash()
    session.save()
    context.add_cookies([{"name": reglages.SESSION_COOKIE_NAME, "value": session.session_key, "url": live_server.url}])


@pytest.fixture
def ouvrir(new_context, live_server):
    """Give `ouvrir(compte, **options)`: a page of a new browser, signed in."""

    def ouvrir_(compte, **options):
        context = new_context(viewport={"width": 360, "height": 800}, **options)
        entrer(context, compte, live_server)
        return context.new_page()

    return ouvrir_


@pytest.fixture
def lieu(distribution):
    return distribution.lieux["Le Lien"]


def test_two_browsers_on_one_card(ouvrir, surveillance, distribution, lieu, sans_defaut):
    surveillance.tolerate("409")
    amina, fede = ouvrir(distribution.amina), ouvrir(distribution.fede)
    adresse = reverse("espace:lieu", args=[lieu.uid])
    for page in (amina, fede):
        page.goto(adresse)
        page.get_by_role("link", name="Modifier : Comment vous reconnaître").click()
        page.get_by_label("Comment nous reconnaître").wait_for()
    fede.get_by_label("Comment nous reconnaître").fill("Porte rouge")
    fede.get_by_role("button", name="Enregistrer").click()
    fede.get_by_text("C’est enregistré.").wait_for()

    amina.get_by_label("Comment nous reconnaître").fill("Porte bleue")
    amina.get_by_label("Arrêt le plus proche").fill("Bus 172")
    amina.get_by_role("button", name="Enregistrer").click()
    amina.get_by_text("quelqu’un d’autre a changé la même chose").wait_for()
    assert Lieu.objects.get(pk=lieu.pk).reconnaitre == "Porte rouge"
    sans_defaut(amina)
    amina.get_by_label("Mettre ce que vous avez écrit : Porte bleue").check()
    amina.get_by_role("button", name="Enregistrer").click()
    amina.get_by_text("C’est enregistré.").wait_for()
    objet = Lieu.objects.get(pk=lieu.pk)
    assert (objet.reconnaitre, objet.arret) == ("Porte bleue", "Bus 172")

    # Undo gives both fields back exactly, and what was there before is the other person's.
    amina.get_by_role("button", name="Annuler", exact=True).click()
    amina.get_by_text("C’est annulé").wait_for()
    objet = Lieu.objects.get(pk=lieu.pk)
    assert (objet.reconnaitre, objet.arret) == ("Porte rouge", "")


def test_a_card_by_keyboard_alone(ouvrir, distribution, lieu):
    page = ouvrir(distribution.amina)
    page.goto(reverse("espace:lieu", args=[lieu.uid]))
    page.get_by_role("link", name="Modifier : Comment vous reconnaître").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Comment nous reconnaître").wait_for()
    page.get_by_label("Comment nous reconnaître").and_(page.locator(":focus")).wait_for()
    page.keyboard.type("Porte verte")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("C’est enregistré.").wait_for()
    page.locator("#carte-reconnaitre :focus").wait_for()
    assert Lieu.objects.get(pk=lieu.pk).reconnaitre == "Porte verte"


def test_a_card_without_javascript(ouvrir, distribution, lieu):
    page = ouvrir(distribution.amina, java_script_enabled=False)
    page.goto(reverse("espace:lieu", args=[lieu.uid]))
    page.get_by_role("link", name="Modifier : Contacts du lieu").click()
    page.get_by_label("Téléphone").fill("0199001234")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("C’est enregistré.").wait_for()
    page.get_by_role("button", name="Annuler ce qui vient d’être fait").click()
    page.get_by_text("C’est annulé").wait_for()
    assert Lieu.objects.get(pk=lieu.pk).telephone == ""


def test_the_pin_is_moved_by_the_keyboard(ouvrir, distribution, lieu):
    page = ouvrir(distribution.amina)
    page.goto(reverse("espace:lieu", args=[lieu.uid]))
    page.get_by_role("link", name="Modifier : Adresse").click()
    epingle = page.get_by_label("Épingle du lieu")
    epingle.focus()
    for _ in range(4):
        page.keyboard.press("ArrowUp")
    page.get_by_text("L’épingle est déplacée.").wait_for()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("C’est enregistré.").wait_for()
    assert Lieu.objects.get(pk=lieu.pk).latitude == pytest.approx(lieu.latitude + 0.0002, abs=1e-6)


@pytest.mark.parametrize("largeur", [320, 1280])
def test_nothing_to_say_about_the_pages_of_the_space(ouvrir, distribution, lieu, sans_defaut, largeur):
    lieu.reconnaitre = "Porte verte"
    ecrire(lieu, by=distribution.amina)
    page = ouvrir(distribution.amina)
    page.set_viewport_size({"width": largeur, "height": 800})
    offre = distribution.offres["Le Lien"]
    for adresse in (
        "/espace/",
        reverse("espace:structure", args=[lieu.structure.uid]),
        reverse("espace:lieu", args=[lieu.uid]),
        reverse("espace:offre", args=[offre.uid]),
        reverse("espace:fermetures", args=[lieu.uid]),
        reverse("espace:partenaires", args=[lieu.structure.uid]),
        reverse("espace:carte", args=["offres", offre.uid, "public"]),
        reverse("espace:carte", args=["lieux", lieu.uid, "equipement"]),
    ):
        page.goto(adresse)
        sans_defaut(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= largeur, adresse


def test_what_is_emptied_in_a_form_is_sent_empty_and_a_double_click_sends_it_once(ouvrir, distribution):
    """The readable addresses of the search once took the empty fields out of every form."""
    federation = distribution.fede.administrations.get().federation
    federation.sites_integrant = ["https://centre.example"]
    federation.save()
    page = ouvrir(distribution.fede)
    envois = []
    page.on("request", lambda r: envois.append(r.url) if r.method == "POST" else None)
    page.goto(reverse("bureau:federation", args=[federation.slug]))
    page.locator("[name=sites_integrant]").fill("")
    bouton = page.get_by_role("button", name="Enregistrer")
    # The answer is not there yet at the second click.
    page.route("**/federation/", lambda route: (page.wait_for_timeout(150), route.continue_()))
    bouton.dblclick(delay=60)
    page.get_by_text("C’est enregistré.").wait_for()
    federation.refresh_from_db()
    assert federation.sites_integrant == []
    assert len(envois) == 1
