"""A text of separated values → one sheet: its encoding and its separator are found, whatever they are."""

import csv
import io
import re

from charset_normalizer import from_bytes

from core.textes import accord
from echanges.classeurs.grille import COLONNES_MAX, LIGNES_MAX, Classeur, Feuille, FichierIllisible
from echanges.reconnaissance.entete import LIGNES_DE_TITRE, merite

SEPARATEURS = (",", ";", "\t", "|")
_COMMANDES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BINAIRE = 0.1  # share of command characters above which a file is no text


def ouvrir_texte(octets: bytes, nom: str) -> Classeur:
    """Open a CSV; raise FichierIllisible when it is empty, or no text."""
    texte, encodage, avertissements = decoder(octets)
    if encodage != "UTF-16" and _est_binaire(octets):
        raise FichierIllisible("Ce fichier n’est pas un tableau. Déposez un classeur (XLSX, ODS) ou un CSV.")
    if not texte.strip():
        raise FichierIllisible("Ce fichier est vide.")
    separateur = _separateur(texte)
    try:
        lignes = _lignes(texte, separateur)
    except csv.Error as erreur:
        raise FichierIllisible(
            'Une cellule du fichier est démesurée : un guillemet (") est sans doute ouvert et jamais refermé.'
        ) from erreur
    return Classeur(nom, (Feuille("", lignes),), encodage, separateur, tuple(avertissements))


def _est_binaire(octets: bytes) -> bool:
    debut = octets[:4000].decode("latin-1")
    return len(_COMMANDES.findall(debut)) > _BINAIRE * len(debut)


def decoder(octets: bytes) -> tuple[str, str, list[str]]:
    """Return the text, the name of its encoding and what had to be said; never raises.

    A file that is not UTF-8 is decoded line by line: several exports glued together mix encodings.
    """
    avertissements: list[str] = []
    if octets.startswith((b"\xff\xfe", b"\xfe\xff")):
        texte, encodage = octets.decode("utf-16", errors="replace"), "UTF-16"
    elif octets[:4000].count(0) > len(octets[:4000]) // 3:
        boutisme = "le" if octets[1:4000:2].count(0) >= octets[0:4000:2].count(0) else "be"
        texte, encodage = octets.decode(f"utf-16-{boutisme}", errors="replace"), "UTF-16"
    else:
        texte, encodage = _decoder_octets(octets, avertissements)
    nettoye = _COMMANDES.sub("", texte.removeprefix("\ufeff"))
    if "\ufffd" in nettoye:
        avertissements.append("Des caractères du fichier sont perdus : ils apparaissent sous la forme « \ufffd ».")
    if len(nettoye) < len(texte.removeprefix("\ufeff")):
        avertissements.append("Des caractères invisibles ont été retirés du fichier.")
    return nettoye, encodage, avertissements


def _decoder_octets(octets: bytes, avertissements: list[str]) -> tuple[str, str]:
    try:
        return octets.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError:
        pass
    autre = "cp1252"
    # These five bytes mean nothing in cp1252: the file comes from an old Mac or from DOS.
    if any(o in octets for o in (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")):
        trouve = from_bytes(octets[:200_000], cp_isolation=["cp1252", "mac_roman", "cp850"]).best()
        autre = trouve.encoding if trouve else "mac_roman"
    morceaux, en_utf8 = [], 0
    for ligne in octets.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True):
        try:
            morceaux.append(ligne.decode("utf-8"))
            en_utf8 += not ligne.isascii()
        except UnicodeDecodeError:
            morceaux.append(ligne.decode(autre, errors="replace"))
    if en_utf8:
        avertissements.append(
            f"Le fichier mélange deux encodages (UTF-8 et {autre}) : {accord(en_utf8, 'ligne')} en UTF-8."
        )
    return "".join(morceaux), autre


def _enregistrements(texte: str, separateur: str) -> "csv._reader":  # type: ignore[name-defined]
    return csv.reader(io.StringIO(texte, newline=""), delimiter=separateur)


def _separateur(texte: str) -> str:
    """Return the separator under which the best header is found."""
    meilleur: tuple[float, str] = (0, SEPARATEURS[0])
    for separateur in SEPARATEURS:
        try:
            lues = zip(range(LIGNES_DE_TITRE + 20), _enregistrements(texte, separateur), strict=False)
            debut = [cellules[:COLONNES_MAX] for _, cellules in lues]
        except csv.Error:
            continue
        note = merite(debut)
        if note > meilleur[0]:
            meilleur = (note, separateur)
    return meilleur[1]


def _lignes(texte: str, separateur: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    lecteur = _enregistrements(texte, separateur)
    lignes: list[tuple[int, tuple[str, ...]]] = []
    debut = 1
    for cellules in lecteur:
        numero, debut = debut, lecteur.line_num + 1
        if len(lignes) > LIGNES_MAX:
            raise FichierIllisible(f"Ce fichier a plus de {LIGNES_MAX} lignes : coupez-le en plusieurs.")
        lignes.append((numero, tuple(cellules[:COLONNES_MAX])))
    return tuple(lignes)
