"""The demonstration network: what the survey counts, written once, alive every day, in error-free French."""

import re
import time
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from ateliers.actions import enregistrer_lot
from ateliers.models import Intervenant, Offre, Seance
from ateliers.nomenclature import METIERS, NIVEAUX, Dispo, Mode, bit_creneau
from centres.models import Centre, Equipement
from comptes.models import Federation, Utilisateur
from core.travailleur import PARIS
from core.voies import Voie
from espace.models import LienPermanences, Poste
from federation.demo import SLUG, comptes, controle
from federation.demo.installation import installer
from partenaires.models import Partenaire, Partenariat, Pret
from reseau.models import Annonce, Evenement
from structures.cycle import Etat
from structures.horaires import valider
from structures.models import Commune, Fermeture, Lieu, Structure
from structures.models.lieux import distance_km
from tests.federation.reseau_demo import AVEC_HISTOIRE, empreinte, noms_qui_sortent
from tests.statistiques.recomptage import dire_et_recompter


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def duree(django_db_setup, django_db_blocker):
    """Write the network once for the whole module, and give how many seconds it took."""
    with django_db_blocker.unblock():
        ensemble = transaction.atomic()
        ensemble.__enter__()
        try:
            debut = time.monotonic()
            run()
            faite_en = time.monotonic() - debut
            yield faite_en
        finally:
            transaction.set_rollback(True)
            ensemble.__exit__(None, None, None)


@pytest.fixture
def reseau(duree, db):
    """The network as `manage.py demo` has just written it; what a test changes is undone."""
    return Federation.objects.get(slug=SLUG)


def today() -> date:
    return timezone.now().astimezone(PARIS).date()


def test_it_takes_less_than_thirty_seconds(reseau, duree):
    assert duree < 30


def test_a_second_run_changes_nothing(reseau):
    avant = empreinte()
    assert "déjà là" in run()
    assert empreinte() == avant


def test_what_is_stored_is_what_the_writer_derives(reseau):
    out = StringIO()
    call_command("verifier", stdout=out)  # raises CommandError when something differs
    assert "activité" not in out.getvalue()


def test_the_network_is_as_large_as_promised(reseau):
    assert reseau.demonstration
    assert reseau.departements == ["94"]
    assert Centre.objects.count() == 42
    autres = Lieu.objects.filter(structure__centre__isnull=True)
    assert 140 <= autres.count() <= 160
    assert 10 <= autres.exclude(commune__departement="94").count() <= 15
    assert 560 <= Offre.objects.count() <= 640
    communes = Lieu.objects.filter(commune__departement="94").values("commune").distinct()
    assert communes.count() == 47
    assert Centre.objects.values("structure__lieux__commune").distinct().count() >= 30


def test_the_control_finds_the_counts_of_the_survey(reseau):
    sortie = run("--controle")
    assert "différent" not in sortie
    attendus = {i.libelle: i.attendu for i in controle.INDICATEURS}
    assert len(attendus) == 23
    assert attendus["accueillent un·e écrivain·e public·que"] == 31
    assert sortie.count("\n") >= 23


def test_the_etat_des_lieux_is_what_one_counts_again_from_the_exported_tables(reseau, tmp_path):
    dits, recomptes = dire_et_recompter(SLUG, tmp_path)
    assert dits == recomptes
    # On the whole network, as the survey should have said: 31 of 42 is 74 %, not 83.
    assert dits["ecrivain_public"] == ("31", "42", pytest.approx(73.81))
    assert (len(dits), dits["ordinateurs_moyenne"][2], dits["ont_repondu"][0]) == (41, 7, "34")


def test_the_control_fails_when_a_count_differs(reseau):
    Equipement.objects.filter(ecran_tactile_geant=True).update(ecran_tactile_geant=False)
    with pytest.raises(CommandError):
        run("--controle")


def test_the_control_counts_rows_and_not_intentions(reseau):
    perfectionnement = NIVEAUX.masque(["intermediaire", "avance"])
    assert controle.offering_perfectionnement(reseau) == 23
    Offre.objects.any_of("niveaux", perfectionnement).update(etat=Etat.ARCHIVE)
    assert controle.offering_perfectionnement(reseau) == 0


def test_the_command_refuses_a_real_federation_of_the_same_address(reseau):
    Federation.objects.filter(slug=SLUG).update(nom="Une vraie fédération", demonstration=False)
    avant = empreinte()
    with pytest.raises(CommandError, match="Une vraie fédération"):
        run()
    assert empreinte() == avant


