"""Write a small network in the database of the environment, and print what the test of the replica needs to know.

Its tables are made from the models: what the migrations make is tried elsewhere, and costs ten times more.
"""

import json
from types import SimpleNamespace

import django
from django.conf import settings
from django.core.management import call_command


class SansMigrations(dict):
    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def preparer() -> dict[str, str]:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from comptes.sessions import SessionStore
    from structures.models import Membre
    from tests.distribution import creer_compte, creer_lieu
    from tests.espace.outils import ouvrir_acces

    lieu = creer_lieu()
    amina = creer_compte("amina@example.org")
    Membre.objects.create(structure=lieu.structure, utilisateur=amina, role="responsable")
    reseau = SimpleNamespace(lieux={"Le Lien": lieu}, amina=amina, bruno=amina)
    ouvrir_acces(reseau)
    session = SessionStore()
    session.ouvrir("Firefox", timezone.now())
    session[SESSION_KEY] = str(amina.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = amina.get_session_auth_hash()
    session.create()
    return {
        "page": reseau.permanence.get_absolute_url(),
        "uid": reseau.permanence.uid,
        "poste": reseau.jetons.poste,
        "session": session.session_key,
    }


if __name__ == "__main__":
    avec, settings.MIGRATION_MODULES = settings.MIGRATION_MODULES, SansMigrations()
    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)
    settings.MIGRATION_MODULES = avec
    call_command("migrate", fake=True, verbosity=0)  # /sante/pret counts them
    print(json.dumps(preparer()))  # noqa: T201 what the test reads
