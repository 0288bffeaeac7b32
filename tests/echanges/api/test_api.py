"""The API: the same answers as the page, page after page without loss, named, limited, and nobody's name."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from ateliers.models import Intervenant, Offre, Seance
from ateliers.nomenclature import ACCES, THEMES, Dispo
from core.voies import Voie
from echanges.api.documentation import document
from recherche.filters import formulaire
from recherche.queries import trouver
from structures.cycle import Etat
from structures.models import Lieu
from tests.distribution import creer_lieu, creer_offre, ecrire, ecrire_la_distribution
from tests.outils import instantane


def demander(client, chemin, **parametres):
    reponse = client.get(f"/api/v1/{chemin}", parametres)
    assert reponse.status_code == 200, reponse.text
    return reponse.json()


def pages(client, chemin, cle, pendant=None, **parametres):
    """Read a list to its end, two by two; `pendant` is called between the first page and the second."""
    lues, curseur = [], ""
    while True:
        page = demander(client, chemin, limite=2, curseur=curseur, **parametres)
        lues += page[cle]
        curseur = page["suivant"]
        if not curseur:
            return lues
        if pendant:
            pendant()
            pendant = None


def noms_des_parametres(chemin):
    return {p["name"] for p in document()["paths"][f"/api/v1/{chemin}"]["get"]["parameters"]}


# ------------------------------------------------------------------------------------------ same question
@pytest.mark.parametrize("chemin", ["recherche", "recherche.geojson"])
def test_the_document_lists_every_filter_of_the_page(chemin):
    assert set(formulaire({}).fields) <= noms_des_parametres(chemin)


QUESTIONS = [
    {"tout": "1"},
    {"theme": ["demarches", "courrier"]},
    {"pres": "94600", "rayon": "10"},
    {"pres": "94028", "tri": "tot"},
    {"gratuit": "on", "q": "permanence"},
    {"mode": "telephone"},
    {"tri": "tot"},
]


@pytest.fixture
def annuaire(db):
    return instantane.garder(ecrire_l_annuaire)


def ecrire_l_annuaire():
    """Write the cast and five places more, and return the cast."""
    distribution = ecrire_la_distribution()
    for n in range(5):
        lieu = creer_lieu(offres=2, nom=f"Lieu {n}", latitude=48.75 + n / 100, longitude=2.41)
        creer_offre(lieu, themes=THEMES["courrier"].masque, horaires="Mo-Fr 09:00-12:00", tarif="participation")
    creer_offre(None, mode="telephone", zone="|94|", structure=lieu.structure)
    return distribution


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_it_answers_what_the_page_does_in_its_order(client, annuaire, question):
    trouvailles = trouver(formulaire_de(question).criteres(), now=timezone.now())
    attendu = [[t.offre_id for t in g.trouvees] for g in trouvailles.groupes]
    attendu += [[t.offre_id] for t in trouvailles.a_distance]
    uids = dict(Offre.objects.values_list("pk", "uid"))
    obtenu = pages(client, "recherche", "resultats", **question)
    assert [[a["uid"] for a in r["activites"]] for r in obtenu] == [[uids[i] for i in g] for g in attendu]
    points = pages(client, "recherche.geojson", "features", **question)
    lieux = dict(Lieu.objects.values_list("pk", "uid"))
    assert [p["properties"]["uid"] for p in points] == [lieux[g.lieu_id] for g in trouvailles.groupes]


def formulaire_de(question):
    from django.http import QueryDict
    from django.utils.http import urlencode

    return formulaire(QueryDict(urlencode(question, doseq=True)))


def test_what_it_does_not_understand_is_said(client, annuaire):
    page = demander(client, "recherche", rayon="3", theme="inconnu", q="courrier")
    assert any("Distance" in phrase for phrase in page["compris"])
    assert any("Besoin" in phrase for phrase in page["compris"])


# ---------------------------------------------------------------------------------------------- the pages
@pytest.mark.parametrize(
    ("chemin", "cle"), [("recherche", "resultats"), ("lieux", "lieux"), ("activites", "activites")]
)
def test_what_is_written_between_two_pages_repeats_and_loses_nothing(client, annuaire, chemin, cle):
    def uid(ligne):
        return ligne["uid"] if "uid" in ligne else (ligne["lieu"] or ligne["activites"][0])["uid"]

    avant = [uid(ligne) for ligne in pages(client, chemin, cle)]
    parti = Lieu.objects.get(nom="Lieu 0")

    def ecrire_entre_temps():
        parti.etat = Etat.CLOS
        ecrire(parti)
        creer_lieu(nom="Aaa, le premier")
        creer_lieu(nom="Zzz, le dernier")

    pendant = [uid(ligne) for ligne in pages(client, chemin, cle, pendant=ecrire_entre_temps)]
    assert len(pendant) == len(set(pendant))
    disparus = {parti.uid, *parti.offres.values_list("uid", flat=True)}
    assert set(avant) - disparus <= set(pendant)


@pytest.mark.parametrize(
    "curseur",
    ["x", "W10", "WzEsMl0", "bnVsbA", "WyJhIl0", "WzFlOTk5XQ", "é" * 3000, "WyIyMDI2LTk5LTk5IiwxXQ", "WzAsMCwxLDJd"],
)
@pytest.mark.parametrize("chemin", ["recherche", "lieux", "seances", "communes"])
def test_a_wrong_cursor_is_said_in_french(client, annuaire, chemin, curseur):
    reponse = client.get(f"/api/v1/{chemin}", {"curseur": curseur})
    if (chemin, curseur) != ("communes", "WyJhIl0"):  # that one could be a commune's
        assert reponse.status_code == 422
        assert "curseur" in reponse.json()["erreur"]


@pytest.mark.parametrize(
    ("question", "dit"), [("limite=0", "trop petit"), ("limite=1000", "trop grand"), ("limite=a", "entier")]
)
def test_a_wrong_parameter_is_said_in_french(client, annuaire, question, dit):
    reponse = client.get(f"/api/v1/lieux?{question}")
    assert reponse.status_code == 422
    assert dit in reponse.json()["erreur"]


# ------------------------------------------------------------------------------------------------- nouns
def test_room_is_said_with_its_day(client, annuaire):
    offre = creer_offre(annuaire.lieux["Le Lien"], nature="accompagnement", acces=ACCES["rdv"].masque)
    offre.dispo, offre.dispo_le, offre.dispo_voie = Dispo.CETTE_SEMAINE, timezone.localdate(), Voie.ECRAN
    ecrire(offre)
    place = demander(client, f"activites/{offre.uid}/place")
    assert (place["code"], place["sure"], place["il_y_a_de_la_place"]) == ("cette_semaine", True, True)
    offre.dispo_le -= timedelta(days=60)
    ecrire(offre)
    place = demander(client, f"activites/{offre.uid}/place")
    assert (place["sure"], place["il_y_a_de_la_place"]) == (False, False)


def test_sessions_come_in_order_cancelled_ones_too(client, annuaire):
    offre = Offre.objects.exclude(horaires="").first()
    annulee = offre.seances.filter(jour__gt=timezone.localdate()).first()
    annulee.statut = Seance.Statut.ANNULEE
    annulee.save()
    seances = pages(client, "seances", "seances", activite=offre.uid)
    assert len(seances) == offre.seances.filter(jour__gte=timezone.localdate()).count()
    assert [s["debut"] for s in seances] == sorted(s["debut"] for s in seances)
    assert "annulee" in {s["statut"] for s in seances}


def test_nobody_s_name_and_nothing_that_is_not_published(client, annuaire):
    personne = Intervenant.objects.create(
        employeur=annuaire.lieux["Le Lien"].structure,
        metier="ecrivain_public",
        prenom="Zénobie",
        prenom_accorde_a=timezone.now(),
    )
    personne.offres.add(*Offre.objects.all())
    brouillon = annuaire.brouillon
    for chemin in ("recherche", "recherche.geojson", "lieux", "structures", "activites", "seances"):
        texte = json.dumps(demander(client, chemin, limite=100), ensure_ascii=False)
        assert "Zénobie" not in texte
        assert brouillon.uid not in texte
    for adresse in (
        f"lieux/{brouillon.uid}",
        "lieux/23456789",
        "lieux/x",
        "activites/23456789/place",
        "referentiels/rien",
    ):
        reponse = client.get(f"/api/v1/{adresse}")
        assert reponse.status_code == 404
        assert "n’existe pas" in reponse.json()["erreur"]


# -------------------------------------------------------------------------------------------- the protocol
def test_unchanged_is_said_until_something_changes(client, annuaire, time_machine):
    time_machine.move_to("2026-11-24T09:00:00+00:00", tick=False)
    premiere = client.get("/api/v1/lieux")
    assert premiere["Access-Control-Allow-Origin"] == "*"
    encore = client.get("/api/v1/lieux", headers={"If-None-Match": premiere["ETag"]})
    assert (encore.status_code, encore.content) == (304, b"")
    creer_lieu(nom="Tout neuf")
    apres = client.get("/api/v1/lieux", headers={"If-None-Match": premiere["ETag"]})
    assert apres.status_code == 200
    assert "Tout neuf" in apres.text


def test_the_answer_is_the_same_for_somebody_signed_in_and_sets_no_cookie(client, annuaire):
    anonyme = client.get("/api/v1/lieux")
    client.force_login(annuaire.amina)
    connue = client.get("/api/v1/lieux")
    assert connue["ETag"] == anonyme["ETag"]
    assert not connue.cookies


def test_what_only_asks_for_the_headers_gets_them(client, annuaire):
    tete = client.head("/api/v1/recherche?limite=1")
    assert (tete.status_code, tete.content) == (200, b"")
    assert tete["ETag"]


def test_a_name_with_an_invisible_letter_is_gone_past(client, annuaire):
    for n in range(3):
        creer_lieu(nom=f"Mé\u00addiathèque \u200b{n}", latitude=48.9)
    lieux = {r["lieu"]["nom"] for r in pages(client, "recherche", "resultats") if r["lieu"]}
    assert {f"Mé\u00addiathèque \u200b{n}" for n in range(3)} <= lieux


def test_another_site_may_read_it(client, db):
    avant = client.options("/api/v1/lieux", headers={"Origin": "https://exemple.fr"})
    assert avant.status_code == 204
    assert "GET" in avant["Access-Control-Allow-Methods"]
    assert client.post("/api/v1/lieux").json()["erreur"].startswith("Cette adresse ne fait que lire")


def test_so_many_times_a_minute_and_no_more(client, db, settings, time_machine):
    settings.API_PAR_MINUTE = 3
    time_machine.move_to("2026-11-24T09:00:10+00:00", tick=False)
    restes = [client.get("/api/v1/referentiels")["RateLimit-Remaining"] for _ in range(3)]
    assert restes == ["2", "1", "0"]
    refus = client.get("/api/v1/referentiels")
    assert refus.status_code == 429
    assert (refus["Retry-After"], refus["RateLimit-Limit"]) == ("50", "3")
    assert "Attendez" in refus.json()["erreur"]
    # Another network has its own count, and a minute later this one has again.
    assert client.get("/api/v1/referentiels", REMOTE_ADDR="192.0.2.7").status_code == 200
    time_machine.move_to("2026-11-24T09:01:01+00:00", tick=False)
    assert client.get("/api/v1/referentiels").status_code == 200


@pytest.mark.parametrize(
    "chemin", ["recherche?limite=100", "lieux?limite=100", "activites?limite=100", "seances?limite=100"]
)
def test_more_rows_the_same_queries(client, annuaire, compte_requetes, chemin, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # a new minute would begin a new count

    def agrandir():
        for n in range(6):
            lieu = creer_lieu(offres=2, nom=f"Autre {n}")
            creer_offre(lieu, horaires="Tu 14:00-16:00")

    client.get("/api/v1/referentiels")  # the first of the minute also begins its count
    compte_requetes(f"/api/v1/{chemin}", agrandir, maximum=12)


def test_the_page_that_tells_it_names_every_address_and_filter(client, annuaire):
    page = client.get("/api/v1/").text.replace("<wbr />", "")  # where a long address may break
    assert all(f"<code>{chemin}</code>" in page for chemin in document()["paths"])
    assert all(f"<code>{champ}</code>" in page for champ in formulaire({}).fields)
    described = [
        p.get("description") for path in document()["paths"].values() for p in path["get"].get("parameters", ())
    ]
    assert described
    assert all(described)
    assert "<script" not in page.split("<main")[1]
