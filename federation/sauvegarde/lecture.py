"""Restore a backup: everything is checked first, then written in one transaction, or nothing is.

That of a former version goes into an empty base only (anciennes.py): what it would replace could not be given back.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from comptes.models import Courriel, Federation, Utilisateur
from core.models import Version
from core.planificateur import apres_ecriture
from echanges import ouverts
from federation.sauvegarde.anciennes import VersionAncienne
from federation.sauvegarde.manifeste import (
    FICHIERS,
    IMPORTS,
    MANIFESTE_MAX,
    NOM,
    Manifeste,
    Piece,
    SauvegardeRefusee,
    lire,
    migrations_ici,
)
from federation.sauvegarde.tables import colonnes, de_json, tables

Modeles = dict[str, Any]  # the models that the file fills, by label: today's, or those of its version
TRANCHE = 500
IMPORT = re.compile(rf"{IMPORTS}/[0-9a-f]{{32}}")
BLOC = 1024 * 1024
LIGNE_MAX = 16 * 1024 * 1024
# JSON lines shrink about twentyfold; what grows more than this was made to fill a disk.
GONFLEMENT_MAX = 200
PETIT = 256 * 1024 * 1024
RESTAURE = "Attendait quand la sauvegarde a été faite : il est peut-être parti depuis."


def restaurer(chemin: Path, *, ecraser: bool = False) -> Manifeste:
    """Put a backup in place of what this base holds; SauvegardeRefusee, and nothing changed, when it cannot be.

    A base that already has accounts or a federation is replaced only with `ecraser`.
    """
    vide = not (Utilisateur.objects.exists() or Federation.objects.exists())
    if not ecraser and not vide:
        raise SauvegardeRefusee("Cette base n’est pas vide. Avec --ecraser, tout ce qu’elle contient est remplacé.")
    with _ouvrir(chemin) as archive:
        manifeste = _manifeste(archive)
        if set(manifeste.migrations) == set(migrations_ici()):
            modeles = {m._meta.label: m for m in tables()}
            _verifier(archive, manifeste, modeles)
            _remplacer(archive, manifeste, modeles)
        else:
            alors = VersionAncienne(manifeste.migrations)
            if not vide:
                raise SauvegardeRefusee(
                    "Cette sauvegarde vient d’une version plus ancienne du site : elle se restaure dans une base vide."
                )
            connues = alors.tables()
            modeles = {label: connues[label] for label in manifeste.tables if label in connues}
            _verifier(archive, manifeste, modeles)
            with alors.en_place():
                _remplacer(archive, manifeste, modeles)
        for piece in manifeste.fichiers:
            _poser(archive, piece)
    apres_ecriture(sum(piece.lignes for piece in manifeste.tables.values()))
    ouverts.oublier()  # the night's files say the base that was here before
    return manifeste


@contextmanager
def _ouvrir(chemin: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(chemin) as archive:
            yield archive
    except FileNotFoundError as erreur:
        raise SauvegardeRefusee(f"Le fichier {chemin} n’existe pas.") from erreur
    except (zipfile.BadZipFile, zlib.error, EOFError, IsADirectoryError, NotImplementedError, RuntimeError) as erreur:
        raise SauvegardeRefusee("Ce fichier est abîmé, ou n’est pas une sauvegarde d’Au bon endroit.") from erreur


def _manifeste(archive: zipfile.ZipFile) -> Manifeste:
    noms = {i.filename: i for i in archive.infolist()}
    if NOM not in noms or noms[NOM].file_size > MANIFESTE_MAX:
        raise SauvegardeRefusee("Ce fichier n’est pas une sauvegarde d’Au bon endroit.")
    return lire(archive.read(NOM).decode("utf-8", "replace"))


def _verifier(archive: zipfile.ZipFile, manifeste: Manifeste, modeles: Modeles) -> None:
    """Refuse what is missing, foreign, altered, or made to fill the disk."""
    pieces = [*manifeste.tables.values(), *manifeste.fichiers]
    dedans = {i.filename: i for i in archive.infolist() if i.filename != NOM}
    if sorted(p.nom for p in pieces) != sorted(dedans) or len(dedans) + 1 != len(archive.infolist()):
        raise SauvegardeRefusee("Cette sauvegarde ne contient pas ce qu’elle annonce.")
    if set(manifeste.tables) != set(modeles):
        raise SauvegardeRefusee("Cette sauvegarde ne contient pas les tables de ce site.")
    for piece in manifeste.fichiers:
        chemin = PurePosixPath(piece.nom)
        deposes = chemin.parts[0] == FICHIERS and ".." not in chemin.parts and len(chemin.parts) > 1
        if not (deposes or IMPORT.fullmatch(piece.nom)) or "\\" in piece.nom:
            raise SauvegardeRefusee(f"Cette sauvegarde contient un chemin refusé : {piece.nom[:80]}.")
    total = sum(i.file_size for i in dedans.values())
    if total > PETIT and total > GONFLEMENT_MAX * sum(i.compress_size for i in dedans.values()):
        raise SauvegardeRefusee("Cette sauvegarde est refusée : elle se déplierait sans mesure.")
    for piece in pieces:
        if dedans[piece.nom].file_size != piece.taille or _empreinte(archive, piece) != (piece.sha256, piece.lignes):
            raise SauvegardeRefusee(f"Cette sauvegarde est abîmée : {piece.nom[:80]}. Rien n’est changé.")


def _empreinte(archive: zipfile.ZipFile, piece: Piece) -> tuple[str, int]:
    sha, lignes, table = hashlib.sha256(), 0, bool(piece.colonnes)
    with archive.open(piece.nom) as entree:
        while bloc := entree.read(BLOC):
            sha.update(bloc)
            lignes += bloc.count(b"\n") if table else 0
    return sha.hexdigest(), lignes


# ------------------------------------------------------------------------------------ the base
def _remplacer(archive: zipfile.ZipFile, manifeste: Manifeste, modeles: Modeles) -> None:
    try:
        with transaction.atomic():
            _ecrire(archive, manifeste, modeles)
    except (ValidationError, ValueError, TypeError, DatabaseError) as erreur:
        raise SauvegardeRefusee(f"Une ligne n’a pas pu être lue : {erreur}. Rien n’est changé.") from erreur


def _ecrire(archive: zipfile.ZipFile, manifeste: Manifeste, modeles: Modeles) -> None:
    avant, versions = Version.lire(), modeles[Version._meta.label]._base_manager
    a_vider = [m._meta.db_table for m in modeles.values()]
    with connection.cursor() as curseur:
        for ordre in connection.ops.sql_flush(no_style(), a_vider, reset_sequences=True, allow_cascade=True):
            curseur.execute(ordre)
        for label, modele in modeles.items():
            _inserer(curseur, archive, modele, manifeste.tables[label])
        for ordre in connection.ops.sequence_reset_sql(no_style(), list(modeles.values())):
            curseur.execute(ordre)
    connection.check_constraints()
    # Some may have left since the backup was made: somebody looks, nothing is sent twice.
    courriels = modeles[Courriel._meta.label]._base_manager.filter(etat=Courriel.Etat.A_ENVOYER)
    courriels.update(etat=Courriel.Etat.A_VERIFIER, erreur=RESTAURE)
    # No page kept before this moment may answer for what is there now.
    rendue = versions.filter(pk=1).values_list("numero", flat=True).first() or 0
    versions.update_or_create(pk=1, defaults={"numero": max(avant, rendue) + 1})


def _inserer(curseur: Any, archive: zipfile.ZipFile, modele: Any, piece: Piece) -> None:
    connus = {f.attname: f for f in colonnes(modele)}
    if sorted(piece.colonnes) != sorted(connus):
        raise SauvegardeRefusee(f"La table {modele._meta.label} n’a pas les mêmes colonnes ici. Rien n’est changé.")
    champs = {nom: connus[nom] for nom in piece.colonnes}  # a column that came later is the last of its migrations
    citer = connection.ops.quote_name
    noms = ", ".join(citer(f.column) for f in champs.values())
    trous = ", ".join(["%s"] * len(champs))
    ordre = f"INSERT INTO {citer(modele._meta.db_table)} ({noms}) VALUES ({trous})"  # noqa: S608  names of our own models
    with archive.open(piece.nom) as entree:
        lignes = iter(lambda: entree.readline(LIGNE_MAX), b"")
        while tranche := list(islice(lignes, TRANCHE)):
            curseur.executemany(ordre, [_valeurs(champs, ligne) for ligne in tranche])


def _valeurs(champs: dict[str, Any], ligne: bytes) -> list[Any]:
    valeurs = json.loads(ligne)
    if not isinstance(valeurs, list) or len(valeurs) != len(champs):
        raise ValueError("une ligne n’a pas le bon nombre de colonnes")
    return [
        champ.get_db_prep_save(de_json(champ, valeur), connection)
        for champ, valeur in zip(champs.values(), valeurs, strict=True)
    ]


# ------------------------------------------------------------------------------------ the files
def _poser(archive: zipfile.ZipFile, piece: Piece) -> None:
    """Write a deposited file, or that of an import; it appears whole."""
    depose = not IMPORT.fullmatch(piece.nom)
    racine = Path(settings.MEDIA_ROOT) if depose else settings.DATA_DIR / IMPORTS
    chemin = racine.joinpath(*PurePosixPath(piece.nom).parts[1:])
    chemin.parent.mkdir(parents=True, exist_ok=True)
    provisoire = chemin.with_name(f".{chemin.name}.restaure")
    with archive.open(piece.nom) as entree, provisoire.open("wb") as sortie:
        while bloc := entree.read(BLOC):
            sortie.write(bloc)
    provisoire.replace(chemin)
