"""Where sessions are kept: rows that their owner can see and close."""

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DbStore
from django.utils import timezone

from comptes.models import Session

PAS = timedelta(hours=1)  # how coarse « vu à » is: one write an hour, whatever is read meanwhile
_APPAREIL, _CREE = "_appareil", "_cree_a"


class SessionStore(DbStore):
    """The database store, with the account, the device and two dates in columns beside the data."""

    ligne: Session | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        self.ligne = cast("Session | None", super()._get_session_from_db())  # type: ignore[misc]
        return self.ligne

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Fill the columns from the data, which alone survives a new key at sign-in."""
        now = timezone.now()
        cree = data.setdefault(_CREE, now.isoformat())
        session = cast("Session", super().create_model_instance(data))
        identite = str(data.get(SESSION_KEY, ""))
        session.utilisateur_id = int(identite) if identite.isdecimal() else None
        session.appareil = data.get(_APPAREIL, "")
        session.cree_a = datetime.fromisoformat(cree)
        session.vu_a = now
        self.ligne = session
        return session

    def ouvrir(self, appareil: str, now: datetime) -> None:
        """Note which device has just signed in, and when: both belong to the new session."""
        self[_APPAREIL] = appareil[:60]
        self[_CREE] = now.isoformat()

    @property
    def ouverte_a(self) -> datetime:
        """When the person signed in; long ago when nobody has said."""
        brut = self.get(_CREE)
        return datetime.fromisoformat(brut) if brut else datetime.min.replace(tzinfo=timezone.get_default_timezone())

    def vue(self, now: datetime) -> None:
        """Say that the session has been seen, once an hour at most."""
        if self.ligne is not None and self.ligne.vu_a < now - PAS:
            Session.objects.filter(pk=self.ligne.pk).update(vu_a=now)


NAVIGATEURS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def appareil(user_agent: str) -> str:
    """Return a coarse name, « Firefox sur Android »: enough to recognise one's own device, too little to track it."""
    navigateur = next((nom for signe, nom in NAVIGATEURS if signe in user_agent), "")
    systeme = next((nom for signe, nom in SYSTEMES if signe in user_agent), "")
    if navigateur and systeme:
        return f"{navigateur} sur {systeme}"
    return navigateur or systeme
