"""data·inclusion v1 on the way out: the official models take every row, and the score is theirs."""

import json
from datetime import UTC, datetime, timedelta
from enum import Enum

import data_inclusion.schema.v1 as officiel
import pytest
import time_machine
from data_inclusion.schema.v1 import score_qualite
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ateliers.completude import manques
from ateliers.models import Intervenant, Offre
from ateliers.nomenclature import ACCES, PAPIERS, PUBLICS, THEMES, Mode, Nature, Tarif
from centres.models import Centre
from core.voies import Voie
from echanges.inclusion import codes
from echanges.inclusion.lignes import service
from echanges.inclusion.qualite import qualite
from echanges.inclusion.sortie import FICHIERS, services, structures
from structures.models import Lieu, Structure
from tests.distribution import creer_lieu, creer_offre, ecrire, faire_structure

SEVERE = {"ignore_warnings": False}


def valeurs(enumeration: type[Enum]) -> set[str]:
    return {e.value for e in enumeration}


def test_each_of_our_codes_has_official_words_or_is_said_to_have_none():
    assert set(codes.THEMES) == {t.code for t in THEMES}
    assert {t for liste in codes.THEMES.values() for t in liste} <= valeurs(officiel.Thematique)
    assert set(codes.PUBLICS) == {t.code for t in PUBLICS}
    assert {p for p in codes.PUBLICS.values() if p} <= valeurs(officiel.Public)
    assert set(codes.NATURES) == set(Nature.values)
    assert {n for n in codes.NATURES.values() if n} <= valeurs(officiel.TypeService)
    assert set(codes.MODES) == set(Mode.values)
    assert set(codes.MODES.values()) <= valeurs(officiel.ModeAccueil)
    assert set(codes.FRAIS) == set(Tarif.values)
    assert set(codes.FRAIS.values()) <= valeurs(officiel.Frais)


@pytest.fixture
def reseau(distribution):
    """A member centre, what goes to people, what costs, and a name that the list would refuse."""
    lieu = creer_lieu(nom="Centre.", structure=faire_structure(nom="Centre social des Quais.", nature="centre"))
    annee = timezone.localdate().year
    ecrire(Centre(structure=lieu.structure, statut="associatif", agrement="centre_social", adhesion_annee=annee))
    creer_offre(lieu, nom="CV", tarif="quotient", horaires="Mo-Fr 09:00-12:00", telephone="+33199001234")
    creer_offre(None, nom="Au téléphone", mode="telephone", zone="|94|", structure=lieu.structure)
    creer_offre(None, nom="Partout", mode="a_distance", zone="|france|", structure=lieu.structure)
    creer_offre(lieu, nom="Longue", presentation="Une phrase. " * 2000, publics=PUBLICS.masque(("tous", "seniors")))
    return distribution


def acceptees(today):
    """Return the rows of both files, once the official models have taken them without a warning."""
    des_structures, des_services = list(structures(today)), list(services(today))
    for ligne in des_structures:
        officiel.Structure.model_validate(ligne, context=SEVERE)
    for ligne in des_services:
        officiel.Service.model_validate(ligne, context=SEVERE)
    return des_structures, des_services


def test_the_official_models_take_every_row(reseau):
    today = timezone.localdate()
    des_structures, des_services = acceptees(today)
    assert len(des_services) == Offre.objects.published(today).count()
    assert {s["structure_id"] for s in des_services} <= {s["id"] for s in des_structures}
    membres = {s["nom"] for s in des_structures if s.get("reseaux_porteurs") == ["fcsf"]}
    assert membres == {"Centre social des Quais"}


@pytest.fixture
def hostile(reseau):
    """What the site keeps, as an import or an older version may have left it, and the official models refuse."""
    offre = Offre.objects.get(nom="CV")
    loin = "https://exemple.test:99999/"
    Structure.objects.filter(pk=offre.structure_id).update(courriel="accueil@centre.local", site_web=loin, siret="1")
    Lieu.objects.filter(pk=offre.lieu_id).update(code_postal="ABCDE", courriel="accueil@centre.test", site_web=loin)
    Offre.objects.filter(pk=offre.pk).update(
        courriel="ecrire@ici.invalid", inscription_url=loin, telephone="", verifie_le=None, nom="."
    )
    Structure.objects.filter(pk=offre.structure_id).update(telephone="")
    Lieu.objects.filter(pk=offre.lieu_id).update(telephone="")
    return Offre.objects.select_related("structure", "lieu__structure", "lieu__commune").get(pk=offre.pk)


