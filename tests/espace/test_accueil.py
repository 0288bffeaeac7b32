"""« Mon espace » : what needs somebody today, in order of harm."""

from datetime import date, timedelta
from itertools import count, islice

import pytest
from django.urls import reverse

from espace.a_faire import a_faire, prochaines_vacances
from espace.models import OuvertPendant
from structures.models import Fermeture
from tests.distribution import ecrire, faire_offre

PAGE = "/espace/"
NOEL = ("les vacances de Noël", date(2026, 12, 19), date(2027, 1, 3))


def faire(distribution, **champs):
    offre = faire_offre(distribution.lieux["Le Lien"], **champs)
    ecrire(offre)
    offre.refresh_from_db()
    return offre


def liste(distribution, today=date(2026, 11, 23)):
    return a_faire([distribution.lieux["Le Lien"].structure], today)


def test_room_that_is_doubtful_or_never_said_comes_first(distribution):
    jamais = faire(distribution, acces=2)
    douteuse = faire(distribution, acces=2, dispo="cette_semaine", dispo_le=date(2026, 10, 1), dispo_voie="ecran")
    sure = faire(distribution, acces=2, dispo="cette_semaine", dispo_le=date(2026, 11, 20), dispo_voie="ecran")
    sans = faire(distribution, acces=1)
    places = liste(distribution).places
    assert {jamais, douteuse} <= set(places)
    assert not {sure, sans} & set(places)


def test_a_period_that_ended_and_what_is_missing(distribution):
    finie = faire(distribution, fin=date(2026, 6, 30))
    vague = faire(distribution, themes=1, tarif="")
    attend = liste(distribution)
    assert attend.finies == [finie]
    manques = dict(attend.incompletes)[vague]
    assert {"le prix", "les papiers à apporter", "s’il faut un rendez-vous"} <= set(manques)
    assert finie not in dict(attend.incompletes)


def test_what_was_confirmed_lately_does_not_wait(distribution):
    fraiche = faire(distribution, verifie_le=date(2026, 11, 1), verifie_voie="ecran")
    vieille = faire(distribution, verifie_le=date(2026, 7, 1), verifie_voie="ecran")
    anciennes = liste(distribution).anciennes
    assert vieille in anciennes
    assert fraiche not in anciennes


def test_the_coming_holidays_of_the_zone():
    assert prochaines_vacances("C", date(2026, 11, 23)) == NOEL
    assert prochaines_vacances("C", date(2026, 12, 28)) == NOEL
    assert prochaines_vacances("C", date(2026, 10, 1)) is None
    assert prochaines_vacances("", date(2026, 11, 23)) is None


def test_holidays_are_asked_about_until_somebody_answers(client, distribution):
    lieu = distribution.lieux["Le Lien"]
    assert [(p.lieu, p.debut) for p in liste(distribution).periodes] == [(lieu, NOEL[1])]
    client.force_login(distribution.bruno)
    envoi = {"debut": "2026-12-19", "fin": "2027-01-03", "motif": "Vacances de Noël"}
    client.post(reverse("espace:vacances", args=[lieu.uid]), envoi | {"reponse": "ouvert"})
    assert OuvertPendant.objects.get().dit_par == distribution.bruno
    assert liste(distribution).periodes == []
    OuvertPendant.objects.all().delete()
    client.post(reverse("espace:vacances", args=[lieu.uid]), envoi | {"reponse": "ferme"})
    fermeture = Fermeture.objects.get(lieu=lieu)
    assert (fermeture.debut, fermeture.fin) == NOEL[1:]
    assert liste(distribution).periodes == []


@pytest.mark.parametrize(
    "envoi",
    [{}, {"debut": "2026-12-19", "fin": "2026-12-01", "reponse": "ferme"}, {"debut": "x", "fin": "9999-12-31"},
     {"debut": "2026-12-19", "fin": "2028-01-01", "reponse": "ferme"}],
)  # fmt: skip
def test_dates_that_are_not_holidays_write_nothing(client, distribution, envoi):
    client.force_login(distribution.bruno)
    reponse = client.post(reverse("espace:vacances", args=[distribution.lieux["Le Lien"].uid]), envoi)
    assert reponse.status_code == 302
    assert not Fermeture.objects.exists()
    assert not OuvertPendant.objects.exists()


def test_everything_is_up_to_date_is_said(client, distribution, time_machine):
    time_machine.move_to("2026-10-01 10:00 +0200")
    for nom in distribution.offres:
        offre = distribution.offres[nom]
        offre.verifie_le, offre.verifie_voie = date(2026, 9, 20), "ecran"
        offre.acces, offre.publics, offre.papiers = 1, 1, 1
        offre.horaires, offre.telephone = "Mo 09:00-12:00", "+33199001234"
        ecrire(offre)
    client.force_login(distribution.bruno)
    assert "Tout est à jour." in client.get(PAGE).text


def test_who_changed_what_is_told_with_before_and_after(client, distribution):
    lieu = distribution.lieux["Le Lien"]
    lieu.telephone = "+33199001234"
    ecrire(lieu, by=distribution.amina)
    client.force_login(distribution.bruno)
    texte = client.get(PAGE).text.replace("\u00a0", " ")
    assert "amina@example.org" in texte
    assert "01 99 00 12 34" in texte


def test_a_page_costs_the_same_with_more_rows(client, distribution, compte_requetes):
    client.force_login(distribution.amina)
    lieu = distribution.lieux["Le Lien"]
    jours = count(1)

    def agrandir(combien=6):
        for i in islice(jours, combien):
            faire(distribution, acces=2)
            lieu.reconnaitre = f"Porte {i}"
            ecrire(lieu, Fermeture(lieu=lieu, debut=date(2027, 6, 1) + timedelta(days=i), fin=date(2027, 6, 30)))

    agrandir(4)  # the eight operations that the page tells are of these tables
    compte_requetes(lambda: client.get(PAGE), agrandir, maximum=23)


def test_an_account_without_structure_is_told_what_to_do(client, distribution):
    client.force_login(distribution.seul)
    assert "Votre compte n’est rattaché à aucune structure" in client.get(PAGE).text


def test_who_cannot_complete_an_activity_is_told_who_can(client, distribution):
    faire(distribution, themes=1, tarif="")
    phrase = "Demandez à la personne responsable de le dire."
    for compte, dite in ((distribution.bruno, True), (distribution.amina, False)):
        client.force_login(compte)
        assert (phrase in client.get(PAGE).text) is dite
