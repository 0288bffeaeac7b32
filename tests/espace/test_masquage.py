"""From the first warning to the day when search hides, and back: only what has somebody to verify it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from ateliers.models import Offre
from comptes.adresses import noter_refus
from core.travailleur import PARIS
from espace.desabonnement import jeton_de_rappels
from espace.models import Avertissement
from structures.models import Membre
from tests.distribution import ecrire, faire_offre
from tests.espace.nuits import LUNDI, faux, nuit, passer, textes


def semaines(nombre: int) -> None:
    """Let so many weeks pass, a night each: a mail a week leaves on Mondays."""
    for n in range(nombre):
        passer(LUNDI + timedelta(weeks=n))


def abandonnee(d, jours: int, nom="Le Lien") -> Offre:
    """Write an activity last verified so many days before the Monday."""
    offre = faire_offre(d.lieux[nom], nom="Abandonnée", verifie_le=LUNDI - timedelta(days=jours), verifie_voie="ecran",
                        acces=1, publics=1, papiers=1, horaires="Mo 09:00-12:00")  # fmt: skip
    ecrire(offre)
    return offre


def test_two_warnings_then_hidden_then_back_at_once(tout_est_juste):
    d = tout_est_juste
    offre = abandonnee(d, 330)
    jours = {}
    for n in range(80):
        jour = LUNDI + timedelta(days=n)
        if n % 7 in (0, 3):
            passer(jour)
        jours[n] = Offre.objects.published(jour).filter(pk=offre.pk).exists()
    dits = {a.rang: a.cree_a.astimezone(PARIS).date() for a in Avertissement.objects.filter(offre=offre)}
    assert dits == {1: LUNDI + timedelta(days=7), 2: LUNDI + timedelta(days=21)}
    premiere_absence = min(n for n, visible in jours.items() if not visible)
    offre.refresh_from_db()
    assert offre.masquee_des == LUNDI + timedelta(days=premiere_absence)
    # 365 days after the last word is the 28th of December: nothing disappears while everybody is away.
    assert offre.masquee_des == date(2027, 1, 16)
    assert not any(visible for n, visible in jours.items() if n >= premiere_absence)
    avertis = [t for t in textes(d.amina) if "BIENTÔT HORS DE LA RECHERCHE" in t]
    assert "sortira de la recherche dans un mois environ" in avertis[0]
    assert "sortira de la recherche le 16 janvier 2027" in avertis[2]
    assert "hors de la recherche depuis le 16 janvier" in avertis[-1]
    assert not faux()
    # A word to the federation, once.
    mots = [t for t in textes(d.fede) if "Abandonnée" in t]
    assert len(mots) == 1
    assert "POUR LA FÉDÉRATION" in mots[0]
    assert "hors de la recherche le 16 janvier" in mots[0]

    lundi = LUNDI + timedelta(days=91)
    offre.verifie_le, offre.verifie_voie = lundi, "lien"
    ecrire(offre, voie="lien")
    assert Offre.objects.published(lundi).filter(pk=offre.pk).exists()
    avant = len(textes(d.amina))
    passer(lundi)
    assert not [t for t in textes(d.amina)[avant:] if "HORS DE LA RECHERCHE" in t]


def test_never_verified_counts_from_its_arrival(tout_est_juste):
    d = tout_est_juste
    offre = abandonnee(d, 0)
    offre.verifie_le, offre.verifie_voie = None, ""
    ecrire(offre)
    Offre.history.model.objects.filter(id=offre.pk).update(history_date=nuit(LUNDI - timedelta(days=400)))
    semaines(5)
    offre.refresh_from_db()
    # Warned on the first Monday, then two weeks later; hidden two weeks after that, and not during Christmas.
    assert offre.masquee_des == LUNDI + timedelta(days=28)
    assert not Offre.objects.published(LUNDI + timedelta(days=28)).filter(pk=offre.pk).exists()


@pytest.mark.parametrize("personne", ["aucun membre", "desabonnes", "adresses refusees"])
def test_what_nobody_can_verify_is_never_hidden(tout_est_juste, personne, client):
    d = tout_est_juste
    offre = abandonnee(d, 500)
    for qui in (d.amina, d.bruno):
        if personne == "desabonnes":
            client.post(reverse("espace:rappels_lien", args=[jeton_de_rappels(qui)]))
        elif personne == "adresses refusees":
            noter_refus(qui.courriel, raison="550", now=nuit(LUNDI))
    if personne == "aucun membre":
        Membre.objects.filter(structure=offre.structure).delete()
    semaines(9)
    assert Offre.objects.published(LUNDI + timedelta(days=60)).filter(pk=offre.pk).exists()


def test_what_loses_its_last_keeper_comes_back_and_its_next_one_is_warned_anew(tout_est_juste):
    d = tout_est_juste
    offre = abandonnee(d, 400)
    semaines(5)
    assert not Offre.objects.published(LUNDI + timedelta(days=30)).filter(pk=offre.pk).exists()
    Membre.objects.filter(structure=offre.structure).delete()
    passer(LUNDI + timedelta(days=31))
    assert Offre.objects.published(LUNDI + timedelta(days=31)).filter(pk=offre.pk).exists()
    assert not Avertissement.objects.filter(offre=offre).exists()
    assert not faux()


def test_the_link_of_the_warning_brings_back_at_once_without_a_password(client, tout_est_juste):
    d = tout_est_juste
    offre = abandonnee(d, 400)
    semaines(5)
    jour = LUNDI + timedelta(days=42)  # after the holidays
    assert not Offre.objects.published(jour).filter(pk=offre.pk).exists()
    d.horloge.move_to(nuit(jour))
    passer(jour)
    motif = r"- Abandonnée, Le Lien : hors de la recherche depuis [^\n]*\n  \S*?(/agir/\S+)"
    lien = re.search(motif, textes(d.bruno)[-1])[1]
    assert client.get(lien).status_code == 200
    assert not Offre.objects.published(jour).filter(pk=offre.pk).exists()
    client.post(lien)
    assert Offre.objects.published(jour).filter(pk=offre.pk).exists()
    assert not faux()
