"""Prepare an import on screen: keep the file, read it as it was said to be, compare, keep what would change."""

import copy
import hashlib
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from phonenumber_field.phonenumber import to_python

from comptes.models import Federation
from core.registre import confier
from echanges.cadence import Cadence
from echanges.classeurs.grille import Classeur, Feuille, FichierIllisible
from echanges.classeurs.ouvrir import ouvrir
from echanges.comparaison import comparer
from echanges.correspondance import Precisions, en_fichier
from echanges.diff import Diff, Etat, LigneDiff
from echanges.models import Correspondance, Import, LignePreparee, Statut
from echanges.rapport import en_json, ligne_en_json
from echanges.reconnaissance.colonnes import Table, en_table, reconnaitre
from echanges.standard.lignes import Fichier
from recherche.phrases import telephone_de
from structures.communes import cle_commune
from structures.doublons import Fiche, Repertoire, fiches_des_lieux
from structures.horaires import Regle, en_francais
from structures.models import Commune, Lieu
from structures.nomenclature import Precision

TOUT_DE_SUITE = 300  # rows compared while the person waits; more go to the worker
SEMBLABLES_MAX = 3
COMMUNES_MAX = 20
INTROUVABLE = "commune introuvable"
TRANCHE = 500  # prepared rows a transaction at most
COMPARER, APPLIQUER = "echanges:comparer", "echanges:appliquer"


def deposer(octets: bytes, nom: str, *, federation: Federation, by: Any, now: datetime, operation: str = "") -> Import:
    """Keep a file that can be read; raise FichierIllisible, and keep nothing, when it cannot.

    The same deposit sent twice has the same `operation`: the second raises IntegrityError.
    """
    classeur = ouvrir(octets, nom)
    proposees = classeur.proposees()
    if len(proposees) == 1:
        en_table(proposees[0])
    importation = Import(
        federation=federation,
        fichier=classeur.nom[:200] or "fichier",
        empreinte=hashlib.sha256(octets).hexdigest(),
        source="",
        options={"feuille": proposees[0].nom if len(proposees) == 1 else None},
        operation=uuid.UUID(operation) if operation else uuid.uuid4(),
        statut=Statut.DEPOSE,
        par=by,
        commence_a=now,
    )
    importation.chemin.parent.mkdir(parents=True, exist_ok=True)
    sien = False
    try:
        with transaction.atomic():
            # The row first: the file of a deposit that the database refuses is another's.
            importation.save(force_insert=True)
            sien = True
            importation.chemin.write_bytes(octets)
    except BaseException:
        # A full disk keeps half a file, that nobody would ever ask for.
        if sien:
            importation.chemin.unlink(missing_ok=True)
        raise
    return importation


def rouvrir(importation: Import) -> Classeur:
    """Open again the file that was kept; raise FichierIllisible when it is gone."""
    try:
        octets = importation.chemin.read_bytes()
    except OSError as erreur:
        raise FichierIllisible("Ce fichier n’est plus gardé : déposez-le de nouveau.") from erreur
    return ouvrir(octets, importation.fichier)


def feuille_choisie(importation: Import, classeur: Classeur) -> Feuille | None:
    """Return the sheet that was chosen, None when there are several and nobody has."""
    nom = importation.options.get("feuille")
    return next((f for f in classeur.proposees() if f.nom == nom), None)


def connues() -> frozenset[str]:
    """Return the folded names of the communes, to tell a column of communes by its cells."""
    return frozenset(cle_commune(n) for n in Commune.objects.order_by("pk").values_list("nom", flat=True))


def proposition(importation: Import, table: Table) -> tuple[list[str], Correspondance | None]:
    """Return the correspondence to show: what was said of this import, else of an earlier file with these columns,
    else what is recognised.
    """
    memoire = (
        Correspondance.objects.filter(federation=importation.federation, signature=table.signature)
        .order_by("-modifiee_a", "-pk")
        .first()
    )
    dites = importation.options.get("colonnes")
    if dites and len(dites) == len(table.entetes):
        return dites, memoire
    if memoire and len(memoire.colonnes) == len(table.entetes):
        return memoire.colonnes, memoire
    return reconnaitre(table, connues()), None


