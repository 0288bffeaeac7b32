"""Write the backup: one consistent view of the base, row by row, into a file that appears whole or not at all."""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection, models, transaction

from echanges.models import EN_ECRITURE, EN_PREPARATION, Import
from federation.sauvegarde.manifeste import FICHIERS, IMPORTS, NOM, Manifeste, Piece, migrations_ici
from federation.sauvegarde.tables import colonnes, en_json, tables

TRANCHE = 2000
BLOC = 1024 * 1024


def sauvegarder(chemin: Path, *, now: datetime) -> Manifeste:
    """Write the backup at `chemin` (readable by its owner alone) and return its manifest; OSError as the disk says.

    The site goes on meanwhile: what is read is the base as it was when the backup began.
    """
    fd, provisoire = tempfile.mkstemp(prefix=f".{chemin.name}-", dir=chemin.parent)
    try:
        with os.fdopen(fd, "wb") as sortie:
            with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
                with _vue_figee():
                    pieces = {m._meta.label: _table(archive, m) for m in tables()}
                    migrations = migrations_ici()
                fichiers = []
                for nom, f in (*fichiers_deposes(), *fichiers_d_imports()):
                    with suppress(FileNotFoundError):  # taken away since it was listed
                        fichiers.append(_fichier(archive, f, nom))
                manifeste = Manifeste(now.isoformat(), connection.vendor, migrations, pieces, fichiers)
                archive.writestr(NOM, manifeste.en_json())
            sortie.flush()
            os.fsync(sortie.fileno())
        Path(provisoire).replace(chemin)
    except BaseException:
        Path(provisoire).unlink(missing_ok=True)
        raise
    return manifeste


def fichiers_deposes() -> list[tuple[str, Path]]:
    """Return what people deposited (photographs, shared files), in order of name, each with its name in the archive."""
    racine = Path(settings.MEDIA_ROOT)
    fichiers = sorted(f for f in racine.rglob("*") if f.is_file() and not f.is_symlink()) if racine.exists() else []
    return [(f"{FICHIERS}/{f.relative_to(racine).as_posix()}", f) for f in fichiers]


def fichiers_d_imports() -> list[tuple[str, Path]]:
    """Return the files of imports that are not applied yet, or may be taken up again, as above."""
    imports = Import.objects.filter(statut__in=[*EN_PREPARATION, *EN_ECRITURE]).order_by("operation")
    return [(f"{IMPORTS}/{i.operation.hex}", i.chemin) for i in imports if i.chemin.is_file()]


@contextmanager
def _vue_figee() -> Iterator[None]:
    """Read one state of the base throughout, without holding back those who write."""
    if connection.in_atomic_block:
        yield  # the caller's transaction is the view
    elif connection.vendor == "sqlite":
        # Not `atomic`, which takes the one write lock at once (transaction_mode IMMEDIATE).
        with connection.cursor() as curseur:
            curseur.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                curseur.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as curseur:
                curseur.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


class _Compte:
    """Write to an entry of the archive, counting and hashing what passes."""

    def __init__(self, sortie: IO[bytes]) -> None:
        self.sortie, self.taille, self.sha = sortie, 0, hashlib.sha256()

    def ecrire(self, octets: bytes) -> None:
        self.sortie.write(octets)
        self.taille += len(octets)
        self.sha.update(octets)


def _table(archive: zipfile.ZipFile, modele: Any) -> Piece:
    champs = colonnes(modele)
    noms = [f.attname for f in champs]
    nom = f"tables/{modele._meta.label_lower}.jsonl"
    lignes = 0
    with archive.open(nom, "w", force_zip64=True) as sortie:
        compte = _Compte(sortie)
        for ligne in _lignes(modele, noms):
            texte = json.dumps(
                [en_json(f, v) for f, v in zip(champs, ligne, strict=True)],
                ensure_ascii=False,
                sort_keys=True,
                separators=(",", ":"),
            )
            compte.ecrire(texte.encode("utf-8") + b"\n")
            lignes += 1
    return Piece(nom, compte.taille, compte.sha.hexdigest(), noms, lignes)


def _lignes(modele: type[models.Model], noms: list[str]) -> Iterator[tuple[Any, ...]]:
    return modele._base_manager.order_by("pk").values_list(*noms).iterator(chunk_size=TRANCHE)


def _fichier(archive: zipfile.ZipFile, chemin: Path, nom: str) -> Piece:
    with chemin.open("rb") as entree, archive.open(nom, "w", force_zip64=True) as sortie:
        compte = _Compte(sortie)
        while bloc := entree.read(BLOC):
            compte.ecrire(bloc)
    return Piece(nom, compte.taille, compte.sha.hexdigest())
