"""Write columns of rows that exist, as few as will do."""

from collections.abc import Iterable, Sequence

from django.db.models import Model

# One plain UPDATE each: bulk_update writes a CASE for every column, which costs more to compose than to run.
PEU = 2
TRANCHE = 100


def mettre_a_jour(
    modele: type[Model], objets: Sequence[Model], champs: Iterable[str], *, compares: bool = False
) -> None:
    """Write these fields of these rows; of many rows, only the columns that differ somewhere from what is stored.

    `compares` says that whoever calls has seen that they differ. A row that is no longer there stays away. Nothing is
    derived and no signal is sent.
    """
    par_nom = {champ.name: champ.attname for champ in modele._meta.concrete_fields}
    colonnes = [par_nom[champ] for champ in champs]
    if not objets or not colonnes:
        return
    gestionnaire = modele._default_manager
    if len(objets) <= PEU:
        for objet in objets:
            gestionnaire.filter(pk=objet.pk).update(**{c: getattr(objet, c) for c in colonnes})
        return
    for debut in range(0, len(objets), TRANCHE):
        lot = {objet.pk: objet for objet in objets[debut : debut + TRANCHE]}
        change = set(colonnes) if compares else set()
        if not compares:
            for pk, *valeurs in gestionnaire.filter(pk__in=list(lot)).order_by().values_list("pk", *colonnes):
                change |= {c for c, v in zip(colonnes, valeurs, strict=True) if v != getattr(lot[pk], c)}
        if change:
            gestionnaire.bulk_update(lot.values(), sorted(change))