def retenue(federation: Federation, source: str) -> Callable[[Table], tuple[list[str], Precisions]]:
    """Return how to read a table of a source as it was said on screen; what it returns raises FichierIllisible."""

    def choisir(table: Table) -> tuple[list[str], Precisions]:
        memoires = Correspondance.objects.filter(federation=federation, source=source, signature=table.signature)
        memoire = memoires.order_by("pk").first()
        if memoire is None:
            raise FichierIllisible(
                f"Aucune correspondance n’est enregistrée pour la source « {source} » et ces noms de colonnes : "
                "importez une première fois à l’écran, ou sans --correspondance."
            )
        return memoire.colonnes, Precisions("", memoire.communes)

    return choisir


@transaction.atomic
def retenir(
    importation: Import,
    table: Table,
    *,
    source: str,
    colonnes: list[str],
    date_maj: date | None,
    now: datetime,
) -> None:
    """Keep what was said of the columns, for this import and for the next file of this source."""
    memoire, _ = Correspondance.objects.update_or_create(
        federation=importation.federation,
        source=source,
        signature=table.signature,
        defaults={"colonnes": colonnes, "modifiee_a": now},
    )
    importation.source = source
    importation.options |= {
        "colonnes": colonnes,
        "date_maj": date_maj.isoformat() if date_maj else "",
        "communes": memoire.communes | importation.options.get("communes", {}),
    }
    importation.statut = Statut.COMPARE
    importation.save(update_fields=["source", "options", "statut"])


def retenir_communes(importation: Import, communes: dict[str, str], *, now: datetime) -> None:
    """Keep the INSEE codes that somebody gave, for this import and for the next file of this source."""
    importation.options["communes"] = importation.options.get("communes", {}) | communes
    importation.save(update_fields=["options"])
    for memoire in Correspondance.objects.filter(federation=importation.federation, source=importation.source):
        memoire.communes |= communes
        memoire.modifiee_a = now
        memoire.save(update_fields=["communes", "modifiee_a"])


def lancer_la_comparaison(importation: Import, lignes: int, *, now: datetime) -> None:
    """Compare now when the file is short; hand it to the worker otherwise."""
    importation.statut = Statut.COMPARE
    if lignes <= TOUT_DE_SUITE:
        importation.travail = None
        importation.save(update_fields=["statut", "travail"])
        preparer(importation, now=now)
    else:
        importation.travail = confier(COMPARER, now=now, importation=importation.pk)
        importation.save(update_fields=["statut", "travail"])


def lire_prepare(importation: Import) -> Fichier:
    """Read the kept file as it was said to be read; raise FichierIllisible."""
    classeur = rouvrir(importation)
    feuille = feuille_choisie(importation, classeur)
    if feuille is None:
        raise FichierIllisible("La feuille choisie n’est plus dans ce fichier : choisissez-la de nouveau.")
    options = importation.options
    precisions = Precisions(options.get("date_maj", ""), options.get("communes", {}))
    return en_fichier(classeur, en_table(feuille), options["colonnes"], precisions)


def diff_de(
    importation: Import, *, now: datetime, avance: Callable[[int, int], None] = lambda _fait, _tout: None
) -> tuple[Diff, Fichier]:
    """Compare the kept file with the base as it is now."""
    fichier = lire_prepare(importation)
    diff = comparer(
        fichier,
        federation=importation.federation,
        source=importation.source,
        now=now,
        liens=importation.options.get("liens", {}),
        avance=avance,
    )
    return diff, fichier


