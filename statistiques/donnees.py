"""The tables that the indicators are counted from, raw, so that anybody may count them again.

One CSV a table (UTF-8, commas, dates as 2026-11-27, « oui », « non » or nothing when it is not known); a list of codes
is separated by bars. Each row is as it stands in the directory, also what no figure counts: the rules are in the guide.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, FORMES, METIERS, NIVEAUX, THEMES
from centres.models import Equipement
from comptes.models import Federation
from partenaires.models import Partenariat
from statistiques.models import ChiffresAnnee
from structures.models import Commune, Lieu, Structure

Lignes = Iterator[Sequence[Any]]

STRUCTURES = (
    "uid", "nom", "nature", "archivee_le", "fusionnee", "statut", "agrement", "adhesion_annee", "animateurs",
    "personnes_par_semaine", "reseaux",
)  # fmt: skip
LIEUX = ("uid", "structure", "nom", "code_insee", "departement", "principal", "etat", "structure_archivee_le")
EQUIPEMENTS = (
    "lieu", "salle_dediee", "ordinateurs_fixes", "ordinateurs_portables", "tablettes", "wifi_public", "a_renouveler",
    "apporter_appareil",
)  # fmt: skip
ACTIVITES = (
    "uid", "nom", "structure", "lieu", "nature", "themes", "formes", "niveaux", "metiers", "acces", "etat", "debut",
    "fin", "grain", "dispo", "dispo_fiable_jusqu_au", "structure_archivee_le",
)  # fmt: skip
PARTENARIATS = ("centre", "partenaire", "debut", "fin", "mediation_numerique", "partenaire_archive_le")
CHIFFRES = ("structure", "annee", "personnes_accueillies", "personnes_ateliers", "saisi_le")
COMMUNES = ("code_insee", "nom", "departement", "population")
FEDERATION = ("slug", "nom", "departements", "jour")


def exporter(federation: Federation, dossier: Path, today: date) -> list[Path]:
    """Write the tables of a federation in a folder, which is made; return the files."""
    dossier.mkdir(parents=True, exist_ok=True)
    ou = Q(structure__federation=federation)
    if federation.departements:
        ou |= Q(commune__departement__in=federation.departements)
    lieux = Lieu.objects.filter(ou).order_by("uid").select_related("structure", "commune")
    offres = (
        Offre.objects.filter(Q(structure__federation=federation) | Q(lieu__in=lieux.order_by().values("pk")))
        .order_by("uid")
        .select_related("structure", "lieu")
    )
    tables: tuple[tuple[str, Sequence[str], Lignes], ...] = (
        ("federation", FEDERATION, iter([(federation.slug, federation.nom, federation.departements, today)])),
        ("structures", STRUCTURES, _structures(federation)),
        ("lieux", LIEUX, _lieux(lieux)),
        ("equipements", EQUIPEMENTS, _equipements(federation)),
        ("activites", ACTIVITES, _activites(offres)),
        ("partenariats", PARTENARIATS, _partenariats(federation)),
        ("chiffres", CHIFFRES, _chiffres(federation)),
        ("communes", COMMUNES, _communes(federation)),
    )
    return [_ecrire(dossier / f"{nom}.csv", entete, lignes) for nom, entete, lignes in tables]


def _ecrire(chemin: Path, entete: Sequence[str], lignes: Lignes) -> Path:
    with chemin.open("w", encoding="utf-8", newline="") as fichier:
        ecrivain = csv.writer(fichier)
        ecrivain.writerow(entete)
        ecrivain.writerows([_cellule(valeur) for valeur in ligne] for ligne in lignes)
    return chemin


def _cellule(valeur: Any) -> str:
    if valeur is None:
        return ""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, list):
        return "|".join(map(str, valeur))
    return str(valeur)


def _structures(federation: Federation) -> Lignes:
    for s in Structure.objects.managed_by(federation).select_related("centre").order_by("uid"):
        centre = getattr(s, "centre", None)
        tete = (s.uid, s.nom, s.nature, s.archivee_le, s.fusionnee_dans_id is not None)
        reseaux = [reseau for reseau, _ in s.reseaux or ()]
        if centre is None:
            yield (*tete, None, None, None, None, None, reseaux)
        else:
            yield (
                *tete,
                *(centre.statut, centre.agrement, centre.adhesion_annee, centre.animateurs),
                *(centre.personnes_par_semaine, reseaux),
            )


def _lieux(lieux: Iterable[Lieu]) -> Lignes:
    for x in lieux:
        yield (
            *(x.uid, x.structure.uid, x.nom, x.commune_id, x.commune.departement, x.principal, x.etat),
            x.structure.archivee_le,
        )


def _equipements(federation: Federation) -> Lignes:
    for e in Equipement.objects.filter(lieu__structure__federation=federation).select_related("lieu").order_by("pk"):
        yield (e.lieu.uid, *(getattr(e, champ) for champ in EQUIPEMENTS[1:]))


def _activites(offres: Iterable[Offre]) -> Lignes:
    for o in offres:
        yield (
            *(o.uid, o.nom, o.structure.uid, o.lieu.uid if o.lieu else None, o.nature, THEMES.codes(o.themes)),
            *(FORMES.codes(o.formes), NIVEAUX.codes(o.niveaux), METIERS.codes(o.metiers), ACCES.codes(o.acces)),
            *(o.etat, o.debut, o.fin, o.grain, o.dispo, o.dispo_fiable_jusqu_au, o.structure.archivee_le),
        )


def _partenariats(federation: Federation) -> Lignes:
    lignes = Partenariat.objects.filter(centre__federation=federation).order_by("pk")
    for p in lignes.select_related("centre", "partenaire__partenaire"):
        fiche = getattr(p.partenaire, "partenaire", None)
        mediation = bool(fiche and fiche.mediation_numerique)
        yield (p.centre.uid, p.partenaire.uid, p.debut, p.fin, mediation, p.partenaire.archivee_le)


def _chiffres(federation: Federation) -> Lignes:
    lignes = ChiffresAnnee.objects.filter(structure__federation=federation).order_by("annee", "structure_id")
    for c in lignes.select_related("structure"):
        yield (c.structure.uid, c.annee, c.personnes_accueillies, c.personnes_ateliers, c.saisi_le)


def _communes(federation: Federation) -> Lignes:
    communes = Commune.objects.order_by("code_insee")
    if federation.departements:
        communes = communes.filter(departement__in=federation.departements)
    else:
        siens = Lieu.objects.filter(structure__federation=federation).order_by()
        communes = communes.filter(pk__in=siens.values("commune_id"))
    for c in communes:
        yield (c.code_insee, c.nom, c.departement, c.population)
