"""Bytes → rows. Nothing is interpreted here but the encoding, the separator and the header."""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import PurePath

from charset_normalizer import from_bytes

from core.textes import accord
from echanges.standard.colonnes import colonne_de

TAILLE_MAX = 30 * 1024 * 1024
LIGNES_MAX = 200_000
LIGNES_DE_TITRE = 30
SEPARATEURS = (",", ";", "\t")
# A header is recognised by its columns; without these two a row has no identity.
INDISPENSABLES = ("id", "nom")
_COMMANDES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class FichierIllisible(ValueError):
    """Say in French why a file cannot be read, and what to do."""


@dataclass(frozen=True, slots=True)
class LigneLue:
    """One row: where it starts in the file (first line is 1), its cells by column of the standard."""

    numero: int
    valeurs: dict[str, str]
    en_trop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file as read; `avertissements` are sentences about the whole file."""

    nom: str
    encodage: str
    separateur: str
    colonnes: tuple[str, ...]
    ignorees: tuple[str, ...]
    lignes: tuple[LigneLue, ...]
    avertissements: tuple[str, ...] = field(default=())


def lire(octets: bytes, nom: str = "fichier.csv") -> Fichier:
    """Read a CSV of the national standard, whatever its encoding and separator; raise FichierIllisible."""
    if len(octets) > TAILLE_MAX:
        raise FichierIllisible(f"Ce fichier dépasse {TAILLE_MAX // 1024 // 1024} Mo : coupez-le en plusieurs.")
    if octets.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FichierIllisible(
            "Ce fichier est un classeur. Enregistrez sa feuille au format CSV (UTF-8), puis réessayez."
        )
    texte, encodage, avertissements = decoder(octets)
    if not texte.strip():
        raise FichierIllisible("Ce fichier est vide.")
    separateur, rang = _entete(texte)
    try:
        return _lignes(texte, separateur, rang, nom=nom, encodage=encodage, avertissements=avertissements)
    except csv.Error as erreur:
        raise FichierIllisible(
            'Une cellule du fichier est démesurée : un guillemet (") est sans doute ouvert et jamais refermé.'
        ) from erreur


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


def _entete(texte: str) -> tuple[str, int]:
    """Return the separator and the rank of the header, the record that names most of the standard's columns."""
    meilleur: tuple[int, str, int] = (0, ",", 0)
    for separateur in SEPARATEURS:
        lecteur = _enregistrements(texte, separateur)
        try:
            for rang, cellules in zip(range(LIGNES_DE_TITRE), lecteur, strict=False):
                connues = len({c for c in map(colonne_de, cellules) if c})
                if connues > meilleur[0]:
                    meilleur = (connues, separateur, rang)
        except csv.Error:
            continue
    if meilleur[0] < 3:
        raise FichierIllisible(
            "La ligne des noms de colonnes est introuvable. On attend un fichier du standard national des lieux de "
            "médiation numérique : id, pivot, nom, commune, code_postal, adresse…"
        )
    return meilleur[1], meilleur[2]


def _lignes(texte: str, separateur: str, rang: int, *, nom: str, encodage: str, avertissements: list[str]) -> Fichier:
    lecteur = _enregistrements(texte, separateur)
    for _ in range(rang):
        next(lecteur)
    if rang:
        avertissements.append(f"{accord(rang, 'ligne')} de titre au-dessus des noms de colonnes, laissées de côté.")
    entetes = next(lecteur)
    colonnes, ignorees = _colonnes(entetes, avertissements)
    manquantes = [c for c in INDISPENSABLES if c not in colonnes]
    if manquantes:
        raise FichierIllisible(
            f"Il manque au fichier la colonne « {' » et la colonne « '.join(manquantes)} » : sans elle, une ligne ne "
            "peut pas être reconnue d’une fois sur l’autre."
        )
    lignes: list[LigneLue] = []
    debut = lecteur.line_num + 1
    for cellules in lecteur:
        numero, debut = debut, lecteur.line_num + 1
        if not any(c.strip() for c in cellules):
            continue
        if len(lignes) >= LIGNES_MAX:
            raise FichierIllisible(f"Ce fichier a plus de {LIGNES_MAX} lignes : coupez-le en plusieurs.")
        valeurs = {c: cellules[i] if i < len(cellules) else "" for c, i in colonnes.items()}
        en_trop = tuple(c for c in cellules[len(entetes) :] if c.strip())
        lignes.append(LigneLue(numero, valeurs, en_trop))
    return Fichier(
        nom=PurePath(nom).name,
        encodage=encodage,
        separateur=separateur,
        colonnes=tuple(colonnes),
        ignorees=tuple(ignorees),
        lignes=tuple(lignes),
        avertissements=tuple(avertissements),
    )


def _colonnes(entetes: list[str], avertissements: list[str]) -> tuple[dict[str, int], list[str]]:
    """Return the place of each column of the standard, and the names that are not of it."""
    colonnes: dict[str, int] = {}
    ignorees: list[str] = []
    for i, entete in enumerate(entetes):
        colonne = colonne_de(entete)
        if colonne is None:
            if entete.strip():
                ignorees.append(entete.strip()[:60])
        elif colonne in colonnes:
            avertissements.append(f"La colonne « {entete.strip()} » revient deux fois : la première compte.")
        else:
            colonnes[colonne] = i
    if ignorees:
        avertissements.append(f"Colonnes hors du standard, laissées de côté : {', '.join(ignorees)}.")
    return colonnes, ignorees
