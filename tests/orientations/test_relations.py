"""« Prévenir le lieu » : from the request to « venue », without an account, without a trace of the person."""

import re
from datetime import date, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse

from ateliers.models import Offre
from comptes.envoi import envoyer_courriels
from comptes.models import Courriel
from core.travailleur import PARIS
from orientations.models import AccueilRelation, Identite, MiseEnRelation
from orientations.relations.actions import jours_ouvres_apres
from orientations.relations.chiffrement import dechiffrer
from orientations.relations.entretien import suivre_les_demandes

PRENOM, NUMERO, ADRESSE = "Zénobie", "+33199004321", "zenobie.introuvable@example.org"
LUNDI = "2026-11-23 10:00 +0100"


def a_paris(*morceaux):
    return datetime(*morceaux, tzinfo=PARIS)


def saisie(cas, **champs):
    return {
        "de": cas.lieux["Le Voisin"].structure.pk, "prenom": PRENOM, "moyen": "telephone",
        "telephone": "01 99 00 43 21", "courriel": "", "seance": "", "accord": "on",
    } | champs  # fmt: skip


def envoyer(client, cas, **champs):
    client.force_login(cas.chloe)
    reponse = client.post(reverse("orientations:prevenir", args=[cas.offre.uid]), saisie(cas, **champs))
    assert reponse.status_code == 302, reponse.context["form"].errors
    client.logout()
    return MiseEnRelation.objects.get()


def lien(a="accueil@example.org"):
    texte = Courriel.objects.filter(destinataire=a).order_by("-pk").first().texte
    return re.search(r"https?://[^/]+(/r/\S+)", texte)[1]


def repondre(client, chemin, **champs):
    page = client.get(chemin)
    numero = page.context["form"]["numero"].value()
    return client.post(chemin, {"numero": numero} | champs)


def partout(*mots):
    """Return where in the database any of these words stands, in clear: table and column."""
    trouves = []
    for modele in apps.get_models(include_auto_created=True):
        for valeurs in modele._default_manager.order_by("pk").values():
            trouves += [
                f"{modele._meta.label}.{nom}" for nom, v in valeurs.items() if any(mot in str(v) for mot in mots)
            ]
    return trouves


# ------------------------------------------------------------------------------------ the whole way
def test_from_the_request_to_the_person_who_came(client, cas, time_machine):
    relation = envoyer(client, cas)
    assert (relation.etat, relation.accord_a is not None) == ("envoyee", True)
    annonce = lien()
    page = client.get(annonce)
    assert PRENOM in page.text
    assert "01 99 00 43 21" in page.text.replace("\u00a0", " ")
    assert page["Cache-Control"].count("no-store")

    # No answer: reminded after the place's next session (Thursday), and the sender is told.
    time_machine.move_to("2026-11-26 16:00 +0100", tick=False)
    suivre_les_demandes(a_paris(2026, 11, 26, 16))
    assert not Courriel.objects.filter(sujet__startswith="Une personne attend").exists()
    suivre_les_demandes(a_paris(2026, 11, 27, 3))
    suivre_les_demandes(a_paris(2026, 11, 28, 3))
    assert (
        Courriel.objects.filter(destinataire="accueil@example.org", sujet__startswith="Une personne attend").count()
        == 1
    )
    assert Courriel.objects.filter(destinataire=cas.chloe.courriel, sujet__startswith="Toujours sans").count() == 1

    time_machine.move_to("2026-11-30 09:00 +0100", tick=False)
    assert repondre(client, annonce, etat="attente").status_code == 302
    assert MiseEnRelation.objects.get().etat == "attente"
    # Corrected: an appointment after all.
    repondre(client, annonce, etat="rendez_vous", jour="2026-12-03", heure="14:30")
    relation.refresh_from_db()
    assert (relation.etat, relation.rendez_vous_a) == ("rendez_vous", a_paris(2026, 12, 3, 14, 30))
    assert Courriel.objects.filter(destinataire=cas.chloe.courriel, sujet__startswith="Rendez-vous donné").exists()

    time_machine.move_to("2026-12-04 09:00 +0100", tick=False)
    merci = client.post(annonce, {"numero": 2, "etat": "venue"}, follow=True)
    assert "C’est noté" in merci.text
    assert PRENOM not in merci.text
    relation.refresh_from_db()
    assert (relation.etat, relation.close_a is not None) == ("venue", True)
    # Closed: the link says so, and shows nobody any more.
    fini = client.get(annonce)
    assert fini.status_code == 410
    assert PRENOM not in fini.text
    assert client.post(annonce, {"numero": 3, "etat": "pas_venue"}).status_code == 410


