"""Spreadsheets written by the tests, with rows that nobody keeps."""

import io
import zipfile

import openpyxl

LIGNE_A = ["7", "Maison de l’Essai", "3, rue de la Démonstration", 48.7771, 2.4531, "Créteil", 94000]
LIGNE_B = ["8", "Atelier du Parc", "5 avenue de l’Exemple", 48.7902, 2.4601, "Créteil", 94000]


def classeur(*lignes, titre="Guide d’essai", autres=(), avant=None) -> bytes:
    """Return an XLSX of one sheet, a title and a blank line above the header; `autres` are (name, rows, hidden)."""
    livre = openpyxl.Workbook()
    feuille = livre.active
    feuille.title = "Export"
    if titre:
        feuille.append([titre])
        feuille.append([])
    for ligne in lignes:
        feuille.append(list(ligne))
    for nom, rangees, cachee in autres:
        autre = livre.create_sheet(nom)
        for rangee in rangees:
            autre.append(list(rangee))
        autre.sheet_state = "hidden" if cachee else "visible"
    if avant:
        avant(feuille)
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


def guide(*lignes) -> bytes:
    """Return a table like those of towns: one column a service, coordinates, sentences of hours."""
    entetes = ["TYPO_UID", "USER_NOM", "USER_ADRES", "LAT", "LNG", "ville", "CP", "QUALIF1", "WIFI", "AIDE_DEMAT"]
    suite = ["HORAIRE", "TELEPHONE", "MAIL"]
    return classeur([*entetes, *suite], *lignes)


SERVICES_A = ["Initiation aux outils numériques", "Accès WIFI", ""]
SERVICES_B = ["", "Accès WIFI", "Aide aux démarches dématérialisées"]
FIN_A = ["Du lundi au vendredi de 9h à 12h", "01 45 12 34 56", "accueil.demo@example.org"]
FIN_B = ["Sur rendez-vous", "3949", ""]


def archive(**membres: bytes) -> bytes:
    """Return a ZIP of these members."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as zip_:
        for nom, contenu in membres.items():
            zip_.writestr(nom, contenu)
    return sortie.getvalue()


ODS_ENTETE = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Feuille1">'
)


def ods(*lignes) -> bytes:
    """Return an ODS of one sheet."""
    rangees = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in li)
        + "</table:table-row>"
        for li in lignes
    )
    contenu = f"{ODS_ENTETE}{rangees}</table:table></office:spreadsheet></office:body></office:document-content>"
    manifeste = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as zip_:
        zip_.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        zip_.writestr("content.xml", contenu)
        zip_.writestr("META-INF/manifest.xml", manifeste)
    return sortie.getvalue()
