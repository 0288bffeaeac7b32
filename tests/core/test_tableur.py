"""A table that leaves, read back as a spreadsheet would: nothing runs, numbers and dates stay numbers and dates."""

import csv
import gc
import io
import re
import weakref
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.http import QueryDict
from django.test import RequestFactory
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.tableur import Colonne, Format, Genre, Table, format_demande, reponse_tableau, telechargements

LE = date(2026, 11, 27)
COLONNES = (
    Colonne("texte", "Texte", "Ce qui est écrit.", largeur=20),
    Colonne("nombre", "Nombre", "Combien.", Genre.NOMBRE),
    Colonne("jour", "Jour", "Quel jour.", Genre.JOUR),
    Colonne("moment", "Moment", "À quelle heure, à Paris.", Genre.MOMENT),
    Colonne("oui", "Gratuit", "Oui ou non.", Genre.OUI_NON),
)


def table(lignes, colonnes=COLONNES, nom="Essai"):
    return Table(nom, "essai", LE, colonnes, lignes, ("Source : les tests.",))


def lire_csv(octets):
    return list(csv.reader(io.StringIO(octets.decode("utf-8-sig"), newline=""), delimiter=";"))


def fichier(t, format_):
    return reponse_tableau(t, format_).content


MOMENT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # the next day in Paris
LIGNE = ("Écrivain « public »", 1234, LE, MOMENT, True)


def test_the_csv_is_what_a_french_spreadsheet_expects():
    octets = fichier(table([LIGNE, ('a;"b"\nc', 12.5, None, None, False), ("", 1 / 3, None, None, None)]), Format.CSV)
    assert (
        octets
        == (
            "\ufeffTexte;Nombre;Jour;Moment;Gratuit\r\n"
            "Écrivain « public »;1234;27/11/2026;02/07/2026 00:30;oui\r\n"
            '"a;""b"" c";12,5;;;non\r\n'
            ";0,33;;;\r\n"
        ).encode()
    )


def test_a_workbook_is_read_by_ear_as_by_eye():
    """RGAA 13.3: a title, a language, named sheets, a head above each column, and nothing that hides a cell."""
    classeur = openpyxl.load_workbook(io.BytesIO(fichier(table([LIGNE] * 3, nom="Orientations"), Format.XLSX)))
    assert (classeur.properties.title, classeur.properties.language) == ("Orientations", "fr")
    assert classeur.sheetnames == ["Orientations", "Colonnes"]
    for feuille in classeur:
        assert not feuille.merged_cells.ranges
        assert not feuille._images
        assert not feuille._charts
        assert feuille.print_title_rows == "$1:$1"
        assert all(cellule.value for cellule in feuille[1])
    explications = dict(ligne[:2] for ligne in classeur["Colonnes"].iter_rows(min_row=2, values_only=True))
    assert all(explications[colonne.label] for colonne in COLONNES)


def test_the_workbook_has_typed_cells_a_head_that_stays_and_a_sheet_that_explains():
    classeur = openpyxl.load_workbook(
        io.BytesIO(fichier(table([LIGNE, ("x\ny", 12.5, None, None, None)]), Format.XLSX))
    )
    assert classeur.sheetnames == ["Essai", "Colonnes"]
    feuille, explications = classeur
    assert [c.value for c in feuille[1]] == [c.label for c in COLONNES]
    texte, nombre, jour, moment, oui = feuille[2]
    assert (texte.value, nombre.value, oui.value) == ("Écrivain « public »", 1234, "oui")
    assert (jour.value.isoformat(), jour.number_format) == ("2026-11-27T00:00:00", "dd/mm/yyyy")
    assert (moment.value.isoformat(), moment.number_format) == ("2026-07-02T00:30:00", "dd/mm/yyyy hh:mm")
    assert [c.value for c in feuille[3]][:2] == ["x\ny", 12.5]
    assert (feuille.freeze_panes, feuille.auto_filter.ref) == ("A2", "A1:E3")
    assert feuille.column_dimensions["A"].width == 20
    dites = [[c.value for c in ligne] for ligne in explications.iter_rows()]
    assert ["Moment", "À quelle heure, à Paris.", "date et heure"] in dites
    assert [x[0] for x in dites[-2:]] == ["Fichier du 27/11/2026.", "Source : les tests."]


TEXTES = st.text(max_size=12) | st.builds(
    "{}{}{}".format,
    st.sampled_from(["", " ", "\t", "\r\n", "\x00", "\u200b", "\ufeff", "\u00a0", "\x1b", "'"]),
    st.sampled_from("=+-@＝＋－＠﹢﹣⁺₊|%\"';,"),
    st.text("=1+A(\"')!|;\n\t", max_size=8),
)


