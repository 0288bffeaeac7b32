"""Write columns of many rows that exist, each row its own values."""

from collections.abc import Iterable, Sequence

from django.db import connections, router
from django.db.models import Model


def mettre_a_jour(modele: type[Model], objets: Sequence[Model], champs: Iterable[str]) -> None:
    """Write these fields of these rows by one UPDATE, composed once: bulk_update composes a CASE for every value,
    which costs more than running it.

    A row that is no longer there stays away. Nothing is derived and no signal is sent.
    """
    voulus = set(champs)
    colonnes = [champ for champ in modele._meta.concrete_fields if champ.name in voulus]
    cle = modele._meta.pk
    if not objets or not colonnes or cle is None:
        return
    connexion = connections[router.db_for_write(modele)]
    citer = connexion.ops.quote_name
    affectations = ", ".join(f"{citer(str(champ.column))} = %s" for champ in colonnes)
    valeurs = [
        [champ.get_db_prep_save(getattr(objet, champ.attname), connexion) for champ in (*colonnes, cle)]
        for objet in objets
    ]
    with connexion.cursor() as curseur:
        curseur.executemany(
            f"UPDATE {citer(modele._meta.db_table)} SET {affectations} WHERE {citer(str(cle.column))} = %s",  # noqa: S608
            valeurs,
        )
