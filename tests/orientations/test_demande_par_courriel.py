"""A request from end to end, its mails in a real server, its links taken from what arrived."""

import re

from django.utils import timezone

from comptes.envoi import envoyer_courriels
from orientations.relations.entretien import suivre_les_demandes
from tests.orientations.test_relations import ADRESSE, PRENOM, a_paris, envoyer, repondre


def test_the_whole_way_with_real_mails(client, cas, time_machine, boite):
    """Received, reminded, put on a waiting list, given an appointment, came: each link is one that a mail brought."""

    def poste(moment):
        time_machine.move_to(moment, tick=False)
        while envoyer_courriels(timezone.now()):
            pass

    def dans(texte):
        return re.search(r"https?://[^/]+(/r/\S+)", texte)[1]

    relation = envoyer(client, cas, moyen="courriel", courriel=ADRESSE)
    poste("2026-11-23 10:01 +0100")
    (annonce,) = boite.pour("accueil@example.org")
    assert repondre(client, dans(annonce), etat="recue").status_code == 302
    suivre_les_demandes(a_paris(2026, 11, 27, 3))
    poste("2026-11-27 08:00 +0100")
    rappel = boite.pour("accueil@example.org")[-1]
    assert "Elle attend votre réponse" in rappel
    assert repondre(client, dans(rappel), etat="attente").status_code == 302
    poste("2026-11-27 09:00 +0100")
    assert "Vous êtes sur la liste d’attente" in boite.pour(ADRESSE)[-1]
    assert repondre(client, dans(annonce), etat="rendez_vous", jour="2026-12-03", heure="14:30").status_code == 302
    poste("2026-11-27 09:30 +0100")
    assert "Vous avez rendez-vous" in boite.pour(ADRESSE)[-1]
    poste("2026-12-03 18:00 +0100")
    assert repondre(client, dans(rappel), etat="venue").status_code == 302
    poste("2026-12-03 18:30 +0100")
    assert "la personne est venue" in boite.pour(cas.chloe.courriel)[-1]
    relation.refresh_from_db()
    assert [r.etat for r in relation.reponses.all()] == ["envoyee", "recue", "attente", "rendez_vous", "venue"]
    identifiants = [message_id for *_, message_id in boite.recus]
    assert len(identifiants) == len(set(identifiants))
    assert not any(PRENOM in texte for _, _, texte, _ in boite.recus)
    for chemin in (dans(annonce), dans(rappel)):  # closed: both links are dead
        assert client.get(chemin).status_code == 410
