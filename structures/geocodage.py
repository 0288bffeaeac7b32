"""Find an address through the public geocoder (Géoplateforme), without depending on it.

The service is somebody else's: it may be slow, wrong or gone. Whatever happens, a page is held back two seconds at
most, and the answer says that nothing came. Addresses are people's: none is logged, none is put in one of our URLs.
"""

import json
import logging
import math
import queue
import re
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPMessage
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.views.decorators.debug import sensitive_variables

from core.textes import cle_de_tri, mots, plier
from structures.communes import cle_commune, proposer
from structures.models import Commune

GENRES = ("housenumber", "street", "locality", "municipality")
DELAI = 2.0  # seconds, name resolution and the whole answer included
LONGUEUR = 120  # characters of a text that are sent; the service takes 200
LIMITE = 6
TAILLE = 256 * 1024  # bytes of an answer; six addresses weigh about 4 kB
GARDE = 24 * 60 * 60  # seconds that an answer is kept
ECHECS = 3  # in a row, before the service is left alone
PAUSE = timedelta(seconds=60)

_CLE_ECHECS, _CLE_PAUSE = "geocodeur:echecs", "geocodeur:pause"
_PLACES = threading.BoundedSemaphore(8)  # calls under way: a service that hangs must not pile threads up
_JOURNAL = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Adresse:
    """What the geocoder found; codes are "" when it does not give them, `score` goes from 0 to 1."""

    label: str
    genre: str  # one of GENRES
    nom: str
    code_postal: str
    code_insee: str
    commune: str
    latitude: float
    longitude: float
    score: float


@dataclass(frozen=True, slots=True)
class Reponse:
    """The addresses, best first. `muet`: the service did not answer, which is not « nothing found »."""

    adresses: tuple[Adresse, ...] = ()
    muet: bool = False


class _Panne(Exception):
    """The service failed; the message is a word for the log and never holds what was asked."""


class MemeHote(HTTPRedirectHandler):
    """Follow a redirection to the same scheme and host only: an address is not handed to a third party."""

    def redirect_request(  # noqa: PLR0917 - the base class's signature
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2]:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@sensitive_variables()
def geocoder(texte: str, *, autour: tuple[float, float] | None = None, now: datetime) -> Reponse:
    """Return the addresses that a text may name, nearest to `autour` (latitude, longitude) first when equal.

    Never raises. Answers are cached for a day; after three failures in a row nothing is asked for a minute.
    Source: https://data.geopf.fr/geocodage (`/search`, GeoJSON).
    """
    # The service refuses a text that begins with neither a letter nor a digit, or that is shorter than three.
    texte = " ".join(texte.encode("utf-8", "ignore").decode().split())[:LONGUEUR]
    texte = re.sub(r"^[\W_]+", "", texte)
    if len(texte) < 3:
        return Reponse()
    base = settings.GEOCODEUR_URL
    if urlsplit(base).scheme not in ("http", "https"):
        return Reponse(muet=True)
    parametres: dict[str, Any] = {"q": texte, "limit": LIMITE}
    if autour:
        # Two decimals, a kilometre: enough to rank, and neighbours share the cache.
        parametres |= {"lat": f"{autour[0]:.2f}", "lon": f"{autour[1]:.2f}"}
    cle = "geocodeur:" + _empreinte(base, plier(texte), parametres.get("lat"), parametres.get("lon"))
    if (connue := cache.get(cle)) is not None:
        return Reponse(connue)
    pause = cache.get(_CLE_PAUSE)
    if pause is not None and now < pause:
        return Reponse(muet=True)
    try:
        adresses = _lire(_demander(f"{base}/search?{urlencode(parametres)}"))
    except _Panne as panne:
        _noter_panne(str(panne), now)
        return Reponse(muet=True)
    cache.delete_many([_CLE_ECHECS, _CLE_PAUSE])
    cache.set(cle, adresses, GARDE)
    return Reponse(adresses)


def _empreinte(*morceaux: object) -> str:
    """Return a key that does not tell the address to whoever lists the keys of a shared cache."""
    return salted_hmac("structures.geocodage", "\x1f".join(map(str, morceaux)), algorithm="sha256").hexdigest()


