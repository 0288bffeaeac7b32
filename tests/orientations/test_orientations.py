"""What is learnt of orientations, without anybody's identity; sharing; comparing."""

from collections import Counter
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from ateliers.models import Offre
from ateliers.nomenclature import ACCES, THEMES
from orientations.langues import FRANCAIS, LANGUES, en_langue
from orientations.models import Orientation
from orientations.partage import partage
from orientations.queries import compter, masquer
from orientations.sms import allege, parts
from recherche.models import RechercheVaine
from recherche.proches import LE_PLUS_PRES, LE_PLUS_TOT, offres_proches
from structures.models import Fermeture
from tests.distribution import creer_commune, creer_lieu, creer_offre, ecrire
from tests.orientations.test_papier import texte

pytestmark = pytest.mark.django_db


@pytest.fixture
def offre():
    lieu = creer_lieu(0, nom="Centre social Les Quais", telephone="+33199001234")
    return creer_offre(lieu, nom="Aide aux démarches", horaires="Mo-Fr 14:00-17:00", acces=ACCES["rdv"].masque)


def noter(client, offre, **champs):
    return client.post(f"/offres/{offre.uid}/orienter/", {"canal": "papier", **champs})


# ------------------------------------------------------------------------------------ what is written
def test_printing_records_one_line_and_shows_the_page_again(client, offre):
    reponse = noter(client, offre, langue="ar", format="a5", public="seniors", commune="94028")
    assert reponse.status_code == 303
    assert not reponse.cookies
    page = client.get(reponse["Location"])
    assert "C’est noté. Pour imprimer" in texte(page)
    assert 'class="papier papier-a5' in page.text
    o = Orientation.objects.get()
    assert (o.offre, o.canal, o.theme, o.public) == (offre, "papier", "demarches", "seniors")
    assert o.commune == creer_commune("94028")
    assert o.jour == timezone.localdate()


def test_it_holds_nothing_that_tells_who_or_at_what_time():
    champs = {f.name: f.get_internal_type() for f in Orientation._meta.get_fields()}
    assert set(champs) == {"id", "jour", "theme", "public", "commune", "offre", "canal"}
    assert champs["jour"] == "DateField"


def test_with_a_script_nothing_is_answered(client, offre):
    assert noter(client, offre, canal="sms", script="1").status_code == 204
    assert Orientation.objects.get().canal == "sms"


@pytest.mark.parametrize("champs", [{"canal": "pigeon"}, {"canal": ""}, {"jeton": "un robot"}])
def test_what_is_no_orientation_is_not_recorded(client, offre, champs):
    assert noter(client, offre, **champs).status_code == 303
    assert not Orientation.objects.exists()


def test_what_is_not_one_of_the_choices_is_not_stated(client, offre):
    offre.themes = THEMES.masque(["demarches", "courrier"])
    ecrire(offre)
    noter(client, offre, theme="<script>", public="\u202e", commune="94028\u0663")
    o = Orientation.objects.get()
    assert (o.theme, o.public, o.commune) == ("", "", None)


def test_a_line_is_never_changed_nor_erased(offre):
    o = Orientation.objects.create(jour=timezone.localdate(), offre=offre, canal="papier")
    with pytest.raises(TypeError):
        o.save()
    with pytest.raises(TypeError):
        o.delete()
    with pytest.raises(TypeError):
        Orientation.objects.all().delete()
    with pytest.raises(TypeError):
        Orientation.objects.update(theme="droits")


@pytest.mark.parametrize("champs", [{"canal": "pigeon"}, {"theme": "argent"}, {"public": "riches"}])
def test_the_database_refuses_what_is_not_in_the_lists(offre, champs):
    with pytest.raises(IntegrityError), transaction.atomic():
        Orientation.objects.create(**{"jour": timezone.localdate(), "offre": offre, "canal": "papier"} | champs)


def test_an_empty_page_is_recorded_by_the_browser_alone(client):
    creer_lieu(1)
    page = client.get("/?q=introuvablissime")
    assert 'hx-trigger="load"' in page.text
    assert not RechercheVaine.objects.exists()
    assert client.post("/rien-trouve/", {"vide": "1", "theme": "droits"}).status_code == 204
    assert RechercheVaine.objects.get().genre == "vide"


# ------------------------------------------------------------------------------------------- figures
@pytest.mark.parametrize(
    ("effectifs", "attendu"),
    [
        ({"a": 12, "b": 5}, [12, 5]),
        ({"a": 12, "b": 7, "c": 3}, [12, None, None]),  # alone, three would be the total less the others
        ({"a": 12, "b": 4, "c": 4}, [12, None, None]),
        ({"a": 12, "b": 6, "c": 2, "d": 1}, [12, None, None, None]),  # together, fewer than five
        ({"a": 4}, [None]),
        ({"a": 9, "b": 1}, [None, None]),
        ({}, []),
    ],
)
def test_no_figure_says_fewer_than_five_nor_lets_it_be_found(effectifs, attendu):
    tableau = masquer(Counter(effectifs), {c: c for c in effectifs})
    assert [c.nombre for c in tableau.cellules] == attendu
    total = sum(effectifs.values())
    assert tableau.total == (None if 0 < total < 5 else total)
    caches = total - sum(c.nombre for c in tableau.cellules if c.nombre)
    assert caches == 0 or caches >= 5 or tableau.total is None


