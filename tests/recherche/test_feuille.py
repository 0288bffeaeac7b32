"""How many moments the sheet of the week holds, and how large: worked out, without a browser."""

from datetime import date, timedelta

import pytest

from recherche.feuille import LigneSemaine, Moment, remplir

COURTS = ("Atelier CV", "La Piste")
LONGS = ("Permanence d’écrivain public et aide aux démarches en ligne", "Centre social et culturel Les Portes du Midi")
SANS_FIN = ("accompagnement " * 9, "Maison des services publics " * 4)
SANS_ESPACE = ("m" * 400, "語" * 200)


def semaine(combien, noms, *, jours=5):
    nom, lieu = noms
    ligne = LigneSemaine(
        heures="13 h 30 – 16 h 30",
        nom=nom,
        lieu=lieu,
        commune="Saint-Maur-des-Fossés",
        distance="1,2 km",
        sans_rdv=True,
        tarif="gratuit avec l’adhésion",
        telephone="01 99 00 43 21",
        chez_nous=False,
        annulee=False,
        note="",
    )
    lundi = date(2026, 11, 23)
    return [Moment(lundi + timedelta(days=n % jours), (n,), ligne) for n in range(combien)]


@pytest.mark.parametrize("noms", [COURTS, LONGS, SANS_FIN, SANS_ESPACE])
def test_a_fuller_week_is_never_told_larger_nor_shorter(noms):
    tailles, tenues = [], []
    for combien in (0, 1, 10, 20, 30, 40, 60, 240):
        feuille = remplir(semaine(combien, noms))
        tailles.append(9.4 if feuille.corps == "serre" else float(feuille.corps.replace("-", ".")))
        tenues.append(len(feuille.moments))
        assert tenues[-1] <= combien
    # A sheet that leaves some out may be told in ten points: all were not going to fit in less.
    assert tailles[:5] == sorted(tailles[:5], reverse=True)
    assert tenues == sorted(tenues)


def test_the_nearest_are_kept_and_told_in_the_order_of_the_week():
    moments = semaine(240, LONGS, jours=7)
    feuille = remplir(moments)
    tenus = len(feuille.moments)
    assert {m.rang for m in feuille.moments} == {m.rang for m in moments[:tenus]}
    assert [(m.jour, m.rang) for m in feuille.moments] == sorted((m.jour, m.rang) for m in moments[:tenus])


def test_short_names_leave_room_for_more():
    assert len(remplir(semaine(240, COURTS)).moments) > 45
    assert len(remplir(semaine(240, LONGS)).moments) >= 40


def test_only_the_closest_setting_says_on_how_many_lines_each_moment_goes():
    assert all(m.ligne.lignes == 0 for m in remplir(semaine(10, SANS_FIN)).moments)
    assert all(1 <= m.ligne.lignes <= 5 for m in remplir(semaine(60, SANS_FIN)).moments)