@settings(max_examples=60, deadline=None)
@example(["=1+1", "\x00=cmd|' /C calc'!A0", "＝HYPERLINK(1)", "+33 1 23", "-5", "@SUM(1)"])
@example(["#N/A", "#REF!", "0123", "1e5", "\ufffe", "_x003D_1", "\ud800=1", " =1", "\t=1", "\u200b=1"])
@given(st.lists(TEXTES, min_size=1, max_size=6))
def test_no_text_is_read_back_as_a_formula(textes):
    """Whatever somebody writes in a form, a head included, opening the file runs nothing and loses no cell."""
    colonnes = (Colonne("a", textes[0], textes[-1]), Colonne("b", "B", "Bé."))
    t = table([[texte, "fin"] for texte in textes], colonnes, nom=textes[0])
    for ligne in (lignes := lire_csv(fichier(t, Format.CSV))):
        assert len(ligne) == 2
        # No spreadsheet runs what begins with an apostrophe; nor what begins with no sign, drawn or not.
        visible = ligne[0].strip("\u200b\u200c\u200d\u2060\ufeff \t\r\n\u00a0")
        assert not re.match("[=+@＝＋－＠-]", visible), ligne
    assert len(lignes) == len(textes) + 1
    octets = fichier(t, Format.XLSX)
    classeur = openpyxl.load_workbook(io.BytesIO(octets))
    cellules = [c for feuille in classeur for ligne in feuille.iter_rows() for c in ligne]
    assert {c.data_type for c in cellules if c.value is not None} <= {"s", "inlineStr"}
    assert not [c for c in cellules if c.value and c.value[0] in "=+-@" and not c.quotePrefix]
    with zipfile.ZipFile(io.BytesIO(octets)) as archive:
        for nom in archive.namelist():
            assert b"<f>" not in archive.read(nom)
    # Another reader, written in another language, reads the same rows.
    lues = CalamineWorkbook.from_filelike(io.BytesIO(octets)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [ligne[-1] for ligne in lues] == ["B", *["fin"] * len(textes)]


@pytest.mark.parametrize("valeur", [float("nan"), float("inf"), 10**40, date(1, 1, 1), date(1900, 2, 28), "é" * 40_000])
def test_values_that_a_spreadsheet_cannot_hold_break_nothing(valeur):
    for format_ in Format:
        assert fichier(table([[valeur]], COLONNES[:1]), format_)
    assert len(lire_csv(fichier(table([[valeur]], COLONNES[:1]), Format.CSV))) == 2


def test_the_same_table_is_the_same_file_whenever_it_is_made(monkeypatch):
    premier = fichier(table([LIGNE] * 3), Format.XLSX)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert fichier(table([LIGNE] * 3), Format.XLSX) == premier
    with zipfile.ZipFile(io.BytesIO(premier)) as archive:
        assert {e.date_time for e in archive.infolist()} == {(2026, 11, 27, 0, 0, 0)}


@pytest.mark.parametrize("format_", Format)
def test_rows_are_written_one_by_one_and_let_go(format_):
    class Ligne(list):
        __slots__ = ("__weakref__",)
        __hash__ = object.__hash__

    vivantes, plus = weakref.WeakSet(), 0

    def lignes():
        nonlocal plus
        for n in range(1_500):
            ligne = Ligne([f"=ligne {n}", n])
            vivantes.add(ligne)
            plus = max(plus, len(vivantes))
            yield ligne
            del ligne

    gc.disable()  # what is let go is let go at once, not when somebody sweeps
    try:
        assert len(fichier(table(lignes(), COLONNES[:2]), format_)) > 10_000
    finally:
        gc.enable()
    assert plus < 10


@pytest.mark.parametrize("question", ["", "format=", "format=pdf", "format=CSV", "format=csv&format=", "format=%00"])
def test_what_is_no_format_gives_the_page(question):
    assert format_demande(RequestFactory().get(f"/f/x/?{question}")) is None


def test_links_keep_the_filters_and_leave_the_page_number():
    requete = RequestFactory().get("/f/x/imports/?q=l%27eau&page=3&jour=lundi&jour=mardi&format=csv")
    liens = {lien.label: lien.adresse for lien in telechargements(requete)}
    assert set(liens) == {"CSV", "XLSX"}
    chemin, _, question = liens["XLSX"].partition("?")
    assert chemin == "/f/x/imports/"
    assert dict(QueryDict(question).lists()) == {"q": ["l'eau"], "jour": ["lundi", "mardi"], "format": ["xlsx"]}
