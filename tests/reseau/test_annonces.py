"""« Je cherche, je propose »: written, found, answered without an address, ended by itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.utils import timezone

from comptes.models import Courriel
from core.models import Compteur
from reseau.entretien import tenir_les_annonces
from reseau.models import Annonce, Message
from structures.actions import supprimer_compte
from structures.models import Membre

ADRESSE = "/entre-nous/annonces/"
PARIS = ZoneInfo("Europe/Paris")
ECRITE = {"sens": "propose", "genre": "salle", "titre": "Salle de 40 m²", "texte": "Le soir.\n\nAvec écran."}


def ecrire(client, qui, **plus):
    client.force_login(qui)
    return client.post(f"{ADRESSE}nouvelle/", ECRITE | plus, follow=True)


def test_written_by_the_equipe_and_found_by_the_neighbours(client, reseau):
    page = ecrire(client, reseau.bruno)
    assert "Votre annonce est publiée" in page.text
    assert "<p>Avec écran.</p>" in page.text
    annonce = Annonce.objects.get(titre=ECRITE["titre"])
    assert annonce.jusqu_au == timezone.localdate() + timedelta(days=60)
    client.force_login(reseau.chloe)
    for question, vue in {"": True, "q=ECRAN+salle": True, "q=piano": False, "sens=cherche": False, "genre=salle": True,
                          "sens=propose&genre=inconnu&commune=x&page=99999999": True}.items():  # fmt: skip
        page = client.get(f"{ADRESSE}?{question}").text
        assert (annonce.titre in page) is vue, question
    assert "Rien ne correspond" in client.get(f"{ADRESSE}?q=piano").text
    assert annonce.titre in client.get("/entre-nous/").text
    assert reseau.bruno.courriel not in client.get(annonce.get_absolute_url()).text


def test_an_empty_room_invites(client, reseau):
    Annonce.objects.all().delete()
    client.force_login(reseau.amina)
    assert "Écrire la première" in client.get(ADRESSE).text
    assert "Écrire une annonce" in client.get("/entre-nous/").text


def test_what_is_wrong_is_said_and_the_rest_is_kept(client, reseau):
    for champ, valeur, dit in (
        ("titre", "", "Donnez un titre."),
        ("texte", " ", "Écrivez quelques lignes."),
        ("sens", "vendre", "Choisissez dans la liste."),
        ("genre", "", "Choisissez ce qui ressemble le plus."),
        ("commune", "99999", "Choisissez une commune de la liste."),
        ("jusqu_au", "2020-01-01", "Choisissez un jour entre aujourd’hui et dans six mois."),
        ("jusqu_au", "9999-12-31", "Choisissez un jour entre aujourd’hui et dans six mois."),
        ("jusqu_au", "demain", "Écrivez un jour entier, par exemple"),
    ):
        reponse = ecrire(client, reseau.amina, **{champ: valeur})
        assert reponse.status_code == 422, champ
        assert dit in reponse.text
        assert champ == "texte" or "Avec écran." in reponse.text


def test_one_who_belongs_to_two_structures_says_in_whose_name(client, reseau):
    assert ecrire(client, reseau.mairie).status_code == 422
    municipal = reseau.lieux["Le Municipal"].structure
    assert "Le Municipal" in ecrire(client, reseau.mairie, au_nom_de=municipal.uid).text
    # Not in the name of somebody else's.
    assert ecrire(client, reseau.mairie, au_nom_de=reseau.structure.uid).status_code == 422


def test_answered_by_mail_without_an_address(client, reseau):
    client.force_login(reseau.chloe)
    page = client.post(f"{ADRESSE}{reseau.annonce.uid}/repondre/", {"texte": "Nous avons\nquelqu’un."}, follow=True)
    assert "Votre message est parti." in page.text
    mail = Courriel.objects.latest("pk")
    assert mail.destinataire == reseau.amina.courriel
    assert "Le Voisin vous écrit" in mail.texte
    assert "> quelqu’un." in mail.texte
    assert "Reply-To" not in mail.entetes
    assert reseau.chloe.courriel not in mail.texte
    # Whoever received it answers the same way, and may join an address.
    message = Message.objects.latest("pk")
    client.force_login(reseau.amina)
    page = client.get(message.get_absolute_url()).text
    assert reseau.chloe.courriel not in page
    client.post(message.get_absolute_url(), {"texte": "Appelons-nous.", "adresse_jointe": "on"})
    retour = Courriel.objects.latest("pk")
    assert retour.destinataire == reseau.chloe.courriel
    assert retour.entetes["Reply-To"] == reseau.amina.courriel
    assert "Le Lien vous écrit" in retour.texte


def test_too_many_answers_wait_until_tomorrow(client, reseau):
    client.force_login(reseau.chloe)
    statuts = [
        client.post(f"{ADRESSE}{reseau.annonce.uid}/repondre/", {"texte": "Encore."}).status_code for _ in range(6)
    ]
    assert statuts == [302] * 4 + [429] * 2
    assert Compteur.objects.exists()
    assert Courriel.objects.count() == 4


def test_found_then_published_again(client, reseau):
    client.force_login(reseau.amina)
    page = client.post(f"{reseau.annonce.get_absolute_url()}clore/", {"issue": "trouve"}, follow=True).text
    assert "C’est trouvé" in page
    assert "Répondre par courriel" not in page
    client.force_login(reseau.chloe)
    assert reseau.annonce.titre not in client.get(ADRESSE).text
    assert client.post(f"{ADRESSE}{reseau.annonce.uid}/repondre/", {"texte": "a"}).status_code == 404
    client.force_login(reseau.amina)
    assert reseau.annonce.titre in client.get(f"{ADRESSE}?miennes=on").text
    client.post(f"{reseau.annonce.get_absolute_url()}modifier/", ECRITE)
    assert ECRITE["titre"] in client.get(ADRESSE).text


def test_its_end_is_told_a_week_before_then_comes_by_itself(client, reseau):
    fin = date(2027, 3, 20)
    Annonce.objects.update(jusqu_au=fin)
    courriels = []
    for jour in (date(2027, 3, 12), date(2027, 3, 13), date(2027, 3, 14), fin, fin + timedelta(days=1)):
        now = datetime(jour.year, jour.month, jour.day, 3, tzinfo=PARIS)
        tenir_les_annonces(now)
        courriels.append(Courriel.objects.filter(destinataire=reseau.amina.courriel).count())
        reseau.annonce.refresh_from_db()
        assert (reseau.annonce.issue == "expiree") is (jour > fin)
        with time_machine.travel(now + timedelta(hours=6), tick=False):
            client.force_login(reseau.chloe)
            assert (reseau.annonce.titre in client.get(ADRESSE).text) is (jour <= fin)
    assert courriels == [0, 1, 1, 1, 1]
    assert "après le 20 mars" in Courriel.objects.get().texte


def test_messages_are_erased_after_three_months(reseau):
    for jours, reste in ((89, 1), (91, 0)):
        tenir_les_annonces(timezone.now() + timedelta(days=jours))
        assert Message.objects.count() == reste


def test_withdrawn_by_an_administrator_with_its_reason(client, reseau):
    retirer = f"{reseau.annonce.get_absolute_url()}retirer/"
    client.force_login(reseau.fede)
    assert "Dites pourquoi" in client.post(retirer, {"raison": ""}, follow=True).text
    client.post(retirer, {"raison": "Une adresse y est écrite."})
    mail = Courriel.objects.get(destinataire=reseau.amina.courriel)
    assert "> Une adresse y est écrite." in mail.texte
    client.force_login(reseau.chloe)
    assert client.get(reseau.annonce.get_absolute_url()).status_code == 404
    assert reseau.annonce.titre not in client.get(ADRESSE).text + client.get("/entre-nous/").text
    client.force_login(reseau.amina)
    page = client.get(reseau.annonce.get_absolute_url()).text
    assert "Une adresse y est écrite." in page
    assert "Montrer de nouveau" not in page
    assert client.post(f"{reseau.annonce.get_absolute_url()}modifier/", ECRITE).status_code == 404
    client.force_login(reseau.fede)
    client.post(retirer, {"geste": "remettre"})
    client.force_login(reseau.chloe)
    assert client.get(reseau.annonce.get_absolute_url()).status_code == 200


def test_the_structure_answers_when_the_account_is_gone(client, reseau):
    Membre.objects.create(structure=reseau.structure, utilisateur=reseau.seul, role="responsable")
    supprimer_compte(reseau.amina, now=timezone.now())
    client.force_login(reseau.chloe)
    page = client.get(reseau.annonce.get_absolute_url()).text
    assert "Le Lien" in page
    assert "anonyme.invalid" not in page
    client.post(f"{ADRESSE}{reseau.annonce.uid}/repondre/", {"texte": "Toujours d’actualité ?"})
    assert Courriel.objects.latest("pk").destinataire == reseau.seul.courriel
    # What was written to the account that is gone leads nowhere: it is said, and nothing leaves.
    client.force_login(reseau.seul)
    assert client.get(reseau.annonce.get_absolute_url()).status_code == 200


def test_a_list_costs_the_same_at_any_length(client, reseau, compte_requetes):
    client.force_login(reseau.chloe)

    def agrandir(combien=6):
        for n in range(combien):
            Annonce.objects.create(
                **{c: getattr(reseau.annonce, c) for c in ("federation", "structure", "auteur", "sens", "genre")},
                titre=f"Annonce {n}", texte="a", cree_a=timezone.now(), jusqu_au=date(2999, 1, 1),
            )  # fmt: skip

    agrandir(2)
    compte_requetes(lambda: client.get(ADRESSE), agrandir, maximum=9)
    compte_requetes(lambda: client.get("/entre-nous/"), agrandir, maximum=11)
