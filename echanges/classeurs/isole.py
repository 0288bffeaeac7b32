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
    return str(valeur)


def feuille(classeur, metadonnees):
    """Return a sheet: its rows from the first that is written, merged cells repeated downwards."""
    sheet = classeur.get_sheet_by_name(metadonnees.name)
    etat = str(metadonnees.visible)
    gauche = (sheet.start or (0, 0))[1]  # rows are given from the first of the sheet, columns from the first written
    lignes = []
    for rang, ligne in enumerate(sheet.iter_rows()):
        if rang >= LIGNES:
            break
        lignes.append([cellule(v) for v in ligne[:COLONNES]])
    fusions = fusionner(lignes, sheet.merged_cell_ranges or [], gauche)
    while lignes and not any(lignes[-1]):
        lignes.pop()
    return {
        "nom": metadonnees.name,
        "cachee": not etat.endswith("Visible"),
        "lignes": lignes,
        "fusions": fusions,
    }


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
        feuilles = [feuille(classeur, m) for m in classeur.sheets_metadata if str(m.typ).endswith("WorkSheet")]
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
