"""The values of a block as a person reads them: labels, never codes or bits."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from core.masques import MasqueField
from core.textes import accord
from echanges.standard.fiche import Fiche
from structures.horaires import Regle, en_francais

COMMUNES_DITES = 5


def communes_sans_centre(fiches: Iterable[Fiche]) -> list[str]:
    """Say once for a file which communes have no known centre: the points of their places cannot be checked."""
    lignes = Counter(f.commune.nom for f in fiches if f.commune.centre is None)
    if not lignes:
        return []
    noms = [nom for nom, _ in sorted(lignes.items(), key=lambda c: (-c[1], c[0]))]
    autres = len(noms) - COMMUNES_DITES
    dites = ", ".join(noms[:COMMUNES_DITES]) + (f" et {accord(autres, 'autre')}" if autres > 0 else "")
    phrase = (
        f"Le centre de {accord(len(noms), 'commune')} n’est pas connu ici ({dites})\u00a0: la position de "
        f"{accord(lignes.total(), 'lieu', 'lieux')} est prise telle quelle, et dite « non vérifiée ». Pour qu’elle "
        "soit vérifiée au prochain import, faites charger les communes sur le serveur (manage.py communes)."
    )
    return [phrase]


def dire(modele: type[models.Model], champs: tuple[str, ...], valeurs: list[Any]) -> str:
    """Return the values of some fields of a noun, as the memory keeps them, in a few French words."""
    par_champ = dict(zip(champs, valeurs, strict=True))
    if "horaires" in par_champ:
        return _horaires(par_champ)
    mots = [_dit(modele._meta.get_field(c), v) for c, v in par_champ.items() if not c.endswith("_voie")]
    return " ; ".join(m for m in mots if m)


def _horaires(valeurs: dict[str, Any]) -> str:
    if valeurs.get("suit_le_lieu"):
        return "aux heures d’ouverture du lieu"
    osm = valeurs["horaires"]
    phrase = en_francais(Regle(osm)) or osm if osm else ""
    return phrase or str(valeurs.get("horaires_source") or "")


def _dit(champ: Any, valeur: Any) -> str:
    if isinstance(champ, MasqueField) and champ.nomenclature and isinstance(valeur, int):
        return ", ".join(champ.nomenclature.labels(valeur))
    if valeur is None or valeur in ("", []):
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if champ.choices:
        return str(dict(champ.flatchoices).get(valeur, valeur))
    if isinstance(champ, models.DateField) and isinstance(valeur, str):
        return f"{date.fromisoformat(valeur):%d/%m/%Y}"
    if isinstance(valeur, list):
        return ", ".join(" ".join(map(str, v)) if isinstance(v, list) else str(v) for v in valeur)
    return str(valeur)
