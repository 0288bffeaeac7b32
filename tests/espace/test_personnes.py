"""« Les personnes qui reçoivent »: shown by function; a first name only as long as the person wishes it."""

import pytest
from django.utils import timezone

from ateliers.models import Intervenant, Offre
from ateliers.nomenclature import METIERS
from partenaires.models import Partenariat
from tests.distribution import creer_offre, ecrire, faire_structure

pytestmark = pytest.mark.django_db


@pytest.fixture
def structure(distribution):
    return distribution.lieux["Le Lien"].structure


@pytest.fixture
def offre(distribution):
    return distribution.offres["Le Lien"]


@pytest.fixture
def responsable(client, distribution):
    client.force_login(distribution.amina)
    return client


def champs(structure, *offres, **autres):
    return {
        "metier": "ecrivain_public",
        "employeur": structure.pk if structure else "",
        "prenom": "",
        "activites": [o.uid for o in offres],
    } | autres


def ajouter(client, structure, *offres, **autres):
    autres = {"employeur": structure.pk} | autres
    return client.post(f"/espace/{structure.uid}/personnes/ajouter/", champs(None, *offres, **autres))


def creer(offre, *, prenom="Nadia", **autres):
    """Somebody who receives in this activity and wishes a first name to be shown."""
    personne = Intervenant.objects.create(
        **(
            {
                "metier": "ecrivain_public",
                "employeur": offre.structure,
                "prenom": prenom,
                "prenom_accorde_a": timezone.now() if prenom else None,
            }
            | autres
        )
    )
    personne.offres.add(offre)
    return personne


def page(client, offre):
    """The activity's page, as somebody without an account reads it."""
    client.logout()
    return client.get(offre.get_absolute_url()).text


def test_a_function_reaches_the_activity_and_a_name_only_when_granted(responsable, structure, offre):
    assert ajouter(responsable, structure, offre).status_code == 302
    texte = page(responsable, offre)
    assert "Écrivain·e public·que" in texte
    assert "Écrivain·e public·que (" not in texte
    offre.refresh_from_db()
    assert offre.metiers == METIERS["ecrivain_public"].masque
    assert offre.history.filter(metiers=offre.metiers).count() == 1


def test_a_name_needs_the_agreement_of_the_person(responsable, structure, offre):
    reponse = ajouter(responsable, structure, offre, prenom="Nadia")
    assert reponse.status_code == 422
    assert "Sans l’accord de la personne, laissez le prénom vide." in reponse.text
    assert not Intervenant.objects.exists()
    assert ajouter(responsable, structure, offre, prenom="Nadia", accord="on").status_code == 302
    personne = Intervenant.objects.get()
    assert personne.prenom_accorde_a.date() == timezone.now().date()
    assert "Écrivain·e public·que (Nadia)" in page(responsable, offre)


@pytest.mark.parametrize("prenom", ["Nadia 06 12", "n@exemple.fr", "<b>Nadia</b>", "Une Deux Trois Quatre", "N" * 41])
def test_a_first_name_and_nothing_else(responsable, structure, offre, prenom):
    assert ajouter(responsable, structure, offre, prenom=prenom, accord="on").status_code == 422


@pytest.mark.parametrize("prenom", ["Zoé", "Anne-Marie", "N’Golo", "Marie Lou", "Ève"])
def test_first_names_as_they_are(responsable, structure, offre, prenom):
    assert ajouter(responsable, structure, offre, prenom=prenom, accord="on").status_code == 302


def test_erased_it_leaves_every_page_at_once(client, distribution, structure, offre):
    autre = creer_offre(distribution.lieux["Le Voisin"], structure=structure)
    personne = creer(offre)
    personne.offres.add(autre)
    for o in (offre, autre):
        # Kept pages: the second reader gets the first one's.
        assert "(Nadia)" in page(client, o)
        assert "(Nadia)" in page(client, o)
    client.force_login(distribution.amina)
    reponse = client.post(f"/espace/{structure.uid}/personnes/{personne.uid}/prenom/", follow=True)
    assert "Le prénom est effacé partout" in reponse.text
    for o in (offre, autre):
        assert "Nadia" not in page(client, o)
    personne.refresh_from_db()
    assert (personne.prenom, personne.prenom_accorde_a, personne.metier) == ("", None, "ecrivain_public")
    assert not hasattr(Intervenant, "history")


def test_a_name_erased_meanwhile_does_not_come_back(responsable, structure, offre):
    personne = creer(offre)
    adresse = f"/espace/{structure.uid}/personnes/{personne.uid}/"
    assert 'name="vu" value="Nadia"' in responsable.get(adresse).text
    responsable.post(f"{adresse}prenom/")
    reponse = responsable.post(adresse, champs(structure, offre, prenom="Nadia", accord="on", vu="Nadia"))
    assert reponse.status_code == 422
    assert "Ce prénom a changé pendant que vous écriviez" in reponse.text
    assert 'name="vu" value=""' in reponse.text
    personne.refresh_from_db()
    assert personne.prenom == ""


