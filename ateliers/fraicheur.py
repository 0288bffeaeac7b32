"""How old a « vérifié le… » is, and what follows; no clock of its own.

Three months, six, twelve: the colours and words of a page, the order of results, then out of search. Only what has
somebody to verify it is ever hidden, after two warnings: whoever sends them stores `masquee_des` through the writer.
"""

from datetime import date, timedelta

TROIS_MOIS, SIX_MOIS, UN_AN = timedelta(days=92), timedelta(days=183), timedelta(days=365)


def age_de(verifie_le: date | None, today: date) -> str:
    """Return recent (≤ 3 months), moyen (≤ 6), ancien (≤ 12), perime, or jamais."""
    if verifie_le is None:
        return "jamais"
    ecoule = today - verifie_le
    if ecoule <= TROIS_MOIS:
        return "recent"
    if ecoule <= SIX_MOIS:
        return "moyen"
    return "ancien" if ecoule <= UN_AN else "perime"


def confirmee_depuis(masquee_des: date, verifie_le: date | None) -> bool:
    """Tell whether somebody confirmed the activity since its hiding was announced: it is then never hidden."""
    return verifie_le is not None and masquee_des - verifie_le < UN_AN


def dernier_jour_visible(fin: date, masquee_des: date | None) -> date:
    """Return the last day on which search shows an activity that ends on `fin`."""
    return fin if masquee_des is None else min(fin, masquee_des - timedelta(days=1))
