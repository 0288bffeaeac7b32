"""The widths, themes and zooms that axe sees in turn: one more for each page of each test, or all with AXE=tout.

A page is always looked at as its test shows it (320 px light, 1280 px dark, most of the time). Four more looks at each,
at every run, would be four hundred; a stable hash of its name gives it one, the same every day.
"""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

# Read before and given back: Playwright has no « as the context was made ».
THEME = "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'"
LARGEUR, HAUTEUR, MOITIE = 768, 1024, 640
COMBINAISONS = ("768 px, clair", "768 px, sombre", "couleurs forcées", "200 %")
# In forced colours axe still reads the colours that the page declares, where the browser draws the person's own.
HORS_DE_PROPOS = {"couleurs forcées": {"color-contrast"}}


def nom_de(page) -> str:
    """Return the name of a page, that no identifier of a test changes: its view, and what its query asks."""
    adresse = urlsplit(page.url)
    try:
        vue = resolve(adresse.path).view_name
    except Resolver404:
        vue = "404"
    return " ".join([vue, *sorted(part.partition("=")[0] for part in adresse.query.split("&"))])


def a_voir(nom: str) -> tuple[str, ...]:
    """Return the combinations in which a page is seen, beside its own."""
    if os.environ.get("AXE") == "tout":
        return COMBINAISONS
    return (COMBINAISONS[zlib.crc32(nom.encode()) % len(COMBINAISONS)],)


@contextmanager
def vue_en(page, combinaison: str) -> Iterator[None]:
    """Show a page so, then as it was."""
    avant, theme, session = page.viewport_size, page.evaluate(THEME), None
    if combinaison.startswith("768 px"):
        page.emulate_media(color_scheme="dark" if "sombre" in combinaison else "light")
        page.set_viewport_size({"width": LARGEUR, "height": HAUTEUR})
    elif combinaison == "200 %":
        # What zoom does: half the width of a 1280 px window, drawn twice as large.
        session = page.context.new_cdp_session(page)
        metriques = {"width": MOITIE, "height": 400, "deviceScaleFactor": 2, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", metriques)
    else:
        page.emulate_media(forced_colors="active")
    try:
        yield
    finally:
        page.emulate_media(color_scheme=theme, forced_colors="null")
        if session:
            session.detach()
            # Playwright sends nothing for a size that it believes to be there.
            page.set_viewport_size({"width": avant["width"] + 1, "height": avant["height"]})
        page.set_viewport_size(avant)
