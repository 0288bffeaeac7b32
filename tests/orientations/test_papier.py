"""The paper to hand over: what it says, and that nothing typed there is sent."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from ateliers.nomenclature import ACCES, PAPIERS, POSTURES, PUBLICS, RESERVES, THEMES
from structures.models import Fermeture
from tests.distribution import creer_lieu, creer_offre, ecrire

pytestmark = pytest.mark.django_db


@pytest.fixture
def offre():
    """An activity that says all that a paper may hold."""
    lieu = creer_lieu(
        0,
        nom="Centre social Les Quais",
        telephone="+33199001234",
        reconnaitre="La porte verte, à côté de la pharmacie",
        arret="Mairie, bus 393",
    )
    return creer_offre(
        lieu,
        nom="Aide aux démarches",
        horaires="Th 14:00-17:00",
        acces=ACCES["rdv"].masque,
        themes=THEMES.masque(["demarches", "courrier"]),
        postures=POSTURES.masque(["avec"]),
        reserves=RESERVES.masque(["adherents"]),
        papiers=PAPIERS.masque(["identite", "courrier"]),
        publics=PUBLICS.masque(["seniors"]),
        tarif="adhesion",
        tarif_detail="8 € par an et par famille",
        appareil="bienvenu",
        verifie_le=date(2026, 11, 12),
        verifie_voie="ecran",
    )


def texte(reponse, *, feuille: bool = False) -> str:
    """Return the words of a page, or of its sheet, spaces folded."""
    corps = re.search(r"<article.*?</article>", reponse.text, re.DOTALL)[0] if feuille else reponse.text
    corps = re.sub(r"<(script|style|svg).*?</\1>", " ", corps, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", corps).replace("&nbsp;", " ").replace("&#x27;", "'"))


def test_two_clicks_from_an_activity(client, offre):
    page = client.get(offre.get_absolute_url())
    adresse = re.search(r'href="([^"]+/papier/)"', page.text)[1]
    reponse = client.get(adresse)
    assert reponse.status_code == 200
    assert not reponse.cookies


def test_it_says_what_decides_of_the_trip(client, offre):
    dit = texte(client.get(f"/offres/{offre.uid}/papier/"))
    for attendu in (
        "Permanence : comprendre ou écrire une lettre, démarches sur internet.",
        "On fait la démarche avec vous.",
        "Centre social Les Quais",
        "1 rue de la Démonstration",
        "94000 Créteil",
        "La porte verte, à côté de la pharmacie",
        "Mairie, bus 393",
        "Votre rendez-vous",
        "Appelez le 01 99 00 12 34 pour prendre rendez-vous.",
        "C’est gratuit avec l’adhésion au centre.",
        "8 € par an et par famille",
        "Seulement pour les adhérents du centre.",
        "Pour : personnes âgées.",
        "une pièce d’identité",
        "la lettre que vous avez reçue",
        "Vous pouvez apporter votre téléphone ou votre ordinateur.",
        "Vous pouvez venir avec un proche.",
        "D’habitude Le jeudi, de 14 h à 17 h",
        "Renseignements vérifiés le 12 novembre 2026.",
        "Imprimé le ",
    ):
        assert attendu in dit, attendu
    dit = texte(client.get(f"/offres/{offre.uid}/papier/"), feuille=True)
    assert len(re.findall(r"Jeudi \d{1,2}(?:er)? [a-zéû]+(?: \d{4})?, de 14 h à 17 h", dit)) == 3


def test_what_is_typed_belongs_to_no_form(client, offre):
    """The appointment and the writer's words cannot be sent: no name, no form around."""
    page = client.get(f"/offres/{offre.uid}/papier/").text
    champs = re.findall(r"<(?:input|textarea)[^>]*data-copie[^>]*>", page)
    assert len(champs) == 4
    assert not [c for c in champs if re.search(r"\b(name|form)=", c)]
    for formulaire in re.findall(r"<form.*?</form>", page, re.DOTALL):
        assert "data-copie" not in formulaire


@pytest.mark.parametrize("question", ["", "?langue=klingon&format=a3", "?langue=&format=", "?langue=fr&langue=../../x"])
def test_an_unknown_language_or_format_is_french_on_a4(client, offre, question):
    page = client.get(f"/offres/{offre.uid}/papier/{question}").text
    assert 'class="papier papier-a4"' in page
    assert "css/papier-a4.css" in page


def test_a_cancelled_session_is_not_announced(client, offre):
    premiere = offre.seances.order_by("debut").first()
    premiere.statut = "annulee"
    premiere.save()
    dit = texte(client.get(f"/offres/{offre.uid}/papier/"), feuille=True)
    suivante = offre.seances.order_by("debut")[1]
    assert re.search(rf"Jeudi {suivante.jour.day}(er)? ", dit)
    assert not re.search(rf"Jeudi {premiere.jour.day}(er)? ", dit)


def test_who_prints_is_told_first_that_it_is_full_or_closed(client, offre):
    calme = texte(client.get(f"/offres/{offre.uid}/papier/"))
    assert "Avant d’envoyer quelqu’un" not in calme
    jour = timezone.localdate()
    offre.dispo, offre.dispo_le, offre.dispo_voie = "complet", jour, "ecran"
    offre.dispo_jusqu_au = jour + timedelta(days=16)
    ecrire(offre)
    ecrire(Fermeture(lieu=offre.lieu, debut=jour, fin=jour + timedelta(days=2), motif="Inventaire"))
    reponse = client.get(f"/offres/{offre.uid}/papier/")
    avant = texte(reponse).partition("Avant d’envoyer quelqu’un")[2]
    assert "C’est complet en ce moment." in avant
    assert "Le lieu est fermé du" in avant
    # A paper that was full when it was printed would turn people away for months.
    assert "complet" not in texte(reponse, feuille=True)


def test_without_a_rule_it_says_the_hours_as_they_were_written(client):
    offre = creer_offre(horaires_source="le premier jeudi, sur demande")
    assert "« le premier jeudi, sur demande »" in texte(client.get(f"/offres/{offre.uid}/papier/"))


def test_a_merged_activity_leads_to_the_other_ones_paper(client, offre):
    autre = creer_offre(offre.lieu)
    autre.etat, autre.fusionne_dans = "fusionne", offre
    ecrire(autre)
    reponse = client.get(f"/offres/{autre.uid}/papier/")
    assert reponse.status_code == 302
    assert reponse["Location"].startswith(f"/offres/{offre.uid}/papier/")


def test_a_draft_has_no_paper(client):
    offre = creer_offre(etat="brouillon")
    assert client.get(f"/offres/{offre.uid}/papier/").status_code == 404


def test_an_activity_without_a_place_says_its_zone(client):
    offre = creer_offre(mode="a_domicile", zone="|94|", structure=creer_lieu(0).structure)
    dit = texte(client.get(f"/offres/{offre.uid}/papier/"))
    assert "On vient chez vous." in dit
    assert "Val-de-Marne" in dit
    assert "Vous pouvez venir avec un proche." not in dit


def test_as_many_queries_whatever_the_size(client, offre, compte_requetes):
    compte_requetes(
        f"/offres/{offre.uid}/papier/",
        lambda: [creer_offre(offre.lieu, horaires="Mo-Fr 10:00-11:00") for _ in range(6)],
        maximum=8,
    )