def test_no_mail_log_history_or_outbox_row_holds_the_person(client, cas, caplog):
    relation = envoyer(client, cas, moyen="courriel", courriel=ADRESSE)
    chemin = lien()
    repondre(client, chemin, etat="rendez_vous", jour="2026-12-03", heure="14:30")
    assert Courriel.objects.filter(destinataire="", destinataire_de__endswith=relation.uid).count() == 1
    assert partout(PRENOM, ADRESSE, "zenobie", NUMERO) == []
    assert not any(mot in caplog.text for mot in (PRENOM, ADRESSE))
    assert Identite.objects.get().secret
    assert dechiffrer(Identite.objects.get().secret)["valeur"] == ADRESSE


def test_a_person_who_chose_mail_is_written_to_and_nobody_else_is(client, cas, mailoutbox):
    envoyer(client, cas, moyen="courriel", courriel=ADRESSE)
    repondre(client, lien(), etat="rendez_vous", jour="2026-12-03", heure="14:30")
    envoyer_courriels(a_paris(2026, 11, 23, 10, 5))
    (lettre,) = [m for m in mailoutbox if m.to == [ADRESSE]]
    assert "Vous avez rendez-vous" in lettre.body
    assert PRENOM not in lettre.body
    Courriel.objects.all().delete()
    MiseEnRelation.objects.all().delete()
    envoyer(client, cas)
    repondre(client, lien(), etat="rendez_vous", jour="2026-12-03", heure="14:30")
    assert not Courriel.objects.exclude(destinataire_de="").exists()


def test_full_says_it_of_the_room_too(client, cas):
    envoyer(client, cas)
    repondre(client, lien(), etat="impossible", motif="complet")
    offre = Offre.objects.get(pk=cas.offre.pk)
    assert (offre.dispo, offre.dispo_voie, offre.dispo_par) == ("complet", "lien", None)


# ------------------------------------------------------------------------------------ refusals
def test_a_stale_answer_is_refused_and_the_page_shows_where_it_stands(client, cas):
    envoyer(client, cas)
    chemin = lien()
    repondre(client, chemin, etat="recue")
    rejouee = client.post(chemin, {"numero": 0, "etat": "attente"})
    assert rejouee.status_code == 409
    assert "Quelqu’un a déjà répondu" in rejouee.text
    assert MiseEnRelation.objects.get().etat == "recue"


def test_altered_links_and_those_of_other_kinds_are_refused(client, cas):
    from core.liens import Genre, signer

    relation = envoyer(client, cas)
    bon = lien()
    d_un_autre_genre = signer(Genre.ACTION, r=relation.uid)
    d_une_autre = signer(Genre.MISE_EN_RELATION, r="zzzzzzzz")
    for chemin in (bon[:-2] + "x/", "/r/x/", f"/r/{d_un_autre_genre}/", f"/r/{d_une_autre}/"):
        refus = client.get(chemin)
        assert refus.status_code == 410
        assert PRENOM not in refus.text
        assert client.post(chemin, {"numero": 0, "etat": "recue"}).status_code == 410
    assert MiseEnRelation.objects.get().etat == "envoyee"


