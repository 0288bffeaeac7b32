"""Say room in one tap: what is said, by whom, and what the search shows of it at once."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from ateliers.gestes import dire_la_place, verifier_offre, verifier_structure
from ateliers.models import Offre
from ateliers.nomenclature import ACCES
from core.models import Version
from core.travailleur import PARIS
from espace.place import a_dire
from espace.porteurs import porteur_du_compte
from tests.distribution import creer_lieu, creer_offre
from tests.espace.outils import permanence

NOW = timezone.now()
TODAY = NOW.astimezone(PARIS).date()
DEMAIN = TODAY + timedelta(days=1)


@pytest.fixture
def sienne(distribution):
    """A permanence by appointment of the centre where amina and bruno are."""
    return permanence(distribution.lieux["Le Lien"], nom="Écrivain public")


def poster(client, offre, htmx=False, **donnees):
    entetes = {"HX-Request": "true"} if htmx else {}
    return client.post(f"/espace/offres/{offre.uid}/place/", donnees, headers=entetes)


# ------------------------------------------------------------------------------------ the gesture
@pytest.mark.parametrize(
    ("champs", "dispo", "jusqu_au", "champ"),
    [
        ({}, "ouvertes", None, "dispo"),
        ({}, "", None, "dispo"),
        ({}, "inconnue", None, "dispo"),
        ({}, "complet", TODAY, "jusqu_au"),
        ({}, "complet", TODAY - timedelta(days=3), "jusqu_au"),
        ({}, "complet", TODAY + timedelta(days=400), "jusqu_au"),
        ({}, "cette_semaine", DEMAIN, "jusqu_au"),
        ({"nature": "atelier", "acces": ACCES["inscription"].masque}, "complet", None, "dispo"),
        ({"nature": "acces_libre", "acces": ACCES["sans_rdv"].masque}, "cette_semaine", None, "dispo"),
    ],
)
def test_what_cannot_be_said_is_refused_in_french_and_nothing_is_written(db, champs, dispo, jusqu_au, champ):
    offre = permanence(creer_lieu(0), **champs)
    with pytest.raises(ValidationError) as refus:
        dire_la_place(offre, dispo=dispo, jusqu_au=jusqu_au, by=None, voie="ecran", now=NOW)
    assert list(refus.value.error_dict) == [champ]
    assert Offre.objects.get(pk=offre.pk).dispo == ""


@pytest.mark.parametrize(
    ("champs", "dite"),
    [
        ({}, {"dispo": "cette_semaine"}),
        ({}, {"dispo": "complet", "jusqu_au": TODAY + timedelta(days=14), "note": "liste au guichet"}),
        ({"nature": "cycle", "acces": ACCES["inscription"].masque}, {"dispo": "ouvertes", "en_cours_d_annee": True}),
        ({"nature": "atelier", "acces": ACCES["inscription"].masque}, {"dispo": "closes", "jusqu_au": DEMAIN}),
        ({"acces": ACCES["sans_rdv"].masque}, {"dispo": "", "note": "tickets à 8 h 45, 12 personnes"}),
    ],
)
def test_room_is_said_once_with_its_history(distribution, champs, dite):
    offre = permanence(distribution.lieux["Le Lien"], **champs)
    version, avant = Version.lire(), offre.history.count()
    now = timezone.now()
    operation = dire_la_place(offre, by=distribution.bruno, voie="ecran", now=now, **dite)
    offre.refresh_from_db()
    assert (offre.dispo, offre.dispo_jusqu_au, offre.dispo_note) == (
        dite["dispo"],
        dite.get("jusqu_au"),
        dite.get("note", ""),
    )
    assert offre.dispo_le == (TODAY if dite["dispo"] else None)
    assert offre.dispo_par == (distribution.bruno if dite["dispo"] else None)
    derniere = offre.history.latest()
    assert (derniere.operation, derniere.history_user, derniere.voie) == (operation, distribution.bruno, "ecran")
    assert Version.lire() > version
    # The same, again: nothing more.
    assert dire_la_place(offre, by=distribution.amina, voie="lien", now=now, **dite) is None
    assert offre.history.count() == avant + 1
    call_command("verifier")


def test_two_people_edit_two_fields_at_once_and_both_stay(distribution, sienne):
    ancienne = Offre.objects.get(pk=sienne.pk)
    sienne.presentation = "Nouvelle présentation"
    from tests.distribution import ecrire

    ecrire(sienne)
    dire_la_place(ancienne, dispo="complet", by=None, voie="ecran", now=NOW)
    relue = Offre.objects.get(pk=sienne.pk)
    assert (relue.dispo, relue.presentation) == ("complet", "Nouvelle présentation")


def test_all_is_true_dates_places_and_activities_and_leaves_room_alone(distribution, sienne):
    dire_la_place(sienne, dispo="complet", by=None, voie="ecran", now=NOW - timedelta(days=3))
    structure = sienne.structure
    brouillon = creer_offre(distribution.lieux["Le Lien"], etat="brouillon")
    invitee = creer_offre(distribution.lieux["Le Lien"], structure=distribution.lieux["Le Voisin"].structure)
    assert verifier_structure(structure, by=distribution.bruno, voie="ecran", now=NOW)
    for objet in (sienne, invitee, distribution.lieux["Le Lien"]):
        objet.refresh_from_db()
        assert (objet.verifie_le, objet.verifie_voie, objet.verifie_par) == (TODAY, "ecran", distribution.bruno)
    assert sienne.dispo_le == TODAY - timedelta(days=3)
    for objet in (brouillon, distribution.brouillon, distribution.lieux["Le Voisin"]):
        objet.refresh_from_db()
        assert objet.verifie_le is None
    assert verifier_structure(structure, by=distribution.bruno, voie="ecran", now=NOW) is None
    assert verifier_offre(sienne, by=distribution.bruno, voie="ecran", now=NOW) is None


# ------------------------------------------------------------------------------------ the screen
def test_one_tap_then_the_page_says_it(client, distribution, sienne):
    client.force_login(distribution.bruno)
    reponse = poster(client, sienne, dispo="cette_semaine", jusqu_au=(TODAY + timedelta(days=14)).isoformat())
    assert reponse.status_code == 303
    page = client.get(reponse["Location"]).text
    assert "C’est noté" in page
    assert "Premier rendez-vous cette semaine" in page
    # What an old tab posts again is not a second word.
    reponse = poster(client, sienne, dispo="cette_semaine")
    assert "C’était déjà noté" in client.get(reponse["Location"]).text
    assert "C’est noté" not in client.get(f"/espace/offres/{sienne.uid}/place/?fait=nawak").text


def test_the_fragment_is_the_card_of_the_fresh_page(client, distribution, sienne):
    client.force_login(distribution.bruno)
    fragment = poster(client, sienne, htmx=True, dispo="complet", jusqu_au=DEMAIN.isoformat())
    assert fragment.status_code == 200
    operation = sienne.history.latest().operation
    page = client.get(f"/espace/offres/{sienne.uid}/place/?fait={operation}").text
    sans_jeton = lambda texte: "".join(  # noqa: E731
        ligne.strip() for ligne in texte.splitlines() if "csrfmiddlewaretoken" not in ligne
    )
    assert sans_jeton(fragment.text).strip() in sans_jeton(page)


def test_a_wrong_day_comes_back_with_its_message_and_what_was_typed(client, distribution, sienne):
    client.force_login(distribution.bruno)
    hier = (TODAY - timedelta(days=1)).isoformat()
    for htmx in (True, False):
        reponse = poster(client, sienne, htmx=htmx, dispo="complet", jusqu_au=hier, note="au guichet")
        assert reponse.status_code == 422
        assert "Choisissez un jour à venir." in reponse.text
        assert 'value="au guichet"' in reponse.text
        assert hier in reponse.text
    assert Offre.objects.get(pk=sienne.pk).dispo == ""


def test_who_provides_and_who_hosts_may_both_say_it(client, distribution):
    invitee = permanence(distribution.lieux["Le Lien"], structure=distribution.lieux["Médiathèque des Tests"].structure)
    for qui, statut in (("amina", 303), ("paula", 303), ("chloe", 404), ("seul", 404), ("autre_fede", 404)):
        client.force_login(getattr(distribution, qui))
        assert poster(client, invitee, dispo="cette_semaine").status_code == statut, qui
    assert set(Offre.objects.editable_by(distribution.bruno)) == set()
    assert invitee in Offre.objects.editable_by(distribution.paula)
    assert invitee in Offre.objects.editable_by(distribution.amina)
    assert invitee in Offre.objects.updatable_by(distribution.bruno)
    assert invitee not in Offre.objects.updatable_by(distribution.chloe)


def test_confirming_goes_back_and_offers_to_undo(client, distribution, sienne):
    client.force_login(distribution.bruno)
    for chemin in (f"/espace/offres/{sienne.uid}/a-jour/", f"/espace/{sienne.structure.uid}/a-jour/"):
        suite = client.post(chemin, {"retour": f"/espace/{sienne.structure.uid}/"})["Location"]
        operation = sienne.history.latest().operation
        assert suite == f"/espace/{sienne.structure.uid}/?fait={operation}"
        page = client.get(suite).text
        assert "vérifié aujourd’hui" in page
        assert f"/espace/operations/{operation}/annuler/" in page
        client.post(f"/espace/operations/{operation}/annuler/")
        sienne.refresh_from_db()
        assert sienne.verifie_le is None
        assert "evil" not in client.post(chemin, {"retour": "//evil.example"})["Location"]
        client.post(f"/espace/operations/{sienne.history.latest().operation}/annuler/")


def test_room_is_undone_by_the_button_that_follows(client, distribution, sienne):
    client.force_login(distribution.bruno)
    page = client.get(poster(client, sienne, dispo="cette_semaine")["Location"]).text
    annuler = re.search(r'action="(/espace/operations/[^"]+)"', page)[1]
    client.post(annuler)
    sienne.refresh_from_db()
    assert (sienne.dispo, sienne.dispo_le, sienne.dispo_voie, sienne.dispo_par) == ("", None, "", None)


def test_cards_to_say_are_the_doubtful_ones_the_oldest_first(distribution, django_assert_num_queries):
    lieu = distribution.lieux["Le Lien"]
    vieille = permanence(lieu, nom="Dite il y a un mois")
    dire_la_place(vieille, dispo="cette_semaine", by=None, voie="ecran", now=NOW - timedelta(days=30))
    fraiche = permanence(lieu, nom="Dite hier")
    dire_la_place(fraiche, dispo="complet", by=None, voie="ecran", now=NOW - timedelta(days=1))
    jamais = permanence(lieu, nom="Jamais dite")
    permanence(lieu, nom="Sans rendez-vous", acces=ACCES["sans_rdv"].masque)
    permanence(lieu, nom="Brouillon", etat="brouillon")
    porteur = porteur_du_compte(distribution.bruno)
    with django_assert_num_queries(1):
        cartes = a_dire(porteur.offres, porteur=porteur, now=NOW)
    assert [c.nom for c in cartes] == [jamais.nom, vieille.nom]
    assert cartes[1].choisie == ""


def test_the_search_shows_it_at_once_and_lower(client, distribution):
    proche = permanence(creer_lieu(0, nom="Le Proche"), nom="Courrier")
    permanence(creer_lieu(0, nom="Le Lointain", latitude=48.79), nom="Courrier")
    question = {"q": "courrier", "pres": "Créteil"}
    page = client.get("/", question).text
    assert page.index("Le Proche") < page.index("Le Lointain")
    dire_la_place(proche, dispo="complet", jusqu_au=TODAY + timedelta(days=14), by=None, voie="lien")
    page = client.get("/", question).text
    assert page.index("Le Lointain") < page.index("Le Proche")
    assert "Complet jusqu’au" in page


def test_the_page_of_the_structure_leads_the_equipe_to_room_and_sessions(client, distribution, sienne):
    client.force_login(distribution.bruno)
    page = client.get(f"/espace/{sienne.structure.uid}/").text
    for suite in ("place", "seances"):
        assert f'href="/espace/offres/{sienne.uid}/{suite}/"' in page
