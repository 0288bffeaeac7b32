"""No file makes the importer fail otherwise than by its own sentence."""

import contextlib
import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from echanges.application import appliquer
from echanges.comparaison import comparer
from echanges.lecture import FichierIllisible, lire
from echanges.rapport import en_texte
from echanges.standard.colonnes import COLONNES
from echanges.standard.ligne import lire_ligne
from echanges.standard.nettoyage.communes import CommuneLue, Referentiel
from structures.models import Lieu
from tests.echanges.conftest import FICHIERS, LIGNE, NOW

TRAPS = (FICHIERS / "traps-utf8-bom.csv").read_bytes()
# Words that spreadsheets, people and attackers leave in cells.
MAUVAIS = [
    "", "0", "-", "N/C", "NaN", "inf", "1e400", "-999", "48,7771", "2.4531", "48.77, 2.45", "94000.0", "1000", "2A004",

    "97411", "99999", "06 12 34 56 78 / 01 45 12 34 56", "+33" * 40, "a@b", "a@b.fr;c", "@", "http://",
    "http://[", "www.",

    "https://exämple.fr/é", "Mo-Fr 25:00-99:99", "lundi", "24/7", "week 1-53/2 Mo 09:00-10:00", "31/02/2026", "45678",
    "99999.5", "0000-00-00", "2026-13-45", "|", ";;;", "Gratuit|Payant|Gratuit", "Ce lieu n'accueille pas de public",
    "À distance", "CEDEX", "CRETEIL CEDEX 9", "Paris", "saint", "W" + "9" * 9, "7.32829E+13", "٣٤٥٦٧", "²³¹",
    "😀" * 300,
    "Ã©" * 50, "\u200b", "\ufeff", "x" * 5000, "=1+1", "</script>", "%s%n", "a\nb", '"', "’", "½", "1,2,3", "--",
]  # fmt: skip
cellule = st.one_of(st.sampled_from(MAUVAIS), st.text(max_size=40))
ligne = st.fixed_dictionaries({}, optional=dict.fromkeys(COLONNES, cellule))


def ecrire(lignes, separateur=",") -> str:
    sortie = io.StringIO()
    ecrivain = csv.DictWriter(sortie, list(COLONNES), delimiter=separateur, restval="")
    ecrivain.writeheader()
    ecrivain.writerows(LIGNE | li for li in lignes)
    return sortie.getvalue()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2000))
def test_octets_quelconques(octets):
    with contextlib.suppress(FichierIllisible):
        lire(octets)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(TRAPS) - 1), st.binary(max_size=4)), min_size=1, max_size=30),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252", "mac_roman"]),
)
def test_fichier_abime(coups, encodage):
    octets = bytearray(TRAPS.decode("utf-8-sig").encode(encodage, errors="replace"))
    for place, morceau in coups:
        octets[place % len(octets) : place % len(octets) + 1] = morceau
    try:
        fichier = lire(bytes(octets))
    except FichierIllisible:
        return
    referentiel = Referentiel.de([CommuneLue("94028", "Créteil", ("94000",), (48.7837, 2.4548))])
    for lue in fichier.lignes:
        lire_ligne(lue, referentiel, today=NOW.date())


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lignes=st.lists(ligne, min_size=1, max_size=5), separateur=st.sampled_from([",", ";", "\t"]))
def test_cellules_quelconques_s_ecrivent(federation, lignes, separateur):
    """What the comparison accepts, the database accepts, on both engines; the same file again changes nothing."""
    nommees = [li | {"id": f"f-{i}"} for i, li in enumerate(lignes)]
    fichier = lire(ecrire(nommees, separateur).encode())
    diff = comparer(fichier, federation=federation, source="fuzz", now=NOW)
    assert list(en_texte(diff))
    appliquer(diff, federation=federation, by=None, now=NOW, fini=NOW)
    for lieu in Lieu.objects.filter(structure__federation=federation).order_by("pk"):
        lieu.clean_fields(exclude=["adresse", "code_postal"])
    encore = comparer(fichier, federation=federation, source="fuzz", now=NOW)
    assert encore.rien_a_changer
    assert not any(li.ecarts for li in encore.lignes)
