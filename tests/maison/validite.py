"""What a validator would say of a page: nesting, identifiers, references, attributes (RGAA 8.2)."""

from collections import Counter
from collections.abc import Iterator

from tests.maison.arbre import Element, Page

TITRES = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCS = TITRES | {
    "address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figcaption",
    "figure", "footer", "form", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
# What holds words and nothing larger.
PHRASES = TITRES | {
    "abbr", "b", "bdi", "button", "cite", "code", "dfn", "em", "i", "kbd", "label", "legend", "mark", "option",
    "output", "p", "q", "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "time", "title", "u",
    "var",
}  # fmt: skip
INTERACTIFS = {"a", "button", "details", "iframe", "input", "label", "select", "textarea"}
# What may stand directly in these, and nothing else, not even a word.
ENFANTS = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup"},
    "optgroup": {"option"},
    "datalist": {"option"},
    "html": {"head", "body"},
}
PARENTS = {
    "li": {"ul", "ol", "template"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "option": {"select", "optgroup", "datalist"},
    "legend": {"fieldset"},
    "summary": {"details"},
    "figcaption": {"figure"},
    "caption": {"table"},
}
PREMIERS = {"legend", "summary", "caption"}
EXIGES = {
    "img": {"src", "alt"},
    "iframe": {"title"},
    "html": {"lang"},
    "th": {"scope"},
    "link": {"rel", "href"},
}
REFERENCES = ("for", "list", "form", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")
ETIQUETABLES = {"button", "input", "meter", "output", "progress", "select", "textarea"}
PARTOUT = {
    "class", "id", "lang", "dir", "title", "hidden", "tabindex", "role", "autofocus", "translate", "spellcheck",
    "inputmode", "autocapitalize", "enterkeyhint", "nonce",
}  # fmt: skip
PROPRES = {
    nom: set(attributs.split())
    for nom, attributs in {
        "a": "href rel target download hreflang type",
        "base": "href target",
        "blockquote": "cite",
        "button": "type name value disabled form formaction formmethod formnovalidate formtarget",
        "col": "span",
        "data": "value",
        "details": "open name",
        "fieldset": "disabled name form",
        "form": "action method enctype novalidate autocomplete target name accept-charset rel",
        "iframe": "src srcdoc width height loading sandbox allow referrerpolicy name",
        "img": "src alt width height loading decoding srcset sizes fetchpriority",
        "input": "type name value checked disabled readonly required placeholder min max step minlength maxlength size"
        " pattern autocomplete list accept multiple form formaction",
        "label": "for",
        "li": "value",
        "link": "rel href as type media sizes crossorigin integrity color",
        "meta": "charset name content http-equiv property media",
        "ol": "start reversed type",
        "optgroup": "label disabled",
        "option": "value selected disabled label",
        "output": "for name form",
        "progress": "value max",
        "meter": "value min max low high optimum",
        "script": "src type defer async crossorigin integrity nomodule",
        "select": "name required disabled multiple size autocomplete form",
        "td": "colspan rowspan headers",
        "textarea": "name rows cols required disabled readonly placeholder minlength maxlength autocomplete wrap form",
        "th": "scope colspan rowspan headers abbr",
        "time": "datetime",
    }.items()
}
LIBRES = ("data-", "aria-", "hx-")  # hx- is read by the one library, and by no browser


def fautes(page: Page) -> list[str]:
    """Return what is wrong in the source of a page, in English, nothing when it is valid."""
    dessins = {e for svg in page.tous if svg.balise == "svg" for e in svg.tous()}
    elements = [e for e in page.tous if e not in dessins]
    trouvees = list(page.fautes)
    if page.doctype.lower() != "doctype html":
        trouvees.append("no doctype")
    trouvees += _identifiants(page)
    for element in elements:
        trouvees += _place(element)
        trouvees += _attributs(element)
    return trouvees


def _identifiants(page: Page) -> Iterator[str]:
    ids = Counter(e.attributs["id"] for e in page.tous if "id" in e.attributs)
    par_id = {e.attributs["id"]: e for e in page.tous if "id" in e.attributs}
    yield from (f"id {nom!r} {combien} times" for nom, combien in ids.items() if combien > 1)
    yield from (f"id {nom!r} cannot be one" for nom in ids if not nom or len(nom.split()) != 1)
    for element in page.tous:
        for attribut in REFERENCES:
            for cible in (element.attributs.get(attribut) or "").split():
                if cible not in ids:
                    yield f"{element} {attribut} names no element: {cible}"
                elif attribut == "for" and element.balise == "label" and par_id[cible].balise not in ETIQUETABLES:
                    yield f"{element} labels {par_id[cible]}"


def _place(element: Element) -> Iterator[str]:
    """Say what is wrong in where an element stands and in what it holds."""
    balise, parent = element.balise, element.parent
    nom_parent = parent.balise if parent is not None else ""
    if balise in PARENTS and nom_parent not in PARENTS[balise]:
        yield f"{element} in {parent}"
    if balise in PREMIERS and parent is not None:
        freres = [e for e in parent.enfants if isinstance(e, Element)]
        if freres[0] is not element:
            yield f"{element} is not the first of {parent}"
    yield from _dans(element)
    if balise in ENFANTS:
        for enfant in element.enfants:
            if isinstance(enfant, str):
                if enfant.strip():
                    yield f"words in {element}: {enfant.strip()[:40]}"
            elif enfant.balise not in ENFANTS[balise] | {"script", "template"}:
                yield f"{enfant} in {element}"


def _dans(element: Element) -> Iterator[str]:
    """Say what may not hold it, however far above."""
    balise = element.balise
    ancetres = list(element.ancetres())
    if balise in BLOCS:
        contenant = next((a for a in ancetres if a.balise in PHRASES), None)
        titre_permis = balise in TITRES and contenant is not None and contenant.balise in {"legend", "summary"}
        if contenant is not None and not titre_permis:
            yield f"{element} in {contenant}"
    noms = {a.balise for a in ancetres}
    cache = element.attributs.get("type") == "hidden"
    if balise in INTERACTIFS and not cache and noms & {"a", "button"}:
        yield f"{element} in a link or a button"
    if balise in {"form", "label", "main"} and balise in noms:
        yield f"{element} in another {balise}"


def _attributs(element: Element) -> Iterator[str]:
    balise = element.balise
    permis = PARTOUT | PROPRES.get(balise, set())
    for nom in element.attributs:
        if balise != "svg" and nom not in permis and not nom.startswith(LIBRES):
            yield f"{element} {nom}: not an attribute of {balise}"
    for nom in EXIGES.get(balise, set()) - element.attributs.keys():
        yield f"{element} without {nom}"
    if balise == "input" and element.attributs.get("type") == "image":
        yield f"{element}: an image as a button"
