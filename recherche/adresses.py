"""From what is typed in « Près de » to where distances start, without an address ever being in a URL.

A URL says a commune (« 94310 Orly ») or a point to three decimals, with the name of its commune when it is known
(« 48.744,2.400 Orly »): about a hundred metres, near enough to sort, too wide to name a door.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import cast

from django.conf import settings
from django.core.cache import cache

from core.etiquettes import version_lue
from core.textes import cle_de_tri
from recherche.criteres import Origine
from recherche.phrases import de_la_commune
from structures.communes import cle_commune, proposer
from structures.geocodage import Adresse, Reponse, commune_citee, geocoder, ressemble_a_une_adresse
from structures.models import CodePostal, Commune

PROPOSITIONS = 6
SCORE = 0.5  # below, the geocoder itself is not sure of what it found
VOISINAGE = 0.3  # degrees: a point farther than this from a commune's centre is not in it
AVIS = {
    "centre": "La recherche d’adresses ne répond pas. Nous avons pris le centre {commune}.",
    "centre-inconnue": "Nous n’avons pas reconnu cette adresse. Nous avons pris le centre {commune}.",
    "centre-lien": "Un lien ne porte pas d’adresse. Nous avons pris le centre {commune}.",
    "muet": (
        "Nous n’avons pas reconnu cette adresse\u00a0: la recherche d’adresses ne répond pas."
        " Écrivez une commune ou un code postal."
    ),
    "inconnue": "Nous n’avons pas reconnu cette adresse. Écrivez une commune ou un code postal.",
}
_POINT = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,8})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,8})?)(?:\s+(\D.{1,80}))?\s*")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What `pres` becomes in the URL ("" when nothing was recognised), and the key of AVIS to say with it."""

    parametre: str = ""
    message_code: str = ""


@dataclass(frozen=True, slots=True)
class Lecture:
    """What a URL's `pres` means. `parametre` replaces it in the page's own links when it held an address."""

    origine: Origine | None
    parametre: str
    message_code: str = ""


# --- Reading a URL ----------------------------------------------------------------------------
def lire_pres(texte: str) -> Lecture:
    """Read the `pres` of a URL: a point, a commune, a postcode. An address there is its commune's centre, no more.

    ValueError when the point is not on Earth; an origin of None when nothing is recognised.
    """
    texte = texte.strip()[:120]
    if point := _POINT.fullmatch(texte):
        origine = _origine_du_point(float(point[1]), float(point[2]), point[3] or "")
        return Lecture(origine, texte)
    if ressemble_a_une_adresse(texte) and not _nomme_une_commune(texte):
        citee = commune_citee(texte)
        if citee is None:
            return Lecture(None, "")
        return Lecture(_origine_de(citee), _valeur(citee), "centre-lien")
    return Lecture(_commune_dite(texte), texte)


def _commune_dite(texte: str) -> Origine | None:
    """Return the commune that a text names; kept under the data version: most questions of a town name the same."""
    version = version_lue.get()
    cle = f"recherche:commune:{version}:{blake2b(ascii(texte).encode(), digest_size=16).hexdigest()}"
    if version is not None and (gardee := cache.get(cle)) is not None:
        return gardee or None
    situees = [c for c in proposer(texte) if c.latitude is not None]
    origine = _origine_de(situees[0]) if situees else None
    if version is not None:
        cache.set(cle, origine or "")
    return origine


def avis_en_francais(code: str, origine: Origine | None) -> str:
    """Return what to say about the origin, "" for an unknown code or for one that the page belies."""
    phrase = AVIS.get(code, "")
    if "{commune}" not in phrase:
        return "" if origine else phrase
    return phrase.format(commune=de_la_commune(origine.nom)) if origine and origine.code_insee else ""


def _origine_de(commune: Commune) -> Origine:
    return Origine(
        commune.nom, commune.latitude or 0.0, commune.longitude or 0.0, commune.code_insee, commune.departement
    )


def _origine_du_point(latitude: float, longitude: float, nom: str) -> Origine:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise ValueError("Cette position n’est pas sur la Terre. Écrivez une commune ou un code postal.")
    latitude, longitude = round(latitude, 3), round(longitude, 3)
    commune = _commune_du_point(latitude, longitude, nom) if nom else None
    if commune is None:
        return Origine("votre position", latitude, longitude)
    return Origine(f"{commune.nom} (votre adresse)", latitude, longitude, commune.code_insee, commune.departement)


def _commune_du_point(latitude: float, longitude: float, nom: str) -> Commune | None:
    """Return the commune of this name around the point: the name comes from a URL, and is shown only if it holds."""
    candidates = Commune.objects.filter(
        nom_plie=cle_de_tri(nom),
        latitude__range=(latitude - VOISINAGE, latitude + VOISINAGE),
        longitude__range=(longitude - VOISINAGE, longitude + VOISINAGE),
    )
    return candidates.order_by("code_insee").first()


def _nomme_une_commune(texte: str) -> bool:
    """Tell whether a text is the very name of a commune: « Cours », « La Villa » hold a street word."""
    cle = cle_commune(texte)
    return any(cle_commune(c.nom) == cle for c in Commune.objects.filter(nom_plie=cle_de_tri(cle)).order_by("pk"))


