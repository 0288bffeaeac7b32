"""Files made to hold a process or fill its memory: refused, or read, in the time of an ordinary one.

Each took from twenty seconds to hours, or gigabytes, before what is tried here. Sizes are the smallest that show it: a
search that is not linear would take minutes on them.
"""

import io
import struct
import time
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from echanges.classeurs import isole
from echanges.lecture import FichierIllisible, lire
from reseau.fichiers import examiner
from structures.photos import preparer
from tests.echanges.classeurs import ODS_ENTETE, archive, classeur
from tests.reseau.fichiers_essais import docx

SECONDES = 10  # on a slow and busy machine; a second at most elsewhere
FEUILLE = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


@pytest.fixture(autouse=True)
def _bref():
    debut = time.process_time()
    yield
    assert time.process_time() - debut < SECONDES


def morceau(genre: bytes, contenu: bytes) -> bytes:
    return struct.pack(">I", len(contenu)) + genre + contenu + struct.pack(">I", zlib.crc32(genre + contenu))


def png(largeur: int, hauteur: int, *plus: bytes) -> bytes:
    tete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    corps = morceau(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + morceau(b"IHDR", tete) + b"".join(plus) + corps + morceau(b"IEND", b"")


def avec_feuille(contenu: str) -> bytes:
    """Return a good workbook whose sheet is this XML."""
    source, sortie = zipfile.ZipFile(io.BytesIO(classeur(["nom", "ville"], ["A", "B"]))), io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom in source.namelist():
            zip_.writestr(nom, contenu if nom.startswith("xl/worksheets/") else source.read(nom))
    return sortie.getvalue()


def ods(corps: str) -> bytes:
    fin = "</table:table></office:spreadsheet></office:body></office:document-content>"
    return archive(**{
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": (ODS_ENTETE + corps + fin).encode(),
        "META-INF/manifest.xml": b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
    })  # fmt: skip


@pytest.mark.parametrize(
    "corps",
    [
        b"stream\n" * 300_000,
        b"/ObjStm stream\n" * 100_000,
        b"/ObjStm" * 300_000,
        b"/#4fbjStm stream\r\nx endstream " * 9000,
    ],
    ids=["bodies without end", "packets without end", "names", "hexadecimal"],
)  # fmt: skip
def test_a_pdf_is_read_once(corps):
    assert examiner(SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + corps + b"%%EOF")).format == "pdf"


def test_a_pdf_that_unfolds_without_end_is_refused_and_a_packed_script_is_found():
    paquet = b"/ObjStm stream\n" + zlib.compress(b"\0" * 20_000_000, 9) + b"\nendstream "
    with pytest.raises(ValidationError, match="celui que son nom annonce"):
        examiner(SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + paquet * 14 + b"%%EOF"))
    script = b"<</Type/Obj#53tm>>stream\n" + zlib.compress(b"<</S/JavaScript/JS(a)>>") + b"\nendstream %%EOF"
    with pytest.raises(ValidationError, match="un script"):
        examiner(SimpleUploadedFile("a.pdf", b"%PDF-1.7\n" + script))


def test_the_links_of_a_document_are_read_once():
    for lien in (b"<" * 1_000_000, b"<" + b"Relationship " * 100_000):
        assert examiner(SimpleUploadedFile("a.docx", docx(**{"word___rels__a.rels": lien}))).format == "docx"
    cache = b'<Relationship Target="https://a/>" Type="x/attachedTemplate" TargetMode = "External"/>'
    with pytest.raises(ValidationError, match="des macros"):
        examiner(SimpleUploadedFile("a.docx", docx(**{"word___rels__a.rels": cache})))


@pytest.mark.parametrize(
    "image",
    [
        lambda: png(60_000, 60_000),
        lambda: png(100, 100, morceau(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 60_000_000, 9))),
        lambda: png(100, 100, morceau(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 60_000_000, 9))),
    ],
    ids=["pixels", "text", "profile"],
)
def test_an_image_that_unfolds_without_end_is_refused(image):
    contenu = image()
    for ouvrir in (preparer, examiner):
        with pytest.raises(ValidationError):
            ouvrir(SimpleUploadedFile("a.png", contenu))


@pytest.mark.parametrize(
    ("contenu", "mots"),
    [
        (lambda: ods(('</table:table><table:table table:name="b">') * 300), "immense"),
        (lambda: ods('<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                     'table:number-columns-repeated="16000" office:value-type="string"/></table:table-row>'),
         "vide|abîmé|immense"),
        (lambda: ods('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;'), "vide|abîmé"),
        (lambda: ods("<table:table-row>" + "<a>" * 300_000), "vide|abîmé"),
        (lambda: b"a;b\n" + b"lundi 9h, " * 400_000, "noms de colonnes"),
        (lambda: b'nom;ville\n"' + b"a;b\n" * 400_000, "guillemet"),
        (lambda: b"[" * 5_000_000, "JSON"),
    ],
    ids=["sheets", "repeated", "outside", "deep", "columns", "quote", "JSON"],
)  # fmt: skip
def test_a_table_that_unfolds_without_end_is_refused(contenu, mots):
    with pytest.raises(FichierIllisible, match=mots):
        lire(contenu(), "table.ods")


def test_a_cell_is_no_longer_than_a_spreadsheet_makes_it_and_is_not_repeated_without_end(monkeypatch):
    long = f'{FEUILLE}<row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c></row>' + "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{"é" * 40_000 if n == 2 else ""}</t></is></c></row>'
        for n in range(2, 12)
    )
    import python_calamine

    lu = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(avec_feuille(f'{long}</sheetData><mergeCells><mergeCell ref="A2:A11"/></mergeCells></worksheet>'))
    )
    feuille, reste = isole.feuille(lu, lu.sheets_metadata[0], isole.TOTAL)
    assert {len(ligne[0]) for ligne in feuille["lignes"][1:]} == {isole.CELLULE}
    assert reste == isole.TOTAL - 3 - 10 * isole.CELLULE
    with pytest.raises(MemoryError):
        isole.feuille(lu, lu.sheets_metadata[0], 9 * isole.CELLULE)
