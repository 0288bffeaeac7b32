"""A word without an end, as a file may bring one, never pushes a page beyond its window."""

import pytest

from ateliers.models import Offre
from structures.models import Lieu, Structure
from tests.distribution import creer_lieu

LONG = "Anticonstitutionnellement" * 8


@pytest.mark.apparence
def test_endless_words_stay_inside(page, transactional_db):
    lieu = creer_lieu(offres=2, horaires_source="x" * 300)
    texte = {"nom": LONG[:160], "presentation": LONG * 3}
    Structure.objects.update(
        **texte, site_web=f"https://{'a' * 60}.{'b' * 60}.example.org/", courriel=f"{'c' * 60}@example.org"
    )
    Lieu.objects.update(**texte, adresse=LONG, reconnaitre=LONG, arret=LONG[:160])
    Offre.objects.update(**texte, tarif_detail=LONG[:160], papiers_autres=LONG[:160], dispo_note=LONG[:120])
    chemins = ("/?tout=1", f"/?q={LONG[:190]}", lieu.get_absolute_url(), lieu.offres.first().get_absolute_url())
    trop = {}
    for chemin in (*chemins, f"/lieux/{lieu.uid}/semaine/", f"/?tout=1&depuis={lieu.uid}", "/ecrivains-publics/"):
        page.goto(chemin)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            depasse = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if depasse > 0:
                trop[width, chemin[:60]] = depasse
    assert not trop
