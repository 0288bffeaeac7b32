"""Spreadsheets (XLSX, XLS, ODS), read by a process apart."""

import json
import subprocess
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

from core.textes import accord
from echanges.classeurs.grille import LIGNES_MAX, Classeur, Feuille, FichierIllisible, ecrivable

DEPLIE_MAX = 300 * 1024 * 1024
MEMBRES_MAX = 2_000
SECONDES = 90
_ISOLE = Path(__file__).with_name("isole.py")
_IMMENSE = "Ce classeur se déplie en un contenu immense : ce n’est pas un tableau que l’on peut importer."
_ABIME = (
    "Ce classeur ne s’ouvre pas : il est abîmé, ou son nom ne dit pas ce qu’il est. Ouvrez-le dans votre tableur, "
    "enregistrez-le au format XLSX, puis réessayez."
)
_MOT_DE_PASSE = "Ce classeur est protégé par un mot de passe. Enlevez-le dans votre tableur, puis réessayez."


def ouvrir_classeur(octets: bytes, nom: str) -> Classeur:
    """Open a spreadsheet; raise FichierIllisible, in French, for what is not one or would fill the memory."""
    if octets.startswith(b"PK"):
        _verifier_archive(octets)
    with tempfile.NamedTemporaryFile(suffix=Path(nom).suffix[:8]) as fichier:
        fichier.write(octets)
        fichier.flush()
        lu = _lire_a_part(fichier.name)
    if "erreur" in lu:
        raise FichierIllisible({"motdepasse": _MOT_DE_PASSE, "immense": _IMMENSE}.get(lu["erreur"], _ABIME))
    feuilles = tuple(_feuille(f) for f in lu["feuilles"])
    avertissements = []
    if lu["formules"]:
        avertissements.append("Ce classeur contient des formules : c’est leur dernier résultat qui est lu.")
    if lu["sans_resultat"]:
        avertissements.append(
            f"{accord(lu['sans_resultat'], 'formule')} sans résultat enregistré : ces cellules sont lues vides. Ouvrez "
            "le classeur dans votre tableur et enregistrez-le pour les calculer."
        )
    cachees = [f.nom for f in feuilles if f.cachee and not f.vide]
    if cachees and any(not f.cachee and not f.vide for f in feuilles):
        avertissements.append(f"Feuilles cachées, laissées de côté : {', '.join(cachees)[:300]}.")
    if all(f.vide for f in feuilles):
        raise FichierIllisible("Ce classeur est vide.")
    return Classeur(nom=nom, feuilles=feuilles, avertissements=tuple(avertissements))


def _feuille(lue: dict) -> Feuille:
    if len(lue["lignes"]) > LIGNES_MAX:
        raise FichierIllisible(f"La feuille « {lue['nom']} » a plus de {LIGNES_MAX} lignes : coupez-la en plusieurs.")
    avertissements = []
    if lue["fusions"]:
        avertissements.append(
            f"{accord(lue['fusions'], 'cellule fusionnée', 'cellules fusionnées')} : la valeur vaut pour toutes les "
            "lignes couvertes."
        )
    lignes = tuple((numero, tuple(map(ecrivable, cellules))) for numero, cellules in enumerate(lue["lignes"], start=1))
    return Feuille(ecrivable(lue["nom"]), lignes, cachee=lue["cachee"], avertissements=tuple(avertissements))


def _verifier_archive(octets: bytes) -> None:
    """Refuse an archive that is no spreadsheet, that unfolds beyond measure, or that lies about its sizes."""
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            noms = set(archive.namelist())
            membres = archive.infolist()
            if len(membres) > MEMBRES_MAX or sum(m.file_size for m in membres) > DEPLIE_MAX:
                raise FichierIllisible(_IMMENSE)
            if "word/document.xml" in noms:
                raise FichierIllisible("C’est un document Word. Copiez son tableau dans un tableur, puis enregistrez.")
            genre = archive.read("mimetype")[:80] if "mimetype" in noms else b""
            if b"opendocument" in genre and b"spreadsheet" not in genre:
                raise FichierIllisible("C’est un document, pas un tableur. Copiez son tableau dans un tableur.")
            if not noms & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
                raise FichierIllisible(
                    "C’est une archive ZIP, pas un classeur. Décompressez-la, puis déposez le fichier du tableau."
                )
            for membre in membres:
                with archive.open(membre) as flux:
                    while flux.read(1 << 20):
                        pass  # its true size and its checksum: a lie is refused here, before anything unfolds it
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as erreur:
        if isinstance(erreur, FichierIllisible):
            raise
        raise FichierIllisible(_ABIME) from erreur


def _lire_a_part(chemin: str) -> dict:
    try:
        fini = subprocess.run([sys.executable, str(_ISOLE), chemin], capture_output=True, timeout=SECONDES, check=False)
    except subprocess.TimeoutExpired as erreur:
        raise FichierIllisible(_IMMENSE) from erreur
    if fini.returncode:
        # Killed by its limits, or a reader that broke: nothing else tells them apart, and the memory is the usual one.
        raise FichierIllisible(_IMMENSE if b"memory" in fini.stderr.lower() or fini.returncode < 0 else _ABIME)
    return json.loads(fini.stdout)