def test_no_two_activities_share_a_presentation(reseau):
    textes = Counter(" ".join(t.split()).casefold() for t in Offre.objects.values_list("presentation", flat=True))
    assert [t for t, n in textes.items() if n > 1] == []
    assert "" not in textes
    # Not the same opening again and again either.
    debuts = Counter(t.split(".")[0] for t in textes)
    assert debuts.most_common(1)[0][1] <= 12


TEXTES = (
    (Structure, ("nom", "presentation")),
    (Lieu, ("nom", "adresse", "complement", "presentation_resume", "presentation", "reconnaitre", "arret")),
    (
        Offre,
        (
            "nom",
            "presentation",
            "reserve_detail",
            "tarif_detail",
            "finance_par",
            "centre_fournit",
            "papiers_autres",
            "dispo_note",
        ),
    ),
    (Centre, ("adhesion_famille",)),
    (Equipement, ("precisions",)),
    (Fermeture, ("motif",)),
    (Partenaire, ("apporte",)),
    (Partenariat, ("finance_par", "centre_fournit")),
    (Pret, ("intitule", "conditions")),
)
FAUTES = {
    "straight apostrophe": re.compile(r"'"),
    "straight quotation mark": re.compile(r'"'),
    "breaking space before : ; ! ? »": re.compile(r" [:;!?»]"),
    "no space before : ; ! ?": re.compile(r"[\wé»)][;!?]|\w:(?!//)"),
    "breaking space after «": re.compile(r"« "),
    "breaking hour": re.compile(r"\d h\b| h \d"),
    "breaking euro": re.compile(r"\d €"),
    "double space": re.compile(r"\s\s"),
    "three dots": re.compile(r"\.\."),
    "space before a comma or a full stop": re.compile(r"\s[.,]"),
    "unfilled slot": re.compile(r"[{}]"),
    "« offre » is heard as a job offer": re.compile(r"\boffres?\b", re.IGNORECASE),
    "dot instead of the inclusive middle dot": re.compile(r"\w\.(?:e|es|rice|ère)\b"),
    "contraction": re.compile(r"\b(?:à|de) Les? [A-Z]|\bde les\b"),
}


def written() -> list[tuple[str, str]]:
    rows = []
    for modele, champs in TEXTES:
        for ligne in modele.objects.order_by("pk").values_list(*champs):
            rows += [(f"{modele.__name__}.{c}", v) for c, v in zip(champs, ligne, strict=True) if v]
    return rows


@pytest.mark.parametrize("faute", FAUTES)
def test_the_french_is_typeset_without_error(reseau, faute):
    assert [(ou, t) for ou, t in written() if FAUTES[faute].search(t)] == []


def test_a_presentation_is_made_of_short_whole_sentences(reseau):
    for texte in Offre.objects.values_list("presentation", flat=True):
        assert texte[0].isupper() or texte[0].isdigit() or texte[0] in "«À", texte
        assert texte[-1] in ".?!", texte
        assert len(texte) < 520, texte


def test_every_row_is_valid(reseau):
    for modele in AVEC_HISTOIRE:
        for ligne in modele.objects.order_by("pk"):
            ligne.clean_fields()


def test_every_hour_is_valid_and_most_give_sessions(reseau):
    for modele in (Lieu, Offre):
        for osm in set(modele.objects.exclude(horaires="").values_list("horaires", flat=True)):
            valider(osm)
    attendues = Offre.objects.published(today()).exclude(horaires="", suit_le_lieu=False)
    # « SH off »: eight weeks of summer may hold none.
    attendues = attendues.exclude(horaires__contains="SH")
    sans = attendues.filter(seances__isnull=True)
    assert sans.count() < attendues.count() * 0.06
    assert Offre.objects.filter(horaires_ancre__isnull=False).exists()
    assert Offre.objects.filter(horaires__startswith="week ").exists()
    assert Offre.objects.filter(horaires__contains="[").exists()


def test_every_contact_is_fictitious(reseau):
    telephones, courriels, sites = set(), set(), set()
    for modele in (Structure, Lieu, Offre):
        for ligne in modele.objects.order_by("pk"):
            telephones.add(str(ligne.telephone or ""))
            courriels.add(ligne.courriel)
            sites.add(getattr(ligne, "site_web", ""))
            sites |= {adresse for _, adresse in getattr(ligne, "reseaux", [])}
    courriels |= set(Utilisateur.objects.values_list("courriel", flat=True))
    assert [t for t in telephones if t and not re.fullmatch(r"\+3319900\d{4}", t)] == []
    assert [c for c in courriels if c and not c.endswith("@example.org")] == []
    assert [s for s in sites if s and not re.match(r"https://([\w-]+\.)*example\.org/", s)] == []
    assert not Structure.objects.exclude(siret="", rna="").exists()


