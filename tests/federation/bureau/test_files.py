"""What waits for an administrator: counted on the first page, done line by line."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ateliers.models import Offre
from comptes.models import AdresseRefusee, Courriel
from espace.models import Signalement
from federation.bureau.files.registre import FILES
from recherche.models import RechercheVaine
from structures.models import Invitation, PositionConfirmee
from tests.distribution import creer_commune, creer_lieu, creer_offre, ecrire, faire_structure

BUREAU, ICI = "/f/val-de-marne/bureau/", "/f/val-de-marne/a-traiter/"


@pytest.fixture
def fede(client, distribution):
    client.force_login(distribution.fede)
    return client


@pytest.fixture
def calme(distribution):
    """A network in which nothing waits: every page was checked today."""
    for lieu in distribution.lieux.values():
        lieu.verifie_le, lieu.verifie_voie = timezone.localdate(), "ecran"
    for offre in distribution.offres.values():
        offre.verifie_le, offre.verifie_voie = timezone.localdate(), "ecran"
    ecrire(*distribution.lieux.values(), *distribution.offres.values())
    return distribution


def nombres(client):
    return {c.file.cle: c.nombre for c in client.get(ICI).context["files"].pleines}


def inviter(d, courriel="une@example.org", *, jours=14, **ou):
    now = timezone.now()
    return Invitation.objects.create(
        courriel=courriel,
        role="administrateur" if "federation" in ou else "equipe",
        empreinte=courriel.ljust(64, "0"),
        invitee_par=d.fede,
        cree_a=now - timedelta(days=20),
        expire_a=now + timedelta(days=jours),
        **ou,
    )


def remplir(d):
    """Put one thing in every queue of a network, and return what its counts become."""
    now = timezone.now()
    lieu, structure = d.lieux["Le Lien"], d.lieux["Le Lien"].structure
    Signalement.objects.create(lieu=lieu, motifs=2, texte="Fermé le jeudi.", cree_a=now)
    vieux = d.lieux["Le Voisin"]
    vieux.verifie_le = timezone.localdate() - timedelta(days=400)
    loin = d.lieux["Le Municipal"]
    loin.latitude, loin.longitude = 48.8125, 2.3872  # Ivry-sur-Seine
    creer_commune("94041")
    ecrire(vieux, loin)
    verifie = {"verifie_le": timezone.localdate(), "verifie_voie": "ecran"}
    double = creer_lieu(offres=0, structure=faire_structure(nom="Lien (le)"), **verifie)
    creer_offre(double, a_preciser=True, **verifie)
    inviter(d, structure=structure, jours=-1)
    AdresseRefusee.objects.create(courriel="amina@example.org", raison="550", constatee_a=now)
    RechercheVaine.objects.bulk_create(
        RechercheVaine(jour=timezone.localdate(), theme="demarches", commune=creer_commune(), genre="vide")
        for _ in range(6)
    )
    return dict.fromkeys([f.cle for f in FILES], 1)


def test_every_queue_says_on_the_first_page_how_much_waits(fede, calme):
    assert nombres(fede) == {}
    attendus = remplir(calme)
    assert nombres(fede) == attendus
    page = fede.get(BUREAU)
    for file in FILES:
        assert f'href="{file.adresse(calme.federation)}"' in page.text
        assert file.nom in page.text
    # Another network's own pages say nothing of it.
    fede.force_login(calme.autre_fede)
    assert "Rien ne vous attend" in fede.get("/f/autre/a-traiter/").text
    for cle in ("signalements", "positions", "a-confirmer", "a-preciser", "invitations", "recherches"):
        assert fede.get(f"/f/autre/a-traiter/{cle}/").context["lignes"] == []


def test_a_report_is_answered_in_its_place_the_gravest_first(fede, calme):
    now = timezone.now()
    lieu = calme.lieux["Le Lien"]
    ancien = Signalement.objects.create(lieu=lieu, motifs=2, cree_a=now - timedelta(days=9), courriel="a@example.org")
    disparu = Signalement.objects.create(offre=calme.offres["Le Voisin"], motifs=1, cree_a=now)
    page = fede.get(f"{ICI}signalements/")
    assert page.context["lignes"] == [disparu, ancien]
    page = fede.post(f"{ICI}signalements/", {"ligne": ancien.pk, "etat": "decline"})
    assert page.status_code == 422
    assert "Dites pourquoi" in page.text
    page = fede.post(f"{ICI}signalements/", {"ligne": ancien.pk, "etat": "corrige", "reponse": "Merci."}, follow=True)
    assert "recevra votre réponse" in page.text
    ancien.refresh_from_db()
    assert (ancien.etat, ancien.reponse, ancien.traite_par) == ("corrige", "Merci.", calme.fede)
    assert Courriel.objects.filter(destinataire="a@example.org").exists()
    assert "déjà réglé" in fede.post(f"{ICI}signalements/", {"ligne": ancien.pk, "etat": "corrige"}, follow=True).text


def test_old_pages_are_confirmed_in_one_gesture_the_oldest_first(fede, calme):
    today = timezone.localdate()
    for nom, jours in (("Le Lien", 200), ("Le Voisin", 400), ("Le Municipal", 170)):
        calme.lieux[nom].verifie_le = today - timedelta(days=jours)
    ecrire(*calme.lieux.values())
    jamais = creer_lieu()
    page = fede.get(f"{ICI}a-confirmer/")
    lues = [(ligne.structure.nom, ligne.perime) for ligne in page.context["lignes"]]
    assert lues == [(jamais.structure.nom, True), ("Le Voisin", True), ("Le Lien", False)]
    assert "1 lieu et 1 activité" in page.text
    retour = fede.post(f"/espace/{jamais.structure.uid}/a-jour/", {"retour": f"{ICI}a-confirmer/"}, follow=True)
    assert [ligne.structure.nom for ligne in retour.context["lignes"]] == ["Le Voisin", "Le Lien"]
    assert "Annuler ce qui vient d’être fait" in retour.text


def test_a_point_elsewhere_is_corrected_or_said_to_be_right_until_it_moves(fede, calme):
    lieu = calme.lieux["Le Lien"]
    lieu.latitude, lieu.longitude = 48.8125, 2.3872
    creer_commune("94041")
    ecrire(lieu)
    page = fede.get(f"{ICI}positions/")
    assert "plus près de Ivry-sur-Seine" in page.text
    assert f"/espace/lieux/{lieu.uid}/cartes/adresse/" in page.text
    page = fede.post(f"{ICI}positions/", {"ligne": lieu.pk}, follow=True)
    assert page.context["lignes"] == []
    assert PositionConfirmee.objects.get().dit_par == calme.fede
    lieu.latitude += 0.001
    ecrire(lieu)
    assert len(fede.get(f"{ICI}positions/").context["lignes"]) == 1


def test_what_was_imported_is_described_or_said_to_be_right(fede, calme):
    offre = creer_offre(calme.lieux["Le Lien"], a_preciser=True)
    page = fede.get(f"{ICI}a-preciser/")
    assert f"/espace/offres/{offre.uid}/" in page.text
    page = fede.post(f"{ICI}a-preciser/", {"ligne": offre.pk}, follow=True)
    assert page.context["lignes"] == []
    assert not Offre.objects.get(pk=offre.pk).a_preciser
    fede.post(f"/espace/operations/{page.context['fait']}/annuler/")
    assert Offre.objects.get(pk=offre.pk).a_preciser


def test_invitations_are_sent_again_or_withdrawn(fede, calme):
    expiree = inviter(calme, structure=calme.lieux["Le Lien"].structure, jours=-1)
    attente = inviter(calme, "deux@example.org", federation=calme.federation)
    inviter(calme, "ailleurs@example.org", federation=calme.autre_federation)
    page = fede.get(f"{ICI}invitations/")
    assert [(i, e.label) for i, e in page.context["lignes"]] == [(expiree, "expirée"), (attente, "en attente")]
    page = fede.post(f"{ICI}invitations/", {"ligne": expiree.pk, "geste": "renvoyer"}, follow=True)
    assert "est repartie à une@example.org" in page.text
    fede.post(f"{ICI}invitations/", {"ligne": attente.pk, "geste": "annuler"})
    expiree.refresh_from_db()
    attente.refresh_from_db()
    assert [i.etat(timezone.now()) for i in (expiree, attente)] == ["attente", "annulee"]


def test_searches_in_vain_are_never_told_under_five(fede, calme):
    today, ici = timezone.localdate(), creer_commune()

    def chercher(theme, combien, jour=today):
        RechercheVaine.objects.bulk_create(RechercheVaine(jour=jour, theme=theme, commune=ici) for _ in range(combien))

    chercher("demarches", 7)
    chercher("sante", 4)
    chercher("sante", 4, today - timedelta(days=60))
    chercher("scolarite", 9, today - timedelta(days=500))
    RechercheVaine.objects.bulk_create(RechercheVaine(jour=today, theme="demarches") for _ in range(6))
    page = fede.get(f"{ICI}recherches/")
    assert [(v.theme, v.commune, v.nombre) for v in page.context["lignes"]] == [("demarches", "Créteil", 7)]
    assert f"/?theme=demarches&amp;commune={ici.code_insee}" in page.text


def test_more_rows_cost_no_more(fede, calme, compte_requetes):
    remplir(calme)

    def agrandir():
        for numero in range(6):
            structure = faire_structure(nom=f"Maison {'abcdef'[numero] * 9}")
            lieu = creer_lieu(structure=structure, latitude=48.8125, longitude=2.3872)
            creer_offre(lieu, a_preciser=True)
            Signalement.objects.create(lieu=lieu, motifs=2, cree_a=timezone.now())
            inviter(calme, f"{numero}@example.org", structure=structure)

    def tout_voir():
        for file in FILES:
            assert fede.get(file.adresse(calme.federation)).status_code == 200
        fede.get(ICI)

    compte_requetes(tout_voir, agrandir, maximum=150)


@pytest.mark.parametrize("cle", ["signalements", "positions", "a-preciser", "invitations"])
def test_a_line_that_is_none_changes_nothing(fede, calme, cle):
    for ligne in ("", "x", "9" * 30, "-1", "²"):
        assert fede.post(f"{ICI}{cle}/", {"ligne": ligne, "etat": "corrige"}).status_code == 302
