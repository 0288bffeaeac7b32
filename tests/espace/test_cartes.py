"""Small cards that save alone; two people on the same one; undo."""

import re
from datetime import date

import pytest
from django.urls import reverse

from ateliers.actions import enregistrer_lot
from ateliers.controle import ecarts
from centres.models import Centre, Equipement
from core.models import Version
from partenaires.models import Partenaire
from structures.models import Fermeture, Lieu, Structure
from tests.distribution import ecrire


def url(objet, cle):
    genre = {"Lieu": "lieux", "Structure": "structures", "Offre": "offres"}[type(objet).__name__]
    return reverse("espace:carte", args=[genre, objet.uid, cle])


def ouvrir(client, objet, cle):
    """Return what a browser would post back unchanged: every field of the card's form."""
    reponse = client.get(url(objet, cle))
    assert reponse.status_code == 200
    return champs_de(reponse)


def champs_de(reponse):
    edition = reponse.context["edition"]
    valeurs = {"montre": edition.montre}
    for champ in edition.form:
        valeur = champ.value()
        if champ.widget_type == "checkbox":
            if valeur:
                valeurs[champ.html_name] = "on"
        elif valeur is not None:
            valeurs[champ.html_name] = valeur
    return valeurs


@pytest.fixture
def lieu(distribution):
    return distribution.lieux["Le Lien"]


def test_a_card_saves_alone_and_is_seen_at_once(client, distribution, lieu):
    client.force_login(distribution.amina)
    version = Version.lire()
    reponse = client.post(
        url(lieu, "reconnaitre"), ouvrir(client, lieu, "reconnaitre") | {"reconnaitre": "Porte verte, à côté du square"}
    )
    assert reponse.status_code == 302
    suite = client.get(reponse["Location"])
    assert "C’est enregistré." in suite.text
    assert "Annuler ce qui vient d’être fait" in suite.text
    assert Version.lire() > version
    client.logout()
    assert "Porte verte, à côté du square" in client.get(lieu.get_absolute_url()).text
    ligne = lieu.history.order_by("-history_id").first()
    assert (ligne.history_user, ligne.voie) == (distribution.amina, "ecran")


def test_a_card_swaps_in_place_and_offers_its_undo(client, distribution, lieu):
    client.force_login(distribution.amina)
    envoi = ouvrir(client, lieu, "contacts") | {"telephone": "01 99 00 12 34"}
    reponse = client.post(url(lieu, "contacts"), envoi, headers={"HX-Request": "true"})
    assert reponse.status_code == 200
    assert "<html" not in reponse.text
    assert "01 99 00 12 34" in reponse.text.replace("\u00a0", " ")
    undo = re.search(r'action="(/espace/operations/[^"]+/annuler/)"', reponse.text)[1]
    client.post(undo, {"retour": reverse("espace:lieu", args=[lieu.uid])})
    lieu.refresh_from_db()
    assert lieu.telephone == ""


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(client, distribution, lieu):
    client.force_login(distribution.amina)
    envoi = ouvrir(client, lieu, "contacts") | {"courriel": "pas une adresse", "site_web": "exemple.org"}
    reponse = client.post(url(lieu, "contacts"), envoi)
    assert reponse.status_code == 422
    assert 'value="pas une adresse"' in reponse.text
    assert 'aria-invalid="true"' in reponse.text
    assert "exemple.org" in reponse.text


def test_nothing_changed_writes_nothing(client, distribution, lieu):
    client.force_login(distribution.amina)
    avant = lieu.history.count()
    reponse = client.post(url(lieu, "identite"), ouvrir(client, lieu, "identite"))
    assert "Rien n’a changé." in client.get(reponse["Location"]).text
    assert lieu.history.count() == avant


def test_two_people_on_two_fields_of_one_card_both_win(client, distribution, lieu):
    client.force_login(distribution.amina)
    ici = ouvrir(client, lieu, "contacts")
    lieu.courriel = "accueil@example.org"
    ecrire(lieu, by=distribution.fede)
    reponse = client.post(url(lieu, "contacts"), ici | {"telephone": "0199001234"})
    texte = client.get(reponse["Location"]).text
    assert "Entre-temps, quelqu’un d’autre a changé : courriel" in texte.replace("\u00a0", " ")
    lieu.refresh_from_db()
    assert (str(lieu.telephone), lieu.courriel) == ("+33199001234", "accueil@example.org")