def test_counting(offre):
    jour = timezone.localdate()
    autre = creer_offre(offre.lieu, nom="Un atelier")
    for combien, theme, laquelle in ((8, "demarches", offre), (6, "droits", autre), (2, "emploi", autre)):
        for _ in range(combien):
            Orientation.objects.create(jour=jour, theme=theme, offre=laquelle, canal="papier")
    par_theme = compter(Orientation.objects.all(), "theme")
    assert [(c.label, c.texte) for c in par_theme.cellules] == [
        ("Démarches en ligne", "8"),
        ("Connaître ses droits", "masqué"),
        ("Emploi, CV", "masqué"),
    ]
    assert par_theme.total == 16
    par_offre = compter(Orientation.objects.towards([offre.structure_id]), "offre")
    assert [(c.label, c.nombre) for c in par_offre.cellules] == [("Aide aux démarches", 8), ("Un atelier", 8)]
    assert compter(Orientation.objects.between(jour - timedelta(days=9), jour - timedelta(days=1)), "theme").total == 0
    with pytest.raises(ValueError, match="jour"):
        compter(Orientation.objects.all(), "jour")


def test_a_responsable_reads_the_figures(client, distribution):
    offre = distribution.offres["Le Lien"]
    for _ in range(7):
        Orientation.objects.create(jour=timezone.localdate(), offre=offre, canal="papier", theme="demarches")
    client.force_login(distribution.amina)
    dit = texte(client.get(f"/espace/{offre.structure.uid}/orientations/"))
    assert "Démarches en ligne 7" in dit
    client.force_login(distribution.chloe)
    assert client.get(f"/espace/{offre.structure.uid}/orientations/").status_code == 404


# ------------------------------------------------------------------------------------------- sharing
def test_a_message_says_it_all_by_itself(offre):
    dit = partage(offre, FRANCAIS, now=timezone.now())
    lignes = dit.texte.split("\n")
    assert lignes[0] == "Aide aux démarches"
    assert lignes[1] == "Centre social Les Quais, 1 rue de la Démonstration, 94000 Créteil"
    assert "de 14\u00a0h à 17\u00a0h." in lignes[2]
    assert "01\u00a099\u00a000\u00a012\u00a034" in lignes[2]
    assert lignes[-1].endswith(f"/o/{offre.uid}/")
    assert dit.sms.startswith("sms:?&body=")
    assert unquote(dit.sms.split("body=")[1]) == allege(dit.texte)
    question = parse_qs(urlsplit(dit.mail).query)
    assert question == {"subject": ["Aide aux démarches"], "body": [dit.texte]}


def test_a_message_speaks_both_languages(client, offre):
    dit = partage(offre, LANGUES["ar"], now=timezone.now()).texte
    assert "pour prendre rendez-vous" in dit
    assert "لأخذ موعد" in dit
    assert dit.endswith(f"/o/{offre.uid}/?langue=ar")
    assert "لأخذ موعد" in texte(client.get(f"/offres/{offre.uid}/papier/?langue=ar"))


def test_a_message_says_first_in_one_sentence_what_prevents(offre, time_machine):
    time_machine.move_to("2026-11-23 08:00 +0100", tick=False)  # a Monday, before the session of the day
    today = timezone.localdate()
    ecrire(offre)

    def ligne(langue=FRANCAIS, **champs):
        for champ, valeur in champs.items():
            setattr(offre, champ, valeur)
        ecrire(offre)
        return partage(Offre.objects.get(pk=offre.pk), langue, now=timezone.now()).texte.split("\n")[2]

    calme = ligne()
    assert calme.startswith("Lundi 23 novembre, de 14\u00a0h à 17\u00a0h.")
    dit = {"dispo_le": today, "dispo_voie": "ecran"}
    assert ligne(**dit, dispo="cette_semaine") == calme
    assert ligne(dispo="plus_un_mois") == f"Il faut attendre plus d’un mois. {calme}"
    assert ligne(nature="atelier", dispo="attente") == f"Il y a une liste d’attente. {calme}"
    # Closed today and tomorrow: Wednesday is named, and what comes after it is left to the page.
    for debut, fin in ((0, 1), (9, 9)):
        ecrire(Fermeture(lieu=offre.lieu, debut=today + timedelta(debut), fin=today + timedelta(fin)))
    ferme = ligne(nature="permanence", dispo="cette_semaine")
    assert ferme.startswith("Le lieu est fermé du lundi 23 novembre au mardi 24 novembre. Mercredi 25 novembre, de 14")
    assert ferme.count("fermé") == 1
    complet = ligne(dispo="complet", dispo_jusqu_au=today + timedelta(10))
    assert complet.startswith("C’est complet en ce moment. Cela change le jeudi 3 décembre. Mercredi 25 novembre")
    assert "fermé" not in complet
    # The longest of them all is still two SMS.
    texte_entier = partage(Offre.objects.get(pk=offre.pk), FRANCAIS, now=timezone.now()).texte
    assert parts(allege(texte_entier)) <= 2
    assert ligne(dispo_jusqu_au=None, dispo="", dispo_le=None, dispo_voie="", etat="clos") == (
        "Cette activité n’existe plus."
    )


