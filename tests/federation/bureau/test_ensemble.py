"""Bulk gestures: what is announced is done, under one operation; what is not done is said; it is undone whole."""

import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from ateliers.controle import ecarts
from centres.models import Centre
from comptes.models import Courriel
from core import travailleur
from core.models import Travail
from federation.bureau.tableau import gestes
from federation.bureau.views import ensemble  # before anything is patched: it would keep the patched size for good
from structures.models import Invitation, Lieu, Structure
from tests.distribution import creer_federation, creer_lieu, ecrire, faire_structure

PAGE = "/f/val-de-marne/structures/"
ENSEMBLE = f"{PAGE}ensemble/"
DEFAIRE = re.compile(r'action="(/f/val-de-marne/operations/[^"]+)".*?name="requete" *value="(.*?)"', re.DOTALL)
CACHES = re.compile(r'<input type="hidden" name="(geste|requete|vus|tout|ligne)" value="(.*?)"')


@pytest.fixture
def reseau(client, distribution):
    client.force_login(distribution.fede)
    return distribution


def lu(page):
    """Return the text of a page, its no-break spaces plain."""
    return unescape(page.text).replace("\u00a0", " ")


def confirmer(client, geste, *noms, requete="", tout=False, **plus):
    """Tick these names, choose a gesture, and send the form of the page that confirms."""
    modele = Lieu if "vue=lieux" in requete else Structure
    uids = [modele.objects.get(nom=nom).uid for nom in noms]
    question = {"geste": geste, "ligne": uids, "requete": requete} | ({"tout": "on"} if tout else {})
    page = client.get(ENSEMBLE, question)
    assert page.status_code == 200
    envoi = {}
    for nom, valeur in re.findall(
        r'<input type="hidden" name="(geste|requete|vus|tout|ligne)" value="([^"]*)"', page.text
    ):
        envoi.setdefault(nom, []).append(valeur.replace("&amp;", "&"))
    return page, client.post(ENSEMBLE, envoi | plus, follow=True)


def annuler(client, page):
    """Press « Annuler ce qui vient d’être fait »."""
    formulaire = DEFAIRE.search(page.text)
    return client.post(formulaire[1], {"requete": unescape(formulaire[2])}, follow=True)


def test_places_are_hidden_until_a_day_then_shown_again(client, reseau):
    jour = (timezone.localdate() + timedelta(days=30)).isoformat()
    page, faite = confirmer(client, "masquer", "Le Lien", "Le Voisin", jusqu_au=jour)
    assert "Le Voisin" in page.text
    assert "Masquage fait : 2." in lu(faite)
    lieux = [reseau.lieux[nom] for nom in ("Le Lien", "Le Voisin")]
    operations = set()
    for lieu in lieux:
        lieu.refresh_from_db()
        assert (lieu.etat, lieu.suspendu_jusqu_au.isoformat()) == ("suspendu", jour)
        operations.add(lieu.history.latest("history_id").operation)
    assert len(operations) == 1
    assert reseau.offres["Le Lien"].nom not in client.get("/?tout=1").text
    rendue = annuler(client, faite)
    assert "Annulation faite : 2." in lu(rendue)
    for lieu in lieux:
        lieu.refresh_from_db()
        assert lieu.etat == "publie"
    # An undo is undone in its turn.
    annuler(client, rendue)
    lieux[0].refresh_from_db()
    assert lieux[0].etat == "suspendu"
    assert not list(ecarts(timezone.now()))


def test_a_day_that_is_missing_is_asked_for_and_nothing_is_lost(client, reseau):
    _, faite = confirmer(client, "masquer", "Le Lien", jusqu_au="hier")
    assert faite.status_code == 422
    assert "Le Lien" in faite.text
    reseau.lieux["Le Lien"].refresh_from_db()
    assert reseau.lieux["Le Lien"].etat == "publie"


def test_what_cannot_be_done_is_said_before_and_after(client, reseau):
    page, faite = confirmer(client, "publier", "Le Lien", "Le Voisin")
    assert "Le Voisin : déjà publié" in lu(page)
    texte = lu(faite)
    assert "Publication faite : 1." in texte
    assert "Pas fait : 1. Le Voisin (déjà publié)." in texte
    reseau.brouillon.refresh_from_db()
    assert (reseau.brouillon.etat, reseau.brouillon.verifie_le) == ("publie", None)
    # Nothing is verified by that: it says so, and offers to ask.
    assert "Ces pages ne sont pas marquées comme vérifiées" in texte
    assert "Demander de confirmer ce qui vient d’être publié" in texte
    uid = Structure.objects.get(nom="Le Lien").uid
    assert f'name="ligne" value="{uid}"' in faite.text