@pytest.mark.parametrize(("choix", "attendu"), [("leur", "Porte rouge"), ("mien", "Porte bleue")])
def test_two_people_on_one_field_the_second_sees_and_chooses(client, distribution, lieu, choix, attendu):
    client.force_login(distribution.amina)
    ici = ouvrir(client, lieu, "reconnaitre") | {"reconnaitre": "Porte bleue", "arret": "Bus 172"}
    lieu.reconnaitre = "Porte rouge"
    ecrire(lieu, by=distribution.fede)
    refus = client.post(url(lieu, "reconnaitre"), ici)
    assert refus.status_code == 409
    assert "fede@example.org" in refus.text
    assert "Porte rouge" in refus.text
    assert "Porte bleue" in refus.text
    lieu.refresh_from_db()
    assert lieu.reconnaitre == "Porte rouge"  # nothing is overwritten
    # Not having chosen is asked again; nothing is lost meanwhile.
    encore = champs_de(refus)
    assert encore["arret"] == "Bus 172"
    client.post(url(lieu, "reconnaitre"), encore | {"choix-reconnaitre": choix})
    lieu.refresh_from_db()
    assert (lieu.reconnaitre, lieu.arret) == (attendu, "Bus 172")


@pytest.mark.parametrize("jeton", ["", "rien", "a:b:c"])
def test_an_altered_copy_of_what_was_shown_is_refused_without_loss(client, distribution, lieu, jeton):
    client.force_login(distribution.amina)
    autre = ouvrir(client, distribution.lieux["Le Lien"].structure, "identite")["montre"]
    for montre in (jeton, autre):
        reponse = client.post(url(lieu, "identite"), {"montre": montre, "nom": "Un autre nom"})
        assert reponse.status_code == 422
        assert "Cette page était trop ancienne" in reponse.text
        assert "Un autre nom" in reponse.text


def test_every_card_opens_saves_and_is_undone(client, distribution):
    """Walk every card of the registry: it opens, takes its own values back, and history holds what it writes."""
    from espace.cartes import CARTES

    hotes = {
        "structures": distribution.lieux["Le Lien"].structure,
        "lieux": distribution.lieux["Le Lien"],
        "offres": distribution.offres["Le Lien"],
    }
    enregistrer_lot(
        [
            Centre(structure=hotes["structures"], statut="associatif", agrement="centre_social"),
            Partenaire(structure=hotes["structures"]),
        ],
        by=None,
        voie="ecran",
    )
    client.force_login(distribution.amina)
    for genre, cle in CARTES:
        reponse = client.post(url(hotes[genre], cle), ouvrir(client, hotes[genre], cle))
        assert reponse.status_code == 302, (genre, cle, reponse.context["edition"].form.errors)


def test_the_equipment_of_a_place_is_created_by_its_card(client, distribution, lieu):
    client.force_login(distribution.amina)
    assert not Equipement.objects.filter(lieu=lieu).exists()
    envoi = ouvrir(client, lieu, "equipement") | {"ordinateurs_fixes": "6", "imprimante": "True"}
    client.post(url(lieu, "equipement"), envoi)
    equipement = Equipement.objects.get(lieu=lieu)
    assert (equipement.ordinateurs_fixes, equipement.imprimante, equipement.scanner) == (6, True, None)
    operation = equipement.history.get().operation
    client.post(reverse("espace:annuler", args=[operation]))
    equipement.refresh_from_db()
    assert (equipement.ordinateurs_fixes, equipement.imprimante) == (None, None)


def test_networks_are_typed_one_by_one(client, distribution):
    client.force_login(distribution.amina)
    structure = distribution.lieux["Le Lien"].structure
    envoi = ouvrir(client, structure, "contacts") | {"reseau_facebook": "example.org/le-lien"}
    client.post(url(structure, "contacts"), envoi)
    assert Structure.objects.get(pk=structure.pk).reseaux == [["facebook", "https://example.org/le-lien"]]
    faux = client.post(url(structure, "contacts"), envoi | {"reseau_x": "javascript:alert(1)"})
    assert faux.status_code == 422


def test_a_change_of_nature_takes_with_it_what_was_said_of_room(client, distribution):
    offre = distribution.offres["Le Lien"]
    offre.acces, offre.dispo, offre.dispo_le, offre.dispo_voie = 2, "complet", date(2026, 11, 20), "ecran"
    ecrire(offre)
    client.force_login(distribution.amina)
    client.post(url(offre, "presentation"), ouvrir(client, offre, "presentation") | {"nature": "atelier"})
    offre.refresh_from_db()
    assert (offre.nature, offre.dispo, offre.dispo_le) == ("atelier", "", None)


