"""A real browser on a live server: it reaches this machine only, and a console error fails the test.

`page.goto("/")` goes to the live server. `page`, `context` and `new_context` are pytest-playwright's, watched.
"""

import os
import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.navigateur.combinaisons import HORS_DE_PROPOS, a_voir, nom_de, vue_en

# Playwright's synchronous interface runs a loop in this thread, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Not "localhost", which is ::1 for some browsers.
os.environ.setdefault("DJANGO_LIVE_TEST_SERVER_ADDRESS", "127.0.0.1")

# What comes, comes at once; a machine that runs two browsers and two test workers on two cores is late, not wrong.
expect.set_options(timeout=20_000)

HERE = Path(__file__).parent
# The first is the same engine without windows: half the time of a test.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOCAL_HOSTS = {"127.0.0.1", "localhost", "::1"}


def find_chromium() -> str | None:
    """Return the path of a Chromium: the CHROMIUM variable, else the first of the usual names."""
    wanted = os.environ.get("CHROMIUM")
    return next((found for name in (wanted, *NAMES) if name and (found := shutil.which(name))), None)


CHROMIUM = find_chromium()


def pytest_collection_modifyitems(items):
    """Mark what is in this directory, and name the reason when there is no browser to run it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.navigateur)
            if CHROMIUM is None:
                reason = "no Chromium: install it, or give its path in the CHROMIUM variable"
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the system's Chromium, that asks nothing of the network for itself."""
    arguments = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        # No other machine has a name. Routes that refuse would do, but one that a closing page still waits for
        # holds both for ever.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses its sandbox to root
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, live_server):
    """Read in French, in Paris, without animation; relative addresses are the live server's."""
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "reduced_motion": "reduce",
        # Each test opens its pages from the server; what is kept without it has its own (tests/tenue).
        "service_workers": "block",
    }


class Surveillance:
    """What the browser asked of other machines (refused) and what it complained of."""

    def __init__(self):
        self.refused: list[str] = []
        self.errors: list[str] = []
        self.tolerated: list[str] = []

    def tolerate(self, text: str) -> None:
        """Expect a console error that contains `text`: "422", say, before posting a wrong form."""
        self.tolerated.append(text)

    def watch(self, context) -> None:
        """Note what this browser context asks of other machines, in vain, and its errors."""
        # A print dialog would hold the page, and nobody is there to close it; a test that counts says so itself.
        context.add_init_script("if (/native code/.test(window.print)) window.print = () => {};")
        context.on("requestfailed", self._failed)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(f"page error: {error.error}"))

    def _failed(self, request) -> None:
        if self.is_foreign(request.url):
            self.refused.append(request.url)

    @staticmethod
    def is_foreign(address: str) -> bool:
        """Tell whether an address is another machine's."""
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and parts.hostname not in LOCAL_HOSTS

    def _console(self, message) -> None:
        if message.type != "error":
            return
        address = message.location.get("url", "")
        if "net::ERR_" in message.text and self.is_foreign(address):
            return  # a map without tiles
        if message.text.startswith(("htmx:afterRequest,", "htmx:sendAbort,")):
            return  # given up for the next one, or with the page; what fails says htmx:sendError or htmx:responseError
        self.errors.append(f"{message.text} ({address})")

    def check(self) -> None:
        """Fail on every complaint that was not expected."""
        unexpected = [error for error in self.errors if not any(text in error for text in self.tolerated)]
        assert not unexpected, "the browser complained:\n" + "\n".join(unexpected)


@pytest.fixture
def surveillance():
    """Give the watch over this test's browser: `refused`, `errors`, `tolerate(text)`."""
    watch = Surveillance()
    yield watch
    watch.check()


@pytest.fixture
def new_context(new_context, surveillance):
    """Watch every context that a test opens, also without JavaScript: `new_context(java_script_enabled=False)`."""

    def watched(**arguments):
        context = new_context(**arguments)
        surveillance.watch(context)
        return context

    return watched


@pytest.fixture(
    params=[
        {"viewport": {"width": 320, "height": 800}, "color_scheme": "light"},
        {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    ],
    ids=["320-light", "1280-dark"],
)
def ecran(request):
    """Give the two screens that differ in all, for `new_context(**ecran)`: width and theme change different rules."""
    return request.param


def _fautes(page, *, sans=frozenset()) -> str:
    """Return what axe-core has to say about the page, but for some rules."""
    options = {"resultTypes": ["violations"], "rules": {regle: {"enabled": False} for regle in sans}}
    found = Axe().run(page, options=options).response["violations"]
    return "\n".join(
        f"{rule['id']} ({rule['impact']}) : {rule['help']}\n"
        + "\n".join(f"    {' '.join(map(str, node['target']))}  {node['html'][:160]}" for node in rule["nodes"])
        for rule in found
    )


@pytest.fixture(scope="session")
def deja_vues() -> set[tuple[str, str]]:
    """Hold the pages that axe has seen otherwise than their tests show them."""
    return set()


@pytest.fixture
def sans_defaut(request, deja_vues):
    """Give `sans_defaut(page)`: axe-core finds nothing to say about the page as it is shown, nor in one other guise.

    A run that leaves out what the browser draws (`-m "not apparence"`) leaves this out of its journeys too.
    """
    if request.config.getoption("markexpr") == "not apparence":
        return lambda page: None
    rangs: Counter[str] = Counter()

    def check(page) -> None:
        fautes = _fautes(page)
        assert not fautes, f"axe-core, {urlsplit(page.url).path} :\n{fautes}"
        rangs[nom_de(page)] += 1
        nom = f"{request.node.originalname} {nom_de(page)} {rangs[nom_de(page)]}"
        for combinaison in a_voir(nom):
            if (nom, combinaison) in deja_vues:
                continue
            deja_vues.add((nom, combinaison))
            with vue_en(page, combinaison):
                fautes = _fautes(page, sans=HORS_DE_PROPOS.get(combinaison, frozenset()))
                trop = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert not fautes, f"axe-core, {urlsplit(page.url).path}, {combinaison} :\n{fautes}"
            assert trop <= 0, f"{urlsplit(page.url).path}, {combinaison} : {trop} px too wide"

    return check
