"""Bytes → rows: encodings, separators, titles, quotes."""

import pytest

from echanges.lecture import FichierIllisible, lire

ENTETE = "id,nom,commune,code_postal,adresse"
LIGNE = "a-1,Médiathèque de l’Été,Créteil,94000,1 rue de l’Œuvre"


def noms(octets: bytes) -> list[str]:
    return [li.valeurs["nom"] for li in lire(octets).lignes]


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separateur", [",", ";", "\t"])
@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_encodages_et_separateurs(encodage, separateur, fin):
    texte = fin.join([ENTETE, LIGNE, ""]).replace(",", separateur)
    assert noms(texte.encode(encodage)) == ["Médiathèque de l’Été"]


def test_vieux_macintosh():
    texte = f"{ENTETE}\n{LIGNE}\n" + "a-2,Maison des élèves à côté du théâtre,Créteil,94000,2 rue\n" * 3
    assert noms(texte.encode("mac_roman"))[0] == "Médiathèque de l’Été"


def test_deux_encodages_colles():
    octets = f"{ENTETE}\n{LIGNE}\n".encode() + "a-2,Café,Créteil,94000,1 rue\n".encode("cp1252")
    fichier = lire(octets)
    assert [li.valeurs["nom"] for li in fichier.lignes] == ["Médiathèque de l’Été", "Café"]
    assert "deux encodages" in fichier.avertissements[0]


def test_titres_au_dessus_colonnes_inconnues_et_lignes_vides():
    octets = f"Inventaire 2026;;;\n;;;\n{ENTETE},mediateurs\n,,,,,\n{LIGNE},3\n".encode()
    fichier = lire(octets)
    assert [li.numero for li in fichier.lignes] == [5]
    assert fichier.ignorees == ("mediateurs",)
    assert "2\u00a0lignes de titre" in fichier.avertissements[0]


def test_anciens_noms_de_colonnes_et_titres_francais():
    fichier = lire(b"Identifiant;Nom;Code postal;courriel;labels_nationaux;accessibilite\n1;A;94000;;;\n")
    assert fichier.colonnes == (
        "id", "nom", "code_postal", "courriels", "dispositif_programmes_nationaux", "fiche_acces_libre",
    )  # fmt: skip


def test_retours_a_la_ligne_et_guillemets():
    fichier = lire(f'{ENTETE}\na-1,"Maison ""bleue""\nau fond",C,94000,x\na-2,B,C,94000,x\n'.encode())
    assert [(li.numero, li.valeurs["nom"]) for li in fichier.lignes] == [(2, 'Maison "bleue"\nau fond'), (4, "B")]


def test_ligne_trop_courte_ou_trop_longue():
    courte, longue = lire(f"{ENTETE}\na-1,A\na-2,B,C,94000,x,en trop\n".encode()).lignes
    assert courte.valeurs["adresse"] == ""
    assert longue.en_trop == ("en trop",)


def test_octets_nuls_retires():
    assert noms(f"{ENTETE}\na-1,Mai\x00son,C,94000,x\n".encode()) == ["Maison"]


def test_guillemet_jamais_referme():
    with pytest.raises(FichierIllisible, match="guillemet"):
        lire(f'{ENTETE}\na-1,"{"x" * 200_000}'.encode())


def test_trop_gros(monkeypatch):
    monkeypatch.setattr("echanges.classeurs.ouvrir.TAILLE_MAX", 10)
    with pytest.raises(FichierIllisible, match="Mo"):
        lire(b"x" * 11)
