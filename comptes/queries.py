"""What a person is shown of their own account."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from comptes.models import Session, Utilisateur


@dataclass(frozen=True, slots=True)
class MaSession:
    """A session as its owner sees it; `code` stands for its key, which opens it and is never shown."""

    appareil: str
    cree_a: datetime
    vu_a: datetime
    ici: bool
    code: str
    _session: Session

    def fermer(self) -> None:
        self._session.delete()


def sessions_de(compte: Utilisateur, ici: str | None, now: datetime) -> list[MaSession]:
    """Return the open sessions of an account, this one first."""
    sessions = [
        MaSession(
            appareil=s.appareil or "Appareil inconnu",
            cree_a=s.cree_a,
            vu_a=s.vu_a,
            ici=s.session_key == ici,
            code=hashlib.sha256(s.session_key.encode()).hexdigest()[:16],
            _session=s,
        )
        for s in Session.objects.open_for(compte, now)
    ]
    return sorted(sessions, key=lambda s: not s.ici)
