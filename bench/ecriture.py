"""Rows about writing: what saving an activity costs the processor, by the one writer and as Django alone would."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from typing import Any

from django.db import transaction

from ateliers.actions import enregistrer_lot
from ateliers.models import Offre
from bench.bases import ouverte
from bench.mesure import entrelacer, repete
from bench.recherche import dans
from bench.tableau import Ligne
from core.voies import Voie

FOIS = 5


def enregistrer(bases: dict[str, str], *, tours: int) -> list[Ligne]:
    """Compare one save through the one writer (history, words, sessions, derived columns, version) with a bare save().

    `bases` gives {engine: database}. Nothing stays written.
    """
    lignes = []
    for moteur, base in bases.items():
        with ouverte(base):
            offre = Offre.objects.exclude(lieu=None).exclude(horaires="").filter(etat="publie").order_by("pk")[0]
        mots = _presentations()

        def par_le_site(offre: Offre = offre, mots: Iterator[str] = mots) -> None:
            offre.presentation = next(mots)
            enregistrer_lot([offre], by=None, voie=Voie.ECRAN)

        def nue(offre: Offre = offre, mots: Iterator[str] = mots) -> None:
            offre.presentation = next(mots)
            offre.save(force_update=True)

        essais = {
            nom: dans(base, partial(_sans_suite, repete(essai, FOIS)))
            for nom, essai in (("site", par_le_site), ("nue", nue))
        }
        durees = entrelacer(essais, tours=max(tours, 5), chrono=time.process_time)
        detail = f"{durees['site'] / FOIS * 1000:.1f} ms, save() seul {durees['nue'] / FOIS * 1000:.1f} ms"
        titre = f"CPU, enregistrer une activité, contre save(), {moteur}"
        lignes.append(Ligne(titre, durees["site"] / durees["nue"], "×", detail=detail))
    return lignes


def _presentations() -> Iterator[str]:
    return (f"Mesure numéro {n}" for n in count())


def _sans_suite(essai: Callable[[], Any]) -> None:
    """Do it, and take it back."""
    with transaction.atomic():
        essai()
        transaction.set_rollback(True)
