"""The open data: what the file of the national standard holds, who is in it, and the page that presents it."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from ateliers.models import Intervenant, Offre
from ateliers.nomenclature import ACCES, FORMES, LANGUES, METIERS, PUBLICS, RESERVES, THEMES
from comptes.models import Federation
from echanges.sortie import standard
from structures.models import Lieu
from structures.nomenclature import DISPOSITIFS, FORMATIONS
from tests.distribution import creer_federation, creer_lieu, creer_offre, ecrire, faire_structure
from tests.echanges.standard_officiel import REGLES, fautes

URL = "/opendata/lieux-mediation-numerique.csv"
TODAY = date(2026, 11, 23)


def lire(octets: bytes) -> dict[str, dict[str, str]]:
    lecteur = csv.DictReader(io.StringIO(octets.decode(), newline=""))
    lignes = list(lecteur)
    assert list(lecteur.fieldnames or []) == list(REGLES)
    assert len({li["id"] for li in lignes}) == len(lignes)
    assert [f for li in lignes for f in fautes(li)] == []
    return {li["nom"]: li for li in lignes}


@pytest.fixture
def lignes(client, db):
    """Give the rows that anybody downloads, by the name of the place."""
    return lambda question="": lire(client.get(URL + question).content)


def test_une_ligne_dit_le_lieu_et_ses_activites(lignes):
    lieu = creer_lieu(
        offres=0,
        nom="Espace du Lien",
        telephone="+33199001234",
        courriel="accueil@example.org",
        horaires="Mo-Fr 09:00-12:00",
        presentation="Une maison ouverte.",
        formations=FORMATIONS.masque(["ORDI 3.0", "Étapes numériques (La Poste)"]),
        dispositifs=DISPOSITIFS.masque(["France Services"]),
        verifie_le=date(2026, 11, 2),
        verifie_voie="ecran",
    )
    creer_offre(
        lieu,
        nom="Écrivain public du mardi",
        acces=ACCES.masque(["rdv"]),
        langues=LANGUES.masque(["fr", "ar", "en"]),
        metiers=METIERS.masque(["ecrivain_public"]),
        reserves=RESERVES.masque(["commune"]),
    )
    creer_offre(
        lieu,
        nom="Clics en famille",
        nature="atelier",
        themes=THEMES.masque(["parentalite", "bases"]),
        publics=PUBLICS.masque(["parents_enfants", "allophones"]),
        formes=FORMES.masque(["collectif"]),
        tarif="adhesion",
        tarif_detail="8 € par an",
    )
    ligne = lignes()["Espace du Lien"]
    assert ligne["id"] == lieu.uid
    assert ligne["pivot"] == "0" * 14
    assert (ligne["commune"], ligne["code_insee"], ligne["code_postal"]) == ("Créteil", "94028", "94000")
    assert ligne["horaires"] == "Mo-Fr 09:00-12:00"
    assert ligne["date_maj"] == "2026-11-02"
    assert ligne["services"] == (
        "Aide aux démarches administratives|Maîtrise des outils numériques du quotidien|"
        "Parentalité et éducation avec le numérique"
    )
    assert ligne["publics_specifiquement_adresses"] == "Familles et/ou enfants"
    assert ligne["frais_a_charge"] == "Gratuit sous condition"
    assert ligne["prise_en_charge_specifique"] == "Langues étrangères (anglais)|Langues étrangères (autres)"
    assert ligne["modalites_acces"] == "Téléphoner|Contacter par mail"
    assert ligne["modalites_accompagnement"] == "Accompagnement individuel|Dans un atelier collectif"
    assert ligne["dispositif_programmes_nationaux"] == "France Services"
    assert ligne["formations_labels"] == "ORDI 3.0"
    tete, _, presentation = ligne["presentation_detail"].partition("\n\n")
    assert presentation == "Une maison ouverte."
    for mots in (
        "Clics en famille, Écrivain public du mardi",
        "langues parlées : arabe",
        "personnes qui apprennent le français",
        "en partie réservé à : habitants de la commune",
        "tarifs : 8 € par an",
        "label : Étapes numériques (La Poste)",
        f"/lieux/{lieu.uid}-espace-du-lien/",
    ):
        assert mots in tete


def test_ce_qu_une_liste_refuse_est_dit_et_non_ecrit(lignes):
    creer_lieu(
        nom="Ici",
        adresse='3 "bis" rue #4 @ gauche',
        telephone="3949",
        courriel="é@example.org",
        prise_rdv_url="https://example.org/rendez-vous(1)",
    )
    ligne = lignes()["Ici"]
    assert ligne["adresse"] == "3 bis rue 4 gauche"
    assert (ligne["telephone"], ligne["courriels"], ligne["prise_rdv"]) == ("", "", "")
    for mots in ('3 "bis" rue #4 @ gauche', "3949", "é@example.org", "rendez-vous(1)"):
        assert mots in ligne["presentation_detail"]


def test_aucune_formule(lignes):
    """A spreadsheet that opens the file computes nothing; the number keeps its plus sign, its column wants it."""
    creer_lieu(nom="=1+1", complement="@SUM(A1)", presentation="-2", telephone="+33199001234", offres=0)
    ligne = lignes()["'=1+1"]
    assert ligne["complement_adresse"] == "'@SUM(A1)"
    assert ligne["presentation_detail"] == "'-2"
    assert ligne["telephone"] == "+33199001234"


def test_seulement_ce_qui_est_publie(lignes):
    creer_lieu(nom="Ouvert")
    creer_lieu(nom="Caché", etat="brouillon")
    creer_lieu(nom="Suspendu", etat="suspendu", suspendu_jusqu_au=date(2999, 1, 1))
    creer_lieu(nom="Revenu", etat="suspendu", suspendu_jusqu_au=date(2026, 1, 1))
    creer_lieu(nom="Archivé", structure=faire_structure(archivee_le=date(2026, 1, 1), archivee_voie="ecran"))
    creer_offre(Lieu.objects.get(nom="Ouvert"), etat="brouillon", themes=THEMES["emploi"].masque)
    assert sorted(lignes()) == ["Ouvert", "Revenu"]
    assert lignes()["Ouvert"]["services"] == "Aide aux démarches administratives"


def test_une_activite_sans_lieu_va_au_lieu_principal(lignes):
    lieu = creer_lieu(offres=0, nom="Chez nous")
    creer_offre(None, structure=lieu.structure, mode="telephone", zone="|94|", themes=THEMES["emploi"].masque)
    ligne = lignes()["Chez nous"]
    assert ligne["services"] == "Insertion professionnelle via le numérique"
    assert "À distance" in ligne["modalites_accompagnement"]


def test_une_position_peu_sure_n_est_pas_donnee(lignes):
    creer_lieu(nom="Quelque part", precision="approximative")
    creer_lieu(nom="Sans adresse", adresse="")
    assert (lignes()["Quelque part"]["latitude"], lignes()["Quelque part"]["longitude"]) == ("", "")
    assert lignes()["Sans adresse"]["adresse"] == "Créteil"


def test_aucun_nom_de_personne(client, db):
    offre = creer_offre()
    personne = Intervenant.objects.create(
        employeur=offre.structure,
        metier="ecrivain_public",
        prenom="Zéphyrine",
        prenom_accorde_a=datetime(2026, 1, 1, tzinfo=UTC),
    )
    offre.intervenants.add(personne)
    assert "Zéphyrine" not in client.get(URL).content.decode()


def test_par_federation(client, lignes):
    creer_lieu(nom="Du Val")
    creer_lieu(nom="D’ailleurs", structure=faire_structure(federation=creer_federation("ailleurs")))
    assert sorted(lignes()) == ["Du Val", "D’ailleurs"]
    assert list(lignes("?federation=ailleurs")) == ["D’ailleurs"]
    assert client.get(f"{URL}?federation=inconnue").status_code == 404


def test_identifiant_et_source_d_un_import_reviennent(importer, csv_de, lignes):
    importer(
        csv_de(
            {
                "id": "chez-eux-7",
                "source": "Hubik",
                "structure_parente": "Ville d’essai",
                "modalites_acces": "Téléphoner",
            },
            {"id": "deux-fois", "nom": "A"},
            {"id": "=1", "nom": "Formule"},
        ),
        source="fichier",
    )
    importer(csv_de({"id": "deux-fois", "nom": "B"}), source="autre")
    ligne = lignes()["Maison du Parc"]
    assert (ligne["id"], ligne["source"], ligne["structure_parente"]) == ("chez-eux-7", "Hubik", "Ville d’essai")
    assert (ligne["modalites_acces"], ligne["presentation_detail"]) == ("Téléphoner", "")
    # Two producers gave one identifier to two places, or one that a spreadsheet computes: ours replaces it.
    assert lignes()["A"]["source"] == "fichier"
    for nom in ("A", "B", "Formule"):
        assert lignes()[nom]["id"] == Lieu.objects.get(nom=nom).uid


@pytest.mark.parametrize("fichier", ["exemple-valide.csv", "traps-utf8-bom.csv"])
def test_importer_ce_qui_est_exporte_redonne_l_annuaire(importer, federation, fichier):
    """A dirty file that was imported leaves clean, and another federation that takes it gets the same places."""
    importer(fichier)
    sortie = standard(today=TODAY)
    lignes = lire(sortie.octets)
    voisine = Federation.objects.create(slug="voisine", nom="Voisine", territoire="Nord", departements=["59"])
    importer(sortie.octets, federation=voisine)

    def contenu(f):
        lieux = Lieu.objects.filter(structure__federation=f).published(TODAY).select_related("structure")
        champs = ("adresse", "code_postal", "commune_id", "telephone", "courriel", "site_web", "horaires", "typologies",
                  "presentation", "presentation_resume", "dispositifs", "formations", "autres_formations", "itinerance",
                  "prises_en_charge", "prise_rdv_url", "acces_libre_url")  # fmt: skip
        offres = ("nom", "nature", "mode", "themes", "publics", "formes", "acces", "tarif", "tarif_detail", "reserves")
        return {
            lieu.nom: (
                [getattr(lieu, c) for c in champs if not (c == "adresse" and not lieu.adresse)],
                (lieu.structure.siret, lieu.structure.rna),
                sorted([getattr(o, c) for c in offres] for o in Offre.objects.filter(lieu=lieu).order_by("pk")),
            )
            for lieu in lieux.order_by("pk")
        }

    assert set(contenu(voisine)) == {regle.lstrip("'") for regle in lignes}
    assert contenu(voisine) == contenu(federation)


def test_rien_de_change_n_est_pas_renvoye(client, db):
    lieu = creer_lieu()
    reponse = client.get(URL)
    assert reponse["Content-Type"].startswith("text/csv")
    assert client.get(URL, headers={"If-None-Match": reponse["ETag"]}).status_code == 304
    lieu.nom = "Autre nom"
    ecrire(lieu)
    assert client.get(URL, headers={"If-None-Match": reponse["ETag"]}).status_code == 200


def test_autant_de_requetes_pour_peu_ou_beaucoup(db, compte_requetes):
    creer_lieu(offres=1)

    def agrandir():
        for _ in range(8):
            creer_lieu(offres=3)

    compte_requetes(URL, agrandir, maximum=10)  # two of them ask whether the network is small


def test_la_commande(db, tmp_path, capsys):
    creer_lieu(nom="Ici")
    creer_lieu(nom="Là", structure=faire_structure(federation=creer_federation("ailleurs")))
    call_command("exporter", "standard", str(tmp_path / "tout.csv"))
    assert sorted(lire((tmp_path / "tout.csv").read_bytes())) == ["Ici", "Là"]
    assert "2\u00a0lieux dans" in capsys.readouterr().out
    call_command("exporter", "standard", str(tmp_path / "un.csv"), "--federation", "ailleurs")
    assert list(lire((tmp_path / "un.csv").read_bytes())) == ["Là"]
    assert sorted(f.name for f in tmp_path.iterdir()) == ["tout.csv", "un.csv"]
    with pytest.raises(CommandError, match="Pas de fédération « nulle »"):
        call_command("exporter", "standard", str(tmp_path / "x.csv"), "--federation", "nulle")
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        call_command("exporter", "standard", str(tmp_path / "absent" / "x.csv"))


def test_la_page_presente_les_fichiers(client, db):
    vide = client.get("/opendata/").content.decode()
    assert "Aucun lieu n’est encore publié" in vide
    creer_lieu(offres=2, verifie_le=date(2026, 11, 2), verifie_voie="ecran")
    creer_lieu(offres=1, structure=faire_structure(federation=creer_federation("ailleurs", nom="Ailleurs")))
    page = client.get("/opendata/").content.decode()
    for mots in ("2\u00a0lieux", "3\u00a0activités", "2\u00a0novembre 2026", "Licence Ouverte 2.0", f'href="{URL}"'):
        assert mots in page
    assert f'href="{URL}?federation=ailleurs"' in page
    assert 'href="/opendata/">Données ouvertes</a>' in client.get("/aide/").content.decode()
