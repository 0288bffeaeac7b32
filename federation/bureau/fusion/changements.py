"""What a merge changes in a table, row by row: kept in JSON, before and after, so that it can be undone whole."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import models

CREE, CHANGE, RETIRE = "+", "~", "-"


@dataclass(slots=True)
class Changement:
    """One row created, changed or deleted; `avant` and `apres` hold columns, as JSON values."""

    modele: type[models.Model]
    pk: Any
    genre: str
    avant: dict[str, Any] = field(default_factory=dict)
    apres: dict[str, Any] = field(default_factory=dict)

    def en_json(self) -> dict[str, Any]:
        return {
            "modele": self.modele._meta.label_lower,
            "pk": self.pk,
            "genre": self.genre,
            "avant": self.avant,
            "apres": self.apres,
        }

    @classmethod
    def de_json(cls, valeurs: dict[str, Any]) -> "Changement":
        return cls(
            apps.get_model(valeurs["modele"]), valeurs["pk"], valeurs["genre"], valeurs["avant"], valeurs["apres"]
        )


class Journal:
    """The changes of one merge, one entry a row: two reasons to change a row are one change."""

    def __init__(self) -> None:
        self.par_ligne: dict[tuple[type, Any], Changement] = {}

    def changer(self, objet: models.Model, **colonnes: Any) -> None:
        """Note that these columns (attnames) of a row take these values; what does not change is not noted."""
        valeurs = {c: valeur_json(colonne(objet, c), v) for c, v in colonnes.items()}
        avant = {c: lire(objet, c) for c in valeurs}
        neuves = {c: v for c, v in valeurs.items() if avant[c] != v}
        if not neuves:
            return
        cle = (type(objet), objet.pk)
        deja = self.par_ligne.setdefault(cle, Changement(type(objet), objet.pk, CHANGE))
        for c, v in neuves.items():
            deja.avant.setdefault(c, avant[c])
            deja.apres[c] = v

    def creer(self, objet: models.Model) -> None:
        """Note a new row, with all its columns."""
        self.par_ligne[type(objet), objet.pk] = Changement(type(objet), objet.pk, CREE, apres=entiere(objet))

    def retirer(self, objet: models.Model) -> None:
        """Note that a row goes."""
        self.par_ligne[type(objet), objet.pk] = Changement(type(objet), objet.pk, RETIRE, avant=entiere(objet))

    @property
    def changements(self) -> list[Changement]:
        return list(self.par_ligne.values())


def colonne(objet: models.Model, attname: str) -> models.Field:
    """Return the field that writes this column."""
    return next(f for f in objet._meta.concrete_fields if f.attname == attname)


def colonnes_de(modele: type[models.Model]) -> list[models.Field]:
    """Return the columns that we write: not those that the database works out."""
    return [f for f in modele._meta.concrete_fields if not f.generated]


def entiere(objet: models.Model) -> dict[str, Any]:
    """Return all the columns of a row, as JSON values."""
    return {f.attname: lire(objet, f.attname) for f in colonnes_de(type(objet))}


def lire(objet: models.Model, attname: str) -> Any:
    """Return what a column of an object holds, as a JSON value."""
    return valeur_json(colonne(objet, attname), getattr(objet, attname))


def valeur_json(champ: models.Field, valeur: Any) -> Any:
    """Return a value as JSON keeps it, to the microsecond."""
    if valeur is None or isinstance(champ, models.JSONField):
        return valeur
    valeur = champ.get_prep_value(valeur)
    if isinstance(valeur, datetime | date):
        return valeur.isoformat()
    return valeur if isinstance(valeur, bool | int | float | str) else str(valeur)


def ecrire_dans(objet: models.Model, valeurs: dict[str, Any]) -> None:
    """Give an object these JSON values."""
    for attname, valeur in valeurs.items():
        champ = colonne(objet, attname)
        if isinstance(champ, models.ForeignKey):
            champ = champ.target_field
        setattr(objet, attname, valeur if isinstance(champ, models.JSONField) else champ.to_python(valeur))


def nouvelle_ligne(modele: type[models.Model], valeurs: dict[str, Any]) -> models.Model:
    """Return an unsaved row with these JSON values."""
    objet = modele()
    ecrire_dans(objet, valeurs)
    return objet


def charger(changements: Iterable[Changement]) -> dict[tuple[type, Any], models.Model]:
    """Return the rows as they are now, locked, by table and key; one query a table."""
    cles: dict[type[models.Model], list[Any]] = {}
    for changement in changements:
        cles.setdefault(changement.modele, []).append(changement.pk)
    trouvees: dict[tuple[type, Any], models.Model] = {}
    for modele, pks in cles.items():
        for debut in range(0, len(pks), 400):
            lot = modele._base_manager.select_for_update().filter(pk__in=pks[debut : debut + 400]).order_by("pk")
            trouvees |= {(modele, objet.pk): objet for objet in lot}
    return trouvees
