"""The journal of imports, as tables to download."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from core.tableur import Cellule, Colonne, Genre, Table
from echanges.diff import Etat
from echanges.models import Import, ImportQuerySet

IMPORTS = (
    Colonne("commence", "Commencé le", "Quand l’import a commencé.", Genre.MOMENT),
    Colonne("fini", "Fini le", "Quand il s’est terminé ; vide s’il s’est arrêté en route.", Genre.MOMENT),
    Colonne("fichier", "Fichier", "Le nom du fichier importé."),
    Colonne("source", "Source", "De qui vient le fichier, comme on l’a dit en l’important."),
    Colonne("par", "Par", "Qui l’a importé ; vide quand c’est une commande du serveur."),
    Colonne("lues", "Lignes lues", "Combien de lignes le fichier contenait.", Genre.NOMBRE),
    Colonne("ajoutees", "Ajoutées", "Lignes qui ont ajouté un lieu.", Genre.NOMBRE),
    Colonne("changees", "Changées", "Lignes qui ont changé un lieu déjà connu.", Genre.NOMBRE),
    Colonne("inchangees", "Inchangées", "Lignes qui disaient déjà la même chose.", Genre.NOMBRE),
    Colonne("rejetees", "Rejetées", "Lignes qui n’ont pas pu être prises.", Genre.NOMBRE),
    Colonne("reparees", "Réparées", "Lignes prises dont une valeur a été corrigée.", Genre.NOMBRE),
    Colonne("signalees", "Signalées", "Lignes prises dont une valeur est à vérifier.", Genre.NOMBRE),
    Colonne("conservees", "Conservées", "Lignes dont une valeur modifiée ici a été gardée.", Genre.NOMBRE),
    Colonne("disparues", "Lieux disparus", "Lieux qui n’étaient plus dans le fichier.", Genre.NOMBRE),
    Colonne(
        "activites_disparues", "Activités disparues", "Activités qui n’étaient plus dans le fichier.", Genre.NOMBRE
    ),
)

RAPPORT = (
    Colonne("ligne", "Ligne du fichier", "Le numéro de la ligne, comme le tableur le montre.", Genre.NOMBRE),
    Colonne("identifiant", "Identifiant", "L’identifiant du lieu dans le fichier."),
    Colonne("nom", "Nom", "Le nom du lieu dans le fichier."),
    Colonne(
        "quoi",
        "Quoi",
        "Rejetée, signalée, conservée, changée, réparée, gardée à côté ou disparue.",
        largeur=18,
    ),
    Colonne("champ", "Champ", "Ce dont il s’agit : adresse, horaires…", largeur=24),
    Colonne("avant", "Avant", "La valeur lue, ou celle d’ici avant l’import."),
    Colonne("apres", "Après", "La valeur prise. Pour une ligne conservée : ce que disait le fichier."),
    Colonne("raison", "Raison", "Pourquoi.", largeur=48),
)
DITS = (
    ("signalements", "signalée"),
    ("conservees", "conservée"),
    ("changements", "changée"),
    ("reparations", "réparée"),
    ("notes", "gardée à côté"),
)


def table_des_imports(imports: ImportQuerySet, le: date) -> Table:
    """Return the journal, one import a row."""
    lignes = (
        (
            *(i.commence_a, i.fini_a, i.fichier, i.source, str(i.par or "")),
            *(i.comptes.get(c.cle) for c in IMPORTS[5:]),
        )
        for i in imports.iterator(chunk_size=500)
    )
    return Table("Journal des imports", "journal-des-imports", le, IMPORTS, lignes)


def table_du_rapport(journal: Import, le: date) -> Table:
    """Return what one import said, one remark a row, the rows refused first."""
    remarques = (f"Import de {journal.fichier} ; source : {journal.source}.",)
    return Table("Import", f"import-{journal.pk}", le, RAPPORT, _du_rapport(journal.rapport), remarques)


def _du_rapport(rapport: dict[str, Any]) -> Iterator[tuple[Cellule, ...]]:
    lignes = rapport["lignes"]
    for x in lignes:
        if x["etat"] == "rejetee":
            yield (x["numero"], x["identifiant"], x["nom"], "rejetée", "", "", "", x["raison"])
    for x in lignes:
        if x["etat"] != "rejetee":
            for cle, dit in DITS:
                for f in x[cle]:
                    qui = (x["numero"], x["identifiant"], x["nom"])
                    yield (*qui, dit, f["champ"], f["avant"], f["apres"], f["raison"])
    for d in rapport["disparues"]:
        yield (None, d["identifiant"], d["nom"], "disparue", d["genre"], "", "", "n’est plus dans le fichier")


def table_des_refus(importation: Import, le: date) -> Table:
    """Return the rows that a prepared import refuses, as they are in the file, with the reason last."""
    entetes = importation.apercu.get("entetes", [])
    colonnes = (
        Colonne("ligne", "Ligne du fichier", "Le numéro de la ligne dans le fichier déposé.", Genre.NOMBRE),
        *(Colonne(f"c{i}", nom or f"Colonne {i + 1}", "Comme dans le fichier.") for i, nom in enumerate(entetes)),
        Colonne("raison", "Raison du refus", "Pourquoi la ligne n’est pas prise.", largeur=48),
    )
    refusees = importation.lignes.filter(etat=Etat.REJETEE).order_by("numero", "pk").iterator(chunk_size=500)
    vides = [""] * len(entetes)
    lignes = ((x.numero, *(x.cellules + vides)[: len(entetes)], x.raison) for x in refusees)
    return Table("Lignes refusées", f"lignes-refusees-{importation.pk}", le, colonnes, lignes)
