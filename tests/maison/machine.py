"""One process of a site apart: it does, one after the other, the commands and the gestures that it is asked.

One process for all of them: starting twenty would take a minute. Each request is a line of JSON on its standard input,
each answer a line on its standard output.
"""

import getpass
import io
import json
import os
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from types import SimpleNamespace


class Terminal(io.TextIOWrapper):
    """What somebody types, or what another program gives."""

    def isatty(self) -> bool:
        return True


def commander(mots, entree=""):
    """Run `manage.py mots…`, as the command line would; return its exit code and all that it says."""
    from django.core.management import ManagementUtility

    dit, code = io.StringIO(), 0
    sys.stdin = Terminal(io.BytesIO(entree.encode()), encoding="utf-8")
    getpass.getpass = lambda *_, **__: input()
    with redirect_stdout(dit), redirect_stderr(dit):
        try:
            ManagementUtility(["manage.py", *mots]).execute()
        except SystemExit as fin:
            code = fin.code or 0
    return {"code": code, "dit": dit.getvalue()}


def demander(chemin, entetes):
    """Ask a page of this site, as a probe does; return its status and what it says."""
    from django.test import Client

    reponse = Client(headers={"host": "127.0.0.1"}).get(chemin, headers=entetes)
    return {"statut": reponse.status_code, "texte": reponse.text}


def installer_ailleurs(base, donnees):
    """Become another machine: this empty base, up to date, and its own directory."""
    from django.conf import settings
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = base
    settings.DATA_DIR, settings.MEDIA_ROOT = Path(donnees), Path(donnees) / "fichiers"


def compter():
    """Return how many rows each model has."""
    from django.apps import apps

    modeles = apps.get_models(include_auto_created=True)
    return {m._meta.label: m._base_manager.count() for m in modeles if m._meta.managed}


def annoncer_et_se_connecter(courriel):
    """Leave what holds to the keys: a session, a link of a mail, and somebody announced to a place."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from ateliers.models import Offre
    from comptes.models import Utilisateur
    from comptes.sessions import SessionStore
    from core.liens import Genre, signer
    from orientations.models import Identite, MiseEnRelation
    from orientations.relations.chiffrement import chiffrer

    compte, offre, now = Utilisateur.objects.get(courriel=courriel), Offre.objects.first(), timezone.now()
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(compte.pk), compte.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    demande = MiseEnRelation.objects.create(
        offre=offre, de=offre.structure, expediteur=compte, accord_a=now, cree_a=now, a_rappeler_a=now
    )
    Identite.objects.create(relation=demande, secret=chiffrer({"prenom": "Essai"}))
    return {"session": session.session_key, "lien": signer(Genre.ACTION, but="essai")}


def relire(session, lien):
    """Return what the keys of today still open: whose session, what the link holds, who was announced."""
    from django.contrib.auth import get_user

    from comptes.sessions import SessionStore
    from core.liens import Genre, LienRefuse, lire
    from orientations.models import Identite
    from orientations.relations.chiffrement import dechiffrer

    qui = get_user(SimpleNamespace(session=SessionStore(session)))
    lu = None
    with suppress(LienRefuse):
        lu = lire(Genre.ACTION, lien)
    return {"qui": getattr(qui, "courriel", None), "lien": lu, "annonce": dechiffrer(Identite.objects.get().secret)}


def se_tromper(courriel):
    """Lock an account: six wrong passwords."""
    from axes.models import AccessAttempt
    from django.utils import timezone

    AccessAttempt.objects.create(username=courriel, failures_since_start=6, attempt_time=timezone.now())


def main():
    reponses, sys.stdout = sys.stdout, sys.stderr
    demandes = sys.stdin
    import django

    django.setup()
    for ligne in iter(demandes.readline, ""):
        geste, arguments = json.loads(ligne)
        faire = globals()[geste]
        reponses.write(json.dumps(faire(**arguments)) + "\n")
        reponses.flush()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "federation.settings"
    main()
