"""Addresses that mail servers refuse: marked, shown to those who can do something, forgotten once confirmed."""

from collections.abc import Iterable
from datetime import datetime

from comptes.models import AdresseRefusee, plier_courriel


def noter_refus(adresse: str, *, raison: str, now: datetime) -> None:
    """Mark an address that receives nothing; said again, the last reason stays."""
    AdresseRefusee.objects.update_or_create(
        courriel=plier_courriel(adresse), defaults={"raison": raison[:300], "constatee_a": now}
    )


def confirmer_adresse(adresse: str) -> bool:
    """Forget that an address was refused: a mail sent there has just been read, or somebody says it works."""
    effacees, _ = AdresseRefusee.objects.filter(courriel=plier_courriel(adresse)).delete()
    return bool(effacees)


def refusees(adresses: Iterable[str]) -> dict[str, AdresseRefusee]:
    """Return those of these addresses that are marked, by folded address."""
    pliees = {plier_courriel(a) for a in adresses}
    return {r.courriel: r for r in AdresseRefusee.objects.filter(courriel__in=pliees)}
