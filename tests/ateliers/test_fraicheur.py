"""Freshness has effect: words and colours, order, then out of search; a confirmation brings back at once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ateliers.controle import ecarts
from ateliers.fraicheur import UN_AN, age_de, confirmee_depuis, dernier_jour_visible
from ateliers.models import Offre
from core.models import Version
from recherche.phrases import verifie_en_francais
from tests.distribution import creer_offre, ecrire
from tests.recherche.test_ordre import NOW, TODAY


@pytest.mark.parametrize(
    ("jours", "age", "phrase"),
    [
        (0, "recent", "Vérifié aujourd’hui"),
        (1, "recent", "Vérifié hier"),
        (92, "recent", "Vérifié le 24 août"),
        (93, "moyen", "Vérifié le 23 août"),
        (183, "moyen", "Vérifié le 25 mai"),
        (184, "ancien", "Vérifié le 24 mai"),
        (365, "ancien", "Vérifié le 24 novembre 2025"),
        (366, "perime", "Non vérifié depuis plus d’un an\u00a0: appelez avant d’y aller"),
        (None, "jamais", "Jamais vérifié"),
    ],
)
def test_age_in_words_and_in_colour(jours, age, phrase):
    verifie_le = None if jours is None else TODAY - timedelta(days=jours)
    assert verifie_en_francais(verifie_le, TODAY) == (phrase, age)


@given(st.dates(), st.dates())
def test_any_two_dates_have_an_age(verifie_le, today):
    assert age_de(verifie_le, today) in ("recent", "moyen", "ancien", "perime")


@given(st.dates(), st.dates(min_value=date(1, 1, 2)), st.dates())
def test_hiding_never_lengthens_a_period_and_a_fresh_word_cancels_it(fin, masquee_des, verifie_le):
    assert dernier_jour_visible(fin, masquee_des) <= fin
    assert dernier_jour_visible(fin, masquee_des) < masquee_des
    assert dernier_jour_visible(fin, None) == fin
    assert confirmee_depuis(masquee_des, verifie_le) is (masquee_des - verifie_le < UN_AN)


def vieille(masquee_dans: int) -> Offre:
    """Return an activity that nobody has verified for a year, whose hiding was announced for that day."""
    return creer_offre(
        verifie_le=TODAY - timedelta(days=370), verifie_voie="ecran", masquee_des=TODAY + timedelta(days=masquee_dans)
    )


@pytest.mark.django_db
def test_search_hides_from_the_day_announced_and_no_earlier():
    offre = vieille(2)
    vue = Offre.objects.filter(pk=offre.pk)
    assert [vue.published(TODAY + timedelta(days=d)).exists() for d in (0, 1, 2, 300)] == [True, True, False, False]
    assert vue.on_pages(TODAY + timedelta(days=300)).exists()
    assert not list(ecarts(NOW))


@pytest.mark.django_db
def test_a_confirmation_brings_back_at_once():
    offre = vieille(-3)
    version = Version.lire()
    assert not Offre.objects.published(TODAY).exists()
    offre.verifie_le, offre.verifie_voie = TODAY, "lien"
    ecrire(offre, voie="lien")
    assert Offre.objects.published(TODAY).get() == offre
    offre.refresh_from_db()
    assert offre.masquee_des is None
    assert Version.lire() > version
    assert not list(ecarts(NOW))


@pytest.mark.django_db
def test_another_change_does_not_bring_back_what_nobody_confirmed():
    offre = vieille(-3)
    offre.nom = "Autre nom"
    ecrire(offre)
    assert not Offre.objects.published(TODAY).exists()


@pytest.mark.django_db
def test_pages_remain_and_say_to_call_first(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    offre = vieille(-3)
    assert offre.nom not in client.get("/?tout=1").content.decode()
    for page in (offre.get_absolute_url(), offre.lieu.get_absolute_url()):
        reponse = client.get(page)
        assert reponse.status_code == 200
        assert "Non vérifié depuis plus d’un an" in reponse.content.decode(), page
        assert offre.nom in reponse.content.decode()
    offre.verifie_le, offre.verifie_voie = TODAY, "ecran"
    ecrire(offre)
    assert offre.nom in client.get("/?tout=1").content.decode()