def test_what_the_survey_names_has_no_place_and_no_contact(reseau):
    for nom in ("ICI", "Delta 7", "Emmaüs Connect", "CAF du Val-de-Marne"):
        structure = Structure.objects.get(nom=nom)
        assert not structure.lieux.exists()
        assert (str(structure.telephone or ""), structure.courriel, structure.site_web) == ("", "", "")
    animees = Offre.objects.filter(structure__nom__in=["ICI", "Delta 7"])
    assert animees.count() >= 8
    assert all(o.lieu.structure.centre for o in animees.select_related("lieu__structure__centre"))
    assert set(animees.values_list("appareil", flat=True)) == {"fourni"}
    assert set(Pret.objects.values_list("preteur__nom", flat=True)) == {"La Mallapixels (Département du Val-de-Marne)"}


def test_people_have_a_function_and_rarely_a_first_name(reseau):
    assert 1 <= Intervenant.objects.exclude(prenom="").count() <= 10
    assert Intervenant.objects.count() > 100
    plusieurs = [
        i for i in Intervenant.objects.prefetch_related("offres") if len({o.lieu_id for o in i.offres.all()}) > 1
    ]
    assert plusieurs  # an écrivain·e public·que goes from one centre to another
    for offre in Offre.objects.prefetch_related("intervenants"):
        dits = METIERS.masque(i.metier for i in offre.intervenants.all())
        assert offre.metiers & dits == dits


def test_places_are_in_their_commune_and_do_not_hide_one_another(reseau):
    communes = list(Commune.objects.filter(latitude__isnull=False))
    lieux = list(Lieu.objects.select_related("commune").order_by("pk"))
    for lieu in lieux:
        distances = {
            c.code_insee: distance_km(lieu.latitude, lieu.longitude, c.latitude, c.longitude) for c in communes
        }
        assert min(distances, key=lambda code: distances[code]) == lieu.commune_id
        assert distances[lieu.commune_id] <= 1
        assert lieu.commune.codes_postaux.filter(code=lieu.code_postal).exists()
    positions = [(lieu.latitude, lieu.longitude) for lieu in lieux]
    assert min(distance_km(*a, *b) for n, a in enumerate(positions) for b in positions[:n]) > 0.05


def test_it_is_incomplete_and_stale_as_in_life(reseau):
    offres = Offre.objects.filter(etat=Etat.PUBLIE)
    total = offres.count()
    assert total * 0.04 < offres.filter(horaires="", suit_le_lieu=False).count() < total * 0.15
    assert offres.filter(tarif="").exists()
    assert offres.filter(papiers=0).exists()
    vieilles = offres.filter(verifie_le__lt=today() - timedelta(days=240))
    assert total * 0.05 < vieilles.count() < total * 0.2
    assert offres.filter(verifie_le__isnull=True).exists()
    etats = Counter(Offre.objects.values_list("etat", flat=True))
    assert min(etats[e] for e in (Etat.SUSPENDU, Etat.CLOS, Etat.ARCHIVE, Etat.BROUILLON)) >= 3
    assert 15 <= Fermeture.objects.filter(genre="fermeture", fin__gte=today()).count() <= 25
    assert Fermeture.objects.filter(genre="ouverture", debut__gte=today()).exists()
    ailleurs = Offre.objects.exclude(mode=Mode.SUR_PLACE)
    assert 18 <= ailleurs.count() <= 35
    assert all(o.zone and o.lieu_id is None and o.telephone for o in ailleurs)


def test_room_is_stated_for_about_a_third_and_sometimes_doubtful(reseau):
    concernees = Offre.objects.filter(etat=Etat.PUBLIE).exclude(grain="aucun")
    dites = concernees.exclude(dispo="")
    assert 0.3 < dites.count() / concernees.count() < 0.65
    douteuses = dites.filter(dispo_fiable_jusqu_au__lt=today())
    assert 0.08 < douteuses.count() / dites.count() < 0.4
    assert dites.filter(dispo=Dispo.COMPLET, dispo_jusqu_au__gt=today()).exists()
    assert dites.filter(dispo=Dispo.ATTENTE).exists()
    assert Offre.objects.filter(grain="aucun", dispo_note__contains="tickets").exists()


