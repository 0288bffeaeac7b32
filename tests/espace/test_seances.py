"""Cancel, move, replace, give back: on the screen, and on every page that shows the session."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from ateliers.actions import enregistrer_lot
from ateliers.entretien import prolonger_seances
from ateliers.gestes import annuler, deplacer, remplacer, retablir_seance
from ateliers.models import Seance
from core.travailleur import PARIS
from tests.distribution import creer_offre
from tests.espace.outils import TOUS_LES_JOURS, permanence

PAR = {"by": None, "voie": "ecran"}


@pytest.fixture
def seance(distribution):
    offre = permanence(distribution.lieux["Le Lien"], nom="Écrivain public", tarif="gratuit")
    now = timezone.now()
    return offre.seances.select_related("offre").filter(debut__gt=now).earliest("debut")


@pytest.fixture
def bruno(client, distribution):
    client.force_login(distribution.bruno)
    return client


def relire(seance):
    return Seance.objects.select_related("offre").get(pk=seance.pk)


def poster(client, seance, geste, htmx=False, **donnees):
    return client.post(f"/espace/seances/{seance.pk}/{geste}/", donnees, headers={"HX-Request": "true"} if htmx else {})


def test_each_gesture_once_with_its_history(distribution, seance):
    debut, fin = seance.debut + timedelta(hours=24 * 3), seance.fin + timedelta(hours=24 * 3)
    for geste, options, champs in (
        (remplacer, {"metier": "juriste"}, {"remplacement": "juriste", "statut": "prevue"}),
        (deplacer, {"debut": debut, "fin": fin}, {"statut": "deplacee", "debut": debut, "fin": fin}),
        (annuler, {"note": "formation"}, {"statut": "annulee", "note": "formation", "remplacement": ""}),
    ):
        operation = geste(seance, by=distribution.bruno, voie="lien", **options)
        relue = relire(seance)
        assert {c: getattr(relue, c) for c in champs} == champs
        derniere = relue.history.latest()
        assert (derniere.operation, derniere.history_user, derniere.voie) == (operation, distribution.bruno, "lien")
        assert geste(seance, **options, **PAR) is None
        call_command("verifier")
    assert retablir_seance(seance, **PAR)
    relue = relire(seance)
    assert (relue.debut, relue.fin, relue.jour) == (seance.debut, seance.fin, seance.jour)
    assert (relue.statut, relue.note, relue.remplacement) == ("prevue", "", "")
    assert retablir_seance(seance, **PAR) is None
    call_command("verifier")


def test_the_night_and_the_writer_leave_it_alone(distribution, seance):
    remplacer(seance, "juriste", **PAR)
    prolonger_seances(timezone.now())
    enregistrer_lot([seance.offre], **PAR)
    assert relire(seance).remplacement == "juriste"


def test_what_cannot_be_done_is_said(distribution, seance):
    now = timezone.now()
    with pytest.raises(ValidationError, match="fonction"):
        remplacer(seance, "Madame Untel", **PAR)
    with pytest.raises(ValidationError, match="finit après"):
        deplacer(seance, debut=now + timedelta(days=2), fin=now + timedelta(days=2), **PAR)
    with pytest.raises(ValidationError, match="à venir"):
        deplacer(seance, debut=now - timedelta(days=1), fin=now, **PAR)
    with pytest.raises(ValidationError, match="l’année"):
        deplacer(seance, debut=now + timedelta(days=500), fin=now + timedelta(days=501), **PAR)
    annuler(seance, **PAR)
    with pytest.raises(ValidationError, match="rétablissez"):
        remplacer(seance, "juriste", **PAR)
    with pytest.raises(ValidationError, match="passée"):
        annuler(seance, **PAR, now=seance.fin + timedelta(seconds=1))
    seance.offre.horaires = "Mo 03:00-03:10"
    enregistrer_lot([seance.offre], **PAR)
    with pytest.raises(ValidationError, match="ne prévoient plus"):
        retablir_seance(seance, **PAR)


def test_the_database_refuses_a_name_and_a_replaced_cancelled_session(seance):
    for champs in ({"remplacement": "Untel"}, {"statut": "annulee", "remplacement": "juriste"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Seance.objects.filter(pk=seance.pk).update(**champs)


def test_on_the_screen_with_and_without_htmx(client, distribution, seance):
    client.force_login(distribution.bruno)
    page = client.get(f"/espace/offres/{seance.offre.uid}/seances/").text
    assert f'id="seance-{seance.pk}"' in page
    fragment = poster(client, seance, "annuler", htmx=True, note="Formation")
    assert fragment.status_code == 200
    assert fragment.text.lstrip().startswith("<li")
    assert "la séance est annulée" in fragment.text
    reponse = poster(client, seance, "retablir")
    assert reponse.status_code == 303
    assert "rétablie" in client.get(reponse["Location"]).text
    assert relire(seance).statut == "prevue"


@pytest.mark.parametrize(
    ("geste", "donnees", "dit"),
    [
        ("deplacer", {"jour": "0001-01-01", "debut_h": "10:00", "fin_h": "11:00"}, "l’année qui vient"),
        ("deplacer", {"jour": "9999-12-31", "debut_h": "10:00", "fin_h": "11:00"}, "l’année qui vient"),
        ("deplacer", {"jour": "demain", "debut_h": "10:00", "fin_h": "11:00"}, "Écrivez un jour entier, par exemple"),
        ("deplacer", {"debut_h": "25:00"}, "obligatoire"),
        ("remplacer", {"metier": "dragon"}, "dragon"),
        ("remplacer", {}, "Choisissez une fonction"),
        ("annuler", {"note": "a" * 161}, "160"),
        ("annuler", {"note": "a\x00b"}, "caractère"),
    ],
)
def test_bad_input_gets_a_french_message(bruno, seance, geste, donnees, dit):
    client = bruno
    for htmx in (True, False):
        reponse = poster(client, seance, geste, htmx=htmx, **donnees)
        assert reponse.status_code == 422
        assert dit in reponse.text
    assert relire(seance).history.count() == 0


def test_a_moved_session_whose_end_comes_first_is_said_on_its_field(client, distribution, seance):
    client.force_login(distribution.bruno)
    jour = (timezone.localdate() + timedelta(days=3)).isoformat()
    reponse = poster(client, seance, "deplacer", jour=jour, debut_h="15:00", fin_h="14:00")
    assert reponse.status_code == 422
    assert "finit après avoir commencé" in reponse.text
    assert 'value="15:00"' in reponse.text


def test_the_public_pages_say_what_changed(client, distribution):
    """The activity's page, the sheet of the week, the card of the search: cancelled, moved, replaced."""
    lieu = distribution.lieux["Le Lien"]
    offre = creer_offre(lieu, nom="Courrier du soir", horaires=TOUS_LES_JOURS)
    premiere, deuxieme, troisieme = offre.seances.filter(debut__gt=timezone.now()).order_by("debut")[:3]
    annuler(premiere, note="jury", **PAR)
    remplacer(deuxieme, "juriste", **PAR)
    plus_tard = deuxieme.debut.astimezone(PARIS).replace(hour=9, minute=0)
    recherche = client.get("/", {"q": "courrier", "pres": "Créteil"}).text
    assert "remplacé·e par un·e juriste" in recherche
    assert "annulée" in recherche
    deplacer(troisieme, debut=plus_tard, fin=plus_tard + timedelta(hours=2), **PAR)
    page = client.get(offre.get_absolute_url()).text
    for dit in ("annulée", "Jury", "jury", "remplacé·e par un·e juriste", "déplacée, prévue d’abord"):
        if dit != "Jury":
            assert dit in page, dit
    lundi = premiere.jour - timedelta(days=premiere.jour.weekday())
    feuille = client.get(f"/lieux/{lieu.uid}/semaine/?du={lundi.isoformat()}").text
    assert "annulé" in feuille
    lundi = deuxieme.jour - timedelta(days=deuxieme.jour.weekday())
    feuille = client.get(f"/lieux/{lieu.uid}/semaine/?du={lundi.isoformat()}").text
    assert "emplacé·e par un·e juriste" in feuille
    assert "éplacée" in feuille
    assert "jury" not in feuille
    # The next session of the card is the moved one, which comes first now.
    recherche = client.get("/", {"q": "courrier", "pres": "Créteil"}).text
    assert "(déplacée)" in recherche
    assert datetime.fromisoformat(troisieme.origine)


def test_a_page_of_sessions_costs_the_same_whatever_their_number(client, distribution, compte_requetes):
    offre = permanence(distribution.lieux["Le Lien"], horaires="Mo 10:00-12:00")
    client.force_login(distribution.bruno)

    def agrandir():
        offre.horaires = "Mo-Su 10:00-12:00"
        enregistrer_lot([offre], **PAR)

    compte_requetes(f"/espace/offres/{offre.uid}/seances/", agrandir, maximum=6)


def test_a_daily_activity_shows_its_first_sessions_then_all(client, distribution):
    offre = permanence(distribution.lieux["Le Lien"])
    client.force_login(distribution.bruno)
    page = client.get(f"/espace/offres/{offre.uid}/seances/").text
    assert page.count('class="seance-gestes"') == 12
    assert "autres séances" in page
    toutes = client.get(f"/espace/offres/{offre.uid}/seances/?toutes=1").text
    assert toutes.count('class="seance-gestes"') >= 56
    # What is refused is shown, however far it is.
    derniere = offre.seances.latest("debut")
    assert f'id="seance-{derniere.pk}"' in poster(client, derniere, "remplacer").text
