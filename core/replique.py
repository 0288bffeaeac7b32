"""Read the public pages from a copy of the database, without ever showing somebody less than what they have written.

Only pages that are named by the data version read the replica (`core.etiquettes`): everything else, whoever holds a
session, and every transaction stay on the primary. See docs/adr and docs/echelle.md.

* **One's own write is never late.** Whoever bumps the data version takes away its number, signed, for ten minutes; the
  replica answers them once it has that number. Versions are committed one after the other, and a replica replays
  commits in order: whoever has the number has what was written with it.
* **Rows are never older than their name.** Within one request, reading only ever goes from the replica to the primary.
* **A replica that is late, gone or promoted is left alone**: what it cannot answer, the primary does.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from core.models import Version

REPLIQUE = "replique"
COOKIE, SEL = "ecrit", "core.replique"
# A replica later than this is not read: the cookie, that lives longer, then covers whoever wrote.
RETARD_MAX = 5 * 60
DUREE_DU_COOKIE = 10 * 60
LUE, DE_COTE, INJOIGNABLE = "lue", "laissée de côté, ", "injoignable"
PAS = 5.0  # seconds between two looks at the replica, in each process
_JOURNAL = logging.getLogger(__name__)

_ou: ContextVar[str] = ContextVar("ou_lire", default=DEFAULT_DB_ALIAS)
_a_ecrit: ContextVar[bool] = ContextVar("a_ecrit", default=False)


def ou_lire() -> str:
    """Return the alias of the database to read now."""
    alias = _ou.get()
    # What a transaction has written, it alone can read.
    return DEFAULT_DB_ALIAS if connections[DEFAULT_DB_ALIAS].in_atomic_block else alias


def lecture() -> BaseDatabaseWrapper:
    """Return the connection that SQL written by hand reads from: the one that the ORM would."""
    return connections[ou_lire()]


class Routeur:
    """Send every write to the primary, and a read where its request reads."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        return ou_lire()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        _ou.set(DEFAULT_DB_ALIAS)  # what follows in this request may lean on what it writes
        if model is Version:
            _a_ecrit.set(True)
        return DEFAULT_DB_ALIAS

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        return True  # the same rows

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == DEFAULT_DB_ALIAS


class _Etat:
    """What this process knows of the replica, looked at again every few seconds by one of its threads."""

    def __init__(self) -> None:
        self._verrou = threading.Lock()
        self._prochain = 0.0
        self._bonne: bool | None = None
        self.raison = "pas encore regardée"

    def bonne(self) -> bool:
        """Tell whether the replica may be read; threads that come during a look go by the last one."""
        if time.monotonic() >= self._prochain and self._verrou.acquire(blocking=False):
            try:
                raison = _regarder()
                self._noter(raison)
            finally:
                self._verrou.release()
        return bool(self._bonne)

    def ecarter(self, raison: object) -> None:
        """Leave the replica alone until the next look."""
        self._noter(_injoignable(raison))

    def _noter(self, raison: str) -> None:
        bonne = not raison
        if bonne != self._bonne:
            if bonne:
                _JOURNAL.info("réplique : lue")
            else:
                _JOURNAL.warning("réplique laissée de côté, la base principale répond : %s", raison)
        self._bonne, self.raison = bonne, raison
        self._prochain = time.monotonic() + PAS


_etat = _Etat()


def _regarder() -> str:
    """Return why the replica may not be read now, "" when it may."""
    try:
        with connections[DEFAULT_DB_ALIAS].cursor() as curseur:
            curseur.execute("SELECT pg_current_wal_lsn()::text")
            (ecrit,) = curseur.fetchone()
    except Error:
        ecrit = None  # without the primary nobody writes: what the replica has is all that can be read
    try:
        with connections[REPLIQUE].cursor() as curseur:
            curseur.execute(
                "SELECT pg_is_in_recovery(), CASE WHEN %s::pg_lsn <= pg_last_wal_replay_lsn() THEN 0"
                " ELSE EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp()) END",
                [ecrit],
            )
            suit, retard = curseur.fetchone()
    except Error as erreur:
        connections[REPLIQUE].close()
        return _injoignable(erreur)
    if not suit:
        return "elle ne suit plus rien (promue ?)"
    if ecrit is not None and (retard is None or retard > RETARD_MAX):
        return f"en retard de {'?' if retard is None else round(retard)} s"
    return ""


def _injoignable(erreur: object) -> str:
    return f"{INJOIGNABLE} : {' '.join(str(erreur).split())}"


def dire() -> str:
    """Return what the probes say of the replica, "" for a site that has none: no address, no account."""
    if REPLIQUE not in settings.DATABASES:
        return ""
    if _etat.bonne():
        return LUE
    # What the driver says names the server: that is for the log.
    return DE_COTE + (INJOIGNABLE if _etat.raison.startswith(INJOIGNABLE) else _etat.raison)


def repondre(request: HttpRequest, faire: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a page that changes nothing, from the replica when it may be read, else from the primary.

    The page is made again from the primary when the replica fails on the way, and when it knows no such page: it may
    only have come since.
    """
    if REPLIQUE not in settings.DATABASES or not _etat.bonne():
        return faire()
    jeton = _ou.set(REPLIQUE)
    try:
        if _a_ce_qui_fut_ecrit(request):
            reponse = faire()
            if reponse.status_code != HTTPStatus.NOT_FOUND:
                return reponse
    except Http404:
        pass
    except (InterfaceError, OperationalError) as erreur:
        _etat.ecarter(erreur)
        connections[REPLIQUE].close()
    except Error:  # a migration that it has not replayed yet: its tables are not those of this code
        pass
    finally:
        _ou.reset(jeton)
    return faire()


def _a_ce_qui_fut_ecrit(request: HttpRequest) -> bool:
    """Tell whether the replica has what whoever asks has written."""
    if COOKIE not in request.COOKIES:
        return True
    numero = request.get_signed_cookie(COOKIE, default=None, salt=SEL, max_age=DUREE_DU_COOKIE)
    return numero is None or Version.lire() >= int(numero)


def suivre_ses_ecritures(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give whoever has changed the directory the number of the data version, that names nobody."""
    if REPLIQUE not in settings.DATABASES:
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        jeton = _a_ecrit.set(False)
        try:
            reponse = get_response(request)
            if _a_ecrit.get():
                _donner(reponse)
        finally:
            _a_ecrit.reset(jeton)
        return reponse

    return middleware


def _donner(reponse: HttpResponse) -> None:
    try:
        numero = Version.lire()  # of the primary, the transaction over: at least one's own
    except Error:
        _JOURNAL.exception("version des données illisible après une écriture")
        return
    reponse.set_signed_cookie(
        COOKIE,
        str(numero),
        salt=SEL,
        max_age=DUREE_DU_COOKIE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
