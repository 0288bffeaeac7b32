"""Reminders: one a week at most, only when something waits, none in August nor over Christmas, three campaigns."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from comptes.adresses import noter_refus
from comptes.envoi import envoyer_courriels
from comptes.models import Administrateur, Courriel
from core.travailleur import PARIS
from espace.campagnes import apres_les_vacances, campagne_du, jour_d_envoi, vacances_des_rappels
from espace.desabonnement import jeton_de_rappels
from espace.models import Envoi
from structures.models import Fermeture, Membre
from tests.distribution import ecrire, faire_offre
from tests.espace.nuits import LUNDI, douteuse, nuit, passer, textes


# ------------------------------------------------------------------------------------ who, how often
def test_nobody_is_written_to_when_nothing_waits(tout_est_juste):
    passer(LUNDI)
    assert not Courriel.objects.exists()
    assert not Envoi.objects.exists()


def test_those_who_have_something_to_do_and_nobody_else(tout_est_juste):
    d = tout_est_juste
    offre = douteuse(d)
    passer(LUNDI)
    assert set(Courriel.objects.values_list("destinataire", flat=True)) == {d.amina.courriel, d.bruno.courriel}
    [texte] = textes(d.amina)
    assert texte.startswith("1 chose à regarder cette semaine\n")
    assert offre.nom in texte
    assert "RESTE-T-IL DE LA PLACE ?" in texte
    assert "\n\nCE QUI A CHANGÉ" not in texte


def test_once_a_week_whatever_runs_again(tout_est_juste):
    d = tout_est_juste
    douteuse(d)
    for jours in (0, 0, 1, 2, 4, 5, 6, 7, 7, 9, 14, 21, 27, 27):
        passer(LUNDI + timedelta(days=jours))
    assert Counter(Envoi.objects.filter(utilisateur=d.amina).values_list("semaine", flat=True)) == {
        LUNDI + timedelta(weeks=n): 1 for n in range(4)
    }
    assert len(textes(d.amina)) == 4


def test_the_link_of_the_mail_says_room_without_a_password(client, tout_est_juste):
    d = tout_est_juste
    offre = douteuse(d)
    d.horloge.move_to(nuit(LUNDI))
    passer(LUNDI)
    lien = re.search(rf"{re.escape(offre.nom)}[^\n]*\n  \S*?(/agir/\S+)", textes(d.bruno)[0])[1]
    assert offre.nom in client.get(lien).content.decode()
    d.horloge.move_to(nuit(LUNDI) + timedelta(hours=6))
    client.post(lien, {"dispo": "cette_semaine"})
    offre.refresh_from_db()
    assert offre.dispo_le == LUNDI


def test_everything_of_my_space_is_in_the_mail(tout_est_juste):
    from espace.models import Signalement

    d = tout_est_juste
    lieu = d.lieux["Le Lien"]
    douteuse(d, nom="Le Lien")
    finie = faire_offre(lieu, nom="Cycle terminé", fin=LUNDI - timedelta(days=3))
    vieille = faire_offre(lieu, nom="Vieille", verifie_le=LUNDI - timedelta(days=120), verifie_voie="ecran", acces=1,
                          publics=1, papiers=1, horaires="Mo 09:00-12:00")  # fmt: skip
    ecrire(finie, vieille)
    ecrire(retires=list(Fermeture.objects.filter(lieu=lieu)))
    Signalement.objects.create(lieu=lieu, motifs=2, texte="Madame Untel attendait", cree_a=nuit(LUNDI))
    passer(LUNDI)
    [texte] = textes(d.amina)
    assert texte.startswith("5 choses")
    titres = [ligne for ligne in texte.split("\n") if ligne.isupper()]
    assert [t.split(" ?")[0] for t in titres][:5] == [
        "RESTE-T-IL DE LA PLACE", "TERMINÉES, MAIS ENCORE PUBLIÉES", "ERREURS SIGNALÉES",
        "FERMEZ-VOUS PENDANT LES VACANCES DE NOËL", "À CONFIRMER"]  # fmt: skip
    assert "Tout est à jour à « Le Lien »" in texte
    assert "Untel" not in texte  # no mail holds a resident's name


def test_it_is_plain_french_text_that_leaves_in_the_morning(tout_est_juste):
    d = tout_est_juste
    douteuse(d)
    passer(LUNDI)
    envoyer_courriels(nuit(LUNDI))
    assert not mail.outbox
    envoyer_courriels(nuit(LUNDI).replace(hour=7, minute=31))
    message = next(m for m in mail.outbox if m.to == [d.amina.courriel])
    assert message.message().get_content_type() == "text/plain"
    url = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in message.body
    assert message.message()["List-Unsubscribe"] == f"<{url}>"


@pytest.mark.parametrize("ecarte", ["inactif", "refusee", "desabonne", "archivee"])
def test_who_is_left_alone(tout_est_juste, ecarte, client):
    d = tout_est_juste
    douteuse(d)
    match ecarte:
        case "inactif":
            d.amina.is_active = False
            d.amina.save()
        case "refusee":
            noter_refus("AMINA@example.org", raison="550", now=nuit(LUNDI))
        case "desabonne":
            client.post(reverse("espace:rappels_lien", args=[jeton_de_rappels(d.amina)]))
        case "archivee":
            structure = d.lieux["Le Lien"].structure
            structure.archivee_le, structure.archivee_voie = LUNDI, "ecran"
            ecrire(structure)
    passer(LUNDI)
    assert not textes(d.amina)
    assert bool(textes(d.bruno)) is (ecarte != "archivee")


# ------------------------------------------------------------------------------------ the calendar
def nuits(*periodes):
    """Yield the days of these periods, each from its first to its last."""
    for debut, fin in periodes:
        for n in range((fin - debut).days + 1):
            yield debut + timedelta(days=n)


def test_none_in_august_nor_over_christmas_and_three_campaigns_a_year(tout_est_juste):
    d = tout_est_juste
    Membre.objects.exclude(utilisateur=d.amina).delete()
    Administrateur.objects.all().delete()
    douteuse(d)
    for jour in nuits(
        (date(2026, 12, 18), date(2027, 1, 12)),
        (date(2027, 5, 31), date(2027, 6, 16)),
        (date(2027, 7, 30), date(2027, 9, 1)),
        (date(2027, 9, 9), date(2027, 9, 13)),
    ):
        passer(jour)
    jours = [c.ecrit_a.astimezone(PARIS).date() for c in Courriel.objects.filter(destinataire=d.amina.courriel)]
    assert jours == [
        date(2026, 12, 18), date(2026, 12, 21), date(2027, 1, 4), date(2027, 1, 11), date(2027, 5, 31),
        date(2027, 6, 7), date(2027, 6, 14), date(2027, 7, 30), date(2027, 9, 1), date(2027, 9, 9), date(2027, 9, 13)
    ]  # fmt: skip
    campagnes = Courriel.objects.filter(destinataire=d.amina.courriel).exclude(sujet__contains="cette semaine")
    # A window that opens in the middle of a week waits for the next one: this week's mail has left on its Monday.
    assert [(c.ecrit_a.astimezone(PARIS).date(), c.sujet.split()[0]) for c in campagnes.order_by("ecrit_a")] == [
        (date(2027, 1, 11), "Nouvelle"),
        (date(2027, 6, 7), "Vos"),
        (date(2027, 9, 13), "C’est"),
    ]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2200, 1, 1)))
def test_calendar_of_any_year(jour):
    campagne = campagne_du(jour)
    if campagne:
        assert campagne.debut <= jour <= campagne.debut + timedelta(days=15)
        assert not vacances_des_rappels(jour)
        # Whoever had this week's mail has another week of the window for it.
        fenetre = [campagne.debut + timedelta(days=n) for n in range(16)]
        ouvrables = {j.isocalendar()[:2] for j in fenetre if jour_d_envoi(j) and campagne_du(j)}
        assert len(ouvrables) >= 2
    apres = apres_les_vacances(jour)
    assert apres == jour or (vacances_des_rappels(jour) and not vacances_des_rappels(apres))
    assert jour <= apres <= jour + timedelta(days=45)


def test_a_campaign_asks_only_those_who_have_not_confirmed_since_it_began(tout_est_juste):
    d = tout_est_juste
    ete = date(2027, 6, 1)
    for offre in d.offres.values():
        offre.verifie_le = ete - timedelta(days=1)
    d.offres["Le Voisin"].verifie_le = ete
    d.offres["Le Municipal"].verifie_le = ete
    ecrire(*d.offres.values())
    passer(ete)
    [texte] = textes(d.amina)
    assert texte.startswith("Vos permanences en juillet-août ?\n")
    assert d.offres["Le Lien"].nom in texte
    assert not textes(d.chloe)
    assert not textes(d.mairie)
    # Once: the week after, nothing waits any more but the campaign's question.
    passer(ete + timedelta(days=7))
    assert len(textes(d.amina)) == 1


def test_a_campaign_replaces_the_mail_of_its_week(tout_est_juste):
    d = tout_est_juste
    douteuse(d)
    lundi = date(2027, 5, 31)
    passer(lundi)  # the last day before: an ordinary mail
    for n in (1, 2, 4, 7, 8, 11):
        passer(lundi + timedelta(days=n))
    envois = Envoi.objects.filter(utilisateur=d.amina).order_by("semaine")
    assert [(e.semaine, e.genre) for e in envois] == [(lundi, "resume"), (date(2027, 6, 7), "campagne")]
    assert "RESTE-T-IL DE LA PLACE ?" in textes(d.amina)[1]


# ------------------------------------------------------------------------------------ a mairie
def test_a_mairie_is_told_what_others_changed_and_may_undo_it(client, tout_est_juste):
    d = tout_est_juste
    passer(LUNDI)
    assert not textes(d.mairie)
    lieu = d.lieux["Le Voisin"]
    lieu.reconnaitre = "Porte verte"
    ecrire(lieu, by=d.chloe, now=nuit(LUNDI) + timedelta(hours=8))
    autre = d.lieux["Le Municipal"]
    autre.reconnaitre = "Porte bleue"
    ecrire(autre, by=d.mairie, now=nuit(LUNDI) + timedelta(hours=8))
    passer(LUNDI + timedelta(days=7))
    [texte] = textes(d.mairie)
    assert texte.startswith("Ce qui a changé dans vos structures\n")
    assert "Le Voisin modifié, par chloe@example.org" in texte
    assert "Le Municipal modifié" not in texte  # done by the mairie itself
    assert not textes(d.chloe)  # of one structure only
    lien = re.search(r"https?://[^/\s]+(/espace/\?fait=(\S+))", texte)
    client.force_login(d.mairie)
    assert f"/espace/operations/{lien[2]}/annuler/" in client.get(lien[1]).content.decode()
    client.post(f"/espace/operations/{lien[2]}/annuler/")
    lieu.refresh_from_db()
    assert lieu.reconnaitre == ""
    passer(LUNDI + timedelta(days=14))
    assert len(textes(d.mairie)) == 1  # its own undo is no news


# ------------------------------------------------------------------------------------ cost, and two at once
def test_as_many_queries_for_one_keeper_with_more_activities(tout_est_juste, compte_requetes):
    d = tout_est_juste
    for _ in range(3):
        douteuse(d)

    def ecrire_une_fois():
        Envoi.objects.all().delete()
        Courriel.objects.all().delete()
        passer(LUNDI)

    compte_requetes(ecrire_une_fois, lambda: [douteuse(d) for _ in range(6)], maximum=200)


def test_two_runs_at_once_write_one_mail(tout_est_juste, monkeypatch):
    """The second run has read the list before the first has written."""
    from espace import rappels

    d = tout_est_juste
    douteuse(d)
    personnes = list(rappels.personnes_a_rappeler(LUNDI))
    passer(LUNDI)
    monkeypatch.setattr(rappels, "personnes_a_rappeler", lambda today: personnes)
    passer(LUNDI)
    assert len(textes(d.amina)) == 1
