"""Undoing an import gives back the exact state before; what changed since stays, and the page says why."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ateliers.actions import enregistrer_lot
from ateliers.controle import ecarts
from ateliers.models import Mot, Offre, Seance
from comptes.models import Administrateur, Utilisateur
from core import planificateur
from core.travailleur import faire_un_travail
from echanges.annulation import AnnulationRefusee, annuler
from echanges.models import Import, MemoireRemplacee, Statut
from structures.models import Fermeture, Lieu, Source, Structure
from tests.core.ordres import demandes
from tests.echanges.conftest import NOW

DEMAIN = NOW + timedelta(days=1)


def etat_de_l_annuaire():
    """Return all that the directory says, keys of derived rows and clocks of writing left out."""
    tables = {m: list(m.objects.order_by("pk").values()) for m in (Structure, Lieu, Fermeture, Offre, Source)}
    tables[Mot] = sorted(Mot.objects.values_list("offre_id", "mot"))
    tables[Seance] = [
        {c: v for c, v in s.items() if c != "id"} for s in Seance.objects.order_by("offre", "origine").values()
    ]
    return tables


def contenu():
    """Return what is read, whatever the keys."""
    return (
        sorted(Lieu.objects.values_list("nom", "adresse", "telephone", "etat", "structure__nom")),
        sorted(Offre.objects.values_list("nom", "etat", "lieu__nom", "horaires")),
        sorted(Source.objects.values_list("source", "noun", "identifiant", "disparue_a", "valeurs__telephone")),
        sorted(Mot.objects.values_list("mot", "offre__nom", "offre__lieu__nom")),
    )


@pytest.fixture(autouse=True)
def _le_jour_meme():
    with time_machine.travel(NOW):
        yield


def defaire(importation, now=NOW):
    annuler(importation, by=None, now=now)
    assert faire_un_travail(now)
    importation.refresh_from_db()
    return importation


def dernier():
    return Import.objects.order_by("-pk").first()


@pytest.fixture
def deux_imports(importer, csv_de):
    """Import three places, then another file: one changes, one goes, one comes back, two are new, one repaired."""
    avant = csv_de(
        {"telephone": "+33145123456", "horaires": "Mo-Fr 09:00-12:00"},
        {"id": "x-02", "nom": "Autre maison"},
        {"id": "x-03", "nom": "Troisième maison"},
    )
    importer(avant)
    importer(
        csv_de({"telephone": "+33145123456", "horaires": "Mo-Fr 09:00-12:00"}, {"id": "x-02", "nom": "Autre maison"})
    )
    fichier = csv_de(
        {"telephone": "+33145123457", "horaires": "Tu 14:00-18:00", "services": "Utilisation sécurisée du numérique"},
        {"id": "x-03", "nom": "Troisième maison rénovée"},
        {"id": "x-04", "nom": "Quatrième", "pivot": "73282932000074"},
        {"id": "x-05", "nom": "Cinquième", "pivot": "73282932000074"},
    )
    return fichier, etat_de_l_annuaire()


def test_undo_gives_back_the_exact_state_and_the_same_import_can_be_done_again(deux_imports, importer):
    fichier, avant = deux_imports
    importer(fichier, now=NOW)
    apres = contenu()
    fait = defaire(dernier())
    assert (fait.statut, fait.refus) == (Statut.ANNULE, [])
    assert etat_de_l_annuaire() == avant
    assert list(ecarts(NOW)) == []
    assert not MemoireRemplacee.objects.filter(importation=fait).exists()
    importer(fichier, now=NOW)
    assert contenu() == apres
    defaire(dernier())
    assert etat_de_l_annuaire() == avant


@pytest.mark.parametrize("fichier", ["traps-utf8-bom.csv"])
def test_undo_of_a_file_full_of_traps_leaves_nothing(importer, fichier):
    importer(fichier)
    defaire(dernier())
    assert not any(m.objects.exists() for m in (Structure, Lieu, Offre, Source, Mot, Seance))


def test_imports_are_undone_from_the_last_one_back(deux_imports, importer):
    fichier, _ = deux_imports
    importer(fichier, now=NOW)
    premier = Import.objects.order_by("pk").first()
    retenu = defaire(premier)
    assert [r["nom"] for r in retenu.refus if r["genre"] == "lieu"] == ["Maison du Parc", "Troisième maison rénovée"]
    assert {r["raison"].split(" : ")[0] for r in retenu.refus if r["genre"] == "lieu"} == {"modifié depuis"}
    # Nothing has touched it since: the second file says only that it is no longer there.
    assert not Lieu.objects.filter(nom="Autre maison").exists()


def test_what_changed_since_stays_and_the_page_says_why(importer, csv_de, federation, client):
    importer(csv_de({}, {"id": "x-02", "nom": "Autre maison"}, {"id": "x-03", "nom": "Troisième"}))
    touche, ferme = Lieu.objects.get(nom="Autre maison"), Lieu.objects.get(nom="Troisième")
    touche.telephone = "+33145123499"
    enregistrer_lot([touche], by=None, voie="ecran", now=DEMAIN)
    fermeture = Fermeture(lieu=ferme, debut=DEMAIN.date(), fin=DEMAIN.date(), motif="Travaux")
    enregistrer_lot([fermeture], by=None, voie="ecran", now=DEMAIN)
    fait = defaire(dernier())
    assert set(Lieu.objects.values_list("nom", flat=True)) == {"Autre maison", "Troisième"}
    assert Offre.objects.count() == 2
    assert Source.objects.filter(noun="lieu").count() == 2
    assert {(r["nom"], r["raison"]) for r in fait.refus if r["genre"] == "lieu"} == {
        ("Autre maison", "modifié depuis : téléphone"),
        ("Troisième", "quelque chose s’y rattache : fermetures"),
    }
    assert list(ecarts(NOW)) == []
    fede = Utilisateur.objects.create_user("fede@example.org")
    Administrateur.objects.create(federation=federation, utilisateur=fede)
    client.force_login(fede)
    page = client.get(fait.get_absolute_url()).content.decode()
    assert "Cet import a été annulé, sauf" in page
    assert "ce qu’il disait avant" not in page
    assert "quelque chose s’y rattache" in page
    assert "modifié depuis" in page
    with pytest.raises(AnnulationRefusee):
        annuler(fait, by=fede, now=NOW)


def test_an_administrator_undoes_from_the_page(importer, csv_de, federation, client):
    importer(csv_de({}))
    fede = Utilisateur.objects.create_user("fede@example.org")
    Administrateur.objects.create(federation=federation, utilisateur=fede)
    client.force_login(fede)
    page = dernier().get_absolute_url()
    assert "Annuler cet import" in client.get(page).content.decode()
    assert client.post(f"{page}annuler/").status_code == 302
    assert "Annulation en cours" in client.get(page).content.decode()
    assert faire_un_travail(timezone.now())
    assert "l’annuaire dit de nouveau ce qu’il disait avant" in client.get(page).content.decode()
    assert "Annulé le" in client.get("/f/fdcs94/imports/").content.decode()
    assert not Lieu.objects.exists()
    assert "rien à annuler" in client.post(f"{page}annuler/", follow=True).content.decode()


def test_an_undo_that_failed_is_asked_again_from_the_page(importer, csv_de, federation, client, monkeypatch):
    importer(csv_de({}))
    fede = Utilisateur.objects.create_user("fede@example.org")
    Administrateur.objects.create(federation=federation, utilisateur=fede)
    client.force_login(fede)
    page = dernier().get_absolute_url()
    with monkeypatch.context() as panne:
        panne.setattr("echanges.annulation.effacer_creations", lambda *_a, **_o: 1 / 0)
        client.post(f"{page}annuler/")
        assert faire_un_travail(timezone.now())
    assert "Reprendre l’annulation" in client.get(page).content.decode()
    assert "s’est arrêtée avant la fin" in client.get("/f/fdcs94/imports/").content.decode()
    client.post(f"{page}annuler/")
    assert "Annulation en cours" in client.get("/f/fdcs94/imports/").content.decode()
    assert faire_un_travail(timezone.now())
    assert not Lieu.objects.exists()


def test_the_database_counts_again_after_a_large_import_and_its_undoing(importer, csv_de, monkeypatch):
    lignes = csv_de(*({"id": f"x-{n}", "nom": f"Lieu {n}"} for n in range(3)))
    with monkeypatch.context() as m:
        m.setattr(planificateur, "BEAUCOUP", 3)
        ordres, comptes = demandes(lambda: importer(lignes))
        assert len(comptes) == 1
        assert not [o for o in ordres[comptes[0] :] if o.startswith(("INSERT", "UPDATE"))]
        ecrit = dernier()
        assert demandes(lambda: importer(lignes))[1] == []  # nothing was left to write
        assert len(demandes(lambda: defaire(ecrit))[1]) == 1
    assert demandes(lambda: importer(csv_de({"id": "y", "nom": "Un seul"})))[1] == []