def test_what_the_official_models_refuse_stays_home(hostile, client, reseau):
    today = timezone.localdate()
    _, des_services = acceptees(today)
    assert len(des_services) == Offre.objects.published(today).count()
    sien = next(s for s in des_services if s["id"].endswith(hostile.uid))
    assert not {"courriel", "lien_mobilisation", "telephone", "code_postal"} & sien.keys()
    assert not {"envoyer-un-courriel", "utiliser-lien-mobilisation"} & set(sien.get("modes_mobilisation", ()))
    client.force_login(reseau.fede)
    reponse = client.get(f"/espace/offres/{hostile.uid}/")
    assert reponse.status_code == 200
    assert "un numéro, un courriel ou une inscription en ligne" in reponse.text


def test_the_score_of_what_nobody_dated_is_that_of_its_row(hostile):
    today = timezone.localdate()
    ligne = next(s for s in services(today) if s["id"].endswith(hostile.uid))
    # The day of its last change, never to come for a reader in UTC.
    assert ligne["date_maj"] == min(today, datetime.now(UTC).date()).isoformat()
    assert qualite(hostile, today=today).note == score_qualite.score(officiel.Service(**ligne))[0]


def test_at_midnight_in_paris_no_day_is_to_come_for_a_reader_in_utc(reseau):
    offre = Offre.objects.select_related("structure", "lieu__structure", "lieu__commune").get(nom="CV")
    with time_machine.travel(datetime(2026, 11, 27, 23, 30, tzinfo=UTC)):
        jour = timezone.localdate()
        ligne = service(offre, modifie_le=jour, today=jour)
    assert (jour.isoformat(), ligne["date_maj"]) == ("2026-11-28", "2026-11-27")


def test_more_rows_cost_no_more_queries(reseau, compte_requetes):
    def agrandir():
        for n in range(4):
            creer_offre(creer_lieu(nom=f"Lieu {n}"), nom=f"Plus {n}", horaires="Tu 09:00-12:00")

    today = timezone.localdate()
    compte_requetes(lambda: [*services(today), *structures(today)], agrandir, maximum=9)


def test_nobody_s_name_leaves(reseau):
    personne = Intervenant.objects.create(
        employeur=Offre.objects.first().structure,
        metier="ecrivain_public",
        prenom="Zénobie",
        prenom_accorde_a=timezone.now(),
    )
    personne.offres.add(*Offre.objects.all())
    today = timezone.localdate()
    assert "Zénobie" not in json.dumps([*services(today), *structures(today)], ensure_ascii=False)


def test_the_command_and_the_page_give_the_same_files(reseau, client, tmp_path):
    call_command("exporter", "data-inclusion", str(tmp_path / "dossier"))
    for quoi in FICHIERS:
        ecrit = json.loads((tmp_path / "dossier" / f"{quoi}.json").read_text(encoding="utf-8"))
        assert ecrit
        assert client.get(f"/opendata/data-inclusion-{quoi}.json").json() == ecrit
    assert 'href="/opendata/data-inclusion-services.json"' in client.get("/opendata/").text
    with pytest.raises(CommandError, match="ne peut pas être écrit"):
        call_command("exporter", "data-inclusion", "/proc/nulle-part")


def choix(liste):
    return st.sampled_from(liste)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    textes=st.fixed_dictionaries({"nature": choix(Nature.values), "tarif": choix(Tarif.values)}),
    masques=st.fixed_dictionaries(
        {"themes": choix(list(THEMES)), "publics": choix(list(PUBLICS)), "acces": choix(list(ACCES))}
    ),
    jours=st.integers(0, 179),
)
def test_what_lacks_nothing_is_shown_by_the_services_of_insertion(reseau, textes, masques, jours):
    today = timezone.localdate()
    modele = Offre.objects.filter(nom="CV").select_related("structure", "lieu__structure", "lieu__commune").get()
    for champ, valeur in (textes | {nom: terme.masque for nom, terme in masques.items()}).items():
        setattr(modele, champ, valeur)
    modele.papiers = PAPIERS["rien"].masque
    modele.verifie_le = today - timedelta(days=jours)
    assert manques(modele) == []
    lue = qualite(modele, today=today)
    assert lue.montree, lue
    ligne = service(modele, modifie_le=modele.verifie_le, today=today)
    assert lue.note == score_qualite.score(officiel.Service(**ligne))[0]


def test_my_space_says_the_score_and_what_would_raise_it(reseau, client):
    offre = reseau.offres["Le Lien"]
    offre.verifie_le, offre.verifie_voie = timezone.localdate() - timedelta(days=500), Voie.ECRAN
    ecrire(offre)
    client.force_login(reseau.amina)
    page = client.get(f"/espace/offres/{offre.uid}/").text
    assert "Qualité de la fiche pour les services de l’insertion" in page
    assert "une vérification de moins de six mois" in page
