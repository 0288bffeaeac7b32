"""What a backup says of itself: its version, its tables, their counts and their checksums."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
NOM = "manifeste.json"
# Where the archive keeps what people deposited, and the files of imports that are not applied yet.
FICHIERS, IMPORTS = "fichiers", "imports"
MANIFESTE_MAX = 64 * 1024 * 1024


class SauvegardeRefusee(Exception):
    """The file cannot be read, or restored here; `str()` says why, in French. Nothing has changed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry of the file: its name there, its size and its SHA-256; for a table, its columns and its rows."""

    nom: str
    taille: int
    sha256: str
    colonnes: list[str] = field(default_factory=list)
    lignes: int = 0


@dataclass(frozen=True, slots=True)
class Manifeste:
    """All that a restore checks before it writes."""

    faite_a: str
    moteur: str
    migrations: list[str]
    tables: dict[str, Piece]  # by label: « structures.Lieu »
    fichiers: list[Piece]
    format: int = FORMAT

    def en_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def migrations_ici() -> list[str]:
    """Return the migrations applied to this database, « app.name »."""
    return sorted(f"{app}.{nom}" for app, nom in MigrationRecorder(connection).applied_migrations())


def lire(texte: str) -> Manifeste:
    """Return a manifest; SauvegardeRefusee when it is not one of ours."""
    try:
        brut: dict[str, Any] = json.loads(texte)
        if brut["format"] != FORMAT:
            raise SauvegardeRefusee(
                f"Cette sauvegarde est d’un autre format ({brut['format']}) : ce site lit le {FORMAT}."
            )
        return Manifeste(
            faite_a=str(brut["faite_a"]),
            moteur=str(brut["moteur"]),
            migrations=[str(m) for m in brut["migrations"]],
            tables={str(label): _piece(p) for label, p in brut["tables"].items()},
            fichiers=[_piece(p) for p in brut["fichiers"]],
        )
    except (KeyError, TypeError, AttributeError, ValueError) as erreur:
        raise SauvegardeRefusee("Ce fichier n’est pas une sauvegarde d’Au bon endroit.") from erreur


def _piece(brut: dict[str, Any]) -> Piece:
    return Piece(
        nom=str(brut["nom"]),
        taille=int(brut["taille"]),
        sha256=str(brut["sha256"]),
        colonnes=[str(c) for c in brut["colonnes"]],
        lignes=int(brut["lignes"]),
    )