def test_the_agreement_keeps_its_date_while_the_name_does_not_change(responsable, structure, offre):
    personne = creer(offre)
    accord = personne.prenom_accorde_a
    adresse = f"/espace/{structure.uid}/personnes/{personne.uid}/"
    envoi = champs(structure, offre, prenom="Nadia", accord="on", vu="Nadia", habilitations=["aidants_connect"])
    assert responsable.post(adresse, envoi).status_code == 302
    personne.refresh_from_db()
    assert personne.prenom_accorde_a == accord
    assert personne.habilitations == 1
    responsable.post(adresse, envoi | {"prenom": "Samia"})
    personne.refresh_from_db()
    assert personne.prenom_accorde_a > accord


def test_a_corrected_function_replaces_the_one_that_nobody_else_holds(responsable, structure, offre):
    ajouter(responsable, structure, offre, metier="benevole")
    ajouter(responsable, structure, offre, metier="juriste")
    personne = Intervenant.objects.get(metier="benevole")
    adresse = f"/espace/{structure.uid}/personnes/{personne.uid}/"
    responsable.post(adresse, champs(structure, offre, metier="animateur"))
    offre.refresh_from_db()
    assert METIERS.codes(offre.metiers) == ["animateur", "juriste"]


def test_only_their_own_activities_are_touched(responsable, distribution, structure, offre):
    ailleurs = distribution.offres["Le Voisin"]
    personne = creer(offre)
    personne.offres.add(ailleurs)
    adresse = f"/espace/{structure.uid}/personnes/{personne.uid}/"
    assert responsable.post(adresse, champs(structure, ailleurs)).status_code == 422
    assert responsable.post(adresse, champs(structure)).status_code == 302
    assert list(personne.offres.all()) == [ailleurs]


def test_somebody_else_s_employee_is_theirs_to_describe(responsable, distribution, structure, offre):
    voisin = distribution.lieux["Le Voisin"].structure
    personne = creer(offre, employeur=voisin)
    adresse = f"/espace/{structure.uid}/personnes/{personne.uid}/"
    texte = responsable.get(adresse).text
    assert "décrite par son employeur" in texte
    assert 'name="metier"' not in texte
    responsable.post(adresse, champs(structure, offre, metier="juriste", prenom="Autre", accord="on"))
    personne.refresh_from_db()
    assert (personne.metier, personne.prenom, personne.employeur) == ("ecrivain_public", "Nadia", voisin)
    # But a name goes wherever it is shown.
    assert responsable.post(f"{adresse}prenom/").status_code == 302
    personne.refresh_from_db()
    assert personne.prenom == ""
    responsable.post(f"{adresse}retirer/")
    assert Intervenant.objects.filter(pk=personne.pk).exists()
    assert not personne.offres.exists()
    assert responsable.get(adresse).status_code == 404


def test_on_nobody_s_list_is_refused(responsable, structure, offre):
    assert ajouter(responsable, structure, employeur="").status_code == 422
    assert ajouter(responsable, structure, offre, employeur="").status_code == 302
    personne = Intervenant.objects.get()
    adresse = f"/espace/{structure.uid}/personnes/{personne.uid}/"
    reponse = responsable.post(adresse, champs(None))
    assert reponse.status_code == 422
    assert "Cochez au moins une activité, ou choisissez un employeur." in reponse.text


def test_taken_off_the_list_nothing_stays(responsable, structure, offre):
    ancienne = creer_offre(offre.lieu, etat="clos")
    personne = creer(offre)
    personne.offres.add(ancienne)
    reponse = responsable.post(f"/espace/{structure.uid}/personnes/{personne.uid}/retirer/", follow=True)
    assert "rien n’en est gardé" in reponse.text
    assert not Intervenant.objects.exists()
    assert "Nadia" not in page(responsable, offre)


def test_a_partner_of_the_centre_may_be_the_employer(responsable, distribution, structure, offre):
    partenaire = faire_structure(nom="Association des Plumes", nature="partenaire")
    ecrire(partenaire)
    adresse = f"/espace/{structure.uid}/personnes/ajouter/"
    assert "Plumes" not in responsable.get(adresse).text
    ecrire(Partenariat(centre=structure, partenaire=partenaire))
    assert "Plumes" in responsable.get(adresse).text
    assert ajouter(responsable, structure, offre, employeur=partenaire.pk).status_code == 302
    assert (
        ajouter(responsable, structure, offre, employeur=distribution.lieux["Le Voisin"].structure_id).status_code
        == 422
    )


def test_the_list_costs_the_same_whatever_its_length(responsable, structure, offre, compte_requetes):
    def embaucher(combien):
        for _ in range(combien):
            creer(offre).offres.add(creer_offre(offre.lieu))

    embaucher(3)
    compte_requetes(lambda: responsable.get(f"/espace/{structure.uid}/personnes/"), lambda: embaucher(6), maximum=8)
    assert Offre.objects.filter(intervenants__isnull=False).distinct().count() == 10