def _noter_panne(raison: str, now: datetime) -> None:
    """Count a failure, and open the circuit on the third; a success forgets them all.

    The count stays after the pause: then one call tries again, and one failure is enough to wait once more.
    """
    _JOURNAL.warning("géocodeur muet : %s", raison)
    echecs = cache.get(_CLE_ECHECS, 0) + 1
    cache.set(_CLE_ECHECS, echecs, 3600)
    if echecs >= ECHECS:
        cache.set(_CLE_PAUSE, now + PAUSE, 3600)
        _JOURNAL.warning("géocodeur : aucun appel pendant %d s", PAUSE.total_seconds())


# --- The call ---------------------------------------------------------------------------------
def _demander(url: str) -> bytes:
    """Return the body of the answer, or raise _Panne.

    In a thread, because a socket's timeout bounds one step only: neither a name server nor a server that gives one
    byte a second may hold a page back longer than DELAI.
    """
    if not _PLACES.acquire(blocking=False):
        raise _Panne("trop d’appels en cours")
    resultat: queue.SimpleQueue[bytes | _Panne] = queue.SimpleQueue()
    echeance = time.monotonic() + DELAI

    def travail() -> None:
        try:
            resultat.put(_telecharger(url, echeance))
        except _Panne as panne:
            resultat.put(panne)
        finally:
            _PLACES.release()

    threading.Thread(target=travail, name="geocodeur", daemon=True).start()
    try:
        recu = resultat.get(timeout=DELAI)
    except queue.Empty:
        raise _Panne("timeout") from None
    if isinstance(recu, _Panne):
        raise recu
    return recu


def _telecharger(url: str, echeance: float) -> bytes:
    """Read the answer, no longer than the deadline and no more than TAILLE; every failure is a _Panne."""
    demande = Request(  # noqa: S310 - the scheme was checked
        url,
        headers={"Accept": "application/json", "User-Agent": f"Au-bon-endroit (+{settings.SITE_URL})"},
    )
    try:
        with build_opener(MemeHote).open(demande, timeout=DELAI) as reponse:
            morceaux, taille = [], 0
            while morceau := reponse.read1(65536):
                taille += len(morceau)
                if taille > TAILLE:
                    raise _Panne("réponse trop longue")
                if time.monotonic() > echeance:
                    raise _Panne("timeout")
                morceaux.append(morceau)
            return b"".join(morceaux)
    except HTTPError as erreur:
        erreur.close()
        if erreur.code in (400, 404, 422):
            return b'{"type":"FeatureCollection","features":[]}'  # it is well, it does not understand the text
        raise _Panne(f"réponse {erreur.code}") from None
    except URLError as erreur:
        raise _Panne("timeout" if isinstance(erreur.reason, TimeoutError) else "injoignable") from None
    except TimeoutError:
        raise _Panne("timeout") from None
    except (OSError, HTTPException, ValueError):
        raise _Panne("échange rompu") from None


# --- The answer -------------------------------------------------------------------------------
def _lire(corps: bytes) -> tuple[Adresse, ...]:
    """Return the addresses of a GeoJSON answer; a shape that is not the documented one is a failure as a whole."""
    try:
        contenu = json.loads(corps)
    except (ValueError, RecursionError):
        raise _Panne("réponse illisible") from None
    elements = contenu.get("features") if isinstance(contenu, dict) else None
    if not isinstance(elements, list):
        raise _Panne("réponse inattendue")
    return tuple(_adresse(e) for e in elements[:LIMITE])


def _adresse(element: Any) -> Adresse:
    element = element if isinstance(element, dict) else {}
    geometrie, p = element.get("geometry"), element.get("properties")
    if not isinstance(geometrie, dict) or geometrie.get("type") != "Point" or not isinstance(p, dict):
        raise _Panne("réponse inattendue")
    position = geometrie.get("coordinates")
    if not isinstance(position, list) or len(position) < 2:
        raise _Panne("réponse inattendue")
    if p.get("type") not in GENRES:
        raise _Panne("réponse inattendue")
    return Adresse(
        label=_mot(p.get("label")),
        genre=p["type"],
        nom=_mot(p.get("name") or p.get("label")),
        code_postal=_code(p.get("postcode")),
        code_insee=_code(p.get("citycode")),
        commune=_mot(p.get("city") or p.get("label")),
        latitude=_nombre(position[1], 90),
        longitude=_nombre(position[0], 180),
        score=_nombre(p.get("score"), 10),
    )


