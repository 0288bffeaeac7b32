"""The map in a frame on another site: light, without a cookie, and nothing that its policy refuses."""

import gzip

import pytest
from playwright.sync_api import expect

from tests.distribution import creer_lieu

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_map_of_a_frame_is_light_and_leaves_no_cookie(page, live_server):
    lieu = creer_lieu(3)
    reponses = []
    # Playwright marks the functions that it is given: a built-in method takes no mark.
    page.on("response", lambda reponse: reponses.append(reponse))  # noqa: PLW0108
    page.goto(f"/integrer/structure/{lieu.structure.uid}/?vue=carte")
    page.locator(".epingle").click()
    lien = page.locator(".bulle-nom a")
    expect(lien).to_have_attribute("target", "_blank")
    expect(lien).to_have_attribute("rel", "noopener")
    page.wait_for_load_state("networkidle")
    ici = [r for r in reponses if r.url.startswith(live_server.url)]
    poids = sum(len(gzip.compress(r.body())) for r in ici)
    assert len(ici) >= 10
    assert poids <= 80_000
    assert page.context.cookies() == []