def test_reading_the_link_changes_nothing(client, cas):
    envoyer(client, cas)
    for methode in (client.get, client.head):
        methode(lien())
    assert (MiseEnRelation.objects.get().etat, Courriel.objects.count()) == ("envoyee", 1)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"accord": ""}, "Sans l’accord de la personne, rien ne part."),
        ({"prenom": "Zoé 06 12"}, "en lettres"),
        ({"prenom": ""}, "obligatoire"),
        ({"telephone": "12"}, "valide"),
        ({"telephone": ""}, "c’est par là que le lieu joindra"),
        ({"moyen": "courriel", "courriel": "x"}, "nom@exemple.fr"),
        ({"moyen": "pigeon"}, "valide"),
        ({"de": "999999"}, "choix"),
        ({"seance": "demain"}, "choix"),
    ],
)
def test_a_wrong_request_is_said_and_nothing_leaves(client, cas, champs, attendu):
    client.force_login(cas.chloe)
    reponse = client.post(reverse("orientations:prevenir", args=[cas.offre.uid]), saisie(cas, **champs))
    assert reponse.status_code == 422
    assert attendu in reponse.text
    assert not MiseEnRelation.objects.exists()
    assert not Courriel.objects.exists()


@pytest.mark.parametrize(
    "champs",
    [{"etat": "rendez_vous"}, {"etat": "rendez_vous", "jour": "2026-11-01", "heure": "10:00"},
     {"etat": "rendez_vous", "jour": "2026-11-23", "heure": "09:00"}, {"etat": "impossible"}, {"etat": "venue"},
     {"etat": "inconnu"}, {"etat": "rendez_vous", "jour": "9999-12-31", "heure": "10:00"}],
)  # fmt: skip
def test_a_wrong_answer_is_said_and_changes_nothing(client, cas, champs):
    envoyer(client, cas)
    assert repondre(client, lien(), **champs).status_code == 422
    assert MiseEnRelation.objects.get().etat == "envoyee"


def test_a_place_that_did_not_accept_cannot_be_told(client, cas):
    AccueilRelation.objects.all().delete()
    client.force_login(cas.chloe)
    chemin = reverse("orientations:prevenir", args=[cas.offre.uid])
    assert "n’a pas demandé à être prévenu" in client.get(chemin).text
    client.post(chemin, saisie(cas))
    assert not MiseEnRelation.objects.exists()


def test_without_a_key_nobody_is_asked_for_anything(client, cas, settings):
    settings.CLES_IDENTITES = []
    client.force_login(cas.chloe)
    chemin = reverse("orientations:prevenir", args=[cas.offre.uid])
    assert "n’a pas demandé à être prévenu" in client.get(chemin).text
    client.post(chemin, saisie(cas))
    assert not MiseEnRelation.objects.exists()


def test_a_place_accepts_then_stops(client, cas):
    AccueilRelation.objects.all().delete()
    structure = cas.lieux["Le Lien"].structure
    chemin = reverse("orientations:reglage_relation", args=[structure.uid])
    client.force_login(cas.amina)
    client.post(chemin, {"courriel": "bureau@example.org"})
    assert AccueilRelation.objects.get().courriel == "bureau@example.org"
    client.post(chemin, {"courriel": ""})
    assert not AccueilRelation.objects.exists()


# ------------------------------------------------------------------------------------ time
def test_a_request_without_answer_expires_after_thirty_days_and_the_sender_is_told(client, cas):
    envoyer(client, cas)
    suivre_les_demandes(a_paris(2026, 12, 23, 9))
    assert MiseEnRelation.objects.get().etat == "envoyee"
    suivre_les_demandes(a_paris(2026, 12, 23, 11))
    assert MiseEnRelation.objects.get().etat == "expiree"
    assert Courriel.objects.filter(destinataire=cas.chloe.courriel, sujet__startswith="Demande close").count() == 1


def test_after_the_purge_no_table_holds_the_person(client, cas, time_machine):
    envoyer(client, cas, moyen="courriel", courriel=ADRESSE)
    repondre(client, lien(), etat="impossible", motif="public")
    suivre_les_demandes(a_paris(2026, 12, 22, 3))
    assert Identite.objects.exists()
    suivre_les_demandes(a_paris(2026, 12, 24, 3))
    assert not Identite.objects.exists()
    assert partout(PRENOM, ADRESSE, "zenobie") == []
    # What had not left by then leaves no more: its address is gone.
    Courriel.objects.filter(etat="a_envoyer").update(ecrit_a=a_paris(2026, 12, 24))
    envoyer_courriels(a_paris(2026, 12, 24, 4))
    assert Courriel.objects.get(destinataire="").etat == "echec"


