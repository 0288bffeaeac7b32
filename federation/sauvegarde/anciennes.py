"""The backup of a former version: an empty base goes back to what it was then, is filled, and comes forward again."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from federation.sauvegarde.manifeste import SauvegardeRefusee, migrations_ici

Noeud = tuple[str, str]


class VersionAncienne:
    """What the base was when these migrations alone were applied; SauvegardeRefusee when this code cannot tell."""

    def __init__(self, migrations: list[str]) -> None:
        self._noeuds = {(app, nom) for app, _, nom in (m.partition(".") for m in migrations)}
        self._graphe = MigrationExecutor(connection).loader.graph
        if inconnues := sorted(self._noeuds - self._graphe.nodes.keys()):
            raise SauvegardeRefusee(
                f"Cette sauvegarde vient d’une autre version du site, que celle-ci ne connaît pas "
                f"({_dire(inconnues)}). Installez cette version-là, restaurez, puis mettez à jour."
            )
        if manquent := sorted({m for n in self._noeuds for m in self._graphe.forwards_plan(n)} - self._noeuds):
            raise SauvegardeRefusee(
                f"Cette sauvegarde vient d’une autre version du site, qui n’a jamais existé ({_dire(manquent)} manque)."
            )

    def tables(self) -> dict[str, type[models.Model]]:
        """Return the models of that version, by label."""
        tous = self._etat(self._noeuds).apps.get_models(include_auto_created=True)
        return {m._meta.label: m for m in tous if m._meta.managed and not m._meta.proxy}

    @contextmanager
    def en_place(self) -> Iterator[None]:
        """Take the base back to that version; bring it to today's on the way out, whatever happened inside."""
        try:
            self.revenir()
            yield
        finally:
            call_command("migrate", interactive=False, verbosity=0)

    def revenir(self) -> None:
        """Unapply what came since, the last first.

        Not by the executor's `migrate`: it renders every model again for each migration that stays, ten seconds.
        """
        executeur = MigrationExecutor(connection)
        appliquees = set(executeur.loader.applied_migrations)
        try:
            for noeud in reversed(_plan(self._graphe, appliquees)):
                if noeud not in self._noeuds:
                    appliquees.discard(noeud)
                    executeur.unapply_migration(self._etat(appliquees), self._graphe.nodes[noeud])
        except IrreversibleError as erreur:
            raise SauvegardeRefusee(
                f"Cette base n’a pas pu revenir à la version de la sauvegarde : {erreur}."
            ) from erreur
        if {tuple(m.split(".", 1)) for m in migrations_ici()} != self._noeuds:
            raise SauvegardeRefusee("Cette base n’a pas pu revenir à la version de la sauvegarde.")

    def _etat(self, noeuds: set[Noeud]) -> ProjectState:
        """Return the models as these migrations leave them."""
        dernieres = {n for n in noeuds if not any(suite.key in noeuds for suite in self._graphe.node_map[n].children)}
        return self._graphe.make_state(nodes=sorted(dernieres), at_end=True)


def _plan(graphe: Any, noeuds: set[Noeud]) -> list[Noeud]:
    """Return these migrations, each after those that it needs."""
    plan: dict[Noeud, None] = {}
    for noeud in sorted(noeuds):
        plan |= dict.fromkeys(graphe.forwards_plan(noeud))
    return list(plan)


def _dire(noeuds: list[Noeud]) -> str:
    return ", ".join(f"{app}.{nom}" for app, nom in noeuds[:3]) + ("…" if len(noeuds) > 3 else "")
