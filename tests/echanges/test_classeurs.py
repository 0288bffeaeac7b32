"""Spreadsheets as people keep them, and what is not one."""

import io
import zipfile

import pytest

from echanges.classeurs.ouvrir import ouvrir
from echanges.lecture import FichierIllisible, lire
from echanges.standard.valeurs import SERVICES
from tests.echanges.classeurs import (
    FIN_A,
    FIN_B,
    LIGNE_A,
    LIGNE_B,
    SERVICES_A,
    SERVICES_B,
    archive,
    classeur,
    guide,
    ods,
)


def test_un_guide_de_ville_une_colonne_par_service():
    fichier = lire(guide([*LIGNE_A, *SERVICES_A, *FIN_A], [*LIGNE_B, *SERVICES_B, *FIN_B]), "guide.xlsx")
    un, deux = (ligne.valeurs for ligne in fichier.lignes)
    assert [ligne.numero for ligne in fichier.lignes] == [4, 5]
    assert (un["id"], un["nom"], un["code_postal"]) == ("7", "Maison de l’Essai", "94000")
    assert (un["latitude"], un["longitude"]) == ("48.7771", "2.4531")
    assert un["services"] == f"{SERVICES['quotidien'][0]}|{SERVICES['acces'][0]}"
    assert deux["services"] == f"{SERVICES['acces'][0]}|{SERVICES['demarches'][0]}"
    assert any("titre" in a for a in fichier.avertissements)


def test_un_ods_se_lit_comme_un_xlsx():
    fichier = lire(ods(["Nom", "Ville", "Code postal"], ["Maison", "Créteil", "94000"]), "x.ods")
    assert fichier.lignes[0].valeurs | {"id": ""} == {
        "nom": "Maison", "commune": "Créteil", "code_postal": "94000", "id": "",
    }  # fmt: skip


def test_les_feuilles_cachees_sont_laissees_de_cote_et_dites():
    lignes = (["nom", "ville"], ["A", "Créteil"])
    lu = ouvrir(classeur(*lignes, autres=[("Vieux", lignes, True), ("Autre", lignes, False)]), "x.xlsx")
    assert [f.nom for f in lu.proposees()] == ["Export", "Autre"]
    assert any("Vieux" in a for a in lu.avertissements)


def test_cellules_fusionnees_et_formules():
    def fusionner(feuille):
        feuille.merge_cells("B2:B3")
        feuille["C2"] = "=1+1"

    lignes = (["nom", "ville", "tel"], ["A", "Créteil", ""], ["B", None, ""])
    lu = ouvrir(classeur(*lignes, titre="", avant=fusionner), "x.xlsx")
    assert [c[1] for _, c in lu.feuilles[0].lignes] == ["ville", "Créteil", "Créteil"]
    assert any("sans résultat" in a for a in lu.avertissements)
    assert any("fusionnée" in a for a in lu.feuilles[0].avertissements)


def _lointaine(feuille):
    feuille["XFD1048576"] = "x"


@pytest.mark.parametrize(
    ("octets", "mots"),
    [
        (b"", "vide"),
        (b" \n\n", "vide"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"<!DOCTYPE html><table></table>", "page web"),
        (archive(a=b"x"), "archive ZIP"),
        (archive(**{"word/document.xml": b"x"}), "Word"),
        (archive(**{"xl/workbook.xml": b"<"}), "abîmé"),
        (classeur(["nom"], avant=_lointaine), "immense"),
        (classeur(titre=""), "vide"),
        (classeur(["nom", "ville"], titre=""), "aucune ligne"),
        (b"PK\x03\x04" + b"\0" * 40, "abîmé"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "abîmé"),
        (bytes(range(256)) * 20, "n’est pas un tableau"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_ce_qui_n_est_pas_un_tableau_se_dit(octets, mots):
    with pytest.raises(FichierIllisible, match=mots):
        lire(octets, "fichier.xlsx")


def test_une_archive_qui_se_deplie_trop_est_refusee(monkeypatch):
    monkeypatch.setattr("echanges.classeurs.tableur.DEPLIE_MAX", 1_000)
    with pytest.raises(FichierIllisible, match="immense"):
        lire(archive(**{"xl/workbook.xml": b"0" * 1_001}), "x.xlsx")


def test_une_bombe_d_entites_ne_se_deplie_pas():
    entites = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    feuille = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "boum">{entites}]><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row></sheetData></worksheet>'
    )
    source = zipfile.ZipFile(io.BytesIO(classeur(["nom", "ville"], ["A", "B"])))
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom in source.namelist():
            zip_.writestr(nom, feuille if nom.startswith("xl/worksheets/") else source.read(nom))
    with pytest.raises(FichierIllisible):
        lire(sortie.getvalue(), "x.xlsx")
