"""What a QR code opens never expires: it answers 200 and says what has become of the activity."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, THEMES
from structures.models import Fermeture
from tests.distribution import creer_lieu, creer_offre, ecrire
from tests.orientations.test_papier import texte

pytestmark = pytest.mark.django_db


@pytest.fixture
def offre():
    lieu = creer_lieu(0, nom="Centre social Les Quais", telephone="+33199001234")
    return creer_offre(lieu, nom="Aide aux démarches", horaires="Mo-Fr 14:00-17:00", acces=ACCES["rdv"].masque)


@pytest.fixture
def voisine():
    """The same need, a kilometre away, with room."""
    lieu = creer_lieu(0, nom="Médiathèque du Pont", latitude=48.786, longitude=2.4531)
    return creer_offre(
        lieu, nom="Coup de main", horaires="Tu 10:00-12:00", acces=ACCES["sans_rdv"].masque, nature="acces_libre"
    )


def a_venir(offre):
    """The next session that has not begun: today's may be over, in the evening."""
    return offre.seances.filter(debut__gt=timezone.now()).order_by("debut").first()


def ouvrir(client, offre, langue="fr"):
    reponse = client.get(f"/o/{offre.uid}/?langue={langue}")
    assert reponse.status_code == 200
    return texte(reponse)


def test_it_says_the_same_as_the_paper_without_script_or_cookie(client, offre):
    reponse = client.get(f"/o/{offre.uid}/")
    assert reponse.status_code == 200
    assert "ETag" in reponse.headers
    assert not reponse.cookies
    assert "<script" not in reponse.text
    assert len(reponse.content) < 30_000
    dit = texte(reponse)
    assert "Appelez le 01 99 00 12 34 pour prendre rendez-vous." in dit
    assert 'href="tel:+33199001234"' in reponse.text
    assert "Centre social Les Quais" in dit


def test_its_sessions_go_to_an_agenda_in_the_language_of_the_person(client, offre):
    page = client.get(f"/o/{offre.uid}/?langue=en").text
    lien = re.search(rf'href="/offres/{offre.uid}/agenda\.ics">(.*?)</a>', page, re.DOTALL)[1]
    assert re.findall(r'lang="(\w+)"[^>]*>([^<]+)', lien) == [
        ("en", "Add to my calendar"),
        ("fr", "Ajouter à mon agenda"),
    ]
    offre.etat = "archive"
    ecrire(offre)
    assert "agenda" not in client.get(f"/o/{offre.uid}/").text


def test_a_cancelled_session_is_said_first(client, offre):
    seance = a_venir(offre)
    seance.statut = "annulee"
    seance.save()
    dit = ouvrir(client, offre)
    annonce = re.search(r"La séance du \w+ (\d+)(?:er)? [^.]* est annulée\.", dit)
    assert int(annonce[1]) == seance.jour.day
    assert annonce.start() < dit.index("Centre social Les Quais")


def test_somebody_else_receives_on_a_day(client, offre):
    seance = a_venir(offre)
    seance.remplacement = "benevole"
    seance.save()
    assert re.search(rf"\w+ {seance.jour.day}(er)? [^.]*: Un bénévole vous reçoit\.", ouvrir(client, offre))


def test_a_moved_session_says_where_to_in_time(client, offre):
    seance = offre.seances.order_by("debut").last()
    seance.statut = "deplacee"
    seance.debut += timedelta(days=1)
    seance.fin += timedelta(days=1)
    seance.jour += timedelta(days=1)
    seance.save()
    # Only the first sessions are told: bring it there.
    offre.seances.exclude(pk=seance.pk).delete()
    assert "a changé. Venez :" in ouvrir(client, offre)


def test_the_place_is_closed_on_a_day(client, offre):
    jour = timezone.localdate() + timedelta(days=9)
    ecrire(Fermeture(lieu=offre.lieu, debut=jour, fin=jour, motif="travaux"))
    dit = ouvrir(client, offre)
    assert re.search(rf"Le lieu est fermé le \w+ {jour.day}(er)? ", dit)
    assert "travaux" in dit


@pytest.mark.parametrize("etat", ["clos", "archive"])
def test_gone_it_says_so_and_names_the_nearest(client, offre, voisine, etat):
    offre.etat = etat
    ecrire(offre)
    dit = ouvrir(client, offre)
    assert "Cette activité n’existe plus." in dit
    assert "Voici ce qui est le plus près :" in dit
    assert "Coup de main" in dit
    assert "Médiathèque du Pont, Créteil" in dit
    assert "Appelez le" not in dit


def test_its_place_is_gone(client, offre, voisine):
    offre.lieu.etat = "archive"
    ecrire(offre.lieu)
    assert "Ce lieu n’existe plus." in ouvrir(client, offre)


def test_it_is_over(client, offre, voisine):
    hier = timezone.localdate() - timedelta(days=1)
    offre.fin = hier
    ecrire(offre)
    assert "Cette activité s’est terminée le" in ouvrir(client, offre)


def test_suspended_it_says_until_when(client, offre, voisine):
    offre.etat, offre.suspendu_jusqu_au = "suspendu", timezone.localdate() + timedelta(days=10)
    ecrire(offre)
    dit = ouvrir(client, offre)
    assert "C’est fermé jusqu’au" in dit
    assert "Coup de main" in dit


def test_full_it_says_so_and_names_where_there_is_room(client, offre, voisine):
    offre.dispo, offre.dispo_le, offre.dispo_voie = "complet", timezone.localdate(), "ecran"
    offre.dispo_jusqu_au = timezone.localdate() + timedelta(days=12)
    ecrire(offre)
    dit = ouvrir(client, offre)
    assert "C’est complet en ce moment. Cela change le" in dit
    assert "Sinon, près d’ici :" in dit
    assert "Coup de main" in dit


def test_merged_it_shows_the_other_one(client, offre):
    ancienne = creer_offre(offre.lieu, nom="Ancien nom")
    ancienne.etat, ancienne.fusionne_dans = "fusionne", offre
    ecrire(ancienne)
    dit = ouvrir(client, ancienne)
    assert "Votre activité est maintenant regroupée ici." in dit
    assert "Aide aux démarches" in dit


def test_a_draft_that_was_published_answers_without_a_detail(client, offre):
    offre.etat = "brouillon"
    ecrire(offre)
    dit = ouvrir(client, offre)
    assert "Cette activité n’existe plus." in dit
    assert "Les Quais" not in dit
    assert "Aide aux démarches" not in dit


def test_erased_it_answers_still(client, offre):
    uid = offre.uid
    Offre.objects.filter(pk=offre.pk).delete()
    assert client.get(f"/o/{uid}/").status_code == 200


def test_what_was_never_published_is_not_found(client):
    jamais = creer_offre(etat="brouillon", themes=THEMES["demarches"].masque)
    assert client.get(f"/o/{jamais.uid}/").status_code == 404
    assert client.get("/o/23456789/").status_code == 404
