"""Which column is what, from the heads and the cells that people write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from echanges.classeurs.grille import Feuille
from echanges.lecture import FichierIllisible, lire
from echanges.reconnaissance.cibles import LIBELLES, plusieurs
from echanges.reconnaissance.colonnes import Table, en_table, reconnaitre
from echanges.reconnaissance.noms import cible_du_nom, service_de


def table(entetes, *lignes) -> Table:
    return Table(tuple(entetes), tuple((i, tuple(c)) for i, c in enumerate(lignes, start=2)))


@pytest.mark.parametrize(
    ("entete", "cible"),
    [
        ("Structure", "nom"), ("NOM DU LIEU", "nom"), ("Dénomination", "nom"), ("Adresse postale", "adresse"),
        ("CP", "code_postal"), ("Ville", "commune"), ("Tél.", "telephone"), ("N° de téléphone", "telephone"),
        ("Mail", "courriels"), ("Adresse e-mail", "courriels"), ("Site internet", "site_web"),
        ("Horaires d’ouverture", "horaires"), ("N° SIRET", "pivot"), ("Lat", "latitude"), ("long", "longitude"),
        ("Coordonnées GPS", "coordonnees"), ("courriel", "courriels"),
        ("public_accueillis", "publics_specifiquement_adresses"),
        ("Nom du référent", ""), ("Téléphone de la directrice", ""), ("Prénom", ""), ("Budget", ""),
    ],
)  # fmt: skip
def test_les_noms_que_l_on_ecrit(entete, cible):
    assert cible_du_nom(entete) == cible


@pytest.mark.parametrize(
    ("libelle", "service"),
    [
        ("Aide aux démarches dématérialisées", "demarches"), ("Accès WIFI", "acces"),
        ("Utilisation d'un scanner", "acces"),
        ("Sensibilisation aux risques d'internet", "securite"), ("Initiation aux outils numériques", "quotidien"),
        ("Recherche d’emploi", "insertion"), ("Réparation de vélos", ""),
    ],
)  # fmt: skip
def test_les_services_que_l_on_nomme(libelle, service):
    assert service_de(libelle) == service


def test_ce_que_le_nom_ne_dit_pas_les_cellules_le_disent():
    lue = table(
        ["A", "B", "C", "D", "E", "F", "G"],
        ["Maison Une", "3 rue de l’Essai", "94000", "01 45 12 34 56", "a.demo@example.org", "48.7771", "2.4531"],
        ["Maison Deux", "Place du Marché", "94400", "0145123457", "b.demo@example.org", "48.7772", "2.4532"],
        ["Maison Trois", "12 bis avenue X", "94120", "+33145123458", "", "48.7773", "2.4533"],
    )
    assert reconnaitre(lue) == ["nom", "adresse", "code_postal", "telephone", "courriels", "latitude", "longitude"]


def test_croix_sous_le_nom_d_un_service():
    lue = table(["Nom", "Ville", "Aide administrative", "Wifi", "Terrasse"], ["A", "Créteil", "x", "", "x"])
    assert reconnaitre(lue) == ["nom", "commune", "service:demarches", "", ""]
    lue = table(["Nom", "Ville", "Wifi"], ["A", "Créteil", "oui"], ["B", "Créteil", "non"])
    assert reconnaitre(lue)[2] == "service:acces"


def test_le_lieu_et_qui_le_tient():
    assert reconnaitre(table(["Structure", "Lieu", "CP"], ["Ville", "Annexe", "94000"])) == [
        "structure_parente", "nom", "code_postal",
    ]  # fmt: skip


def test_sans_identifiant_une_ligne_se_reconnait_par_son_nom_et_sa_commune():
    lignes = lire("Nom;CP;Adresse\nÉtoile;94000;1 rue A\nÉtoile;94000;2 rue B\n;94000;x\n".encode()).lignes
    assert [li.valeurs["id"] for li in lignes] == ["etoile-94000", "etoile-94000-2-rue-b", "ligne-4"]


def test_une_adresse_entiere_se_deplie():
    lue = lire('Nom,Adresse complète\nA,"1 rue de l’Essai, 94000 Créteil"\nB,nulle part\n'.encode()).lignes
    assert [lue[0].valeurs[c] for c in ("adresse", "code_postal", "commune")] == [
        "1 rue de l’Essai",
        "94000",
        "Créteil",
    ]
    assert lue[1].valeurs["adresse"] == "nulle part"


def test_ce_qui_manque_se_dit():
    with pytest.raises(FichierIllisible, match="commune"):
        lire(b"Nom,Telephone\nA,0145123456\n")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.text(max_size=20), min_size=1, max_size=6).flatmap(
        lambda entetes: st.tuples(
            st.just(entetes),
            st.lists(st.lists(st.text(max_size=20), max_size=8), min_size=1, max_size=4),
        )
    )
)
def test_jamais_deux_colonnes_pour_une_seule_chose(donnees):
    entetes, lignes = donnees
    cibles = reconnaitre(table(entetes, *lignes))
    assert len(cibles) == len(entetes)
    seules = [c for c in cibles if c and not plusieurs(c)]
    assert len(seules) == len(set(seules))
    assert {c for c in cibles if c} <= set(LIBELLES)


def test_l_entete_est_sous_les_titres():
    lignes = (("Annuaire",), (), ("Relais", "Où"), ("A", "Créteil"), ("B", "Cachan"))
    assert en_table(Feuille("", tuple(enumerate(lignes, start=1)))).entetes == ("Relais", "Où")
