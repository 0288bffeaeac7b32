"""What comes first: the table of the rule, urgency, the desk, and a need that found nothing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ateliers.nomenclature import ACCES
from recherche.criteres import Criteres, Depuis, Origine
from recherche.models import RechercheVaine
from recherche.queries import trouver
from recherche.semaine import lundi_demande, semaine, titre_de
from structures.models import Lieu
from tests.distribution import creer_commune, creer_lieu, creer_offre, ecrire, faire_lieu

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)  # a Tuesday
TODAY = NOW.date()
CETTE = "La semaine du 23 au 29 novembre 2026"
SUIVANTE = "La semaine du 30 novembre au 6 décembre 2026"
RDV = ACCES["rdv"].masque
ICI = Origine("Créteil", 48.7771, 2.4531, "94028", "94")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("premier", "second", "pourquoi"),
    [
        ({"km": 1.0}, {"km": 1.1}, "the nearest first"),
        ({"km": 1.1, "dispo": "cette_semaine"}, {"km": 1.0}, "room is worth a short detour"),
        ({"km": 1.0}, {"km": 3.0, "dispo": "cette_semaine"}, "but not a long one"),
        ({"km": 1.2}, {"km": 1.0, "dispo": "attente"}, "a waiting list sends back"),
        ({"km": 1.2}, {"km": 1.0, "dispo": "plus_un_mois"}, "so does more than a month"),
        ({"km": 1.1}, {"km": 1.0, "age": 184}, "so does half a year without a check"),
        ({"km": 1.0, "age": 183}, {"km": 1.1}, "but not a day less"),
        ({"km": 1.0, "age": None}, {"km": 2.0}, "never checked is not never near"),
        ({"km": 1.0, "dispo": "plus_un_mois", "dit": 15}, {"km": 1.1}, "what is doubtful changes nothing"),
        ({"km": 0.0, "dispo": "ouvertes"}, {"km": 0.0}, "at the same door, room decides"),
    ],
)
def test_the_rule(premier, second, pourquoi):
    def poser_selon(nom, km, dispo="", dit=0, age=10):
        champs = {"nature": "atelier", "acces": ACCES["inscription"].masque} if dispo in ("attente", "ouvertes") else {}
        if dispo:
            champs |= {"dispo": dispo, "dispo_le": TODAY - timedelta(days=dit), "dispo_voie": "ecran"}
        champs |= {"verifie_le": None if age is None else TODAY - timedelta(days=age)}
        champs |= {"verifie_voie": "" if age is None else "ecran"}
        poser(nom, km, **champs)

    poser_selon("Second", **second)
    poser_selon("Premier", **premier)
    assert noms(Criteres(origine=ICI)) == ["Premier", "Second"], pourquoi


def noms(criteres):
    """Return the names of the places found, in order."""
    par_pk = dict(Lieu.objects.values_list("pk", "nom"))
    return [par_pk[g.lieu_id] for g in trouver(criteres, now=NOW).groupes]


def poser(nom, nord_km, **champs):
    """Write a place so many km north of the origin, with one permanence."""
    creer_commune()
    lieu = creer_lieu(0, nom=nom, latitude=ICI.latitude + nord_km / 111.2, longitude=ICI.longitude)
    defauts = {"horaires": "Th 14:00-17:00", "acces": RDV, "verifie_le": TODAY, "verifie_voie": "ecran"}
    offre = creer_offre(lieu, **(defauts | champs))
    ecrire(offre, now=NOW)
    return lieu


def dit(dispo, jours=0, **champs):
    return {"dispo": dispo, "dispo_le": TODAY - timedelta(days=jours), "dispo_voie": "ecran", **champs}


@pytest.mark.django_db
def test_what_is_full_stays_in_sight_and_last():
    poser("Complet", 0.1, **dit("complet", dispo_jusqu_au=TODAY + timedelta(days=9)))
    poser("Loin", 4.0)
    poser("Doute", 3.0, **dit("complet", jours=15))
    assert noms(Criteres(origine=ICI)) == ["Doute", "Loin", "Complet"]


@pytest.mark.django_db
def test_before_friday_earliest_first_and_without_what_is_too_late():
    poser("Jeudi", 0.5)
    poser("Mercredi", 4.0, horaires="We 09:00-12:00")
    poser("Vendredi", 0.2, horaires="Fr 09:00-12:00")
    poser("Semaine prochaine", 0.3, **dit("semaine_prochaine"))
    poser("Dit trop vieux", 0.4, **dit("semaine_prochaine", jours=15))
    poser("Cette semaine", 0.6, **dit("cette_semaine"))
    poser("Complet jusqu’à demain", 0.7, **dit("complet", dispo_jusqu_au=TODAY + timedelta(days=1)))
    vendredi = date(2026, 11, 27)
    assert noms(Criteres(origine=ICI, avant=vendredi, tri="tot")) == [
        "Mercredi",
        "Dit trop vieux",
        "Cette semaine",  # the same hour as the next one, a little further, and with room
        "Jeudi",
        "Complet jusqu’à demain",
    ]


@pytest.mark.django_db
def test_an_urgent_question_looks_further():
    poser("Ailleurs", 30.0)
    assert trouver(Criteres(origine=ICI), now=NOW).rayon_km == 50.0
    poser("Près", 1.0)
    assert noms(Criteres(origine=ICI)) == ["Près"]
    assert noms(Criteres(origine=ICI, avant=TODAY + timedelta(days=7))) == ["Près", "Ailleurs"]


@pytest.mark.django_db
def test_the_desk_shows_its_own_first(client):
    nous = poser("Chez nous, loin", 3.0)
    ecrire(annexe := faire_lieu(nous.structure, nom="Notre annexe", latitude=48.80))
    creer_offre(annexe)
    poser("Le voisin", 2.9)
    texte = client.get("/", {"depuis": nous.uid, "tout": "1"}).content.decode()
    texte = texte[texte.index('id="resultats"') :]
    attendus = (">Chez nous</h3>", ">Chez nous, loin</a>", ">Ailleurs, près d’ici</h3>", ">Le voisin</a>")
    ordre = [texte.index(t) for t in attendus]
    assert ordre == sorted(ordre)
    assert texte.index("Notre annexe</a>") < texte.index("Ailleurs, près d’ici</")
    assert f"depuis={nous.uid}" in texte
    # The home of the desk: the question, from there.
    assert "Chez nous, loin" in client.get("/", {"depuis": nous.uid}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("uid", ["zzzzzzzz", "x", "é" * 40, "../.."])
def test_a_desk_that_is_gone_is_said(client, uid):
    reponse = client.get("/", {"depuis": uid, "tout": "1"})
    assert "n’existe plus" in reponse.content.decode()


def test_places_and_first_desk():
    assert Depuis("a", "b", 1, ICI).origine is ICI


@pytest.mark.django_db
def test_nothing_found_is_noted_without_anyone(client):
    commune = creer_commune()
    donnees = {"theme": "droits", "commune": commune.pk, "retour": "/?theme=droits"}
    reponse = client.post("/rien-trouve/", donnees)
    assert reponse.status_code == 302
    assert reponse["Location"] == "/?theme=droits&note=1#rien"
    note = RechercheVaine.objects.get()
    assert (note.theme, note.commune, note.jour) == ("droits", commune, timezone.localdate())
    assert {f.name for f in RechercheVaine._meta.get_fields()} == {"id", "theme", "commune", "jour", "genre"}
    fragment = client.post("/rien-trouve/", donnees, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "noté" in fragment


@pytest.mark.django_db
@pytest.mark.parametrize(
    "donnees",
    [
        {},
        {"theme": "inconnu", "commune": "99999"},
        {"theme": "x" * 900, "commune": "é" * 900, "retour": "https://ailleurs.example/"},
        {"retour": "//ailleurs.example"},
        {"retour": "javascript:alert(1)"},
    ],
)
def test_nothing_found_takes_anything_and_leads_nowhere_else(client, donnees):
    reponse = client.post("/rien-trouve/", donnees)
    assert reponse["Location"] == "/?tout=1&note=1#rien"
    assert RechercheVaine.objects.get().theme == ""


@pytest.mark.django_db
def test_a_robot_that_fills_the_trap_is_not_counted(client):
    client.post("/rien-trouve/", {"theme": "droits", "jeton": "x"})
    assert not RechercheVaine.objects.exists()


@pytest.mark.django_db
def test_an_empty_answer_says_what_to_relax(client):
    creer_offre(creer_lieu(0, nom="Payant"), tarif="participation", nom="Atelier payant")
    texte = client.get("/", {"gratuit": "on", "theme": "demarches", "pres": "Créteil"}).content.decode()
    assert "Sans «\u00a0Gratuit\u00a0»" in texte
    assert "Atelier payant" in texte  # the near-miss
    assert "Je n’ai rien trouvé" in texte


@pytest.mark.django_db
def test_the_week_around_a_place():
    ici = poser("Ici", 0.0)
    poser("Voisin", 1.0, horaires="We 09:00-12:00")
    poser("Trop loin", 9.0)
    poser("Complet", 1.0, **dit("complet", dispo_jusqu_au=TODAY + timedelta(days=9)))
    s = semaine(ici, date(2026, 11, 23), now=NOW)
    assert s.titre == "La semaine du 23 au 29 novembre 2026"
    assert [(j.label, [ligne.lieu for ligne in j.lignes]) for j in s.jours] == [
        ("Mercredi 25", ["Voisin"]),
        ("Jeudi 26", ["Ici"]),
    ]
    assert s.jours[1].lignes[0].chez_nous
    assert s.autres == 0
    assert not s.url_precedente
    assert s.url_suivante


@pytest.mark.django_db
def test_the_sheet_of_the_week_leaves_out_the_farthest():
    ici = poser("Ici", 0.0)
    for n in range(50):
        creer_offre(ici if n % 2 else poser(f"Lieu {n}", 1.0 + n / 20), horaires="We 09:00-12:00")
    s = semaine(ici, date(2026, 11, 23), now=timezone.now().replace(year=2026, month=11, day=23))
    assert sum(len(j.lignes) for j in s.jours) <= 40


@pytest.mark.django_db
def test_at_the_end_of_a_week_the_sheet_is_the_next_one_and_says_so(client, time_machine):
    ici = poser("Ici", 0.0)
    poser("Samedi matin", 1.0, horaires="Sa 10:00-12:00")
    adresse = f"/lieux/{ici.uid}/semaine/"
    for jour, heure, titre, dit, lieux in (
        (27, 16, CETTE, "", ["Samedi matin"]),  # on a Friday, what is left of this week is this week
        (28, 9, SUIVANTE, "Il reste 1 séance ce week-end", ["Ici", "Samedi matin"]),
        (28, 18, SUIVANTE, "Il n’y a plus rien cette semaine", ["Ici", "Samedi matin"]),
        (29, 9, SUIVANTE, "Il n’y a plus rien cette semaine", ["Ici", "Samedi matin"]),
    ):
        time_machine.move_to(datetime(2026, 11, jour, heure, tzinfo=PARIS), tick=False)
        page = client.get(adresse)
        montree = page.context["semaine"]
        assert montree.titre == titre, (jour, heure)
        assert [ligne.lieu for j in montree.jours for ligne in j.lignes] == lieux, (jour, heure)
        assert dit in page.text
        assert ("voici la prochaine" in page.text) == bool(dit)
        # Asked for by its date, this week is shown as it is.
        cette = client.get(montree.url_precedente or f"{adresse}?du=2026-11-23")
        assert cette.context["semaine"].titre == CETTE
        assert "voici la prochaine" not in cette.text


@pytest.mark.django_db
def test_when_the_next_week_has_nothing_this_one_is_shown(client, time_machine):
    ici = poser("Ici", 0.0, horaires="Sa 10:00-12:00", fin=date(2026, 11, 29))
    time_machine.move_to(datetime(2026, 11, 28, 9, 0, tzinfo=PARIS), tick=False)
    montree = client.get(f"/lieux/{ici.uid}/semaine/").context["semaine"]
    assert (montree.titre, len(montree.jours)) == (CETTE, 1)


def test_titles_and_mondays():
    assert titre_de(date(2026, 11, 30)) == "La semaine du 30 novembre au 6 décembre 2026"
    assert titre_de(date(2026, 12, 28)) == "La semaine du 28 décembre 2026 au 3 janvier 2027"
    assert lundi_demande("2026-12-03", TODAY) == date(2026, 11, 30)
    for absurde in ("", "demain", "1970-01-01", "9999-99-99"):
        assert lundi_demande(absurde, TODAY) == date(2026, 11, 23)