def test_a_reminder_waits_two_working_days_at_least():
    assert jours_ouvres_apres(date(2026, 11, 27), 2) == date(2026, 12, 1)  # a Friday
    assert jours_ouvres_apres(date(2026, 12, 24), 2) == date(2026, 12, 29)  # Christmas is a Friday


# ------------------------------------------------------------------------------------ keys
def test_with_a_wrong_key_nothing_is_readable_and_nothing_fails(client, cas, settings):
    relation = envoyer(client, cas)
    chemin = lien()
    settings.CLES_IDENTITES = [Fernet.generate_key().decode()]
    page = client.get(chemin)
    assert page.status_code == 200
    assert "ne peuvent plus être lus" in page.text
    assert PRENOM not in page.text
    assert repondre(client, chemin, etat="rendez_vous", jour="2026-12-03", heure="14:30").status_code == 302
    suivre_les_demandes(a_paris(2026, 11, 24, 3))
    client.force_login(cas.chloe)
    assert client.get(reverse("orientations:exporter_relation", args=[relation.uid])).status_code == 200


def test_a_key_is_turned_by_the_night(client, cas, settings):
    envoyer(client, cas)
    neuve, ancienne = Fernet.generate_key().decode(), settings.CLES_IDENTITES[0]
    settings.CLES_IDENTITES = [neuve, ancienne]
    call_command("entretien")
    settings.CLES_IDENTITES = [neuve]
    assert dechiffrer(Identite.objects.get().secret)["prenom"] == PRENOM


# ------------------------------------------------------------------------------------ rights of the person
def test_everything_held_is_handed_over_and_erased_at_once(client, cas):
    relation = envoyer(client, cas)
    chemin = lien()
    client.force_login(cas.bruno)
    tout = client.get(reverse("orientations:exporter_relation", args=[relation.uid])).json()
    assert tout["personne"]["prenom"] == PRENOM
    client.post(reverse("orientations:effacer_relation", args=[relation.uid]))
    assert not Identite.objects.exists()
    assert MiseEnRelation.objects.get().etat == "retiree"
    assert (
        client.get(reverse("orientations:exporter_relation", args=[relation.uid]))
        .json()["personne"]
        .startswith("Ce qui")
    )
    client.logout()
    assert client.get(chemin).status_code == 410


def test_the_way_that_was_not_chosen_is_never_kept(client, cas):
    envoyer(client, cas, courriel=ADRESSE)
    assert ADRESSE not in str(dechiffrer(Identite.objects.get().secret))


def test_a_refused_address_is_quoted_nowhere(client, cas, monkeypatch, caplog):
    import smtplib

    from django.core.mail.backends import locmem

    def refuser(self, messages):
        a = messages[0].to[0]
        raise smtplib.SMTPRecipientsRefused({a: (550, f"<{a}> unknown".encode())})

    envoyer(client, cas, moyen="courriel", courriel=ADRESSE)
    repondre(client, lien(), etat="rendez_vous", jour="2026-12-03", heure="14:30")
    Courriel.objects.exclude(destinataire="").delete()
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuser)
    envoyer_courriels(a_paris(2026, 11, 23, 10, 5))
    lettre = Courriel.objects.get()
    assert lettre.etat == "echec"
    assert partout(ADRESSE) == []
    assert ADRESSE not in caplog.text
    assert lettre.erreur


def test_a_page_of_requests_costs_the_same_with_more_rows(client, cas, compte_requetes):
    for _ in range(3):
        relation = envoyer_une(cas)
    client.force_login(cas.bruno)

    def agrandir():
        for _ in range(6):
            envoyer_une(cas)

    compte_requetes(lambda: client.get(reverse("orientations:demandes")), agrandir, maximum=16)
    assert relation.ouverte


def envoyer_une(cas):
    from orientations.relations.actions import Personne, prevenir

    return prevenir(
        cas.offre,
        Personne(PRENOM, "telephone", NUMERO),
        de=cas.lieux["Le Voisin"].structure,
        seance_a=None,
        by=cas.chloe,
        now=a_paris(2026, 11, 23, 10) + timedelta(minutes=MiseEnRelation.objects.count()),
    )