def preparer(
    importation: Import, *, now: datetime, avance: Callable[[int, int], None] = lambda _fait, _tout: None
) -> None:
    """Compute and keep what an import would do: what pages read, by row.

    Nothing is kept of a comparison that ends after somebody has said otherwise, or has given up.
    """
    compare = copy.deepcopy(importation.options)
    diff, fichier = diff_de(importation, now=now, avance=avance)
    semblables = _semblables(diff, importation)
    par_numero = {ligne.numero: ligne for ligne in fichier.lignes}
    rapport = en_json(diff)
    communes = _noms_des_communes(diff)
    lignes = [_preparee(importation, ligne, semblables, par_numero, communes) for ligne in diff.lignes]
    effacer_lignes(importation)
    # In slices: twenty thousand rows written at once would keep everybody else waiting ten seconds on SQLite. Nobody
    # reads them before the last write says that all is there.
    for tranche in Cadence(TRANCHE).couper(lignes):
        with transaction.atomic():
            if _comme_compare(importation, compare) is None:
                return
            LignePreparee.objects.bulk_create(tranche, batch_size=200)
    with transaction.atomic():
        if _comme_compare(importation, compare) is None:
            return
        importation.comptes = diff.comptes()
        importation.apercu = {
            "entetes": list(fichier.entetes),
            "avertissements": rapport["avertissements"],
            "communes": rapport["communes"],
            "disparues": rapport["disparues"],
            "rien_a_changer": diff.rien_a_changer,
            "indecises": sum(1 for i in semblables if i not in importation.options.get("liens", {})),
            "introuvables": _introuvables(diff, par_numero),
        }
        importation.options |= {"encodage": fichier.encodage, "separateur": fichier.separateur}
        importation.statut = Statut.PREPARE
        importation.save(update_fields=["comptes", "apercu", "options", "statut"])


def _comme_compare(importation: Import, compare: dict[str, Any]) -> Import | None:
    """Return the import, held, while what was compared is what is still asked."""
    actuel = Import.objects.select_for_update().filter(pk=importation.pk).defer("rapport", "apercu").first()
    return actuel if actuel is not None and actuel.options == compare else None


def effacer_lignes(importation: Import) -> None:
    """Forget what was prepared, in slices."""
    cles = list(importation.lignes.order_by("pk").values_list("pk", flat=True))
    for tranche in Cadence(TRANCHE).couper(cles):
        LignePreparee.objects.filter(pk__in=tranche).delete()


def _preparee(
    importation: Import,
    ligne: LigneDiff,
    semblables: dict[str, list[dict[str, Any]]],
    par_numero: dict[int, Any],
    communes: dict[str, str],
) -> LignePreparee:
    liens = importation.options.get("liens", {})
    proches = semblables.get(ligne.identifiant, [])
    return LignePreparee(
        importation=importation,
        numero=ligne.numero,
        identifiant=ligne.identifiant[:200],
        nom=ligne.nom[:200],
        etat=ligne.etat.value,
        raison=ligne.raison[:400],
        reparee=bool(ligne.reparations) and ligne.etat != Etat.REJETEE,
        signalee=bool(ligne.signalements) and ligne.etat != Etat.REJETEE,
        conservee=bool(ligne.conservees),
        a_trancher=bool(proches) or ligne.identifiant in liens,
        detail=ligne_en_json(ligne) | {"apercu": _apercu(ligne, communes)},
        semblables=proches,
        cellules=list(par_numero[ligne.numero].cellules) if ligne.etat == Etat.REJETEE else [],
    )


def _noms_des_communes(diff: Diff) -> dict[str, str]:
    """Return the names of the communes where the file puts new places, by code."""
    codes = {e.champs.get("commune_id") for ligne in diff.lignes for e in ligne.ecritures if e.noun == "lieu"}
    connues = dict(Commune.objects.filter(pk__in=codes - {None}).order_by("pk").values_list("pk", "nom"))
    return connues | {c.code_insee: c.nom for c in diff.communes}


def _apercu(ligne: LigneDiff, communes: dict[str, str]) -> list[list[str]]:
    """Return what a new place would say, in a few words: label and value."""
    if ligne.etat != Etat.AJOUTEE:
        return []
    lieu: dict[str, Any] = next((e.champs for e in ligne.ecritures if e.noun == "lieu"), {})
    activites = [e.champs["nom"] for e in ligne.ecritures if e.noun == "offre"]
    ville = f"{lieu.get('code_postal', '')} {communes.get(lieu.get('commune_id', ''), '')}".strip()
    faits = (
        ("Adresse", ", ".join(m for m in (lieu.get("adresse", ""), ville) if m)),
        ("Téléphone", telephone_de(to_python(str(lieu.get("telephone", ""))))[0]),
        ("Courriel", lieu.get("courriel", "")),
        ("Horaires", lieu.get("horaires_source") or en_francais(Regle(lieu.get("horaires", "")))),
        ("Activités", ", ".join(activites)),
    )
    return [[nom, valeur] for nom, valeur in faits if valeur]


