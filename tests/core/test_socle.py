"""The ground floor as an operator sees it: links, locks, jobs, masks, words."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from core import liens, registre
from core.liens import Genre, LienRefuse
from core.masques import Nomenclature, Terme
from core.models import Passage, Travail
from core.textes import accord, cle_de_tri, mots, plier
from core.travailleur import entretenir, entretien_du, prendre_verrou, retard_entretien, un_tour
from core.uid import ALPHABET, nouvel_uid


def test_folding_is_the_same_for_every_spelling():
    assert plier("Œuvre d’ÉTÉ, cœur") == plier("oeuvre d'ete, coeur")
    assert mots("L’Haÿ-les-Roses — ŒUVRE") == ["l", "hay", "les", "roses", "oeuvre"]
    assert sorted(["Zola", "Écluse"], key=cle_de_tri) == ["Écluse", "Zola"]


@pytest.mark.parametrize(("n", "attendu"), [(0, "0 lieu"), (1, "1 lieu"), (2, "2 lieux"), (1234, "1\u202f234 lieux")])
def test_nouns_agree(n, attendu):
    assert accord(n, "lieu", "lieux") == attendu.replace(" ", "\u00a0")


def test_uid_is_short_and_readable():
    uids = {nouvel_uid() for _ in range(500)}
    assert len(uids) == 500
    assert all(len(u) == 8 and set(u) <= set(ALPHABET) for u in uids)


def test_a_bit_is_never_shared():
    with pytest.raises(Exception, match="share"):
        Nomenclature("x", Terme("a", 0, "A"), Terme("b", 0, "B"))
    liste = Nomenclature("x", Terme("a", 0, "A"), Terme("b", 5, "B"))
    assert liste.masque(["a", "b"]) == 33
    assert liste.codes(33) == ["a", "b"]
    with pytest.raises(KeyError):
        liste.masque(["c"])


def test_links_are_of_one_kind_each():
    jeton = liens.signer(Genre.ACTION, personne=1, objet="abc", but="dispo")
    assert liens.lire(Genre.ACTION, jeton)["objet"] == "abc"
    with pytest.raises(LienRefuse):
        liens.lire(Genre.CONNEXION, jeton)
    with pytest.raises(LienRefuse):
        liens.lire(Genre.ACTION, jeton[:-2] + "xx")
    with pytest.raises(LienRefuse):
        liens.lire(Genre.ACTION, "n’importe quoi")


@pytest.mark.parametrize(
    ("genre", "vit", "meurt"),
    [
        (Genre.CONNEXION, timedelta(minutes=14), timedelta(minutes=16)),
        (Genre.ACTION, timedelta(days=29), timedelta(days=31)),
        (Genre.MISE_EN_RELATION, timedelta(days=3000), None),
    ],
)
def test_links_expire_by_kind(genre, vit, meurt):
    with time_machine.travel("2026-11-23T10:00:00+01:00", tick=False) as temps:
        jeton = liens.signer(genre, a=1)
        temps.shift(vit)
        assert liens.lire(genre, jeton) == {"a": 1}
        if meurt:
            temps.shift(meurt - vit)
            with pytest.raises(LienRefuse, match="expiré"):
                liens.lire(genre, jeton)


@pytest.mark.django_db
def test_sign_in_link_serves_once_and_reading_does_not_spend_it():
    jeton = liens.signer(Genre.CONNEXION, compte=7)
    now = timezone.now()
    for _ in range(3):
        liens.lire(Genre.CONNEXION, jeton)
    assert liens.consommer(Genre.CONNEXION, jeton, now=now) == {"compte": 7}
    with pytest.raises(LienRefuse, match="déjà servi"):
        liens.consommer(Genre.CONNEXION, jeton, now=now)


@pytest.mark.django_db
def test_lock_is_held_by_one_and_outlives_nobody():
    now = timezone.now()
    assert prendre_verrou("x", now=now, duree=timedelta(minutes=1))
    assert not prendre_verrou("x", now=now, duree=timedelta(minutes=1))
    assert prendre_verrou("x", now=now + timedelta(minutes=2), duree=timedelta(minutes=1))


@pytest.mark.django_db
def test_a_run_that_lasts_too_long_leaves_the_lock_to_the_next(monkeypatch):
    now = timezone.now()

    def lent(_now):
        # Two hours later another process takes the lock that has ended.
        assert prendre_verrou("entretien", now=now + timedelta(hours=3), duree=timedelta(hours=2))
        return "lent"

    monkeypatch.setattr(registre, "quotidiens", {"lent": lent})
    entretenir(now)
    assert not prendre_verrou("entretien", now=now + timedelta(hours=4), duree=timedelta(hours=2))


@pytest.mark.django_db
def test_a_run_killed_half_way_is_still_due(monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(registre, "quotidiens", {"une": lambda now: "", "deux": lambda now: ""})
    Passage.objects.create(tache="une", debut=now, fin=now, reussi=True, rapport="")
    assert entretien_du(now)
    entretenir(now)
    assert not entretien_du(now)


@pytest.mark.django_db
def test_a_job_whose_worker_was_killed_is_told_as_failed(monkeypatch):
    monkeypatch.setattr(registre, "quotidiens", {})
    monkeypatch.setitem(registre.taches, "longue", lambda travail: "faite")
    now = timezone.now()
    travail = registre.confier("longue", now=now)
    Travail.objects.update(etat=Travail.Etat.COURS, pris_a=now)
    un_tour(now + timedelta(hours=1))
    travail.refresh_from_db()
    assert travail.etat == Travail.Etat.COURS
    un_tour(now + timedelta(hours=7))
    travail.refresh_from_db()
    assert travail.etat == Travail.Etat.ECHEC
    assert "s’est arrêté" in travail.rapport


@pytest.mark.django_db
def test_daily_run_reports_a_failure_and_goes_on(monkeypatch):
    def casse(now):
        raise ValueError("disque plein")

    monkeypatch.setattr(registre, "quotidiens", {"casse": casse, "bonne": lambda now: "3 lignes"})
    now = timezone.now()
    assert entretien_du(now)
    passages = entretenir(now)
    assert [(p.tache, p.reussi) for p in passages] == [("casse", False), ("bonne", True)]
    assert "disque plein" in passages[0].rapport
    assert not entretien_du(now)


@pytest.mark.django_db
def test_silence_of_the_daily_run_is_said_after_36_hours(client):
    now = timezone.now()
    Passage.objects.create(tache="x", debut=now - timedelta(hours=35), fin=now, reussi=True, rapport="")
    assert retard_entretien(now) is None
    assert client.get("/sante").json()["entretien"] == "à jour"
    Passage.objects.update(debut=now - timedelta(hours=40))
    assert retard_entretien(now) is not None
    assert client.get("/sante").json()["entretien"] == "muet depuis 40 h"


@pytest.mark.django_db
def test_long_job_is_carried_out_once_and_its_failure_is_told(monkeypatch):
    faits = []
    monkeypatch.setattr(registre, "quotidiens", {})
    monkeypatch.setitem(registre.taches, "compter", lambda travail, n: faits.append(n) or f"{n} comptés")
    monkeypatch.setitem(registre.taches, "casser", lambda travail: 1 / 0)
    now = timezone.now()
    bon = registre.confier("compter", now=now, n=3)
    mauvais = registre.confier("casser", now=now + timedelta(seconds=1))
    for _ in range(4):
        un_tour(now)
    bon.refresh_from_db()
    mauvais.refresh_from_db()
    assert (bon.etat, bon.rapport, faits) == (Travail.Etat.FAIT, "3 comptés", [3])
    assert mauvais.etat == Travail.Etat.ECHEC
    with pytest.raises(KeyError):
        registre.confier("inconnue", now=now)


@pytest.mark.django_db
def test_entretien_command_prints_one_line_a_job(capsys, monkeypatch):
    call_command("entretien")
    assert "séances : " in capsys.readouterr().out
    monkeypatch.setitem(registre.quotidiens, "casse", lambda now: 1 / 0)
    with pytest.raises(CommandError):
        call_command("entretien")
