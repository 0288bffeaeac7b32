"""Limit how often something may be asked, by whoever asks it; counters live in the database.

Each process has its own cache: only the database knows what another one has let through, and what must hold is counted
there. Nothing here can be read back: an address, of mail or of network, is kept as a fingerprint made with the site's
key, and purged the next night.
"""

import ipaddress
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from core.models import Compteur

CONSERVATION = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limite:
    """At most `maximum` times in each window of time, for one value of one purpose."""

    usage: str
    maximum: int
    fenetre: timedelta


@dataclass(frozen=True, slots=True)
class Compte:
    """Where one value stands in the window of time under way."""

    nombre: int
    maximum: int
    fin: datetime

    @property
    def passe(self) -> bool:
        return self.nombre <= self.maximum

    @property
    def reste(self) -> int:
        return max(0, self.maximum - self.nombre)


def passe(limite: Limite, valeur: str, *, now: datetime) -> bool:
    """Count one more time for this value, and tell whether it is still allowed."""
    return compter(limite, valeur, now=now).passe


def compter(limite: Limite, valeur: str, *, now: datetime) -> Compte:
    """Count one more time for this value, and return how many times that makes.

    Windows are fixed (10:00, 10:15…): over a boundary, up to twice the maximum goes through.
    """
    secondes = limite.fenetre.total_seconds()
    debut = datetime.fromtimestamp(math.floor(now.timestamp() / secondes) * secondes, tz=UTC)
    quoi = {"usage": limite.usage, "empreinte": empreinte(limite.usage, valeur), "debut": debut}
    compteurs = Compteur.objects.filter(**quoi)
    if not compteurs.update(nombre=F("nombre") + 1):
        try:
            with transaction.atomic():
                Compteur.objects.create(**quoi, nombre=1)
        except IntegrityError:  # another process has created it meanwhile
            compteurs.update(nombre=F("nombre") + 1)
    return Compte(compteurs.values_list("nombre", flat=True).get(), limite.maximum, debut + limite.fenetre)


def passe_ici(limite: Limite, valeur: str, *, now: datetime) -> bool:
    """Count one more time in this process alone, and tell whether it is still allowed; nothing is written.

    For what only reads, and so often that a write each time would cost more than what it saves: each process lets its
    own maximum through.
    """
    secondes = int(limite.fenetre.total_seconds())
    cle = f"limite:{empreinte(limite.usage, valeur)}:{int(now.timestamp()) // secondes}"
    if cache.add(cle, 1, secondes):
        return limite.maximum >= 1
    try:
        return cache.incr(cle) <= limite.maximum
    except ValueError:  # it has just ended, or was put out to make room
        return True


def empreinte(usage: str, valeur: str) -> str:
    """Return what stands for a value in the counters of one purpose: nobody can come back from it to the value."""
    brut = valeur.encode("utf-8", "surrogatepass")
    return salted_hmac(f"core.limites.{usage}", brut, algorithm="sha256").hexdigest()


def client(request: HttpRequest) -> str:
    """Return the network that a request comes from: an IPv4 address, or the first half of an IPv6 one.

    Behind a proxy of ours (`PROXY`), it is the last address that the proxy has added; what the client itself wrote
    before is not believed.
    """
    brut = request.META.get("REMOTE_ADDR", "")
    if settings.DERRIERE_PROXY:
        brut = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip() or brut
    try:
        adresse = ipaddress.ip_address(brut)
    except ValueError:
        return ""
    if isinstance(adresse, ipaddress.IPv6Address):
        return str(adresse.ipv4_mapped or ipaddress.ip_network((int(adresse) >> 64 << 64, 64)))
    return str(adresse)


def purger(now: datetime) -> int:
    """Erase the counters of windows that are over, and return how many."""
    return Compteur.objects.filter(debut__lt=now - CONSERVATION).delete()[0]
