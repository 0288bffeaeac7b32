"""A federation, its communes, and short ways to read, compare and apply."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comptes.models import Federation
from echanges.application import appliquer
from echanges.comparaison import comparer
from echanges.lecture import lire
from echanges.standard.colonnes import COLONNES
from structures.communes import charger_livrees

FICHIERS = Path(__file__).parent / "fichiers"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def federation(db):
    charger_livrees()
    return Federation.objects.create(
        slug="fdcs94", nom="Fédération d’essai", territoire="Val-de-Marne", departements=["94"]
    )


@pytest.fixture
def importer(federation):
    """Give `importer(octets or name, appliquer=True)`: returns the Diff, applied unless told otherwise."""

    def faire(fichier, *, source="essai", ecrire=True, now=NOW, federation=federation):
        octets = (FICHIERS / fichier).read_bytes() if isinstance(fichier, str) else fichier
        diff = comparer(lire(octets, "essai.csv"), federation=federation, source=source, now=now)
        if ecrire:
            appliquer(diff, federation=federation, by=None, now=now, fini=now + timedelta(seconds=1))
        return diff

    return faire


LIGNE = {
    "id": "x-01",
    "pivot": "00000000000000",
    "nom": "Maison du Parc",
    "commune": "Créteil",
    "code_postal": "94000",
    "code_insee": "94028",
    "adresse": "1 rue de la Démonstration",
    "latitude": "48.7771",
    "longitude": "2.4531",
    "typologie": "ASSO",
    "date_maj": "2026-10-01",
    "services": "Aide aux démarches administratives",
    "frais_a_charge": "Gratuit",
    "modalites_acces": "Se présenter",
}


@pytest.fixture
def csv_de():
    """Give `csv_de({…}, {…})`: a file of the standard with these rows over a plain one."""

    def ecrire(*lignes: dict[str, str]) -> bytes:
        sortie = [",".join(COLONNES)]
        for ligne in lignes:
            valeurs = LIGNE | ligne
            sortie.append(",".join('"' + valeurs.get(c, "").replace('"', '""') + '"' for c in COLONNES))
        return ("\n".join(sortie) + "\n").encode()

    return ecrire
