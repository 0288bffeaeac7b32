"""Two cards side by side, field by field: what they say, which one is kept by default."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst

from ateliers.actions import ORDRE
from core.masques import MasqueField
from espace.valeurs import VIDE, dire
from federation.bureau.fusion.changements import lire
from federation.bureau.fusion.liens import annexes_de
from structures.models import Lieu, Structure

GARDEE, AUTRE = "gardee", "autre"

# What a merge decides by itself, or what only says where a row is. Every other column is a choice.
A_PART: dict[type[models.Model], frozenset[str]] = {
    Structure: frozenset(
        {"id", "uid", "federation", "nom_plie", "archivee_le", "archivee_voie", "fusionnee_dans"},
    ),
    Lieu: frozenset(
        {"id", "uid", "structure", "nom_plie", "principal", "bande", "groupes", "etat", "suspendu_jusqu_au"}
        | {"fusionne_dans", "verifie_le", "verifie_voie", "verifie_par"},
    ),
}
# Columns that only make sense together: one choice.
ENSEMBLES: dict[type[models.Model], dict[str, tuple[str, ...]]] = {
    Lieu: {
        "Adresse et position": (
            *("adresse", "complement", "code_postal", "commune"),
            *("latitude", "longitude", "precision"),
        ),
        "Horaires": ("horaires", "horaires_source"),
    },
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """One choice between two cards: `colonnes` are field names of `modele`."""

    cle: str
    nom: str
    modele: type[models.Model]
    colonnes: tuple[str, ...]
    gardee: str
    autre: str
    differe: bool
    defaut: str


def lignes_de(gardee: Any, autre: Any) -> list[Ligne]:
    """Return what is compared of two structures or two places, and of what hangs on both."""
    racine: type[models.Model] = Structure if isinstance(gardee, Structure) else Lieu
    lignes = list(_comparer(racine, gardee, autre, ""))
    for modele in annexes_de(racine):
        if modele not in ORDRE:
            continue  # not of the directory: the kept card's stays as it is
        la, ici = (modele._default_manager.filter(pk=o.pk).first() for o in (gardee, autre))
        if la is not None and ici is not None:
            lignes += _comparer(modele, la, ici, f"{modele._meta.model_name}-")
    return lignes


def _comparer(modele: type[models.Model], gardee: Any, autre: Any, prefixe: str) -> Iterator[Ligne]:
    for nom, champs in _choix(modele):
        valeurs = [[lire(objet, c.attname) for c in champs] for objet in (gardee, autre)]
        vides = [all(_vide(c, v) for c, v in zip(champs, vs, strict=True)) for vs in valeurs]
        differe = valeurs[0] != valeurs[1] and not (vides[0] and vides[1])
        yield Ligne(
            cle=f"{prefixe}{champs[0].name}",
            nom=nom,
            modele=modele,
            colonnes=tuple(c.name for c in champs),
            gardee=VIDE if vides[0] else _dire(gardee, champs),
            autre=VIDE if vides[1] else _dire(autre, champs),
            differe=differe,
            defaut=AUTRE if vides[0] and not vides[1] else GARDEE,
        )


def _choix(modele: type[models.Model]) -> Iterator[tuple[str, list[models.Field]]]:
    """Give the choices of a table in the order of its columns: alone, or together when one says nothing alone."""
    ensembles = ENSEMBLES.get(modele, {})
    groupe_de = {nom: titre for titre, noms in ensembles.items() for nom in noms}
    vus = set()
    for champ in modele._meta.concrete_fields:
        titre = groupe_de.get(champ.name, "")
        if champ.primary_key or champ.name in A_PART.get(modele, ()) or titre in vus:
            continue
        if titre:
            vus.add(titre)
            yield titre, [modele._meta.get_field(n) for n in ensembles[titre]]  # type: ignore[misc]
        else:
            yield capfirst(str(champ.verbose_name)), [champ]


def _vide(champ: models.Field, valeur: Any) -> bool:
    return valeur in (None, "", []) or (isinstance(champ, MasqueField) and not valeur)


def _dire(objet: Any, champs: list[models.Field]) -> str:
    if "latitude" in {c.name for c in champs}:
        lignes = [*objet.adresse_lignes, f"position {objet.get_precision_display()}"]
        return f"{', '.join(lignes)} ({objet.latitude:.5f} ; {objet.longitude:.5f})"
    dits = [dire(objet, c) for c in champs]
    return " · ".join(dict.fromkeys(d for d in dits if d != VIDE)) or VIDE


def empreinte(lignes: list[Ligne], gardee: Any, autre: Any) -> str:
    """Return a fingerprint of what was compared: when it changes, what was chosen was not chosen of this."""
    vu = [gardee.uid, autre.uid, [(ligne.cle, ligne.gardee, ligne.autre) for ligne in lignes]]
    return hashlib.sha256(json.dumps(vu).encode()).hexdigest()[:32]
