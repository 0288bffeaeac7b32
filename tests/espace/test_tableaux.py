"""The tables on screen, as files: the same rows, the same rights, from the links of the page."""

import csv
import io
import re

import openpyxl
import pytest

from tests.test_droits import completer

# The page, whom it is for, and what its file holds.
PAGES = {
    "/f/val-de-marne/imports/": ("fede", ["Commencé le", "Fichier", "Lignes lues"]),
    "/f/val-de-marne/imports/{journal.pk}/": ("fede", ["Ligne du fichier", "Raison"]),
    "/f/val-de-marne/administrateurs/": ("fede", ["Courriel", "fede@example.org", "Reçoit nos courriels"]),
    "/f/val-de-marne/courriels/": ("fede", ["Réponse du serveur", "amina@example.org", "boîte pleine"]),
    "/espace/{structure.uid}/signalements/": ("bruno", ["Ce qui est faux", "Fermé le jeudi.", "à regarder"]),
    "/espace/{structure.uid}/orientations/": ("amina", ["Compté par", "Masqué"]),
    "/espace/{structure.uid}/chiffres/2026/": ("bruno", ["Rubrique", "Total", "Toutes les activités"]),
}


def lire(reponse):
    """Return the cells of a file of either format, as text."""
    if reponse["Content-Type"].startswith("text/csv"):
        lignes = csv.reader(io.StringIO(reponse.content.decode("utf-8-sig"), newline=""), delimiter=";")
        return [cellule for ligne in lignes for cellule in ligne]
    feuille = openpyxl.load_workbook(io.BytesIO(reponse.content)).worksheets[0]
    return [str(c.value) for ligne in feuille.iter_rows() for c in ligne if c.value is not None]


@pytest.fixture
def reels(distribution):
    from django.utils import timezone

    from comptes.adresses import noter_refus

    noter_refus("amina@example.org", raison="boîte pleine", now=timezone.now())
    return completer(distribution)


def test_each_table_is_a_file_one_link_away_with_the_same_rights(client, reels):
    for patron, (role, attendus) in PAGES.items():
        client.force_login(getattr(reels, role))
        chemin = patron.format_map(vars(reels))
        liens = re.findall(r'href="([^"]*format=(?:csv|xlsx))" download', client.get(chemin).text)
        assert [lien.rpartition("=")[2] for lien in liens] == ["csv", "xlsx"], chemin
        for lien in liens:
            reponse = client.get(lien)
            assert reponse["Content-Disposition"].endswith(f'.{lien.rpartition("=")[2]}"')
            assert not set(attendus) - set(lire(reponse)), lien
            client.force_login(reels.autre_fede)
            assert client.get(lien).status_code == 404
            client.force_login(getattr(reels, role))
