"""A new migration breaks nothing of the code that still answers while it is applied, or says why; and comes back."""

import json
import zipfile

import pytest
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from core.operations import AddIndexOnline
from tests.maison.projet import ROOT, floors
from tests.maison.sans_arret import irreversibles, reproches

# The former version's: what its code runs on, until each of those that came since is applied.
with zipfile.ZipFile(ROOT / "tests/maison/donnees/version-precedente.zip") as archive:
    DEJA_LA = {tuple(nom.split(".", 1)) for nom in json.loads(archive.read("manifeste.json"))["migrations"]}


def test_no_new_migration_stops_the_site():
    graphe = MigrationLoader(None).graph
    dernieres = {noeud for noeud in DEJA_LA if not {suite.key for suite in graphe.node_map[noeud].children} & DEJA_LA}
    etat, neuves = graphe.make_state(nodes=sorted(dernieres), at_end=True), {}
    for derniere in graphe.leaf_nodes():
        neuves |= dict.fromkeys(noeud for noeud in graphe.forwards_plan(derniere) if noeud not in DEJA_LA)
    trouves = []
    for noeud in neuves:
        if noeud[0] in floors():
            trouves += reproches(graphe.nodes[noeud], etat)
        else:
            graphe.nodes[noeud].mutate_state(etat, preserve=False)
    assert not trouves, "\n".join(trouves)


def test_every_migration_comes_back():
    nodes = MigrationLoader(None).graph.nodes
    ours = [(nom, o) for nom, migration in nodes.items() if nom[0] in floors() for o in migration.operations]
    assert len(ours) > 100
    assert not [nom for nom, operation in ours if irreversibles(operation)]


# ------------------------------------------------------------------------------------ the rule itself
def reproche(*operations, **attributs):
    """What is said of a migration that does this to a small model."""
    champs = [
        ("id", models.BigAutoField(primary_key=True)),
        ("nom", models.CharField(max_length=40)),
        ("note", models.TextField(null=True)),
    ]
    etat = ProjectState()
    for nom in ("Offre", "Fiche"):
        etat.add_model(ModelState("ateliers", nom, list(champs)))
    migration = type("Migration", (migrations.Migration,), {"operations": list(operations), **attributs})
    return reproches(migration("0099_essai", "ateliers"), etat)


def texte(**options):
    return models.CharField(max_length=40, **options)


VERS_FICHE = models.ForeignKey("ateliers.fiche", models.CASCADE, null=True)
INDEX = models.Index(fields=["nom"], name="essai_nom")
CREER = migrations.CreateModel("neuve", [("id", models.BigAutoField(primary_key=True))])
BONNES = {
    "a column that may be empty": [migrations.AddField("offre", "mot", texte(null=True))],
    "a column that the database fills": [migrations.AddField("offre", "mot", texte(db_default=""))],
    "many to many": [migrations.AddField("offre", "voir", models.ManyToManyField("ateliers.fiche"))],
    "a key on a small table": [migrations.AddField("fiche", "voir", VERS_FICHE)],
    "a table, and all of it": [
        CREER,
        migrations.AddField("neuve", "mot", texte(default="")),
        migrations.AddIndex("neuve", models.Index(fields=["mot"], name="essai_mot")),
        migrations.AddConstraint("neuve", models.UniqueConstraint(fields=["mot"], name="essai_unique")),
    ],
    "a longer column": [migrations.AlterField("offre", "nom", models.CharField(max_length=80))],
    "words for the screen": [migrations.AlterField("offre", "nom", texte(verbose_name="Nom"))],
    "a column that may be empty at last": [migrations.AlterField("offre", "nom", texte(null=True))],
    "no more constraint": [migrations.RemoveConstraint("offre", "essai")],
    "only what the code knows": [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("offre", "nom")])
    ],
    "a value": [migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop)],
}
MAUVAISES = {
    "still reads": [
        [migrations.RemoveField("offre", "nom")],
        [migrations.RenameField("offre", "nom", "titre")],
        [migrations.DeleteModel("fiche")],
        [migrations.RenameModel("fiche", "carte")],
        [migrations.AlterModelTable("fiche", "cartes")],
        [migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("offre", "nom")])],
    ],
    "without it": [[migrations.AddField("offre", "mot", texte(default=""))]],
    "write NULL": [[migrations.AlterField("offre", "note", models.TextField(db_default=""))]],
    "database refuses": [
        [migrations.AddConstraint("offre", models.CheckConstraint(condition=~models.Q(nom=""), name="essai"))],
        [migrations.AddConstraint("offre", models.UniqueConstraint(fields=["nom"], name="essai"))],
        [migrations.AddField("offre", "mot", texte(null=True, unique=True))],
        [migrations.AlterField("offre", "nom", texte(unique=True))],
    ],
    "every writer back": [
        [migrations.AddIndex("offre", INDEX)],
        [migrations.AddIndex("offre", GinIndex(fields=["nom"], name="essai_gin"))],
        [migrations.AlterField("offre", "nom", texte(db_index=True))],
        [migrations.AddField("offre", "voir", VERS_FICHE)],
    ],
    "shorter": [
        [migrations.AlterField("offre", "nom", models.CharField(max_length=20))],
        [migrations.AlterField("offre", "nom", models.IntegerField())],
    ],
    "alone in its migration": [[AddIndexOnline("offre", INDEX)]],
    "nothing is known": [[migrations.RunSQL("SELECT 1", "SELECT 1")]],
    "no way back": [
        [migrations.RunPython(migrations.RunPython.noop)],
        [migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("SELECT 1")])],
    ],
}


@pytest.mark.parametrize("operations", BONNES.values(), ids=BONNES)
def test_what_the_former_code_does_not_see_is_let_through(operations):
    assert not reproche(*operations)


@pytest.mark.parametrize(
    ("phrase", "operations"), [(phrase, operations) for phrase, tout in MAUVAISES.items() for operations in tout]
)
def test_what_would_break_it_is_said(phrase, operations):
    assert any(phrase in dit for dit in reproche(*operations))


def test_a_reason_lets_it_through_but_not_without_a_way_back():
    retirer = migrations.RemoveField("offre", "nom")
    assert not reproche(retirer, arret="the name is read nowhere since the last release")
    assert "says why" in reproche(retirer, arret="bah")[0]
    assert "no way back" in reproche(migrations.RunSQL("SELECT 1"), arret="a question that changes nothing at all")[0]


@pytest.mark.django_db(transaction=True)
def test_an_index_is_added_while_the_site_runs():
    """On PostgreSQL by itself, outside of a transaction; taken away in the same way."""
    assert not reproche(AddIndexOnline("offre", INDEX), atomic=False)
    avant = MigrationLoader(None).project_state()
    apres, operation = avant.clone(), AddIndexOnline("federation", models.Index(fields=["nom"], name="essai_nom"))
    operation.state_forwards("comptes", apres)

    def presents():
        with connection.cursor() as curseur:
            return connection.introspection.get_constraints(curseur, "comptes_federation")

    with connection.schema_editor(atomic=False, collect_sql=True) as editeur:
        operation.database_forwards("comptes", editeur, avant, apres)
    assert ("CONCURRENTLY" in " ".join(editeur.collected_sql)) == (connection.vendor == "postgresql")
    with connection.schema_editor(atomic=False) as editeur:
        operation.database_forwards("comptes", editeur, avant, apres)
    assert "essai_nom" in presents()
    with connection.schema_editor(atomic=False) as editeur:
        operation.database_backwards("comptes", editeur, apres, avant)
    assert "essai_nom" not in presents()
