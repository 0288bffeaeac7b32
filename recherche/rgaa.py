"""Where the site stands on the 106 criteria of RGAA 4.1: one file, that the public statement and the document read."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FICHIER = Path(__file__).with_name("rgaa.tsv")
RELEVE_LE = date(2026, 11, 28)
STATUTS = {"C": "conforme", "NC": "non conforme", "NA": "non applicable", "AV": "à vérifier"}


@dataclass(frozen=True)
class Critere:
    """One criterion: its number, our status, its shortened title, and what the status rests on."""

    numero: str
    code: str
    titre: str
    preuve: str

    @property
    def statut(self) -> str:
        """Return the status in words."""
        return STATUTS[self.code]


@cache
def criteres() -> tuple[Critere, ...]:
    """Return the criteria in their order."""
    return tuple(Critere(*ligne.split("\t")) for ligne in FICHIER.read_text("utf-8").splitlines())


def etat() -> dict[str, object]:
    """Return what the statement says: counts, what is not conform, and the legal mention.

    A rate is of criteria that apply, and what is still to be checked counts against it. `tenus` are those for which a
    test holds all or part of what is said; the others were only read.
    """
    combien = {code: sum(critere.code == code for critere in criteres()) for code in STATUTS}
    taux = 100 * combien["C"] // (len(criteres()) - combien["NA"])
    mention = "non conforme"
    if taux >= 50:
        mention = "totalement conforme" if taux == 100 else "partiellement conforme"
    return {
        "conformes": combien["C"],
        "non_applicables": combien["NA"],
        "a_verifier": combien["AV"],
        "non_conformes": [critere for critere in criteres() if critere.code == "NC"],
        "tenus": sum("tests/" in critere.preuve for critere in criteres()),
        "total": len(criteres()),
        "taux": taux,
        "mention": mention,
        "date": RELEVE_LE,
    }
