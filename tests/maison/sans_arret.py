"""What a migration may do while the former code still answers; docs/exploitation.md, « Upgrade », says it in words."""

from django.db.migrations import operations as op
from django.db.models import NOT_PROVIDED

from core.operations import AddIndexOnline

# Their columns are indexed apart: building it holds every writer back.
GRANDES = {
    *("ateliers.offre", "ateliers.seance", "ateliers.mot", "ateliers.historicaloffre", "structures.lieu"),
    *("structures.structure", "structures.historicallieu", "structures.historicalstructure", "comptes.courriel"),
}
# The former code does not see them.
INNOCENTES = (
    *(op.CreateModel, op.RemoveConstraint, op.RemoveIndex, op.AlterModelOptions, op.AlterModelManagers, op.RenameIndex),
    *(op.AlterModelTableComment, op.RunPython),
)
DISPARAIT = "what the former code still reads or writes goes away: stop using it, and drop it one release later"
REFUSE = "the database refuses what the former code may still write"
RAISON_MIN = 20


def reproches(migration, etat):
    """Return what this migration would break of the code that runs meanwhile; `etat`, what it finds, goes forward.

    A migration that says why in its class (`arret = "…"`) is only asked to be reversible.
    """
    trouves, neuves = [], set()
    raison = getattr(migration, "arret", "")
    if raison and len(raison) < RAISON_MIN:
        trouves.append("`arret` says why the site must stop, or why nothing breaks")
    for operation in migration.operations:
        trouves += irreversibles(operation)
        if isinstance(operation, op.CreateModel):
            neuves.add(operation.name_lower)
        if not raison and cible(operation) not in neuves:
            trouves += _reproches(operation, migration, etat)
        operation.state_forwards(migration.app_label, etat)
    return [f"{migration.app_label}.{migration.name} : {phrase}" for phrase in trouves]


def irreversibles(operation):
    """Return what keeps an operation from being undone."""
    dedans = getattr(operation, "database_operations", [])
    if dedans:
        return [phrase for une in dedans for phrase in irreversibles(une)]
    return [] if operation.reversible else [f"{type(operation).__name__} has no way back (reverse_code, reverse_sql)"]


def cible(operation):
    """Return the model that an operation is about, lowercase."""
    return getattr(operation, "model_name_lower", getattr(operation, "name_lower", ""))


def _reproches(operation, migration, etat):
    if isinstance(operation, op.SeparateDatabaseAndState):
        return [p for une in operation.database_operations for p in _reproches(une, migration, etat)]
    quoi = f"{operation.describe()}: "
    match operation:
        case op.RemoveField() | op.DeleteModel() | op.RenameField() | op.RenameModel() | op.AlterModelTable():
            return [quoi + DISPARAIT]
        case op.AddConstraint() | op.AlterUniqueTogether() | op.AlterOrderWithRespectTo():
            return [quoi + REFUSE]
        case AddIndexOnline():
            seul = len(migration.operations) == 1 and not migration.atomic
            return [] if seul else [quoi + "alone in its migration, with `atomic = False`"]
        case op.AddIndex() | op.AlterIndexTogether():
            return [quoi + "holds every writer back while it is built: core.operations.AddIndexOnline"]
        case op.AddField():
            return [
                quoi + phrase
                for phrase in _colonne_ajoutee(operation.field, f"{migration.app_label}.{cible(operation)}")
            ]
        case op.AlterField():
            avant = etat.models[migration.app_label, cible(operation)].fields[operation.name]
            return [quoi + phrase for phrase in _colonne_changee(avant, operation.field)]
        case _ if isinstance(operation, INNOCENTES):
            return []
    return [quoi + "nothing is known of it: say why it breaks nothing in `arret`"]


def _colonne_ajoutee(champ, modele):
    if champ.many_to_many or champ.generated:
        return
    if not champ.null and champ.db_default is NOT_PROVIDED:
        yield "the former code writes rows without it: null=True, or db_default"
    if champ.unique:
        yield REFUSE
    elif champ.db_index and modele in GRANDES:
        yield "its index holds every writer back: db_index=False, then core.operations.AddIndexOnline"


def _colonne_changee(avant, apres):
    if avant.null and not apres.null:
        yield "the former code may still write NULL"
    if apres.unique and not avant.unique:
        yield REFUSE
    if apres.db_index and not avant.db_index:
        yield "its index holds every writer back: core.operations.AddIndexOnline"
    if avant.get_internal_type() != apres.get_internal_type() or (apres.max_length or 0) < (avant.max_length or 0):
        yield "another type, or a shorter one: a column beside it, then the old one goes one release later"
    if avant.db_column != apres.db_column:
        yield DISPARAIT
