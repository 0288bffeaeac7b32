"""The network's agenda: announced, full, waited for, moved, cancelled; and in one's calendar."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from icalendar import Calendar

from comptes.models import Courriel
from reseau.actions.agenda import inscrire
from reseau.entretien import tenir_l_agenda
from reseau.models import Evenement, Inscription
from structures.actions import supprimer_compte
from structures.models import Membre

AGENDA = "/entre-nous/agenda/"
PARIS = ZoneInfo("Europe/Paris")


def saisie(**plus):
    jour = (timezone.localdate() + timedelta(days=40)).isoformat()
    return {
        "genre": "rencontre", "titre": "Petit déjeuner", "texte": "Café.", "jour": jour, "debut_h": "9:30",
        "fin_h": "12h", "ou": "Le Lien", "sur_inscription": "on",
    } | plus  # fmt: skip


def venir(client, evenement, qui, **plus):
    client.force_login(qui)
    return client.post(f"{evenement.get_absolute_url()}inscription/", {"fonction": "animatrice"} | plus, follow=True)


def ecrits_a(qui) -> list[str]:
    return list(Courriel.objects.filter(destinataire=qui.courriel).order_by("pk").values_list("sujet", flat=True))


def test_announced_then_seen_by_all_the_network(client, reseau):
    client.force_login(reseau.bruno)
    page = client.post(f"{AGENDA}nouveau/", saisie(), follow=True).text
    assert "C’est dans l’agenda du réseau" in page
    assert "9\u00a0h\u00a030 – 12\u00a0h" in page
    evenement = Evenement.objects.get(titre="Petit déjeuner")
    assert evenement.debut.astimezone(PARIS).hour == 9
    client.force_login(reseau.chloe)
    for adresse in (AGENDA, "/entre-nous/"):
        assert "Petit déjeuner" in client.get(adresse).text
    Evenement.objects.filter(pk=evenement.pk).update(
        debut=datetime(2026, 1, 1, 9, tzinfo=UTC), fin=datetime(2026, 1, 2, tzinfo=UTC)
    )
    assert "Petit déjeuner" not in client.get(AGENDA).text
    assert "Petit déjeuner" in client.get(f"{AGENDA}?passes=1").text


def test_what_is_wrong_is_said_and_the_rest_is_kept(client, reseau):
    client.force_login(reseau.amina)
    loin = (timezone.localdate() + timedelta(days=90)).isoformat()
    for champs, dit in (
        ({"jour": "2020-01-01"}, "Choisissez un jour à venir"),
        ({"jour": "9999-12-31"}, "Choisissez un jour à venir"),
        ({"jour": "mardi"}, "Écrivez un jour entier, par exemple"),
        ({"debut_h": "25:00"}, "Écrivez une heure"),
        ({"fin_h": "9:30"}, "La fin vient après le début."),
        ({"jour_fin": loin}, "Un mois au plus"),
        ({"places": "0"}, "Écrivez un nombre"),
        ({"places": "9" * 30}, "Écrivez un nombre"),
        ({"inscription_jusqu_au": loin}, "Les inscriptions finissent avant le début."),
        ({"genre": "fête"}, "Choisissez dans la liste."),
        ({"ou": ""}, "Dites où."),
    ):
        reponse = client.post(f"{AGENDA}nouveau/", saisie(**champs))
        assert reponse.status_code == 422, champs
        assert dit in reponse.text
        assert "Café." in reponse.text


def test_full_then_the_first_who_waits_comes_in(client, reseau):
    evenement = reseau.evenement  # two places
    assert "Écrivez votre fonction." in venir(client, evenement, reseau.bruno, fonction="").text
    for qui, dit in (
        (reseau.bruno, "Vous êtes inscrit·e."),
        (reseau.bruno, "Vous êtes inscrit·e."),  # asked twice, it is one place
        (reseau.chloe, "Vous êtes inscrit·e."),
        (reseau.paula, "vous êtes sur la liste d’attente"),
        (reseau.fede, "vous êtes sur la liste d’attente"),
    ):
        assert dit in venir(client, evenement, qui).text, qui
    client.force_login(reseau.mairie)
    assert "Complet, 2 en attente" in " ".join(client.get(evenement.get_absolute_url()).text.split())
    client.force_login(reseau.bruno)
    client.post(f"{evenement.get_absolute_url()}inscription/", {"geste": "quitter"})
    assert ecrits_a(reseau.paula) == ["Une place pour vous : Se former ensemble"]
    assert ecrits_a(reseau.fede) == []
    # One more place, and the next comes in; one fewer takes nobody's.
    for places in (3, 1):
        jour = timezone.localtime(evenement.debut)
        heures = {"jour": jour.date().isoformat(), "debut_h": f"{jour:%H:%M}", "fin_h": "23:59", "ou": evenement.ou}
        client.force_login(reseau.amina)
        client.post(
            f"{evenement.get_absolute_url()}modifier/", saisie(places=str(places), **heures) | {"fin_h": "23:59"}
        )
        assert Inscription.objects.filter(en_attente=False).count() == 3
    # Who comes: for those who organise, by structure and function, without a name.
    page = client.get(f"{evenement.get_absolute_url()}inscrits/").text
    assert "Le Voisin" in page
    assert "animatrice" in page
    assert reseau.chloe.courriel not in page
    client.force_login(reseau.chloe)
    assert "Qui vient" not in client.get(evenement.get_absolute_url()).text


def test_moved_or_cancelled_those_who_come_are_told_once(client, reseau):
    venir(client, reseau.evenement, reseau.chloe)
    client.force_login(reseau.amina)
    modifier = f"{reseau.evenement.get_absolute_url()}modifier/"
    client.post(modifier, saisie())
    assert ecrits_a(reseau.chloe) == ["Changement : Petit déjeuner"]
    client.post(modifier, saisie(texte="Café et thé."))
    assert len(ecrits_a(reseau.chloe)) == 1
    for _ in range(2):
        client.post(f"{reseau.evenement.get_absolute_url()}annuler/")
    assert ecrits_a(reseau.chloe)[1:] == ["Annulé : Petit déjeuner"]
    assert client.get(modifier).status_code == 404
    assert "Les inscriptions sont closes." in venir(client, reseau.evenement, reseau.paula).text


def test_registration_ends_on_its_day(client, reseau):
    Evenement.objects.update(inscription_jusqu_au=timezone.localdate() - timedelta(days=1))
    assert "Les inscriptions sont closes." in venir(client, reseau.evenement, reseau.chloe).text
    assert not Inscription.objects.exists()


def test_those_who_leave_give_their_place_back_at_night(reseau):
    now = timezone.now()
    for qui, nom in ((reseau.bruno, "Le Lien"), (reseau.chloe, "Le Voisin"), (reseau.paula, "Médiathèque des Tests")):
        inscrire(reseau.evenement, by=qui, structure=reseau.lieux[nom].structure, fonction="a", now=now)
    supprimer_compte(reseau.bruno, now=now)
    tenir_l_agenda(now)
    assert set(Inscription.objects.values_list("utilisateur", "en_attente")) == {
        (reseau.chloe.pk, False), (reseau.paula.pk, False),
    }  # fmt: skip
    Membre.objects.filter(utilisateur=reseau.chloe).delete()
    tenir_l_agenda(now)
    assert Inscription.objects.get().utilisateur == reseau.paula
    tenir_l_agenda(now + timedelta(days=400))
    assert not Inscription.objects.exists()


def test_a_calendar_follows_by_a_private_address_until_it_is_closed(client, reseau):
    hiver = datetime(2027, 1, 12, 8, 30, tzinfo=UTC)
    ete, titre = datetime(2027, 7, 1, 7, 30, tzinfo=UTC), "Été, hiver ; à l’heure, \\ou pas"
    Evenement.objects.update(debut=hiver, fin=hiver + timedelta(hours=2), titre=titre, texte="a\r\nb\x0b")
    Evenement.objects.create(
        **{c: getattr(reseau.evenement, c) for c in ("federation", "structure", "auteur", "cree_a", "genre", "ou")},
        titre="L’été", texte="a", debut=ete, fin=ete + timedelta(hours=2),
    )  # fmt: skip
    client.force_login(reseau.bruno)
    page = client.post(f"{AGENDA}lien/", follow=True).text
    adresse = page.split('id="lien-agenda">')[1].split("<")[0].strip()
    client.logout()
    reponse = client.get(adresse[adresse.index("/entre-nous") :])
    assert reponse["Content-Type"].startswith("text/calendar")
    assert not reponse.cookies
    lu = Calendar.from_ical(reponse.content)
    assert [str(z["TZID"]) for z in lu.walk("VTIMEZONE")] == ["Europe/Paris"]
    evenements = {str(e["SUMMARY"]): e for e in lu.walk("VEVENT")}
    assert set(evenements) == {titre, "L’été"}
    assert b"DTSTART;TZID=Europe/Paris:20270112T093000" in reponse.content
    assert b"DTSTART;TZID=Europe/Paris:20270701T093000" in reponse.content
    assert evenements["L’été"].decoded("dtstart") == datetime(2027, 7, 1, 9, 30, tzinfo=PARIS)
    assert reseau.bruno.courriel.encode() not in reponse.content
    assert all(len(ligne) <= 75 for ligne in reponse.content.split(b"\r\n"))
    # Another federation's calendar has none of it; a closed address opens nothing, and the next is another.
    chemin = adresse[adresse.index("/entre-nous") :]
    client.force_login(reseau.autre_fede)
    autre = client.post(f"{AGENDA}lien/", follow=True).text.split('id="lien-agenda">')[1].split("<")[0].strip()
    assert not Calendar.from_ical(client.get(autre[autre.index("/entre-nous") :]).content).walk("VEVENT")
    client.force_login(reseau.bruno)
    client.post(f"{AGENDA}lien/", {"geste": "fermer"})
    assert client.get(chemin).status_code == 404
    assert adresse not in client.post(f"{AGENDA}lien/", follow=True).text
    assert client.get(chemin.replace(".ics", "a.ics")).status_code == 404


def test_a_list_costs_the_same_at_any_length(client, reseau, compte_requetes):
    client.force_login(reseau.chloe)

    def agrandir(combien=6):
        for n in range(combien):
            Evenement.objects.create(
                **{c: getattr(reseau.evenement, c) for c in ("federation", "structure", "auteur", "cree_a", "debut")},
                fin=reseau.evenement.fin, titre=f"Date {n}", texte="a", genre="rencontre", ou="ici",
            )  # fmt: skip
        inscrire(reseau.evenement, by=reseau.paula, structure=None, fonction="a", now=timezone.now())

    agrandir(2)
    compte_requetes(lambda: client.get(AGENDA), agrandir, maximum=9)
    compte_requetes(lambda: client.get(reseau.evenement.get_absolute_url()), agrandir, maximum=12)