def test_archived_then_brought_back(client, reseau):
    _, faite = confirmer(client, "archiver", "Le Voisin")
    assert "Archivage fait : 1." in lu(faite)
    assert "Le Voisin" not in [ligne.nom for ligne in client.get(PAGE).context["lignes"]]
    assert "n’existe plus" in client.get(reseau.lieux["Le Voisin"].get_absolute_url()).text
    confirmer(client, "desarchiver", "Le Voisin", requete="etat=archive")
    assert "Le Voisin" in [ligne.nom for ligne in client.get(PAGE).context["lignes"]]
    assert reseau.offres["Le Voisin"].nom in client.get("/?tout=1").text
    # A place that was public never becomes a draft again: paper is around.
    confirmer(client, "archiver", "Le Voisin", requete="vue=lieux")
    confirmer(client, "desarchiver", "Le Voisin", requete="vue=lieux&etat=archive")
    reseau.lieux["Le Voisin"].refresh_from_db()
    assert reseau.lieux["Le Voisin"].etat == "clos"
    assert not list(ecarts(timezone.now()))


def test_contact_addresses_are_invited(client, reseau):
    ecrire(
        faire_structure(nom="Sans adresse"),
        faire_structure(nom="À inviter", courriel="contact@example.org"),
        faire_structure(nom="Aussi à inviter", courriel="aussi@example.org"),
    )
    page, faite = confirmer(client, "inviter", "Sans adresse", "À inviter", "Aussi à inviter", "Le Lien")
    texte = lu(page)
    assert "Sans adresse : pas de courriel" in texte
    assert "Le Lien : pas de courriel" in texte
    assert "Invitations parties : 2." in lu(faite)
    assert "Annuler ce qui vient" not in faite.text  # what has left does not come back
    assert set(Invitation.objects.values_list("courriel", "role").order_by("pk")) == {
        ("contact@example.org", "responsable"),
        ("aussi@example.org", "responsable"),
    }
    page, _ = confirmer(client, "inviter", "À inviter")
    assert "une invitation attend déjà sa réponse" in page.text


def test_responsables_are_asked_to_confirm_once_a_week(client, reseau):
    ecrire(faire_structure(nom="Sans personne"))
    page, faite = confirmer(client, "confirmer", "Le Voisin", "Le Municipal", "Le Lien", "Sans personne")
    assert "Sans personne : personne n’y a de compte" in lu(page)
    assert "Demandes parties : 3." in lu(faite)
    # One mail a person, whatever they keep.
    textes = {c.destinataire: c.texte for c in Courriel.objects.order_by("pk")}
    assert set(textes) == {"amina@example.org", "chloe@example.org", "mairie@example.org"}
    assert textes["mairie@example.org"].count("/agir/") == 2
    lien = re.search(r"http\S+(/agir/\S+)", textes["amina@example.org"])[1]
    client.logout()
    assert "Le Lien" in client.get(lien).text
    client.force_login(reseau.fede)
    page, _ = confirmer(client, "confirmer", "Le Lien")
    assert "la demande de la semaine est déjà partie" in page.text


def test_all_that_the_search_finds_goes_to_the_worker_when_it_is_long(client, reseau, monkeypatch):
    monkeypatch.setattr(gestes, "TRANCHE", 2)
    monkeypatch.setattr(ensemble, "TRANCHE", 2)
    monkeypatch.setattr("ateliers.annulation.LIGNES_MAX", 2)
    page, suivi = confirmer(client, "archiver", requete="nature=centre", tout=True)
    assert "3 structures" in lu(page)
    assert "0 % faits" in lu(suivi)
    assert 'hx-trigger="every 2s"' in suivi.text
    assert travailleur.faire_un_travail(timezone.now())
    url = suivi.redirect_chain[-1][0]
    fini = client.get(url)
    assert "Archivage fait : 3." in lu(fini)
    assert "every 2s" not in fini.text
    assert Structure.objects.active().filter(nature="centre").count() == 0
    annulation = annuler(client, fini)
    assert travailleur.faire_un_travail(timezone.now())
    assert "Annulation faite : 3." in lu(client.get(annulation.redirect_chain[-1][0]))
    assert Structure.objects.active().filter(nature="centre").count() == 3
    assert not list(ecarts(timezone.now()))
    assert (
        client.get(reverse("bureau:travail", args=["val-de-marne", Travail.objects.latest("pk").pk + 1])).status_code
        == 404
    )