def test_a_message_says_that_the_session_before_the_one_it_names_is_cancelled(offre, time_machine):
    time_machine.move_to("2026-11-23 08:00 +0100", tick=False)
    ecrire(offre)
    premiere, *_, derniere = offre.seances.order_by("debut")[:3]
    for seance in (premiere, derniere):
        seance.statut = "annulee"
        seance.save()
    lignes = partage(offre, LANGUES["ar"], now=timezone.now()).texte.split("\n")
    assert lignes[2].startswith("La séance du lundi 23 novembre est annulée. Mardi 24 novembre, de 14")
    assert lignes[2].count("annulée") == 1
    with en_langue(LANGUES["ar"]):
        assert lignes[3].startswith(gettext("La séance du %(jour)s est annulée.").partition("%(jour)s")[0])


# ------------------------------------------------------------------------------------- next best, compare
def loin(metres):
    return {"latitude": 48.7771 + metres / 111_195, "longitude": 2.4531}


def test_the_next_best_has_room_then_comes_the_earliest(offre):
    today = timezone.localdate()
    commun = {"acces": ACCES["rdv"].masque}
    place = {"dispo": "cette_semaine", "dispo_le": today, "dispo_voie": "ecran"}
    complet = {"dispo": "complet", "dispo_le": today, "dispo_voie": "ecran", "dispo_jusqu_au": today + timedelta(30)}
    creer_offre(creer_lieu(0, **loin(300)), nom="Complet", horaires="Mo-Fr 09:00-10:00", **commun, **complet)
    creer_offre(creer_lieu(0, **loin(500)), nom="On ne sait pas", **commun)
    creer_offre(creer_lieu(0, **loin(2000)), nom="De la place", **commun, **place)
    creer_offre(creer_lieu(0, **loin(4000)), nom="Demain", horaires="Mo-Su 09:00-10:00", **commun)
    creer_offre(creer_lieu(0, **loin(900)), nom="Autre besoin", themes=THEMES["creation"].masque, **commun, **place)
    trouvees = offres_proches(offre, now=timezone.now())
    assert [p.nom for p in trouvees] == ["De la place", "Demain", "On ne sait pas"]
    assert [p.raison for p in trouvees] == [LE_PLUS_PRES, LE_PLUS_TOT, ""]


def test_comparing_is_in_the_address(client, offre):
    autre = creer_offre(creer_lieu(0, nom="Médiathèque", **loin(900)), nom="Coup de main", tarif="participation")
    troisieme = creer_offre(creer_lieu(0, nom="Maison", **loin(1900)), nom="Troisième")
    page = client.get(f"/comparer/?o={offre.uid}")
    assert f'href="/comparer/?o={offre.uid}&amp;o={autre.uid}"' in page.text
    page = client.get(f"/comparer/?o={offre.uid}&o={autre.uid}&o={troisieme.uid}&o={offre.uid}")
    dit = texte(page)
    for attendu in ("Centre social Les Quais", "Médiathèque", "C’est gratuit.", "Il faut payer une participation."):
        assert attendu in dit
    assert "Trois activités au plus." in dit
    assert f'href="/comparer/?o={offre.uid}&amp;o={troisieme.uid}"' in page.text
    assert not page.cookies


def test_comparing_nothing_or_what_is_gone(client, offre):
    assert "Rien à comparer." in texte(client.get("/comparer/?o=&o=../..&o=23456789"))
    brouillon = creer_offre(etat="brouillon", nom="Pas encore")
    assert "Pas encore" not in client.get(f"/comparer/?o={brouillon.uid}").text
    offre.etat = "archive"
    ecrire(offre)
    assert "N’existe plus" in client.get(f"/comparer/?o={offre.uid}").text


def test_links_towards_it(client, offre):
    for chemin in (offre.get_absolute_url(), f"/offres/{offre.uid}/papier/", "/?theme=demarches"):
        assert f"/comparer/?o={offre.uid}" in client.get(chemin).text, chemin
