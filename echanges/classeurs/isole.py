"""Read one spreadsheet in a process of its own, with little memory and time, and print its sheets as JSON.

Run as a script, without Django: a file made to fill the memory ends this process, never the site.
"""

import datetime as dt
import json
import re
import resource
import sys
import zipfile

MEMOIRE = 2_000 * 1024 * 1024
SECONDES = 60
LIGNES = 200_001
COLONNES = 300
FEUILLES = 200
CELLULE = 32_767  # characters: what a spreadsheet itself can hold
TOTAL = 150_000_000  # characters of all the cells: one shared text, named by every cell, unfolds without end


def cellule(valeur):
    """Return a cell as a person reads it: « 94000 », not « 94000.0 »."""
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, float):
        return str(int(valeur)) if valeur.is_integer() and abs(valeur) < 1e15 else repr(valeur)
    if isinstance(valeur, dt.datetime):
        return valeur.date().isoformat() if valeur.time() == dt.time() else valeur.isoformat(sep=" ")
    if isinstance(valeur, (dt.date, dt.time)):
        return valeur.isoformat()
    return str(valeur)[:CELLULE]


def feuille(classeur, metadonnees, reste):
    """Return a sheet: its rows from the first that is written, merged cells repeated downwards.

    MemoryError when it says more than `reste` characters.
    """
    sheet = classeur.get_sheet_by_name(metadonnees.name)
    etat = str(metadonnees.visible)
    gauche = (sheet.start or (0, 0))[1]  # rows are given from the first of the sheet, columns from the first written
    lignes, depart = [], reste
    for rang, ligne in enumerate(sheet.iter_rows()):
        if rang >= LIGNES:
            break
        lues = [cellule(v) for v in ligne[:COLONNES]]
        reste -= sum(map(len, lues))
        if reste < 0:
            raise MemoryError
        lignes.append(lues)
    fusions = fusionner(lignes, sheet.merged_cell_ranges or [], gauche)
    reste = depart - sum(len(c) for ligne in lignes for c in ligne)  # what is repeated is written out too
    if reste < 0:
        raise MemoryError
    while lignes and not any(lignes[-1]):
        lignes.pop()
    return {
        "nom": metadonnees.name,
        "cachee": not etat.endswith("Visible"),
        "lignes": lignes,
        "fusions": fusions,
    }, reste


def fusionner(lignes, plages, decalage):
    """Repeat down a merged cell that covers several rows; return how many there were."""
    nombre = 0
    for (haut, gauche), (bas, droite) in plages:
        colonne = gauche - decalage
        if bas <= haut or gauche != droite or haut >= len(lignes) or not 0 <= colonne < len(lignes[haut]):
            continue
        nombre += 1
        for rang in range(haut + 1, min(bas + 1, len(lignes))):
            if not lignes[rang][colonne]:
                lignes[rang][colonne] = lignes[haut][colonne]
    return nombre


def formules(chemin):
    """Return (number of formulas, number of those whose result is not in the file), as far as it can be told."""
    avec = sans = 0
    if not zipfile.is_zipfile(chemin):
        return 0, 0
    with zipfile.ZipFile(chemin) as archive:
        for nom in archive.namelist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", nom):
                texte = archive.read(nom)
                avec += len(re.findall(rb"<f[ >/]", texte))
                sans += len(re.findall(rb"(?:</f>|<f[^>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>", texte))
            elif nom == "content.xml":
                avec += len(re.findall(rb"table:formula=", archive.read(nom)))
    return avec, sans


def main():
    """Print {"feuilles": […]} or {"erreur": code}."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDES, SECONDES))
    import python_calamine  # noqa: PLC0415  under the limits

    chemin = sys.argv[1]
    resultat: dict
    try:
        classeur = python_calamine.CalamineWorkbook.from_path(chemin)
        tableaux = [m for m in classeur.sheets_metadata if str(m.typ).endswith("WorkSheet")]
        if len(tableaux) > FEUILLES:
            raise MemoryError
        feuilles, reste = [], TOTAL
        for metadonnees in tableaux:
            lue, reste = feuille(classeur, metadonnees, reste)
            feuilles.append(lue)
        avec, sans = formules(chemin)
    except python_calamine.PasswordError:
        resultat = {"erreur": "motdepasse"}
    except (python_calamine.CalamineError, OSError, ValueError, zipfile.BadZipFile) as erreur:
        resultat = {"erreur": "illisible", "detail": str(erreur)[:200]}
    except MemoryError:
        resultat = {"erreur": "immense"}
    else:
        resultat = {"feuilles": feuilles, "formules": avec, "sans_resultat": sans}
    json.dump(resultat, sys.stdout)


if __name__ == "__main__":
    main()
