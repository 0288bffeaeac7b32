"""What is said between members stays between them; what was somebody's goes away with their account."""

from datetime import date

from django.utils import timezone

from reseau.actions.agenda import ouvrir_lien
from reseau.entretien import tenir_l_agenda, tenir_les_annonces
from reseau.lettre import choisir, ecrire_les_lettres
from reseau.models import Abonnement, LienAgenda, Message
from structures.actions import supprimer_compte
from structures.models import Membre, Structure
from tests.distribution import ecrire, faire_structure

PIECES = ("", "annonces/", "experiences/", "fiches/", "agenda/", "annonces/?miennes=on", "fiches/?archivees=on")


def vus(client, reseau) -> set[str]:
    """Return the titles that somebody finds in the rooms."""
    pages = "".join(client.get(f"/entre-nous/{piece}").text for piece in PIECES)
    dits = (reseau.annonce, reseau.experience, reseau.fiche, reseau.evenement)
    return {objet.titre for objet in dits if objet.titre in pages}


def test_nothing_goes_from_one_federation_to_another(client, reseau):
    client.force_login(reseau.chloe)
    assert len(vus(client, reseau)) == 4
    client.force_login(reseau.autre_fede)
    assert vus(client, reseau) == set()
    # Somebody of both reads both, and speaks in each in the name of its own structure.
    ailleurs = faire_structure(federation=reseau.autre_federation, nom="Ailleurs")
    ecrire(ailleurs)
    Membre.objects.create(structure=ailleurs, utilisateur=reseau.chloe, role="equipe")
    client.force_login(reseau.chloe)
    assert len(vus(client, reseau)) == 4
    charge = {"sens": "cherche", "genre": "salle", "titre": "Une cour", "texte": "a", "au_nom_de": ailleurs.uid}
    client.post("/entre-nous/annonces/nouvelle/", charge)
    assert "Une cour" in client.get("/entre-nous/annonces/").text
    client.force_login(reseau.bruno)
    assert "Une cour" not in client.get("/entre-nous/annonces/").text
    client.force_login(reseau.autre_fede)
    assert "Une cour" in client.get("/entre-nous/annonces/").text


def test_without_a_living_structure_one_is_told_how_to_come_in(client, reseau):
    Structure.objects.filter(nom="Le Voisin").update(archivee_le=date(2026, 1, 1), archivee_voie="ecran")
    for qui in (reseau.seul, reseau.chloe):
        client.force_login(qui)
        page = client.get("/entre-nous/")
        assert page.status_code == 200
        assert "rattaché à aucune structure" in page.text
        assert client.get("/entre-nous/annonces/").status_code == 404
        assert client.get(reseau.annonce.get_absolute_url()).status_code == 404


def test_an_account_that_closes_takes_its_messages_its_calendar_and_its_letter(reseau):
    now = timezone.now()
    ouvrir_lien(reseau.bruno, now=now)
    for qui in (reseau.bruno, reseau.chloe):
        choisir(qui, recevoir=True, now=now)
    Message.objects.update(auteur=reseau.bruno)
    supprimer_compte(reseau.bruno, now=now)
    tenir_les_annonces(now)
    tenir_l_agenda(now)
    ecrire_les_lettres(now)
    assert not Message.objects.exists()
    assert LienAgenda.objects.get().utilisateur == Abonnement.objects.get().utilisateur == reseau.chloe