def _introuvables(diff: Diff, par_numero: dict[int, Any]) -> list[dict[str, Any]]:
    """Return the communes that rows name and that nobody knows here, the most frequent first."""
    trouvees: dict[str, dict[str, Any]] = {}
    for ligne in diff.de_etat(Etat.REJETEE):
        if not ligne.raison.startswith(INTROUVABLE):
            continue
        valeurs = par_numero[ligne.numero].valeurs
        nom, cle = valeurs.get("commune", "").strip()[:80], cle_commune(valeurs.get("commune", ""))
        code = valeurs.get("code_postal", "").strip()[:10]
        if cle and code:
            connue = trouvees.setdefault(cle, {"cle": cle, "nom": nom, "code_postal": code, "lignes": 0})
            connue["lignes"] += 1
    return sorted(trouvees.values(), key=lambda c: (-c["lignes"], c["cle"]))[:COMMUNES_MAX]


def _semblables(diff: Diff, importation: Import) -> dict[str, list[dict[str, Any]]]:
    """Return the places of ours that new rows look like, by identifier of the row."""
    liens = importation.options.get("liens", {})
    fiches = dict(_fiches(diff))
    # Rows already said to be a place of ours are no longer new: their choice is shown again with what it names.
    choisis = {i: uid for i, uid in liens.items() if uid}
    repertoire = Repertoire(fiches_des_lieux(importation.federation)) if fiches else None
    paires = {i: repertoire.semblables(f)[:SEMBLABLES_MAX] for i, f in fiches.items()} if repertoire else {}
    cles = {p.seconde for trouvees in paires.values() for p in trouvees}
    lieux: dict[Any, dict[str, str]] = {}
    for champ, valeurs in (("pk", sorted(cles)), ("uid", sorted(set(choisis.values())))):
        for debut in range(0, len(valeurs), 500):
            for lieu in (
                Lieu.objects.filter(structure__federation=importation.federation)
                .filter(**{f"{champ}__in": valeurs[debut : debut + 500]})
                .select_related("commune")
                .order_by("pk")
            ):
                lieux[getattr(lieu, champ)] = {
                    "uid": lieu.uid,
                    "nom": lieu.nom,
                    "adresse": f"{lieu.adresse}, {lieu.code_postal} {lieu.commune.nom}",
                }
    sortie: dict[str, list[dict[str, Any]]] = {}
    for identifiant, trouvees in paires.items():
        if trouvees:
            sortie[identifiant] = [lieux[p.seconde] | {"metres": p.metres} for p in trouvees if p.seconde in lieux]
    for identifiant, uid in choisis.items():
        if uid in lieux:
            sortie[identifiant] = [lieux[uid] | {"metres": None}]
    return sortie


def _fiches(diff: Diff) -> Iterator[tuple[str, Fiche]]:
    for ligne in diff.de_etat(Etat.AJOUTEE):
        for ecriture in ligne.ecritures:
            if ecriture.noun == "lieu":
                champs = ecriture.champs
                exact = champs["precision"] != Precision.APPROXIMATIVE
                points = ((champs["latitude"], champs["longitude"]),) if exact else ()
                yield ligne.identifiant, Fiche(0, ligne.nom, points=points)


def trancher(importation: Import, choix: dict[str, str], *, now: datetime) -> None:
    """Keep what somebody said of rows that look like places of ours, and compare again."""
    importation.options["liens"] = importation.options.get("liens", {}) | choix
    importation.save(update_fields=["options"])
    lancer_la_comparaison(importation, importation.comptes.get("lues", 0), now=now)


def lancer_l_application(importation: Import, *, by: Any, now: datetime) -> None:
    """Hand a prepared import to the worker; one that is no longer prepared is left alone."""
    with transaction.atomic():
        pris = Import.objects.filter(pk=importation.pk, statut=Statut.PREPARE).update(
            statut=Statut.COURS, commence_a=now, par=by
        )
        if pris:
            travail = confier(APPLIQUER, now=now, importation=importation.pk)
            Import.objects.filter(pk=importation.pk).update(travail=travail)


def abandonner(importation: Import) -> None:
    """Forget a prepared import and its file; nothing was written."""
    chemin = importation.chemin
    effacer_lignes(importation)
    importation.delete()
    chemin.unlink(missing_ok=True)
