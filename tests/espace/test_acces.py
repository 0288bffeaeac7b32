"""Those without an account: a desk, a private link, a mail's link; what they open, and how they are closed."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from zxingcpp import read_barcode

from ateliers.models import Intervenant, Offre
from core.liens import Genre, signer
from espace.acces import nouveau_lien
from espace.liens import lien_action
from espace.models import GesteSansCompte, LienPermanences, Poste
from structures.models import Membre
from tests.espace.outils import jeton_action, ouvrir_acces, permanence

JOUR = timedelta(days=1)


@pytest.fixture
def acces(distribution):
    ouvrir_acces(distribution)
    distribution.ailleurs = permanence(distribution.lieux["Le Voisin"], nom="Permanence d’en face")
    return distribution


def complet(client, base, offre, **plus):
    jusqu_au = (timezone.localdate() + 14 * JOUR).isoformat()
    return client.post(f"{base}offres/{offre.uid}/place/", {"dispo": "complet", "jusqu_au": jusqu_au} | plus)


def etat_de_la_base():
    return (
        list(Offre.objects.order_by("pk").values()),
        list(Offre.history.order_by("pk").values("pk")),
        list(GesteSansCompte.objects.order_by("pk").values()),
        list(Poste.objects.order_by("pk").values()),
        list(LienPermanences.objects.order_by("pk").values()),
    )


# ------------------------------------------------------------------------------------ the desk
def test_a_responsable_opens_a_desk_that_says_room_without_signing_in(client, acces):
    client.force_login(acces.amina)
    structure = acces.lieux["Le Lien"].structure
    reponse = client.post(f"/espace/{structure.uid}/postes/", {"nom": "Accueil du rez-de-chaussée"})
    installer = reponse["Location"]
    assert re.fullmatch(r"/poste/[\w-]{32}/installer/", installer)
    page = client.get(installer)
    base = installer.removesuffix("installer/")
    assert settings.SITE_URL + base in page.text
    client.logout()
    page = client.get(base)
    assert page.status_code == 200
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert acces.permanence.nom in page.text
    assert acces.ailleurs.nom not in page.text
    reponse = complet(client, base, acces.permanence)
    assert reponse.status_code == 303
    assert "C’est noté" in client.get(reponse["Location"]).text
    assert not client.cookies
    acces.permanence.refresh_from_db()
    assert (acces.permanence.dispo, acces.permanence.dispo_voie, acces.permanence.dispo_par) == (
        "complet",
        "lien",
        None,
    )
    geste = GesteSansCompte.objects.get(operation=acces.permanence.history.latest().operation)
    assert str(geste) == "le poste d’accueil « Accueil du rez-de-chaussée »"
    client.force_login(acces.amina)
    assert "Dernier geste" in client.get(f"/espace/{structure.uid}/postes/").text


def test_a_desk_reaches_its_own_structure_only(client, acces):
    base = f"/poste/{acces.jetons.poste}/"
    autre = acces.ailleurs.seances.latest("debut")
    for chemin in (f"offres/{acces.ailleurs.uid}/place/", f"offres/{acces.ailleurs.uid}/seances/"):
        assert client.get(base + chemin).status_code == 404
    assert complet(client, base, acces.ailleurs).status_code == 404
    assert client.post(f"{base}seances/{autre.pk}/annuler/").status_code == 404
    # A partner's permanence in our rooms is ours to say too.
    chez_nous = permanence(acces.lieux["Le Lien"], structure=acces.lieux["Médiathèque des Tests"].structure)
    assert complet(client, base, chez_nous).status_code == 303


def test_a_desk_cancels_moves_and_replaces(client, acces):
    base = f"/poste/{acces.jetons.poste}/seances/{acces.seance.pk}/"
    jour = (timezone.localdate() + 9 * JOUR).isoformat()
    for geste, donnees in (
        ("remplacer", {"metier": "juriste"}),
        ("deplacer", {"jour": jour, "debut_h": "10:00", "fin_h": "11:00"}),
        ("annuler", {"note": "panne"}),
        ("retablir", {}),
    ):
        reponse = client.post(f"{base}{geste}/", donnees)
        assert reponse.status_code == 303, geste
        assert "C’est noté" in client.get(reponse["Location"].split("#")[0]).text
    assert GesteSansCompte.objects.filter(poste=acces.poste).count() == 4
    call_command("verifier")


def test_a_revoked_desk_opens_nothing(client, acces):
    base = f"/poste/{acces.jetons.poste}/"
    structure = acces.lieux["Le Lien"].structure
    client.force_login(acces.chloe)
    assert client.post(f"/espace/{structure.uid}/postes/{acces.poste.pk}/revoquer/").status_code == 404
    client.force_login(acces.amina)
    dits = [
        client.post(f"/espace/{structure.uid}/postes/{acces.poste.pk}/revoquer/", follow=True).text for _ in range(2)
    ]
    assert "est retiré\u00a0: ce poste n’ouvre plus rien." in dits[0]
    assert "est déjà retiré." in dits[1]
    client.logout()
    avant = etat_de_la_base()
    for reponse in (client.get(base), complet(client, base, acces.permanence), client.get(base + "installer/")):
        assert reponse.status_code == 403
        assert "Cet accès a été retiré" in reponse.text
    assert etat_de_la_base() == avant
    # Its name may serve again.
    client.force_login(acces.amina)
    assert client.post(f"/espace/{structure.uid}/postes/", {"nom": acces.poste.nom}).status_code == 303
    assert client.post(f"/espace/{structure.uid}/postes/", {"nom": acces.poste.nom}).status_code == 422


def test_the_desks_that_are_open_come_before_those_taken_back(client, acces):
    client.force_login(acces.amina)
    adresse = f"/espace/{acces.poste.structure.uid}/postes/"
    assert "Accès retirés" not in client.get(adresse).text
    client.post(f"{adresse}{acces.poste.pk}/revoquer/")
    page = client.get(adresse).text
    assert "Aucun poste n’est ouvert." in page
    assert page.index("Créer l’adresse du poste") < page.index("Accès retirés (1)") < page.rindex(acces.poste.nom)


def test_the_desk_of_an_archived_structure_is_closed(client, acces):
    structure = acces.lieux["Le Lien"].structure
    structure.archivee_le, structure.archivee_voie = timezone.localdate(), "ecran"
    structure.save()
    assert client.get(f"/poste/{acces.jetons.poste}/").status_code == 403


def test_secrets_are_kept_as_fingerprints_only(acces):
    for acces_ouvert, jeton in (
        (acces.poste, acces.jetons.poste),
        (LienPermanences.objects.get(), acces.jetons.permanences),
    ):
        assert len(acces_ouvert.empreinte) == 64
        assert jeton not in str(type(acces_ouvert).objects.filter(pk=acces_ouvert.pk).values().get())


# ------------------------------------------------------------------------------------ « Mes permanences »
def test_a_private_link_reaches_its_own_permanences_in_every_centre(client, acces):
    acces.ailleurs.intervenants.add(acces.intervenant)
    pas_sienne = permanence(acces.lieux["Le Lien"], nom="Permanence d’une autre personne")
    base = f"/mes-permanences/{acces.jetons.permanences}/"
    page = client.get(base).text
    assert acces.permanence.nom in page
    assert acces.ailleurs.nom in page
    assert pas_sienne.nom not in page
    for offre in (acces.permanence, acces.ailleurs):
        assert complet(client, base, offre).status_code == 303
    assert complet(client, base, pas_sienne).status_code == 404
    seance = pas_sienne.seances.latest("debut")
    assert client.post(f"{base}seances/{seance.pk}/annuler/").status_code == 404
    assert client.get(f"{base}offres/{pas_sienne.uid}/seances/").status_code == 404
    geste = GesteSansCompte.objects.first()
    assert str(geste) == "le lien « Mes permanences » (écrivain·e public·que)"


def test_a_new_link_closes_the_old_one(client, acces):
    structure = acces.lieux["Le Lien"].structure
    client.force_login(acces.amina)
    assert "Nouveau lien" in client.get(f"/espace/{structure.uid}/permanences/").text
    reponse = client.post(f"/espace/{structure.uid}/permanences/{acces.intervenant.uid}/lien/")
    nouveau = reponse["Location"].removesuffix("afficher/")
    client.logout()
    assert client.get(nouveau).status_code == 200
    assert client.get(f"/mes-permanences/{acces.jetons.permanences}/").status_code == 403
    client.force_login(acces.amina)
    revoquer = f"/espace/{structure.uid}/permanences/{acces.intervenant.uid}/revoquer/"
    assert "Le lien est retiré\u00a0: il n’ouvre plus rien." in client.post(revoquer, follow=True).text
    assert "Le lien est déjà retiré." in client.post(revoquer, follow=True).text
    client.logout()
    assert client.get(nouveau).status_code == 403
    assert complet(client, nouveau, acces.permanence).status_code == 403


def test_nobody_gives_a_link_to_somebody_who_receives_elsewhere(client, acces):
    ailleurs = Intervenant.objects.create(metier="juriste")
    acces.ailleurs.intervenants.add(ailleurs)
    employe = Intervenant.objects.create(metier="animateur", employeur=acces.lieux["Le Lien"].structure)
    structure = acces.lieux["Le Lien"].structure
    client.force_login(acces.amina)
    assert client.post(f"/espace/{structure.uid}/permanences/{ailleurs.uid}/lien/").status_code == 404
    assert client.post(f"/espace/{structure.uid}/permanences/{employe.uid}/lien/").status_code == 303
    assert "Animateur" in client.get(f"/espace/{structure.uid}/permanences/").text


def test_one_valid_link_and_one_author_in_the_database(acces):
    double = LienPermanences(intervenant=acces.intervenant, cree_par=acces.amina, cree_a=timezone.now())
    double.tirer_secret()
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        GesteSansCompte.objects.create(operation="0" * 32, fait_a=timezone.now())


def test_the_printed_code_leads_to_the_page(client, acces, tmp_path):
    import segno
    from PIL import Image

    page = client.get(f"/mes-permanences/{acces.jetons.permanences}/afficher/").text
    assert 'class="qr"' in page
    assert "style=" not in page
    adresse = f"{settings.SITE_URL}/mes-permanences/{acces.jetons.permanences}/"
    assert adresse in page
    # What is drawn is this address: the same modules, read by another library.
    segno.make(adresse, error="m", micro=False).save(str(tmp_path / "qr.png"), scale=4)
    with Image.open(tmp_path / "qr.png") as image:
        assert read_barcode(image.convert("L")).text == adresse


# ------------------------------------------------------------------------------------ mails' links
def test_from_the_mail_s_link_one_tap_and_one_confirmation(client, acces):
    url = lien_action(acces.bruno, acces.permanence, "place").removeprefix(settings.SITE_URL)
    avant = etat_de_la_base()
    page = client.get(url).text
    suite = re.search(r'href="(/agir/[^"]+\?dispo=complet)"', page)[1]
    confirmer = client.get(suite).text
    assert "Complet jusqu’au" in confirmer
    client.head(url)
    assert etat_de_la_base() == avant, "reading the link changes nothing"
    jusqu_au = (timezone.localdate() + 14 * JOUR).isoformat()
    assert f'value="{jusqu_au}"' in confirmer
    reponse = client.post(url, {"dispo": "complet", "jusqu_au": jusqu_au})
    assert reponse.status_code == 303
    assert "C’est noté" in client.get(reponse["Location"]).text
    acces.permanence.refresh_from_db()
    assert (acces.permanence.dispo_par, acces.permanence.dispo_voie) == (acces.bruno, "lien")
    # Posted again: said already, written once.
    lignes = acces.permanence.history.count()
    reponse = client.post(url, {"dispo": "complet", "jusqu_au": jusqu_au})
    assert "C’était déjà noté" in client.get(reponse["Location"]).text
    assert acces.permanence.history.count() == lignes
    assert not client.cookies


@pytest.mark.parametrize("objet", ["structure", "permanence"])
def test_all_is_true_from_a_mail(client, acces, objet):
    acces.structure = acces.lieux["Le Lien"].structure
    url = lien_action(acces.bruno, getattr(acces, objet), "a_jour").removeprefix(settings.SITE_URL)
    avant = etat_de_la_base()
    assert acces.permanence.nom in client.get(url).text
    assert etat_de_la_base() == avant
    assert "C’est noté" in client.get(client.post(url)["Location"]).text
    acces.permanence.refresh_from_db()
    assert (acces.permanence.verifie_le, acces.permanence.verifie_voie) == (timezone.localdate(), "lien")
    assert "déjà noté" in client.get(client.post(url)["Location"]).text


def test_sessions_from_a_mail(client, acces):
    base = lien_action(acces.bruno, acces.permanence, "seances").removeprefix(settings.SITE_URL)
    assert f"{base}seances/{acces.seance.pk}/annuler/" in client.get(base).text
    reponse = client.post(f"{base}seances/{acces.seance.pk}/annuler/", {"note": "grève"})
    assert reponse.status_code == 303
    acces.seance.refresh_from_db()
    assert acces.seance.statut == "annulee"
    assert acces.seance.history.latest().history_user == acces.bruno
    autre = acces.ailleurs.seances.latest("debut")
    assert client.post(f"{base}seances/{autre.pk}/annuler/").status_code == 404


def liens_refuses(acces):
    """Give the reason and the address of links that must not open."""
    place = acces.jetons.place
    yield "altered", f"/agir/{place[:-1]}{'A' if place[-1] != 'A' else 'B'}/"
    yield "cut", f"/agir/{place[:-4]}/"
    yield "of another kind", f"/agir/{signer(Genre.CONNEXION, u=acces.bruno.pk)}/"
    yield "empty", f"/agir/{signer(Genre.ACTION)}/"
    yield "unknown purpose", f"/agir/{jeton_action(acces.bruno, acces.permanence, 'tout_effacer')}/"
    yield "a stranger's", f"/agir/{jeton_action(acces.chloe, acces.permanence, 'place')}/"
    yield "nobody's structure", f"/agir/{jeton_action(acces.seul, acces.lieux['Le Lien'].structure, 'a_jour')}/"
    yield "a desk's that is unknown", f"/poste/{acces.jetons.permanences}/"
    yield "a link's that is unknown", f"/mes-permanences/{acces.jetons.poste}/"
    yield "not for sessions", f"/agir/{place}/seances/{acces.seance.pk}/annuler/"


def test_what_is_altered_or_a_stranger_s_is_refused_with_a_clear_page(client, acces):
    avant = etat_de_la_base()
    for raison, url in liens_refuses(acces):
        for reponse in (client.get(url), client.post(url, {"dispo": "complet"})):
            if reponse.status_code == 405:
                continue  # a gesture is only posted
            assert reponse.status_code == 403, raison
            assert "Ce lien ne s’ouvre pas" in reponse.text
            assert "Rien n’a été changé" in reponse.text
    assert etat_de_la_base() == avant


def test_an_expired_link_and_one_whose_owner_left_are_refused(client, acces):
    url = f"/agir/{acces.jetons.place}/"
    with time_machine.travel(timezone.now() + 29 * JOUR):
        assert client.get(url).status_code == 200
    with time_machine.travel(timezone.now() + 31 * JOUR):
        for reponse in (client.get(url), client.post(url, {"dispo": "cette_semaine"})):
            assert reponse.status_code == 403
            assert "expiré" in reponse.text
    appartenance = Membre.objects.filter(utilisateur=acces.bruno)
    role = appartenance.get()
    appartenance.delete()
    for reponse in (client.get(url), client.post(url, {"dispo": "cette_semaine"})):
        assert reponse.status_code == 403
        assert "ne vous donne plus accès" in reponse.text
    role.save(force_insert=True)
    assert client.get(url).status_code == 200
    acces.bruno.is_active = False
    acces.bruno.save()
    assert client.get(url).status_code == 403
    assert not Offre.objects.exclude(dispo="").exists()


def test_the_link_of_an_activity_that_is_over_is_refused(client, acces):
    Offre.objects.filter(pk=acces.permanence.pk).update(etat="archive")
    assert client.get(f"/agir/{acces.jetons.place}/").status_code == 403
    assert complet(client, f"/poste/{acces.jetons.poste}/", acces.permanence).status_code == 404


@pytest.mark.parametrize("famille", ["poste", "permanences", "place"])
def test_what_was_just_said_is_undone_by_the_same_access_only(client, acces, famille):
    racines = {"poste": "poste", "permanences": "mes-permanences", "place": "agir"}
    bases = {f: f"/{racine}/{getattr(acces.jetons, f)}/" for f, racine in racines.items()}
    base = bases[famille]
    if famille == "place":
        reponse = client.post(base, {"dispo": "cette_semaine"})
    else:
        reponse = complet(client, base, acces.permanence)
    annuler = re.search(rf'action="({base}operations/[^"]+)"', client.get(reponse["Location"]).text)[1]
    operation = acces.permanence.history.latest().operation
    for autre in set(bases.values()) - {base}:
        assert client.post(f"{autre}operations/{operation}/annuler/").status_code == 404
    assert client.get(annuler).status_code == 405
    assert client.post(annuler).status_code == 302
    acces.permanence.refresh_from_db()
    assert acces.permanence.dispo == ""
    # Not twice, and never over somebody else's word.
    refus = client.post(annuler)
    assert refus.status_code == 409
    assert "Rien n’est annulé" in refus.text


def test_what_a_desk_changed_is_told_to_the_centre(client, acces):
    complet(client, f"/poste/{acces.jetons.poste}/", acces.permanence)
    client.force_login(acces.amina)
    assert "le poste d’accueil « Poste de l’accueil »" in client.get("/espace/").text


def test_a_wrong_purpose_is_a_mistake_of_ours(acces):
    with pytest.raises(ValueError, match="place"):
        lien_action(acces.bruno, acces.lieux["Le Lien"].structure, "place")
    with pytest.raises(ValueError):
        lien_action(acces.bruno, acces.permanence, "inconnu")


def test_somebody_who_loses_their_activity_loses_its_room(client, acces):
    base = f"/mes-permanences/{acces.jetons.permanences}/"
    acces.permanence.intervenants.remove(acces.intervenant)
    assert complet(client, base, acces.permanence).status_code == 404
    assert "Aucune activité" in client.get(base).text
    assert nouveau_lien(intervenant=acces.intervenant, by=acces.amina, now=timezone.now())


def test_what_is_beyond_six_cards_is_folded_and_not_lost(client, acces):
    noms = [f"Permanence n° {n}" for n in range(8)]
    for nom in noms:
        permanence(acces.lieux["Le Lien"], nom=nom).intervenants.add(acces.intervenant)
    for base in (f"/poste/{acces.jetons.poste}/", f"/mes-permanences/{acces.jetons.permanences}/"):
        page = client.get(base).text
        ouvert, plie = page.split("<summary>Les autres activités (", 1)
        assert ouvert.count('class="cadre dire-place"') == 6
        assert plie.count('class="cadre dire-place"') == int(plie.split(")")[0])
        assert all(nom in page for nom in noms)


def test_pages_without_an_account_cost_the_same_at_two_sizes(client, acces, compte_requetes):
    lieu = acces.lieux["Le Lien"]

    def agrandir():
        for _ in range(4):
            permanence(lieu).intervenants.add(acces.intervenant)

    compte_requetes(f"/poste/{acces.jetons.poste}/", agrandir, maximum=9)
    compte_requetes(f"/mes-permanences/{acces.jetons.permanences}/", agrandir, maximum=9)
