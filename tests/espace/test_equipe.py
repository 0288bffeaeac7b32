"""Teams and administrators: who may invite, change, leave; the last person responsible stays."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.test import Client
from django.utils import timezone

from comptes.models import Administrateur, Courriel, Utilisateur
from core.models import Compteur
from structures import actions
from structures.models import Invitation, Membre
from tests.comptes.outils import dernier_lien, jeton_de
from tests.distribution import creer_compte, creer_federation, ecrire, faire_structure


def page(d):
    return f"/espace/{d.lieux['Le Lien'].structure.uid}/equipe/"


def inviter(client, d, courriel="nouvelle@example.org", role="equipe"):
    return client.post(page(d), {"courriel": courriel, "role": role})


def accepter(client, lien, **plus):
    return client.post("/invitation/", {"jeton": jeton_de(lien)} | plus)


@pytest.fixture
def amina_connectee(client, distribution):
    client.force_login(distribution.amina)
    return client


# ------------------------------------------------------------------------------------ invitations
def test_invite_somebody_new_who_accepts_and_is_signed_in(amina_connectee, distribution):
    assert inviter(amina_connectee, distribution, " Nouvelle@Example.org ").status_code == 302
    assert "en attente" in amina_connectee.get(page(distribution)).text
    lien = dernier_lien("nouvelle@example.org")
    autre = Client()
    vue = autre.get(lien).text
    assert "Le Lien" in vue
    assert "dans l’équipe" in vue
    assert "amina@example.org" in vue
    reponse = accepter(autre, lien, nom="Nouvelle venue")
    assert reponse.status_code == 302
    assert autre.get(reponse["Location"]).status_code == 200
    compte = Utilisateur.objects.get(courriel="nouvelle@example.org")
    assert compte.nom == "Nouvelle venue"
    assert not compte.has_usable_password()
    assert compte.appartenances.get().role == "equipe"
    assert "acceptée" in amina_connectee.get(page(distribution)).text


def test_scanners_of_mail_accept_nothing(amina_connectee, distribution):
    inviter(amina_connectee, distribution)
    lien = dernier_lien("nouvelle@example.org")
    for _ in range(3):
        assert Client().get(lien).status_code == 200
    assert not Utilisateur.objects.filter(courriel="nouvelle@example.org").exists()
    assert Invitation.objects.get().acceptee_a is None


def test_an_invitation_serves_once(amina_connectee, distribution):
    inviter(amina_connectee, distribution)
    lien = dernier_lien("nouvelle@example.org")
    accepter(Client(), lien)
    for reponse in (Client().get(lien), accepter(Client(), lien)):
        assert reponse.status_code == 410
        assert "déjà été acceptée" in reponse.text


def test_it_expires_and_is_sent_again_by_a_new_link(amina_connectee, distribution):
    inviter(amina_connectee, distribution)
    ancien = dernier_lien("nouvelle@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        amina_connectee.force_login(distribution.amina)
        assert "expirée" in amina_connectee.get(page(distribution)).text
        assert "a expiré" in Client().get(ancien).text
        assert accepter(Client(), ancien).status_code == 410
        pk = Invitation.objects.get().pk
        amina_connectee.post(f"/espace/invitations/{pk}/renvoyer/")
        nouveau = dernier_lien("nouvelle@example.org")
        assert nouveau != ancien
        assert Client().get(ancien).status_code == 410
        assert accepter(Client(), nouveau).status_code == 302
        amina_connectee.post(f"/espace/invitations/{pk}/renvoyer/")
        assert "n’attend plus de réponse" in amina_connectee.get(page(distribution)).text
    assert Courriel.objects.filter(destinataire="nouvelle@example.org").count() == 2


def test_a_withdrawn_invitation_leads_nowhere(amina_connectee, distribution):
    inviter(amina_connectee, distribution)
    amina_connectee.post(f"/espace/invitations/{Invitation.objects.get().pk}/annuler/")
    assert "annulée" in amina_connectee.get(page(distribution)).text
    reponse = accepter(Client(), dernier_lien("nouvelle@example.org"))
    assert reponse.status_code == 410
    assert "annulée" in reponse.text
    assert inviter(amina_connectee, distribution).status_code == 302
    assert Invitation.objects.count() == 2


def test_inviting_twice_is_one_invitation_with_the_last_role(amina_connectee, distribution):
    inviter(amina_connectee, distribution)
    ancien = dernier_lien("nouvelle@example.org")
    inviter(amina_connectee, distribution, role="responsable")
    assert Invitation.objects.get().role == "responsable"
    assert Client().get(ancien).status_code == 410


def test_a_member_is_not_invited_again(amina_connectee, distribution):
    reponse = inviter(amina_connectee, distribution, "bruno@example.org")
    assert reponse.status_code == 422
    assert "déjà là" in reponse.text
    assert not Invitation.objects.exists()


def test_somebody_signed_in_elsewhere_is_told_so(amina_connectee, distribution):
    inviter(amina_connectee, distribution)
    lien = dernier_lien("nouvelle@example.org")
    for reponse in (amina_connectee.get(lien), accepter(amina_connectee, lien)):
        assert reponse.status_code == 409
        assert "vous êtes connecté·e avec" in reponse.text
    assert not Utilisateur.objects.filter(courriel="nouvelle@example.org").exists()


def test_who_has_an_account_signs_in_first_then_comes_back(amina_connectee, distribution):
    inviter(amina_connectee, distribution, "seul@example.org", "responsable")
    lien = dernier_lien("seul@example.org")
    autre = Client()
    assert "Vous avez déjà un compte" in autre.get(lien).text
    accepter(autre, lien)  # the POST alone opens no account that exists
    assert autre.get("/compte/").status_code == 302
    autre.post("/connexion/", {"courriel": "seul@example.org", "next": lien})
    entree = autre.post("/connexion/lien/", {"jeton": jeton_de(dernier_lien("seul@example.org"))})
    assert entree["Location"] == lien
    assert accepter(autre, lien).status_code == 302
    assert distribution.seul.appartenances.get().role == "responsable"


def test_a_closed_account_is_not_opened_by_an_invitation(amina_connectee, distribution):
    distribution.seul.is_active = False
    distribution.seul.save()
    inviter(amina_connectee, distribution, "seul@example.org")
    reponse = accepter(Client(), dernier_lien("seul@example.org"))
    assert reponse.status_code == 409
    assert not distribution.seul.appartenances.exists()


@pytest.mark.django_db
def test_an_unknown_link_is_explained():
    for jeton in ("", "x", "a" * 3000):
        assert Client().get("/invitation/", {"jeton": jeton}).status_code == 410
        assert Client().post("/invitation/", {"jeton": jeton}).status_code == 410


def test_invitations_are_limited(amina_connectee, distribution):
    statuts = [inviter(amina_connectee, distribution).status_code for _ in range(9)]
    assert statuts == [302] * 8 + [422]
    assert Compteur.objects.filter(usage="invitations, adresse").get().nombre == 9


def test_the_table_refuses_what_makes_no_sense(distribution):
    now = timezone.now()
    bon = {
        "structure": distribution.lieux["Le Lien"].structure,
        "courriel": "x@example.org",
        "role": "equipe",
        "invitee_par": distribution.amina,
        "cree_a": now,
        "expire_a": now + timedelta(days=1),
    }
    Invitation.objects.create(**bon, empreinte="0")
    for n, change in enumerate(
        (
            {},
            {"courriel": "y@example.org", "federation": distribution.federation},
            {"courriel": "y@example.org", "structure": None},
            {"courriel": "y@example.org", "role": "administrateur"},
            {"courriel": "y@example.org", "expire_a": now},
            {"courriel": "y@example.org", "acceptee_a": now, "annulee_a": now},
        ),
        start=1,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.create(**(bon | change), empreinte=str(n))


# ------------------------------------------------------------------------------------ teams
def test_the_team_sees_itself_and_only_responsables_change_it(client, distribution):
    client.force_login(distribution.bruno)
    vue = client.get(page(distribution)).text
    assert "amina@example.org" in vue
    assert "Inviter quelqu’un" not in vue
    assert "Rendre responsable" not in vue


def test_change_a_role_then_take_somebody_out(amina_connectee, distribution):
    bruno = Membre.objects.get(utilisateur=distribution.bruno)
    amina_connectee.post(f"/espace/equipe/{bruno.pk}/role/", {"role": "responsable"})
    bruno.refresh_from_db()
    assert bruno.role == "responsable"
    amina_connectee.post(f"/espace/equipe/{bruno.pk}/role/", {"role": "chef"})
    bruno.refresh_from_db()
    assert bruno.role == "responsable"
    amina_connectee.post(f"/espace/equipe/{bruno.pk}/retirer/")
    assert not Membre.objects.filter(pk=bruno.pk).exists()


@pytest.mark.parametrize("qui", ["amina", "fede"])
def test_the_last_person_responsible_stays(client, distribution, qui):
    client.force_login(getattr(distribution, qui))
    amina = Membre.objects.get(utilisateur=distribution.amina)
    structure = distribution.lieux["Le Lien"].structure
    for chemin, donnees in (
        (f"/espace/equipe/{amina.pk}/role/", {"role": "equipe"}),
        (f"/espace/equipe/{amina.pk}/retirer/", {}),
        (f"/espace/{structure.uid}/equipe/quitter/", {}),
    ):
        reponse = client.post(chemin, donnees, follow=True)
        assert reponse.status_code == (404 if qui == "fede" and "quitter" in chemin else 200)
        if reponse.status_code == 200:
            assert "dernière personne responsable" in reponse.text
    amina.refresh_from_db()
    assert amina.role == "responsable"


def test_somebody_whose_account_is_closed_does_not_count(client, distribution):
    bruno = Membre.objects.get(utilisateur=distribution.bruno)
    actions.changer_role(bruno, role="responsable")
    distribution.bruno.is_active = False
    distribution.bruno.save()
    with pytest.raises(actions.DernierePersonne):
        actions.retirer(Membre.objects.get(utilisateur=distribution.amina))
    actions.retirer(bruno)


def test_leave_a_team(client, distribution):
    client.force_login(distribution.bruno)
    reponse = client.post(f"{page(distribution)}quitter/", follow=True)
    assert "Vous ne faites plus partie" in reponse.text
    assert client.get(page(distribution)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_departures_at_once_leave_one_person():
    structure = faire_structure(federation=creer_federation())
    ecrire(structure)
    membres = [
        Membre.objects.create(structure=structure, utilisateur=creer_compte(f"r{n}@example.org"), role="responsable")
        for n in range(2)
    ]
    ensemble, refus = threading.Barrier(2), []

    def partir(membre):
        try:
            ensemble.wait(timeout=10)
            actions.retirer(membre)
        except actions.DernierePersonne:
            refus.append(membre)
        finally:
            close_old_connections()
            connection.close()

    fils = [threading.Thread(target=partir, args=(m,)) for m in membres]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(timeout=30)
    assert len(refus) == 1
    assert structure.membres.get() == refus[0]


# ------------------------------------------------------------------------------------ administrators
ADMINISTRATEURS = "/f/val-de-marne/administrateurs/"


def test_an_administrator_invites_another_who_then_leaves(client, distribution):
    client.force_login(distribution.fede)
    assert client.post(ADMINISTRATEURS, {"courriel": "seul@example.org", "role": "equipe"}).status_code == 302
    assert Invitation.objects.get().role == "administrateur"
    autre = Client()
    autre.force_login(distribution.seul)
    assert accepter(autre, dernier_lien("seul@example.org"))["Location"] == ADMINISTRATEURS
    nouvelle = Administrateur.objects.get(utilisateur=distribution.seul)
    assert autre.post(f"{ADMINISTRATEURS}{nouvelle.pk}/retirer/")["Location"] == "/compte/"
    assert autre.get(ADMINISTRATEURS).status_code == 404


def test_the_last_administrator_stays(client, distribution):
    client.force_login(distribution.fede)
    fede = Administrateur.objects.get(utilisateur=distribution.fede)
    assert "dernière personne" in client.post(f"{ADMINISTRATEURS}{fede.pk}/retirer/", follow=True).text
    assert Administrateur.objects.filter(pk=fede.pk).exists()


def test_an_administrator_of_another_federation_is_out_of_reach(client, distribution):
    client.force_login(distribution.fede)
    ailleurs = Administrateur.objects.get(utilisateur=distribution.autre_fede)
    assert client.post(f"{ADMINISTRATEURS}{ailleurs.pk}/retirer/").status_code == 404


# ------------------------------------------------------------------------------------ closing an account
def test_closing_an_account_erases_who_it_was(client, distribution):
    client.force_login(distribution.bruno)
    Client().force_login(distribution.bruno)
    assert client.post("/compte/supprimer/", {"mot": "oui"}).status_code == 422
    reponse = client.post("/compte/supprimer/", {"mot": "Supprimer"}, follow=True)
    assert "Votre compte est supprimé" in reponse.text
    distribution.bruno.refresh_from_db()
    assert not distribution.bruno.is_active
    assert distribution.bruno.courriel.endswith("@anonyme.invalid")
    assert not distribution.bruno.appartenances.exists()
    assert not distribution.bruno.sessions.exists()
    client.post("/connexion/", {"courriel": "bruno@example.org"})
    assert not Courriel.objects.filter(texte__contains="jeton=").exists()


def test_the_last_person_responsible_cannot_close_their_account(client, distribution):
    client.force_login(distribution.mairie)
    reponse = client.post("/compte/supprimer/", {"mot": "supprimer"})
    assert reponse.status_code == 422
    assert "Le Municipal" in reponse.text
    # Nothing is half done: « Le Voisin » has somebody else, and is not left either.
    assert distribution.mairie.appartenances.count() == 2
