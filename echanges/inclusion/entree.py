"""The API of data·inclusion, read page after page into what a file of theirs holds.

Its data are loaded again every hour: pages may overlap or miss a row. A row seen twice is one; a row that is missed is
dated as gone by the import, and comes back with the next one (`echanges.disparues` waits thirty days).
"""

import json
import re
import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit, urlunsplit
from urllib.request import Request, build_opener

from django.conf import settings

from echanges.classeurs.grille import LIGNES_MAX, FichierIllisible
from echanges.classeurs.inclusion import ADRESSE, CHAMPS, UTILES
from echanges.inclusion.sortie import FICHIERS
from structures.geocodage import MemeHote

PAR_PAGE = 5_000  # what the API gives when it is asked nothing; at most 10 000
PAGES_MAX = 2_000
SERVICES_MAX = 10 * LIGNES_MAX
TAILLE_MAX = 400 * 1024 * 1024  # bytes of the whole
GARDES = {"structures": tuple(CHAMPS), "services": tuple(dict.fromkeys(("structure_id", *UTILES, *ADRESSE)))}
DELAI = 60.0  # seconds of silence
PAGE_MAX = 100 * 1024 * 1024  # bytes
ESSAIS = 4
ATTENTES = (1.0, 4.0, 15.0)  # seconds before the second try and the next ones
ATTENTE_MAX = 60.0  # seconds: the longest « Retry-After » that is obeyed
PASSAGERES = {408, 425, 429, 500, 502, 503, 504}
ICI = {"127.0.0.1", "::1", "localhost"}


def est_adresse(texte: str) -> bool:
    """Tell whether what is given to import is an address of the web rather than a file."""
    return texte.startswith(("https://", "http://"))


def sans_question(adresse: str) -> str:
    """Return what the journal keeps of an address: its parameters may hold a key."""
    return adresse.partition("?")[0]


def lire_adresse(adresse: str) -> SplitResult:
    """Return the parts of an address; raise FichierIllisible when it is badly written, or holds a password."""
    try:
        parties = urlsplit(adresse)
        parties.port  # noqa: B018  raises when it is no number
        ecrite = bool(parties.hostname) and adresse.isascii() and not re.search(r"\s", adresse)
    except ValueError:
        ecrite = False
    if not ecrite:
        raise FichierIllisible("Cette adresse est mal écrite : vérifiez-la.")
    if parties.username is not None:
        raise FichierIllisible("Retirez de cette adresse le nom et le mot de passe : le jeton se donne à part.")
    return parties


def telecharger(adresse: str, *, jeton: str = "", avance: Callable[[str], None] = lambda _phrase: None) -> bytes:
    """Return « structures » and « services » of an API as one file of data·inclusion.

    `adresse` is the API's root (…/api/v1); its parameters (code_departement=94) go with every page. Raises
    FichierIllisible, in French, when a page does not come or is something else: half a source is never imported.
    """
    parties = lire_adresse(adresse)
    if parties.scheme != "https" and parties.hostname not in ICI:
        raise FichierIllisible("Cette adresse ne commence pas par « https:// » : rien ne lui est demandé.")
    listes = {quoi: _liste(parties, quoi, jeton, avance) for quoi in FICHIERS}
    if not listes["structures"]:
        raise FichierIllisible("Cette source ne donne aucune structure : vérifiez son adresse et ses critères.")
    return json.dumps(listes).encode()


def _liste(parties: SplitResult, quoi: str, jeton: str, avance: Callable[[str], None]) -> list[dict[str, Any]]:
    lues: dict[str, dict[str, Any]] = {}
    limite = LIGNES_MAX if quoi == "structures" else SERVICES_MAX
    page, pages = 1, 1
    while page <= pages:
        question = [*parse_qsl(parties.query), ("page", page), ("size", PAR_PAGE)]
        chemin = f"{parties.path.rstrip('/')}/{quoi}"
        contenu = _page(urlunsplit((parties.scheme, parties.netloc, chemin, urlencode(question), "")), jeton)
        pages = contenu["pages"]
        if pages > PAGES_MAX or contenu["total"] > limite:
            raise FichierIllisible(
                f"Cette source donne plus de {limite} {quoi} : précisez sa demande (un département…)."
            )
        for objet in contenu["items"]:
            lues[str(objet.get("id"))] = {champ: objet[champ] for champ in GARDES[quoi] if champ in objet}
        avance(f"{quoi} : page {page} sur {max(pages, 1)}")
        page += 1
    return list(lues.values())


def _page(url: str, jeton: str) -> dict[str, Any]:
    """Return one page, tried again when the failure may pass."""
    for essai in range(ESSAIS):
        try:
            return _lire(_demander(url, jeton))
        except _Passagere as panne:
            if essai == ESSAIS - 1:
                raise FichierIllisible(
                    f"La source ne répond pas ({panne}) : rien n’a été importé. Relancez la même commande plus tard."
                ) from None
            time.sleep(max(ATTENTES[essai], min(panne.attente, ATTENTE_MAX)))
    raise AssertionError  # the last try returns or raises


class _Passagere(Exception):
    """A failure that may pass; `attente`, in seconds, is what the server asks for."""

    def __init__(self, raison: str, attente: float = 0.0) -> None:
        super().__init__(raison)
        self.attente = attente


def _demander(url: str, jeton: str) -> bytes:
    entetes = {"Accept": "application/json", "User-Agent": f"Au-bon-endroit (+{settings.SITE_URL})"}
    if jeton:
        entetes["Authorization"] = f"Bearer {jeton}"
    demande = Request(url, headers=entetes)  # noqa: S310 - the scheme was checked
    try:
        # Another host would be given the token.
        with build_opener(MemeHote).open(demande, timeout=DELAI) as reponse:
            corps: bytes = reponse.read(PAGE_MAX + 1)
    except HTTPError as erreur:
        erreur.close()
        if erreur.code in PASSAGERES:
            attente = erreur.headers.get("Retry-After", "")
            raise _Passagere(f"réponse {erreur.code}", float(attente) if attente.isdecimal() else 0.0) from None
        if erreur.code in (401, 403):
            raise FichierIllisible(
                "La source refuse l’accès : vérifiez le jeton (JETON_DATA_INCLUSION), et ce qu’il permet."
            ) from None
        if 300 <= erreur.code < 400:
            raise FichierIllisible("La source renvoie vers un autre serveur : donnez son adresse.") from None
        raise FichierIllisible(f"La source répond « {erreur.code} » : vérifiez son adresse.") from None
    except (URLError, OSError, HTTPException) as erreur:
        raison = getattr(erreur, "reason", erreur)
        raise _Passagere("délai dépassé" if isinstance(raison, TimeoutError) else "injoignable") from None
    if len(corps) > PAGE_MAX:
        raise FichierIllisible("La source envoie des pages trop lourdes pour être lues.")
    return corps


def _lire(corps: bytes) -> dict[str, Any]:
    """Return a page that has the documented shape: {items, total, page, size, pages}."""
    try:
        contenu = json.loads(corps)
    except (ValueError, RecursionError):
        contenu = None
    if not (
        isinstance(contenu, dict)
        and isinstance(contenu.get("items"), list)
        and all(isinstance(o, dict) for o in contenu["items"])
        and all(isinstance(contenu.get(c), int) and contenu[c] >= 0 for c in ("total", "pages"))
    ):
        raise FichierIllisible("Cette adresse ne répond pas comme l’API de data·inclusion (version 1).")
    return contenu
