"""What the floors above hand to the worker: daily jobs, long jobs, queues to drain.

The worker lives here, on the ground floor, and knows none of them: each app registers its own when it is ready.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from core.models import Travail

Quotidien = Callable[[datetime], str]
Tache = Callable[..., str]
File = Callable[[datetime], int]

quotidiens: dict[str, Quotidien] = {}
taches: dict[str, Tache] = {}
files: dict[str, File] = {}
reprises: dict[str, File] = {}


def quotidien(nom: str) -> Callable[[Quotidien], Quotidien]:
    """Register a daily job: it takes `now`, is idempotent, and returns one line of report."""

    def inscrire(fonction: Quotidien) -> Quotidien:
        quotidiens[nom] = fonction
        return fonction

    return inscrire


def tache(nom: str) -> Callable[[Tache], Tache]:
    """Register a long job: it takes `travail` and its arguments, and returns its report."""

    def inscrire(fonction: Tache) -> Tache:
        taches[nom] = fonction
        return fonction

    return inscrire


def file(nom: str) -> Callable[[File], File]:
    """Register a queue: a function that takes `now`, handles one batch and returns how many it handled."""

    def inscrire(fonction: File) -> File:
        files[nom] = fonction
        return fonction

    return inscrire


def reprise(nom: str) -> Callable[[File], File]:
    """Register what a worker settles when it starts alone: whatever is under way then was left by one that died."""

    def inscrire(fonction: File) -> File:
        reprises[nom] = fonction
        return fonction

    return inscrire


adresses: dict[str, Callable[[str], str]] = {}


def adresse(source: str) -> Callable[[Callable[[str], str]], Callable[[str], str]]:
    """Register who tells an address that the outbox does not keep: it takes a reference, and returns "" when gone."""

    def inscrire(fonction: Callable[[str], str]) -> Callable[[str], str]:
        adresses[source] = fonction
        return fonction

    return inscrire


def adresse_de(reference: str) -> str:
    """Return the address that « source:reference » stands for, "" when nobody knows it any more."""
    source, _, objet = reference.partition(":")
    return adresses[source](objet) if source in adresses else ""


def confier(nom: str, *, now: datetime, **arguments: Any) -> Travail:
    """Hand a long job to the worker; an unknown name raises KeyError."""
    if nom not in taches:
        raise KeyError(nom)
    return Travail.objects.create(nom=nom, arguments=arguments, demande_a=now)
