"""The monthly letter: asked for, once a month, nothing when there is nothing, stopped in one click."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from comptes.adresses import noter_refus
from comptes.models import Courriel
from reseau.lettre import choisir, ecrire_les_lettres, jeton_de, recoit
from reseau.models import Annonce, Evenement, Experience, Fiche
from structures.actions import supprimer_compte

PARIS = ZoneInfo("Europe/Paris")


def le(jour: int, mois: int, heure: int = 3) -> datetime:
    return datetime(2027, mois, jour, heure, tzinfo=PARIS)


def lettres(qui) -> list[Courriel]:
    return list(Courriel.objects.filter(destinataire=qui.courriel).order_by("pk"))


def dater(quand: datetime) -> None:
    """Say that all was written that day; the event comes six weeks later."""
    for modele in (Annonce, Experience, Fiche, Evenement):
        modele.objects.update(cree_a=quand)
    Evenement.objects.update(debut=quand + timedelta(days=40), fin=quand + timedelta(days=41))


def test_once_a_month_to_those_who_asked(reseau):
    choisir(reseau.chloe, recevoir=True, now=le(10, 3))
    choisir(reseau.autre_fede, recevoir=True, now=le(10, 3))
    dater(le(5, 3))  # earlier in the month: the first letter tells the whole of it
    for jour in (11, 31):
        ecrire_les_lettres(le(jour, 3))
    assert not lettres(reseau.chloe)
    for jour in (1, 1, 2):
        ecrire_les_lettres(le(jour, 4))
    (lettre,) = lettres(reseau.chloe)
    agenda = "Se former ensemble (le 14 avril, Le Lien)"
    for dit in (agenda, "Une écrivaine publique", "Un jardin", "Choisir un mot de passe"):
        assert dit in lettre.texte
    assert lettre.prochain_essai_a.astimezone(PARIS).hour == 7
    assert not lettres(reseau.bruno)  # asked for nothing
    assert not lettres(reseau.autre_fede)  # another network: nothing leaks, so there is nothing
    # Nothing new, nothing to come: no letter.
    ecrire_les_lettres(le(1, 5))
    assert len(lettres(reseau.chloe)) == 1
    dater(le(20, 5))
    ecrire_les_lettres(le(1, 6))
    assert len(lettres(reseau.chloe)) == 2


def test_neither_the_gone_nor_those_whose_address_refuses(reseau):
    choisir(reseau.bruno, recevoir=True, now=le(10, 3))
    choisir(reseau.chloe, recevoir=True, now=le(10, 3))
    dater(le(12, 3))
    supprimer_compte(reseau.bruno, now=timezone.now())
    noter_refus(reseau.chloe.courriel, raison="550", now=timezone.now())
    ecrire_les_lettres(le(1, 4))
    assert not Courriel.objects.filter(sujet__startswith="Entre nous").exists()


def test_asked_and_stopped_signed_in(client, reseau):
    client.force_login(reseau.bruno)
    assert "Recevoir la lettre" in client.get("/entre-nous/lettre/").text
    assert "Ne plus recevoir" in client.post("/entre-nous/lettre/", {"choix": "recevoir"}, follow=True).text
    assert "Vous recevez la lettre du mois" in client.get("/entre-nous/").text
    assert "/entre-nous/lettre/" in client.get("/compte/").text
    client.post("/entre-nous/lettre/", {"choix": "arreter"})
    assert not recoit(reseau.bruno)
    client.force_login(reseau.seul)
    assert "/entre-nous/lettre/" not in client.get("/compte/").text


def test_stopped_by_the_link_of_a_letter_in_one_click(reseau):
    choisir(reseau.chloe, recevoir=True, now=timezone.now())
    logiciel, adresse = Client(enforce_csrf_checks=True), f"/entre-nous/lettre/{jeton_de(reseau.chloe)}/"
    page = logiciel.get(adresse).text
    assert recoit(reseau.chloe)  # a scanner that opens it changes nothing
    assert reseau.chloe.courriel not in page
    assert logiciel.post(adresse, {"List-Unsubscribe": "One-Click"}).status_code == 303
    assert not recoit(reseau.chloe)
