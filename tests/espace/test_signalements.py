"""« Signaler une erreur »: anybody says it, those who keep the page know, answer, and forget who said it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comptes.models import Administrateur, Courriel
from core.registre import quotidiens
from espace.models import Signalement
from espace.models.signalements import MOTIFS
from espace.signalements import COURRIELS_PAR_PAGE, PAR_CLIENT, signaler, traiter
from structures.models import Membre
from tests.distribution import creer_lieu, creer_offre, ecrire, faire_offre

pytestmark = pytest.mark.django_db
HORAIRES = MOTIFS["horaires"].masque


@pytest.fixture
def lieu(distribution):
    return distribution.lieux["Le Lien"]


def envoyer(client, objet, **champs):
    """Post the public form, with plain values where nothing else is said."""
    genre = "lieux" if type(objet).__name__ == "Lieu" else "offres"
    return client.post(
        f"/{genre}/{objet.uid}/signaler/", {"motifs": ["horaires"], "texte": "", "courriel": ""} | champs
    )


def recevoir(objet, **champs):
    """Keep a report about a place."""
    return signaler(
        **({"lieu": objet, "motifs": HORAIRES, "texte": "", "courriel": "", "now": timezone.now()} | champs)
    )


def courriels_de(adresse):
    return Courriel.objects.filter(destinataire=adresse).order_by("pk")


# ------------------------------------------------------------------------------------------ anybody
def test_anybody_reports_an_error_without_account_nor_cookie(client, distribution, lieu):
    assert "Signaler une erreur" in client.get(lieu.get_absolute_url()).text
    page = client.get(f"/lieux/{lieu.uid}/signaler/")
    assert page.status_code == 200
    assert "csrfmiddlewaretoken" not in page.text
    assert not page.cookies
    reponse = envoyer(client, lieu, motifs=["horaires", "numero"], texte="Fermé le jeudi.")
    assert reponse.status_code == 302
    assert not reponse.cookies
    assert "Merci, c’est parti." in client.get(reponse["Location"]).text
    recu = Signalement.objects.get()
    assert (recu.lieu, recu.offre, recu.etat) == (lieu, None, "ouvert")
    assert recu.motifs_dits == ["Les horaires sont faux", "Le numéro de téléphone est faux"]


def test_an_activity_has_its_own_and_may_be_full(client, distribution):
    offre = distribution.offres["Le Lien"]
    assert f"/offres/{offre.uid}/signaler/" in client.get(offre.get_absolute_url()).text
    assert "plus de place" in client.get(f"/offres/{offre.uid}/signaler/").text
    assert "plus de place" not in client.get(f"/lieux/{offre.lieu.uid}/signaler/").text
    assert envoyer(client, offre, motifs=["complet"]).status_code == 302
    assert Signalement.objects.get().offre == offre
    assert envoyer(client, offre.lieu, motifs=["complet"]).status_code == 422


@pytest.mark.parametrize(
    ("champs", "faute"),
    [
        ({"motifs": []}, "Cochez au moins une case."),
        ({"motifs": ["autre"], "texte": "  "}, "Dites en quelques mots ce qui ne va pas."),
        ({"texte": "x" * 1001}, "1000"),
        ({"courriel": "pas une adresse"}, "Écrivez une adresse comme nom@exemple.fr"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, lieu, champs, faute):
    reponse = envoyer(client, lieu, **({"texte": "Le rideau est baissé"} | champs))
    assert reponse.status_code == 422
    assert faute in reponse.text
    assert champs.get("texte", "Le rideau est baissé").strip() in reponse.text
    assert not Signalement.objects.exists()


def test_sent_twice_it_is_one_report_and_one_mail(client, distribution, lieu, time_machine):
    time_machine.move_to("2026-11-23 10:00 +0100", tick=False)
    dit = {"texte": "Le rideau est baissé", "courriel": "habitante@example.org"}
    premiere, seconde = (envoyer(client, lieu, **dit) for _ in range(2))
    assert seconde["Location"] == premiere["Location"]
    assert Signalement.objects.count() == 1
    assert courriels_de("habitante@example.org").count() == 1
    # Later, or in other words, it is said again.
    envoyer(client, lieu, **dit | {"texte": "Toujours baissé"})
    time_machine.shift(timedelta(minutes=5))
    envoyer(client, lieu, **dit)
    assert Signalement.objects.count() == 3


def test_a_robot_is_thanked_and_nothing_is_kept(client, lieu):
    assert envoyer(client, lieu, piege="https://example.org").status_code == 302
    assert not Signalement.objects.exists()
    assert not Courriel.objects.exists()


def test_too_many_from_the_same_place_are_refused_and_nothing_is_lost(client, lieu):
    autres = [creer_lieu(0) for _ in range(PAR_CLIENT.maximum)]
    for autre in autres:
        assert envoyer(client, autre).status_code == 302
    reponse = envoyer(client, lieu, texte="Le rideau est baissé")
    assert reponse.status_code == 429
    assert "Réessayez dans une heure" in reponse.text
    assert "Le rideau est baissé" in reponse.text
    assert not Signalement.objects.filter(lieu=lieu).exists()
    # Somebody else, elsewhere, still reports.
    assert (
        client.post(f"/lieux/{lieu.uid}/signaler/", {"motifs": ["horaires"]}, REMOTE_ADDR="192.0.2.7").status_code
        == 302
    )


def test_a_merged_place_sends_to_the_one_that_stays_and_a_draft_is_nowhere(client, distribution, lieu):
    ancien = creer_lieu(0)
    ancien.etat, ancien.fusionne_dans = "fusionne", lieu
    ecrire(ancien)
    reponse = client.get(f"/lieux/{ancien.uid}/signaler/")
    assert reponse.status_code == 301
    assert reponse["Location"] == f"/lieux/{lieu.uid}/signaler/"
    assert envoyer(client, distribution.brouillon).status_code == 404


def test_what_is_typed_is_shown_as_typed(client, distribution, lieu):
    recu = recevoir(lieu, texte='<b>gras</b> https://piege.example/ "\n{{ site }}')
    client.force_login(distribution.amina)
    page = client.get(recu.get_absolute_url()).text
    assert "&lt;b&gt;gras&lt;/b&gt; https://piege.example/ &quot;<br>{{ site }}" in page
    assert 'href="https://piege.example/' not in page


# ------------------------------------------------------------------------------------------ who knows
def test_the_responsables_are_told_and_the_mail_says_nothing_of_anybody(distribution, lieu):
    recu = recevoir(lieu, texte="Madame Untel n’est plus là", courriel="lectrice@example.net")
    # Bruno is of the équipe, fede administers: amina answers for the place.
    assert set(Courriel.objects.values_list("destinataire", flat=True)) == {
        "amina@example.org",
        "lectrice@example.net",
    }
    message = courriels_de("amina@example.org").get()
    assert "Le Lien" in message.sujet
    assert recu.get_absolute_url() in message.texte
    assert "Les horaires sont faux" in message.texte
    assert "Untel" not in message.texte
    assert "lectrice" not in message.texte
    confirmation = courriels_de("lectrice@example.net").get()
    assert "est bien arrivé" in confirmation.texte
    assert "Untel" not in confirmation.texte


def test_without_a_responsable_the_federation_is_told(distribution, lieu):
    Membre.objects.filter(structure=lieu.structure, role="responsable").delete()
    recevoir(lieu)
    assert Courriel.objects.get().destinataire == "fede@example.org"
    Administrateur.objects.all().delete()
    distribution.federation.courriel = "bureau@example.org"
    distribution.federation.save()
    lieu.refresh_from_db()
    recevoir(lieu)
    assert Courriel.objects.order_by("-pk").first().destinataire == "bureau@example.org"


def test_both_structures_of_an_activity_know(client, distribution, lieu):
    voisin = distribution.lieux["Le Voisin"].structure
    offre = faire_offre(lieu, structure=voisin)
    ecrire(offre)
    signale = recevoir(None, offre=offre)
    assert set(Courriel.objects.values_list("destinataire", flat=True)) == {
        "amina@example.org",
        "chloe@example.org",
        "mairie@example.org",
    }
    for structure in (voisin, lieu.structure):
        assert list(Signalement.objects.open_for([structure])) == [signale]
    assert not Signalement.objects.open_for([distribution.lieux["Le Municipal"].structure]).exists()


def test_a_flood_on_one_page_stops_writing_to_people(lieu):
    for _ in range(COURRIELS_PAR_PAGE.maximum + 3):
        recevoir(lieu, courriel="victime@example.net")
    assert courriels_de("amina@example.org").count() == COURRIELS_PAR_PAGE.maximum
    assert courriels_de("victime@example.net").count() == 3
    assert Signalement.objects.count() == COURRIELS_PAR_PAGE.maximum + 3


# ------------------------------------------------------------------------------------------ the answer
def test_a_responsable_answers_and_the_reporter_knows(client, distribution, lieu):
    recu = recevoir(lieu, courriel="lectrice@example.net")
    client.force_login(distribution.amina)
    assert "elle a laissé une adresse, que vous ne voyez pas" in client.get(recu.get_absolute_url()).text
    reponse = client.post(
        recu.get_absolute_url(), {"etat": "corrige", "reponse": "Le jeudi est ajouté.", "confirmer": "on"}, follow=True
    )
    assert "recevra votre réponse" in reponse.text
    recu.refresh_from_db()
    lieu.refresh_from_db()
    assert (recu.etat, recu.traite_par) == ("corrige", distribution.amina)
    assert (lieu.verifie_le, lieu.verifie_voie, lieu.verifie_par) == (
        timezone.localdate(),
        "ecran",
        distribution.amina,
    )
    retour = courriels_de("lectrice@example.net").last()
    assert "La page est corrigée." in retour.texte
    assert "Le jeudi est ajouté." in retour.texte


def test_a_page_is_confirmed_only_when_it_is_asked(client, distribution, lieu):
    client.force_login(distribution.amina)
    for champs in ({"etat": "corrige"}, {"etat": "decline", "reponse": "Vérifié ce matin.", "confirmer": "on"}):
        assert client.post(recevoir(lieu).get_absolute_url(), champs).status_code == 302
        lieu.refresh_from_db()
        assert lieu.verifie_le is None


def test_declining_says_why(client, distribution, lieu):
    recu = recevoir(lieu)
    client.force_login(distribution.amina)
    reponse = client.post(recu.get_absolute_url(), {"etat": "decline", "reponse": ""})
    assert reponse.status_code == 422
    assert "Dites pourquoi, en une phrase." in reponse.text


def test_the_equipe_reads_and_does_not_close(client, distribution, lieu):
    recu = recevoir(lieu)
    client.force_login(distribution.bruno)
    page = client.get(recu.get_absolute_url()).text
    assert "Une ou un responsable" in page
    assert "Fermer ce signalement" not in page
    assert client.post(recu.get_absolute_url(), {"etat": "corrige"}).status_code == 404
    recu.refresh_from_db()
    assert recu.ouvert


def test_closed_once(client, distribution, lieu):
    recu = recevoir(lieu, courriel="lectrice@example.net")
    assert traiter(recu, etat="corrige", reponse="", confirmer=False, by=distribution.fede, now=timezone.now())
    client.force_login(distribution.amina)
    reponse = client.post(recu.get_absolute_url(), {"etat": "decline", "reponse": "Non."}, follow=True)
    assert "déjà traité" in reponse.text
    recu.refresh_from_db()
    assert (recu.etat, recu.reponse) == ("corrige", "")
    assert courriels_de("lectrice@example.net").count() == 2


def test_the_list_shows_what_waits_first_at_a_flat_cost(client, distribution, lieu, compte_requetes):
    client.force_login(distribution.bruno)
    adresse = f"/espace/{lieu.structure.uid}/signalements/"
    assert "Rien à regarder" in client.get(adresse).text

    def ajouter(combien):
        for n in range(combien):
            offre = creer_offre(lieu)
            signale = recevoir(None, offre=offre)
            if n % 2:
                traiter(signale, etat="corrige", reponse="", confirmer=False, by=None, now=timezone.now())

    ajouter(4)
    compte_requetes(lambda: client.get(adresse), lambda: ajouter(8), maximum=9)
    page = client.get(adresse).text
    assert page.index("À regarder") < page.index("Déjà traités")


# ------------------------------------------------------------------------------------------ forgotten
def test_addresses_are_erased_a_month_after_the_answer_and_a_year_without(distribution, lieu):
    now = timezone.now()
    cas = {}
    for nom, recu_il_y_a, traite_il_y_a in (
        ("frais", 1, None),
        ("sans réponse", 366, None),
        ("répondu hier", 60, 1),
        ("répondu", 60, 31),
    ):
        recu = recevoir(lieu, courriel="x@example.net", now=now - timedelta(days=recu_il_y_a))
        if traite_il_y_a:
            quand = now - timedelta(days=traite_il_y_a)
            traiter(recu, etat="corrige", reponse="", confirmer=False, by=distribution.amina, now=quand)
        cas[nom] = recu
    assert quotidiens["signalements"](now) == "2\u00a0adresses de signalement effacées"
    gardes = {nom for nom, recu in cas.items() if Signalement.objects.get(pk=recu.pk).courriel}
    assert gardes == {"frais", "répondu hier"}
    assert quotidiens["signalements"](now).startswith("0")


@pytest.mark.parametrize(
    "champs",
    [
        {"lieu": None},
        {"motifs": 0},
        {"etat": "perdu"},
        {"etat": "corrige"},
        {"reponse": "déjà"},
    ],
)
def test_the_database_refuses_what_makes_no_sense(lieu, champs):
    with pytest.raises(IntegrityError), transaction.atomic():
        Signalement.objects.create(**({"lieu": lieu, "motifs": 1, "cree_a": timezone.now()} | champs))
