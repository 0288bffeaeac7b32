"""What the criteria of RGAA that a source shows say of a page, by their number: names, titles, fields, regions."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from tests.maison.arbre import Element, Page

CHAMPS = {"input", "select", "textarea"}
SANS_ETIQUETTE = {"hidden", "submit", "button", "reset", "image"}
NOMMES = {"a", "button", "summary"}
PRESENTATION = {"basefont", "big", "blink", "center", "font", "marquee", "strike", "style", "tt"}
ECRITURES = {"ar": "rtl"}
# The languages that the site speaks (orientations/langues.py), as BCP 47 writes them.
LANGUES = {"fr", "ar", "en", "es", "pt", "ro", "tr", "uk", "zh-Hans"}
# What a field may say that it holds: of the person who types, or nothing at all.
SAISIES = {"username", "current-password", "new-password", "one-time-code", "name", "email", "postal-code", "off"}
MENU = "Navigation principale"


def est_cache(element: Element) -> bool:
    """Tell whether a screen reader leaves it out."""
    return any(e.attributs.get("aria-hidden") == "true" for e in (element, *element.ancetres()))


def est_absent(element: Element) -> bool:
    """Tell whether nobody meets it: a browser shows it to no one."""
    return any("hidden" in e.attributs or e.balise == "template" for e in (element, *element.ancetres()))


def nom_accessible(element: Element) -> str:
    """Return what names it: its label, else its words, those that are not seen too, and the names of its images."""
    if propre := element.attributs.get("aria-label") or element.attributs.get("aria-labelledby"):
        return propre
    mots = []
    for enfant in element.enfants:
        if isinstance(enfant, str):
            mots.append(enfant)
        elif enfant.attributs.get("aria-hidden") != "true":
            mots.append(enfant.attributs.get("alt") or nom_accessible(enfant))
    return " ".join(" ".join(mots).split())


def _images(page: Page) -> Iterator[str]:
    for svg in page.tous:
        if svg.balise != "svg" or est_cache(svg) or any(a.balise == "svg" for a in svg.ancetres()):
            continue
        titre = next((e.texte for e in svg.enfants if isinstance(e, Element) and e.balise == "title"), "")
        if svg.attributs.get("role") != "img":
            yield f"{svg} is neither an image nor hidden"
        elif not (svg.attributs.get("aria-label") or svg.attributs.get("aria-labelledby") or titre.strip()):
            yield f"{svg} has no name"


def _noms(page: Page) -> Iterator[str]:
    for element in page.tous:
        lien = element.balise != "a" or "href" in element.attributs
        if element.balise in NOMMES and lien and not nom_accessible(element) and not est_absent(element):
            yield f"{element} has no name"


def _presentation(page: Page) -> Iterator[str]:
    yield from (f"{e}" for e in page.tous if e.balise in PRESENTATION or "style" in e.attributs)


def _titres(page: Page) -> Iterator[str]:
    niveaux = [
        int(e.balise[1])
        for e in page.tous
        if len(e.balise) == 2 and e.balise[0] == "h" and e.balise[1].isdigit() and not est_absent(e)
    ]
    if niveaux.count(1) != 1:
        yield f"{niveaux.count(1)} h1"
    for avant, apres in pairwise(niveaux):
        if apres > avant + 1:
            yield f"h{apres} after h{avant}"


def _regions(page: Page) -> Iterator[str]:
    principales = [e for e in page.tous if e.balise == "main"]
    if len(principales) != 1:
        yield f"{len(principales)} main"
    yield from (f"{nav} has no name" for nav in page.tous if nav.balise == "nav" and not _est_nomme(nav))


def _est_nomme(element: Element) -> bool:
    return bool(element.attributs.get("aria-label") or element.attributs.get("aria-labelledby"))


def _etiquettes(page: Page) -> Iterator[str]:
    pour = {e.attributs.get("for") for e in page.tous if e.balise == "label" and nom_accessible(e)}
    for champ in page.tous:
        if champ.balise not in CHAMPS or champ.attributs.get("type") in SANS_ETIQUETTE:
            continue
        dans_etiquette = any(a.balise == "label" and nom_accessible(a) for a in champ.ancetres())
        if not (dans_etiquette or _est_nomme(champ) or champ.attributs.get("id") in pour):
            yield f"{champ} has no label"


def _est_groupe(element: Element) -> bool:
    return element.balise == "fieldset" or element.attributs.get("role") in {"group", "radiogroup"}


def _choix(page: Page) -> Iterator[str]:
    par_nom: dict[tuple[int, str], list[Element]] = {}
    for champ in page.tous:
        if champ.balise == "input" and champ.attributs.get("type") == "radio":
            formulaire = next((id(a) for a in champ.ancetres() if a.balise == "form"), 0)
            par_nom.setdefault((formulaire, champ.attributs.get("name") or ""), []).append(champ)
    for (_, nom), champs in par_nom.items():
        groupes = [
            {
                id(a)
                for a in c.ancetres()
                if a.balise == "fieldset" or a.attributs.get("role") in {"group", "radiogroup"}
            }
            for c in champs
        ]
        if len(champs) > 1 and not set.intersection(*groupes):
            yield f"the choices of {nom} are in no group"


def _legendes(page: Page) -> Iterator[str]:
    for groupe in page.tous:
        if groupe.balise == "fieldset":
            legendes = [e for e in groupe.enfants if isinstance(e, Element) and e.balise == "legend"]
            if not (legendes and nom_accessible(legendes[0])):
                yield f"{groupe} has no legend"
        elif groupe.attributs.get("role") in {"group", "radiogroup"} and not _est_nomme(groupe):
            yield f"{groupe} has no name"


def _caches(page: Page) -> Iterator[str]:
    for element in page.tous:
        actif = element.balise in NOMMES | CHAMPS and element.attributs.get("tabindex") != "-1"
        if actif and est_cache(element) and element.attributs.get("type") != "hidden":
            yield f"{element} can be reached, and is hidden"


def _ordre(page: Page) -> Iterator[str]:
    for element in page.tous:
        if (element.attributs.get("tabindex") or "0").lstrip("-") != "0" and element.attributs["tabindex"] != "-1":
            yield f"{element} tabindex {element.attributs['tabindex']}"


def _fenetres(page: Page) -> Iterator[str]:
    yield from (f"{e} opens a window" for e in page.tous if e.attributs.get("target") == "_blank")


def _sens(page: Page) -> Iterator[str]:
    for element in page.tous:
        voulu = ECRITURES.get((element.attributs.get("lang") or "").partition("-")[0])
        if voulu and not any(e.attributs.get("dir") == voulu for e in (element, *element.ancetres())):
            yield f"{element} is not {voulu}"


def _titre_de_page(page: Page) -> Iterator[str]:
    titres = [e.texte.strip() for e in page.tous if e.balise == "title" and e.parent and e.parent.balise == "head"]
    if len(titres) != 1 or not titres[0]:
        yield f"the titles are {titres}"


def _langues(page: Page) -> Iterator[str]:
    yield from (f"{e} lang {e.attributs['lang']}" for e in page.tous if e.attributs.get("lang", "fr") not in LANGUES)


def _saisies(page: Page) -> Iterator[str]:
    for champ in page.tous:
        if champ.attributs.get("autocomplete", "off") not in SAISIES:
            yield f"{champ} autocomplete {champ.attributs['autocomplete']}"
        if champ.attributs.get("type") == "password" and not champ.attributs.get("autocomplete", "").endswith(
            "password"
        ):
            yield f"{champ} does not say which password"


def _entete(page: Page) -> Iterator[str]:
    if page.doctype.lower() != "doctype html":
        yield f"the type of document is « {page.doctype} »"
    yield from (f"{e} has no lang" for e in page.tous if e.balise == "html" and not e.attributs.get("lang"))


def _menu(page: Page) -> Iterator[str]:
    for nav in page.tous:
        if nav.balise == "nav" and nav.attributs.get("aria-label") == MENU:
            premier = next((e for e in nav.tous() if e.balise == "a"), None)
            if premier is None or nom_accessible(premier) != "Chercher":
                yield f"{nav} begins with {premier}"


PARTOUT: dict[str, Callable[[Page], Iterator[str]]] = {
    "1.1, 1.2": _images,
    "6.2, 11.9": _noms,
    "8.9, 10.1": _presentation,
    "8.10": _sens,
    "8.4, 8.8": _langues,
    "10.8": _caches,
    "11.1": _etiquettes,
    "11.5": _choix,
    "11.6": _legendes,
    "11.13": _saisies,
    "12.8": _ordre,
}
PAGES_ENTIERES: dict[str, Callable[[Page], Iterator[str]]] = {
    "8.1, 8.3": _entete,
    "8.5, 8.6": _titre_de_page,
    "12.2, 12.5": _menu,
    "9.1": _titres,
    "9.2, 12.6": _regions,
}


def manques(page: Page, *, dans_un_cadre: bool = False) -> list[str]:
    """Return what a page lacks, each with its criteria; a fragment is asked less, and a frame may open windows."""
    regles = dict(PARTOUT)
    if any(e.balise == "html" for e in page.tous):
        regles |= PAGES_ENTIERES
    if not dans_un_cadre:
        regles["13.2"] = _fenetres
    return [f"{criteres}: {manque}" for criteres, regle in regles.items() for manque in regle(page)]