def _mot(valeur: Any) -> str:
    if not isinstance(valeur, str) or not 0 < len(valeur) <= 200 or not valeur.isprintable():
        raise _Panne("réponse inattendue")
    return valeur


def _code(valeur: Any) -> str:
    if valeur is None or valeur == "":
        return ""
    if not isinstance(valeur, str) or not re.fullmatch(r"[0-9][0-9AB][0-9]{3}", valeur):
        raise _Panne("réponse inattendue")
    return valeur


def _nombre(valeur: Any, maximum: float) -> float:
    if isinstance(valeur, bool) or not isinstance(valeur, int | float):
        raise _Panne("réponse inattendue")
    if abs(valeur) > maximum or not math.isfinite(valeur):  # in this order: isfinite overflows on a huge integer
        raise _Panne("réponse inattendue")
    return float(valeur)


# --- What people type -------------------------------------------------------------------------
_VOIES = set(
    mots(
        "allee allees av ave avenue bd bld blvd boulevard chaussee chemin cite cours domaine esplanade faubourg fg"
        " hameau impasse lieudit lotissement mail passage pl place promenade quai res residence route rue ruelle sente"
        " sentier square traverse venelle villa voie"
    )
)
_LIAISONS = {"a", "au", "aux", "d", "de", "des", "du", "et", "l", "la", "le", "les"}
_INDICES = {"bis", "ter", "quater", "b", "t"}


def ressemble_a_une_adresse(texte: str) -> bool:
    """Tell whether a text goes beyond a commune: a street word, or a number that is no postcode nor arrondissement."""
    cle = cle_commune(texte)
    if re.fullmatch(r"(paris|lyon|marseille) \d{1,2} ?(e|er|eme|ieme)?( arrondissement)?", cle):
        return False
    propres = [m for m in cle.split() if not re.fullmatch(r"\d{5}", m)]
    noms = [m for m in propres if m.isalpha() and len(m) > 1 and m not in _LIAISONS]
    if any(m in _VOIES for m in propres):
        return len(noms) > 1 or any(m.isdigit() for m in propres)
    return bool(noms) and any(m[0].isdigit() for m in propres)


def commune_citee(texte: str) -> Commune | None:
    """Return the commune, with its centre, that an address names at its end or by its postcode; None when in doubt.

    « 12 rue de Créteil » names a street, not a commune; « 12 rue de Créteil, Orly » and « 94310 » name Orly. Among
    homonyms without a postcode, the most populated: what is taken is always said.
    """
    texte = texte.strip()[:LONGUEUR]
    if code := re.search(r"\b\d{5}\b", texte):
        nommees = _situees(proposer(f"{code[0]} {texte[code.end() :]}", limite=50))
        return max(nommees, key=lambda c: c.population or 0, default=None)
    apres = texte.rpartition(",")[2]
    if "," in texte and cle_commune(apres):
        nommees = _situees(proposer(apres))
        exactes = [c for c in nommees if cle_commune(c.nom) == cle_commune(apres)]
        return max(exactes, key=lambda c: c.population or 0) if exactes else (nommees[0] if len(nommees) == 1 else None)
    tous = cle_commune(texte).split()
    fins = {" ".join(tous[i:]): tous[:i] for i in range(max(0, len(tous) - 8), len(tous))}
    connues = Commune.objects.filter(nom_plie__in={cle_de_tri(fin) for fin in fins} - {""}).order_by("code_insee")
    nommees = [c for c in _situees(list(connues)) if _nomme(fins.get(cle_commune(c.nom)))]
    return max(nommees, key=lambda c: (len(cle_commune(c.nom)), c.population or 0), default=None)


def _situees(communes: list[Commune]) -> list[Commune]:
    return [c for c in communes if c.latitude is not None and c.longitude is not None]


def _nomme(avant: list[str] | None) -> bool:
    """Tell whether the words before a commune's name already name a street, so that the name is not its end."""
    if avant is None:
        return False
    propres = [m for m in avant if not m[0].isdigit() and m not in _VOIES and m not in _LIAISONS | _INDICES]
    return not any(m in _VOIES for m in avant) or bool(propres)
