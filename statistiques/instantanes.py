"""Keep, once a month, what a network counts to; say what has changed since."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from comptes.models import Federation
from statistiques.indicateurs import REGISTRE, EtatDesLieux, Genre, Resultat, indicateurs
from statistiques.indicateurs.modele import nombre
from statistiques.models import Instantane

MOIS_MONTRES = 24


def figer(federation: Federation, today: date) -> int:
    """Count a federation for this month, unless it is done; return how many figures were written.

    An indicator that appears in the middle of a month is counted from then on.
    """
    mois = today.replace(day=1)
    deja = set(Instantane.objects.filter(federation=federation, mois=mois).values_list("indicateur", flat=True))
    if deja >= {i.cle for i in REGISTRE}:
        return 0
    nouveaux = [
        instantane(federation, resultat, today)
        for cle, resultat in indicateurs(federation, today).resultats.items()
        if cle not in deja
    ]
    # Another worker may be at it: whoever comes second writes nothing.
    Instantane.objects.bulk_create(nouveaux, ignore_conflicts=True)
    return len(nouveaux)


def instantane(federation: Federation, resultat: Resultat, jour: date) -> Instantane:
    """Return the unsaved row that keeps one result."""
    return Instantane(
        federation=federation,
        mois=jour.replace(day=1),
        jour=jour,
        indicateur=resultat.indicateur.cle,
        numerateur=resultat.numerateur,
        denominateur=resultat.denominateur,
        inconnus=resultat.inconnus,
        valeur=resultat.valeur,
    )


def precedents(federation: Federation, today: date) -> dict[str, Instantane]:
    """Return the last count before this month, by indicator; nothing when there is none."""
    anciens = Instantane.objects.filter(federation=federation, mois__lt=today.replace(day=1))
    dernier = anciens.order_by("-mois").values("mois")[:1]
    return {i.indicateur: i for i in anciens.filter(mois=dernier).order_by("pk")}


def evolution(resultat: Resultat, avant: Instantane | None, today: date) -> str:
    """Say what changed since an earlier count: « + 3 depuis octobre », « comme en octobre », or nothing."""
    if avant is None or avant.valeur is None or resultat.valeur is None:
        return ""
    part = resultat.indicateur.genre == Genre.PART
    ecart = (resultat.numerateur or 0) - (avant.numerateur or 0) if part else resultat.valeur - avant.valeur
    quand = mois_dit(avant.mois, today)
    dit = nombre(abs(ecart))
    alors = f" (alors sur {avant.denominateur})" if part and avant.denominateur != resultat.denominateur else ""
    if dit == "0":
        return f"comme en {quand}{alors}"
    return f"{'+' if ecart > 0 else '−'}\u00a0{dit} depuis {quand}{alors}"


def mois_dit(mois: date, today: date) -> str:
    """Write a month; with its year when it is not of the last twelve."""
    recent = (today.year - mois.year) * 12 + today.month - mois.month < 12
    return date_format(mois, "F" if recent else "F Y")


@dataclass(frozen=True, slots=True)
class Mois:
    """One month of an indicator, as its chart and its table say it."""

    mois: date
    jour: date
    numerateur: float | None
    denominateur: int
    valeur: float


def serie(federation: Federation, resultat: Resultat, today: date) -> list[Mois]:
    """Return the last two years of an indicator, the oldest first; today's count stands for this month."""
    gardes = (
        Instantane.objects.filter(
            federation=federation,
            indicateur=resultat.indicateur.cle,
            valeur__isnull=False,
            mois__lt=today.replace(day=1),
        )
        .order_by("-mois")
        .values_list("mois", "jour", "numerateur", "denominateur", "valeur")[:MOIS_MONTRES]
    )
    mois = [Mois(m, j, num, den, valeur) for m, j, num, den, valeur in gardes if valeur is not None][::-1]
    if resultat.valeur is not None:
        mois.append(Mois(today.replace(day=1), today, resultat.numerateur, resultat.denominateur, resultat.valeur))
    return mois


def evolutions(federation: Federation, etat: EtatDesLieux) -> dict[str, str]:
    """Say, by indicator, what changed since the last count of an earlier month."""
    avant = precedents(federation, etat.faits.jour)
    return {cle: evolution(r, avant.get(cle), etat.faits.jour) for cle, r in etat.resultats.items()}