def test_the_search_is_asked_again_before_it_is_done(client, reseau):
    question = {"geste": "archiver", "requete": "nature=centre", "tout": "on", "vus": "2"}
    refusee = client.post(ENSEMBLE, question)
    assert refusee.status_code == 422
    assert "un autre nombre de lignes" in refusee.text
    assert Structure.objects.filter(archivee_le__isnull=False).count() == 0


def test_undo_leaves_what_has_changed_since(client, reseau):
    _, faite = confirmer(client, "archiver", "Le Voisin", "Le Municipal", requete="vue=lieux")
    municipal = reseau.lieux["Le Municipal"]
    municipal.refresh_from_db()
    municipal.etat = "clos"
    ecrire(municipal)
    texte = lu(annuler(client, faite))
    assert "Annulation faite : 1." in texte
    assert "Pas fait : 1. Le Municipal" in texte
    municipal.refresh_from_db()
    assert municipal.etat == "clos"


def test_what_the_database_refuses_is_left_alone(client, reseau):
    """A number given up, that another structure has taken since, does not come back; the rest does."""
    pris, libre = reseau.lieux["Le Lien"].structure, reseau.lieux["Le Voisin"].structure
    for structure, siret in ((pris, "13002526500013"), (libre, "35600000000048")):
        structure.refresh_from_db()
        structure.siret = siret
    ecrire(pris, libre)
    operation = uuid.uuid4()
    for structure in (pris, libre):
        structure.siret = ""
    ecrire(pris, libre, operation=operation)
    ecrire(faire_structure(nom="Depuis", siret="13002526500013"))
    rendue = client.post(reverse("bureau:defaire", args=["val-de-marne", operation]), follow=True)
    assert "Annulation faite : 1." in lu(rendue)
    assert "Pas fait : 1. Le Lien (Ce qu’il y avait avant n’est plus possible.)" in lu(rendue)
    libre.refresh_from_db()
    assert libre.siret == "35600000000048"


def test_memberships_are_noted_for_a_year_and_undone(client, reseau):
    structure = reseau.lieux["Le Lien"].structure
    ecrire(Centre(structure=structure, statut="associatif", agrement="centre_social", adhesion_annee=2020))
    annee = timezone.localdate().year
    page, refusee = confirmer(client, "adherer", "Le Lien", "Le Voisin", annee="1800")
    assert "Le Voisin : ni centre social ni espace de vie sociale" in lu(page)
    assert refusee.status_code == 422
    _, faite = confirmer(client, "adherer", "Le Lien", "Le Voisin", annee=annee)
    assert "Adhésion notée : 1." in lu(faite)
    assert "Le Lien" in [ligne.nom for ligne in client.get(f"{PAGE}?adhesion={annee}").context["lignes"]]
    annuler(client, faite)
    assert Centre.objects.get(structure=structure).adhesion_annee == 2020


def test_another_network_is_out_of_reach(client, reseau):
    ailleurs = creer_lieu(structure=faire_structure(nom="Ailleurs", federation=creer_federation("essonne")))
    question = {"geste": "archiver", "ligne": [ailleurs.structure.uid], "vus": "1"}
    assert client.post(ENSEMBLE, question, follow=True).status_code == 200
    ailleurs.structure.refresh_from_db()
    assert ailleurs.structure.archivee_le is None
    operation = ailleurs.history.latest("history_id").operation
    assert client.post(reverse("bureau:defaire", args=["val-de-marne", operation])).status_code == 404
    _, faite = confirmer(client, "archiver", "Le Voisin")
    adresse = re.search(r'action="(/f/val-de-marne/operations/[^"]+)"', faite.text)[1]
    client.force_login(reseau.autre_fede)
    assert client.post(adresse.replace("val-de-marne", "autre")).status_code == 404
    assert client.post(adresse).status_code == 404