def test_the_scenario_of_choisy_le_roi_is_there(reseau):
    choisy = Commune.objects.get(pk="94022")
    jeudi = Offre.objects.published(today()).any_of("metiers", METIERS["ecrivain_public"].masque)
    jeudi = jeudi.filter(tarif="gratuit").any_of("creneaux", bit_creneau(3, 1))
    trouvees = {
        o: distance_km(choisy.latitude, choisy.longitude, o.latitude, o.longitude)
        for o in jeudi.near(choisy.latitude, choisy.longitude, km=6)
    }
    assert len(trouvees) >= 6
    assert min(trouvees.values()) < 1.2
    assert max(trouvees.values()) > 3
    etats = {(o.dispo, o.dispo_douteuse(today())) for o in trouvees}
    assert (Dispo.COMPLET, False) in etats
    assert (Dispo.CETTE_SEMAINE, False) in etats
    assert (Dispo.CETTE_SEMAINE, True) in etats
    assert all(o.seances.exists() for o in trouvees)


def test_the_accesses_without_an_account_open(reseau, client):
    """The addresses that the command prints: a desk, and the permanences of somebody who goes to several places."""
    adresses = re.findall(r"http://127\.0\.0\.1:8000(/(?:poste|mes-permanences)/\w+/)", run("--comptes"))
    assert len(adresses) == 2
    for adresse in adresses:
        page = client.get(adresse)
        assert page.status_code == 200
        assert "dire-place" in page.text
    permanences = LienPermanences.objects.get().intervenant.offres
    assert permanences.values("lieu").distinct().count() >= 3
    run()
    assert (Poste.objects.count(), LienPermanences.objects.count()) == (1, 1)


def test_the_accounts_open_what_they_say(reseau, client):
    sortie = run("--comptes")
    assert comptes.MOT_DE_PASSE in sortie
    for courriel, *_ in comptes.COMPTES:
        assert courriel in sortie
        assert Utilisateur.objects.get(courriel=courriel).check_password(comptes.MOT_DE_PASSE)
    assert not Utilisateur.objects.filter(is_superuser=True).exists()

    def par(nom: str) -> Utilisateur:
        return Utilisateur.objects.get(courriel=f"{nom}@example.org")

    assert Federation.objects.administered_by(par("administratrice")).get() == reseau
    tenue = Structure.objects.editable_by(par("responsable")).get()
    assert tenue.centre.statut == "associatif"
    assert not Structure.objects.editable_by(par("equipe")).exists()
    assert Structure.objects.updatable_by(par("equipe")).get() == tenue
    municipaux = Structure.objects.editable_by(par("mairie"))
    assert [s.centre.statut for s in municipaux.order_by("pk")] == ["municipal"] * 4
    assert Structure.objects.with_member(par("partenaire")).get().partenaire
    assert not Structure.objects.with_member(par("compte")).exists()


# ------------------------------------------------------------------------------------------ another day
def test_on_a_later_day_it_is_alive_again_and_what_somebody_said_stays(reseau):
    plus_tard = timezone.now() + timedelta(days=40)
    jour = plus_tard.astimezone(PARIS).date()
    uids = set(Offre.objects.values_list("uid", flat=True))
    offre = Offre.objects.filter(dispo=Dispo.SEMAINE_PROCHAINE).order_by("pk").first()
    hier = today() - timedelta(days=1)
    offre.dispo, offre.dispo_le, offre.dispo_voie = Dispo.COMPLET, hier, Voie.ECRAN
    fermeture = Fermeture.objects.filter(genre="fermeture").order_by("pk").first()
    fermeture.motif = "Dégât des eaux"
    enregistrer_lot([offre, fermeture], by=None, voie=Voie.ECRAN)

    assert "ramenées à aujourd’hui" in installer(plus_tard)
    assert set(Offre.objects.values_list("uid", flat=True)) == uids
    dites = Offre.objects.exclude(dispo="")
    assert dites.filter(dispo_fiable_jusqu_au__gte=jour).count() > dites.count() * 0.6
    assert Offre.objects.filter(verifie_le__gte=jour - timedelta(days=30)).exists()
    assert Fermeture.objects.filter(genre="fermeture", fin__gte=jour).count() >= 15
    assert not Seance.objects.filter(offre__dispo=Dispo.COMPLET, offre__dispo_jusqu_au__lte=jour).exists()
    assert (Annonce.objects.open(jour).count(), Evenement.objects.to_come(plus_tard).count()) == (5, 3)
    offre.refresh_from_db()
    assert (offre.dispo, offre.dispo_le) == (Dispo.COMPLET, hier)
    assert Fermeture.objects.get(pk=fermeture.pk).motif == "Dégât des eaux"

    avant = empreinte()
    assert "ramenées" not in installer(plus_tard)
    assert empreinte() == avant


def test_aucun_nom_de_personne_ne_sort(reseau, client):
    """What machines read of the network names nobody: not who receives, not who has an account."""
    assert noms_qui_sortent(client) == {}
