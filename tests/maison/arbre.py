"""A page as a tree, strictly: what is left open, closed twice or said twice is kept as a fault."""

from collections.abc import Iterator
from html.parser import HTMLParser

VIDES = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class Element:
    """One element: its tag, attributes, parent, children, and the text that stands directly in it."""

    def __init__(self, balise: str, attributs: dict[str, str | None], parent: "Element | None"):
        self.balise, self.attributs, self.parent = balise, attributs, parent
        self.enfants: list[Element | str] = []

    def __str__(self) -> str:
        nom = self.attributs.get("id") or self.attributs.get("name") or self.attributs.get("class")
        return f"<{self.balise} {nom}>" if nom else f"<{self.balise}>"

    def tous(self) -> Iterator["Element"]:
        """Yield what it holds, in the order of the page."""
        for enfant in self.enfants:
            if isinstance(enfant, Element):
                yield enfant
                yield from enfant.tous()

    def ancetres(self) -> Iterator["Element"]:
        """Yield what holds it, the nearest first."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent

    @property
    def texte(self) -> str:
        return "".join(e if isinstance(e, str) else e.texte for e in self.enfants)


class Page(HTMLParser):
    """The tree of a page (`racine`), and what is wrong in its writing (`fautes`)."""

    def __init__(self, html: str):
        super().__init__(convert_charrefs=True)
        self.racine = self.ici = Element("", {}, None)
        self.fautes: list[str] = []
        self.doctype = ""
        self.feed(html)
        self.close()
        if self.ici is not self.racine:
            self.fautes.append(f"{self.ici} is left open")
        self.tous = list(self.racine.tous())

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, balise: str, attributs: list[tuple[str, str | None]]) -> None:
        element = Element(balise, dict(attributs), self.ici)
        if len(element.attributs) < len(attributs):
            self.fautes.append(f"{element} says an attribute twice")
        self.ici.enfants.append(element)
        if balise not in VIDES:
            self.ici = element

    def handle_startendtag(self, balise: str, attributs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(balise, attributs)
        if balise not in VIDES:
            # Only a drawing may close an element so; elsewhere the browser leaves it open.
            if not any(e.balise == "svg" for e in (self.ici, *self.ici.ancetres())):
                self.fautes.append(f"{self.ici} closes itself")
            self.ici = self.ici.parent or self.racine

    def handle_endtag(self, balise: str) -> None:
        if self.ici.balise == balise:
            self.ici = self.ici.parent or self.racine
        else:
            self.fautes.append(f"</{balise}> closes {self.ici}")

    def handle_data(self, data: str) -> None:
        self.ici.enfants.append(data)


OBLIGATOIRE = "(obligatoire)"
REPERE = "data-obligatoire"


def sans_mention(page: Page) -> list[str]:
    """Return the inputs that must be answered (those with REPERE) whose visible label does not say so."""
    etiquettes = {e.attributs["for"]: e for e in page.tous if e.balise == "label" and "for" in e.attributs}
    return [str(e) for e in page.tous if REPERE in e.attributs and not _mention(e, etiquettes)]


def _mention(champ: Element, etiquettes: dict[str | None, Element]) -> bool:
    porteurs = [etiquettes.get(champ.attributs.get("id"))]
    for ancetre in champ.ancetres():
        if ancetre.balise == "label":
            porteurs.append(ancetre)
        if ancetre.balise == "fieldset":
            porteurs += [e for e in ancetre.enfants if isinstance(e, Element) and e.balise == "legend"]
    return any(OBLIGATOIRE in porteur.texte for porteur in porteurs if porteur is not None)