# --- From what is typed to a URL --------------------------------------------------------------
def resoudre_pres(texte: str, now: datetime) -> Resolution:
    """Return what the URL will say instead of a typed text; only an address is asked of the geocoder."""
    texte = " ".join(texte.split())[:120]
    if not texte:
        return Resolution()
    if point := _POINT.fullmatch(texte):
        return _resoudre_point(float(point[1]), float(point[2]), point[3] or "")
    if not ressemble_a_une_adresse(texte) or _nomme_une_commune(texte):
        return Resolution(texte)
    citee = commune_citee(texte)
    reponse = geocoder(texte, autour=_autour(citee), now=now)
    # An answer in another commune than the one that was named is not this address.
    retenues = [a for a in reponse.adresses if a.score >= SCORE and _dans(a, citee)]
    if retenues:
        return Resolution(_parametre(retenues[0]))
    if citee:
        return Resolution(_valeur(citee), "centre" if reponse.muet else "centre-inconnue")
    return Resolution("", "muet" if reponse.muet else "inconnue")


def _resoudre_point(latitude: float, longitude: float, nom: str) -> Resolution:
    """Keep the point, and what follows it only when that is the commune's name."""
    commune = _commune_du_point(latitude, longitude, nom) if nom else None
    return Resolution(f"{latitude:.3f},{longitude:.3f}{f' {commune.nom}' if commune else ''}")


def _autour(citee: Commune | None) -> tuple[float, float]:
    """Return where a street without a commune is looked for first: where the map of this site opens."""
    if citee and citee.latitude is not None and citee.longitude is not None:
        return citee.latitude, citee.longitude
    return cast("tuple[float, float]", settings.LEAFLET_CONFIG["DEFAULT_CENTER"])


def _dans(adresse: Adresse, citee: Commune | None) -> bool:
    return citee is None or adresse.code_insee == citee.code_insee


def _parametre(adresse: Adresse) -> str:
    """Return the point of an address, with the name of its commune when our table knows it."""
    point = f"{adresse.latitude:.3f},{adresse.longitude:.3f}"
    commune = Commune.objects.filter(code_insee=adresse.code_insee).first() if adresse.code_insee else None
    if commune is None:
        return point
    if adresse.genre == "municipality" and commune.latitude is not None:
        return _valeur(commune)
    return f"{point} {commune.nom}"


def _valeur(commune: Commune, code: str = "") -> str:
    """Return the text that names this commune and no other: « 94310 Orly »."""
    codes = sorted(c.code for c in commune.codes_postaux.all())
    choisi = code if code in codes else next(iter(codes), "")
    return f"{choisi} {commune.nom}".strip()


# --- While typing -----------------------------------------------------------------------------
def suggestions(texte: str, *, now: datetime) -> list[dict[str, str]]:
    """Return at most six `{label, valeur}`: communes, then addresses when the text goes beyond a commune.

    `valeur` is what the URL would say. Silence of the geocoder is no suggestion, and nothing else.
    """
    texte = " ".join(texte.split())[:120]
    if len(texte) < 2 or _POINT.fullmatch(texte):
        return []
    adresse = ressemble_a_une_adresse(texte)
    communes = _communes_proposees(texte) if not adresse or _nomme_une_commune(texte) else []
    trouvees = communes
    if adresse and len(communes) < PROPOSITIONS:
        reponse = geocoder(texte, autour=_autour(commune_citee(texte)), now=now)
        trouvees = communes + _adresses_proposees(reponse)
    uniques = {t["valeur"] + t["label"]: t for t in trouvees}
    return list(uniques.values())[:PROPOSITIONS]


def _communes_proposees(texte: str) -> list[dict[str, str]]:
    if texte.isascii() and texte.isdigit() and len(texte) < 5:
        bornes = (texte.ljust(5, "0"), texte.ljust(5, "9"))
        codes = CodePostal.objects.filter(code__range=bornes, commune__latitude__isnull=False)
        return [
            _proposition(c.commune, c.code)
            for c in codes.select_related("commune").prefetch_related("commune__codes_postaux")[:PROPOSITIONS]
        ]
    code = re.search(r"\b\d{5}\b", texte)
    communes = [c for c in proposer(texte, limite=20) if c.latitude is not None][:PROPOSITIONS]
    # The postcodes of all in one query.
    postaux = Commune.objects.prefetch_related("codes_postaux").in_bulk([c.pk for c in communes])
    return [_proposition(postaux[c.pk], code[0] if code else "") for c in communes]


def _proposition(commune: Commune, code: str) -> dict[str, str]:
    valeur = _valeur(commune, code)
    postal, _, nom = valeur.partition(" ")
    return {"label": f"{nom} ({postal})" if postal.isdigit() else commune.nom, "valeur": valeur}


def _adresses_proposees(reponse: Reponse) -> list[dict[str, str]]:
    codes = {a.code_insee for a in reponse.adresses}
    connues = Commune.objects.prefetch_related("codes_postaux").in_bulk(codes)
    trouvees = []
    for a in reponse.adresses:
        commune = connues.get(a.code_insee)
        point = f"{a.latitude:.3f},{a.longitude:.3f}"
        if commune and a.genre == "municipality" and commune.latitude is not None:
            trouvees.append(_proposition(commune, a.code_postal))
        else:
            trouvees.append({"label": a.label, "valeur": f"{point} {commune.nom}" if commune else point})
    return trouvees