# ------------------------------------------------------------------------------------ undo
def operation_de(objet):
    return objet.history.order_by("-history_id").first().operation


def test_undo_gives_the_fields_back_and_only_those(client, distribution, lieu):
    client.force_login(distribution.amina)
    lieu.reconnaitre, lieu.arret = "Porte verte", "Bus 172"
    ecrire(lieu)
    faite = operation_de(lieu)
    lieu.telephone = "+33199001234"
    ecrire(lieu)
    client.post(reverse("espace:annuler", args=[faite]))
    lieu = Lieu.objects.get(pk=lieu.pk)
    assert (lieu.reconnaitre, lieu.arret, str(lieu.telephone)) == ("", "", "+33199001234")
    assert list(ecarts(_maintenant())) == []
    # The undo is an operation like another: it is undone in its turn.
    client.post(reverse("espace:annuler", args=[operation_de(lieu)]))
    assert Lieu.objects.get(pk=lieu.pk).reconnaitre == "Porte verte"


def test_undo_refuses_what_changed_since(client, distribution, lieu):
    client.force_login(distribution.amina)
    lieu.reconnaitre = "Porte verte"
    ecrire(lieu)
    faite = operation_de(lieu)
    lieu.reconnaitre = "Porte rouge"
    ecrire(lieu)
    reponse = client.post(reverse("espace:annuler", args=[faite]), follow=True)
    assert "Cela a encore changé depuis" in reponse.text
    assert Lieu.objects.get(pk=lieu.pk).reconnaitre == "Porte rouge"


def test_an_announced_closure_is_taken_back_and_put_back(client, distribution, lieu):
    client.force_login(distribution.bruno)
    adresse = reverse("espace:fermetures", args=[lieu.uid])
    reponse = client.post(adresse, {"genre": "fermeture", "debut": "2027-02-22", "fin": "", "motif": "Travaux"})
    assert reponse.status_code == 302
    fermeture = Fermeture.objects.get(lieu=lieu)
    assert (fermeture.debut, fermeture.fin) == (date(2027, 2, 22), date(2027, 2, 22))
    deja = client.post(adresse, {"genre": "fermeture", "debut": "2027-02-22", "fin": "2027-02-22", "motif": "Travaux"})
    assert deja.status_code == 422
    assert "C’est déjà annoncé" in deja.text
    retrait = reverse("espace:retirer_fermeture", args=[fermeture.pk])
    retire = client.post(retrait)
    assert not Fermeture.objects.filter(lieu=lieu).exists()
    fait = retire["Location"].split("fait=")[1]
    for qui, statut in ((distribution.chloe, 404), (distribution.amina, 302)):
        client.force_login(qui)
        assert client.post(reverse("espace:retirer_fermeture", args=[fermeture.pk + 1])).status_code == 404
        encore = client.post(retrait)
        assert encore.status_code == statut
    assert encore["Location"] == adresse  # Bruno's gesture is not hers to undo from here
    assert "C’est déjà retiré." in client.get(adresse).text
    client.force_login(distribution.bruno)
    client.post(reverse("espace:annuler", args=[fait]))
    assert Fermeture.objects.get(lieu=lieu).motif == "Travaux"


def test_hours_of_an_opening_are_typed_as_people_say_them(client, distribution, lieu):
    client.force_login(distribution.bruno)
    adresse = reverse("espace:fermetures", args=[lieu.uid])
    envoi = {"genre": "ouverture", "debut": "2027-02-27", "fin": "2027-02-27", "motif": "Portes ouvertes"}
    assert client.post(adresse, envoi | {"heures": "matin"}).status_code == 422
    assert client.post(adresse, envoi).status_code == 422
    assert client.post(adresse, envoi | {"heures": "9h-12h30 et 14 h à 17 h"}).status_code == 302
    assert Fermeture.objects.get(lieu=lieu).heures == "09:00-12:30,14:00-17:00"


def test_the_equipe_undoes_closures_but_not_cards(client, distribution, lieu):
    lieu.reconnaitre = "Porte verte"
    ecrire(lieu)
    client.force_login(distribution.bruno)
    assert client.post(reverse("espace:annuler", args=[operation_de(lieu)])).status_code == 404
    ecrire(Fermeture(lieu=lieu, debut=date(2027, 2, 22), fin=date(2027, 2, 23)))
    operation = Fermeture.history.order_by("-history_id").first().operation
    assert client.post(reverse("espace:annuler", args=[operation])).status_code == 302
    assert not Fermeture.objects.exists()


def _maintenant():
    from django.utils import timezone

    return timezone.now()
