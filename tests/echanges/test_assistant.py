"""The four steps of an import on screen, as somebody who has read nothing walks them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ateliers.models import Offre
from comptes.models import Administrateur, Federation, Utilisateur
from core.models import Travail
from core.travailleur import faire_un_travail
from echanges.models import Correspondance, Import, LignePreparee, Statut
from echanges.preparation import diff_de
from echanges.taches import oublier_les_vieux
from structures.models import Lieu
from tests.echanges.classeurs import FIN_A, FIN_B, LIGNE_A, LIGNE_B, SERVICES_A, SERVICES_B, classeur, guide

DEPOSER = "/f/fdcs94/imports/deposer/"


@pytest.fixture
def fede(federation, client):
    compte = Utilisateur.objects.create_user("fede@example.org")
    Administrateur.objects.create(federation=federation, utilisateur=compte)
    client.force_login(compte)
    return compte


def texte_de(reponse) -> str:
    texte = re.sub(r"<[^>]+>", " ", reponse.content.decode())
    return re.sub(r"[\s\u00a0\u202f]+|&nbsp;", " ", texte)


def deposer(client, octets, nom="guide.xlsx"):
    return client.post(DEPOSER, {"fichier": SimpleUploadedFile(nom, octets)})


def correspondre(client, importation, **champs):
    """Accept the columns as they are proposed, but for what is said otherwise."""
    page = reverse("echanges:colonnes", args=["fdcs94", importation.pk])
    form = client.get(page).context["form"]
    donnees = {nom: form[nom].value() or "" for nom in form.fields} | champs
    return client.post(page, donnees)


def importer_a_l_ecran(client, octets, nom="guide.xlsx", **champs) -> Import:
    deposer(client, octets, nom)
    importation = Import.objects.latest("pk")
    correspondre(client, importation, **champs)
    client.post(reverse("echanges:appliquer", args=["fdcs94", importation.pk]))
    faire_un_travail(timezone.now())
    importation.refresh_from_db()
    return importation


GUIDE = guide([*LIGNE_A, *SERVICES_A, *FIN_A], [*LIGNE_B, *SERVICES_B, *FIN_B])


def test_quatre_etapes_et_le_meme_fichier_ne_change_plus_rien(client, fede):
    reponse = deposer(client, GUIDE)
    importation = Import.objects.get()
    assert reponse.url == reverse("echanges:colonnes", args=["fdcs94", importation.pk])
    page = texte_de(client.get(reponse.url))
    assert "2 lignes, 13 colonnes, dont 13 reconnues" in page
    assert "Maison de l’Essai" in page
    reponse = correspondre(client, importation, source="Ville d’essai")
    verifier = client.get(reponse.url)
    vu = texte_de(verifier)
    for mots in (
        "2 nouveaux lieux",
        "Importer 2 lignes",
        "94000 Créteil",
        "01 45 12 34 56",
        "3949",
        "aucun numéro valable",
        "Mo-Fr 09:00-12:00",
    ):
        assert mots in vu
    assert not Lieu.objects.exists()
    fini = client.post(reverse("echanges:appliquer", args=["fdcs94", importation.pk]))
    assert "Import en cours" in texte_de(client.get(fini.url))
    faire_un_travail(timezone.now())
    assert "2 lignes lues : 2 ajoutées" in texte_de(client.get(fini.url))
    assert Lieu.objects.count() == 2
    assert set(Offre.objects.values_list("nom", flat=True)) == {
        "Aide aux démarches administratives",
        "Accès internet et matériel informatique",
        "Maîtrise des outils numériques du quotidien",
    }
    importation.refresh_from_db()
    assert (importation.statut, importation.par) == (Statut.APPLIQUE, fede)
    assert not importation.chemin.exists()
    assert not LignePreparee.objects.exists()
    # The next file of these columns is read in the same way, and says nothing new.
    second = importer_a_l_ecran(client, GUIDE)
    assert (second.source, second.comptes["inchangees"]) == ("Ville d’essai", 2)
    assert second.rapport["rien_a_changer"]


def test_une_correspondance_corrigee_est_reprise(client, fede, tmp_path, capsys):
    lignes = (["Truc", "Où", "Quand"], ["Maison", "Créteil", "tous les jours"], ["Atelier", "Cachan", "parfois"])
    deposer(client, classeur(*lignes))
    importation = Import.objects.get()
    page = client.get(reverse("echanges:colonnes", args=["fdcs94", importation.pk]))
    assert page.context["form"]["c1"].value() == "commune"
    assert page.context["form"]["c2"].value() == ""
    correspondre(client, importation, c2="horaires", source="Ville")
    deposer(client, classeur(*lignes))
    page = client.get(reverse("echanges:colonnes", args=["fdcs94", Import.objects.latest("pk").pk]))
    assert page.context["form"]["c2"].value() == "horaires"
    assert page.context["form"]["source"].value() == "Ville"
    assert "la correspondance d’alors est reprise" in texte_de(page)
    assert Correspondance.objects.count() == 1
    fichier = tmp_path / "x.xlsx"
    fichier.write_bytes(classeur(*lignes))
    options = ("--federation", "fdcs94", "--correspondance", "--source")
    call_command("importer", str(fichier), *options, "Ville", "--feuille", "Export")
    assert "horaires : « parfois »" in re.sub("[\u00a0\u202f]", " ", capsys.readouterr().out)
    with pytest.raises(CommandError, match="Aucune correspondance"):
        call_command("importer", str(fichier), *options, "Inconnue")
    with pytest.raises(CommandError, match="pas de feuille"):
        call_command("importer", str(fichier), *options, "Ville", "--feuille", "Absente")


def test_ce_qui_ne_va_pas_se_dit_et_rien_n_est_perdu(client, fede):
    assert "Choisissez un fichier" in texte_de(client.post(DEPOSER))
    refus = deposer(client, b"%PDF-1.7", "x.pdf")
    assert (refus.status_code, Import.objects.count()) == (422, 0)
    assert "C’est un PDF" in texte_de(refus)
    deposer(client, GUIDE)
    importation = Import.objects.get()
    refus = correspondre(client, importation, c1="", c2="", source="Ville d’essai")
    assert refus.status_code == 422
    assert "quelle colonne donne le nom" in texte_de(refus)
    assert 'value="Ville d’essai"' in refus.content.decode()
    double = correspondre(client, importation, c11="code_postal")
    assert "choisissez une seule des colonnes" in texte_de(double)
    assert correspondre(client, importation, c1="nimporte").status_code == 422
    assert correspondre(client, importation, date_maj="2999-01-01").status_code == 422


def test_plusieurs_feuilles_on_choisit(client, fede):
    lignes = (["nom", "ville"], ["Maison", "Créteil"])
    deposer(client, classeur(*lignes, autres=[("Annexes", [*lignes, ["Autre", "Cachan"]], False)]))
    page = reverse("echanges:colonnes", args=["fdcs94", Import.objects.get().pk])
    assert "Quelle feuille importer ?" in texte_de(client.get(page))
    assert client.post(page, {"feuille": "Rien"}).status_code == 422
    client.post(page, {"feuille": "Annexes"})
    assert "2 lignes, 2 colonnes" in texte_de(client.get(page))


def test_une_commune_inconnue_se_donne_une_fois(client, fede):
    octets = "Nom;Ville;CP;Lat;Long\nMaison;Essaiville;49000;47,4727;-0,5395\n".encode("cp1252")
    deposer(client, octets, "x.csv")
    importation = Import.objects.get()
    page = correspondre(client, importation).url
    assert "Code INSEE de Essaiville (49000)" in texte_de(client.get(page))
    for code in ("", "4900", "94028"):
        assert client.post(page, {"geste": "communes", "insee-0": code}).status_code == 422
    client.post(page, {"geste": "communes", "insee-0": "49007"})
    assert "1 nouveau lieu" in texte_de(client.get(page))
    deposer(client, octets, "x.csv")
    page = correspondre(client, Import.objects.latest("pk")).url
    assert "1 nouveau lieu" in texte_de(client.get(page))


def test_un_lieu_deja_connu_se_relie_ou_non(client, fede, importer, csv_de):
    importer(csv_de({"nom": "Maison du Parc", "telephone": "+33145123456"}), source="autre")
    connu = Lieu.objects.get()
    lignes = (
        ["Nom", "Ville", "Lat", "Long", "Tel", "Services", "Site"],
        ["La maison du parc", "Créteil", 48.7772, 2.4532, "01 45 99 99 99", "Aide aux démarches", "exemple.org"],
    )
    deposer(client, classeur(*lignes))
    importation = Import.objects.latest("pk")
    page = correspondre(client, importation, c5="services").url
    assert "Est-ce un lieu que vous avez déjà ?" in texte_de(client.get(page))
    assert "sans réponse de votre part, un nouveau lieu sera créé" in texte_de(client.get(page))
    client.post(page, {"m-4": "zzzzzzzz", "m-abc": "autre", "m-99999999999": "autre"})
    assert importation.lignes.get().etat == "ajoutee"
    client.post(page, {"m-4": connu.uid})
    assert importation.lignes.get().etat == "changee"
    client.post(page, {"m-4": "autre"})
    assert importation.lignes.get().etat == "ajoutee"
    client.post(page, {"m-4": connu.uid})
    client.post(reverse("echanges:appliquer", args=["fdcs94", importation.pk]))
    faire_un_travail(timezone.now())
    lieu = Lieu.objects.get()
    # What is empty here is filled, what is here stays.
    assert (lieu.telephone.as_e164, lieu.site_web) == ("+33145123456", "https://exemple.org")
    second = importer_a_l_ecran(client, classeur(*lignes), c5="services")
    assert (second.comptes["inchangees"], Lieu.objects.count()) == (1, 1)


def test_les_lignes_refusees_se_telechargent_avec_leur_raison(client, fede):
    deposer(client, "Nom;Ville;Note\n;Créteil;=2+2\nMaison;Créteil;\n".encode(), "x.csv")
    importation = Import.objects.get()
    correspondre(client, importation)
    reponse = client.get(reverse("echanges:rejets", args=["fdcs94", importation.pk]))
    entete, refusee, *_ = reponse.content.decode("utf-8-sig").splitlines()
    assert entete == "Ligne du fichier;Nom;Ville;Note;Raison du refus"
    assert refusee == "2;;Créteil;'=2+2;la ligne n’a pas de nom"


def test_un_long_fichier_se_compare_par_le_travailleur(client, fede, monkeypatch, compte_requetes):
    monkeypatch.setattr("echanges.preparation.TOUT_DE_SUITE", 1)
    deposer(client, GUIDE)
    importation = Import.objects.get()
    page = correspondre(client, importation).url
    assert "Comparaison en cours" in texte_de(client.get(page))
    fragment = client.get(page, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 2s"' in fragment.content.decode()
    assert client.post(reverse("echanges:appliquer", args=["fdcs94", importation.pk])).url == page
    faire_un_travail(timezone.now())
    assert client.get(page, headers={"HX-Request": "true"}).headers["HX-Redirect"] == page
    assert "2 nouveaux lieux" in texte_de(client.get(page))
    assert not Travail.objects.filter(etat=Travail.Etat.ECHEC).exists()


def test_la_comparaison_ne_retient_personne_plus_d_une_tranche(client, fede, monkeypatch):
    """On SQLite an open write keeps everybody else waiting: the rows prepared are written a few at a time."""
    monkeypatch.setattr("echanges.preparation.TRANCHE", 2)
    monkeypatch.setattr("echanges.cadence.SOUFFLE", 0)
    deposer(client, classeur(["nom", "ville"], *([f"Maison {i}", "Créteil"] for i in range(7))))
    importation = Import.objects.get()
    ecrites = []

    def ecrire(lignes, **options):
        ecrites.append((len(lignes), connection.in_atomic_block))
        return creer(lignes, **options)

    creer = LignePreparee.objects.bulk_create
    monkeypatch.setattr(LignePreparee.objects, "bulk_create", ecrire)
    for _ in range(2):  # the second time, those of the first go in slices too
        ecrites.clear()
        with CaptureQueriesContext(connection) as requetes:
            correspondre(client, importation)
        assert ecrites == [(2, True), (2, True), (2, True), (1, True)]
        assert importation.lignes.count() == 7
    effaces = [r["sql"] for r in requetes if r["sql"].startswith('DELETE FROM "echanges_lignepreparee"')]
    assert len(effaces) == 4


def test_une_comparaison_depassee_ne_garde_rien(client, fede, monkeypatch):
    monkeypatch.setattr("echanges.preparation.TOUT_DE_SUITE", 1)
    deposer(client, GUIDE)
    importation = Import.objects.get()
    correspondre(client, importation)

    def changer_d_avis(*args, **options):
        correspondre(client, importation, c10="")
        return diff_de(*args, **options)

    monkeypatch.setattr("echanges.preparation.diff_de", changer_d_avis)
    faire_un_travail(timezone.now())
    importation.refresh_from_db()
    assert (importation.statut, importation.options["colonnes"][10]) == (Statut.COMPARE, "")
    monkeypatch.undo()
    faire_un_travail(timezone.now())
    importation.refresh_from_db()
    assert (importation.statut, importation.options["colonnes"][10]) == (Statut.PREPARE, "")


def test_filtres_et_pages_sans_requete_de_plus(client, fede, compte_requetes):
    deposer(client, classeur(["nom", "ville"], *([f"Maison {i}", "Créteil"] for i in range(3))))
    page = correspondre(client, Import.objects.get()).url

    def agrandir():
        importation = Import.objects.get()
        LignePreparee.objects.bulk_create(
            LignePreparee(importation=importation, numero=100 + i, etat="rejetee", nom=f"X{i}", raison="non")
            for i in range(40)
        )

    compte_requetes(lambda: client.get(page), agrandir, maximum=12)
    assert "Page 1 sur 2" in texte_de(client.get(page))
    assert "Maison 1" not in texte_de(client.get(f"{page}?voir=refusees&page=2"))
    assert client.get(f"{page}?voir=rien&page=zz").status_code == 200


def test_abandonner_et_oublier(client, fede):
    deposer(client, GUIDE)
    deposer(client, GUIDE)
    abandonne, garde = Import.objects.order_by("pk")
    assert "Commencés, pas encore importés" in texte_de(client.get("/f/fdcs94/imports/"))
    client.post(reverse("echanges:abandonner", args=["fdcs94", abandonne.pk]))
    assert "est abandonné : rien n’a été écrit" in texte_de(client.get("/f/fdcs94/imports/"))
    assert not abandonne.chemin.exists()
    oublier_les_vieux(timezone.now() + timedelta(days=29))
    assert garde.chemin.exists()
    oublier_les_vieux(timezone.now() + timedelta(days=31))
    assert not Import.objects.exists()
    assert not garde.chemin.exists()


def test_un_fichier_disparu_se_dit(client, fede):
    deposer(client, GUIDE)
    importation = Import.objects.get()
    importation.chemin.unlink()
    page = client.get(reverse("echanges:colonnes", args=["fdcs94", importation.pk]))
    assert (page.status_code, "déposez-le de nouveau" in texte_de(page)) == (422, True)


def test_une_autre_federation_n_y_touche_pas(client, fede):
    deposer(client, GUIDE)
    importation = Import.objects.get()
    autre = Federation.objects.create(slug="autre", nom="Autre", territoire="Nord")
    etranger = Utilisateur.objects.create_user("autre@example.org")
    Administrateur.objects.create(federation=autre, utilisateur=etranger)
    client.force_login(etranger)
    for slug in ("fdcs94", "autre"):
        for nom in ("import", "colonnes", "verifier", "rejets"):
            assert client.get(reverse(f"echanges:{nom}", args=[slug, importation.pk])).status_code == 404
        for nom in ("colonnes", "verifier", "appliquer", "abandonner"):
            assert client.post(reverse(f"echanges:{nom}", args=[slug, importation.pk])).status_code == 404
