"""The words of the directory, typos answered from the database, and the condition that a need becomes."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ateliers.models import Offre
from ateliers.nomenclature import METIERS, THEMES
from recherche.besoins import Besoin
from recherche.comprendre import comprendre
from recherche.criteres import Criteres
from recherche.queries import trouver
from recherche.vocabulaire import lire_vocabulaire, vocabulaire_courant
from tests.distribution import creer_commune, creer_lieu, creer_offre

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def reseau(db):
    """Three permanences of an écrivain public around Choisy-le-Roi, one elsewhere, and a café des parents."""
    choisy, creteil = creer_commune("94022"), creer_commune("94028")
    offres = {}
    for i, commune in enumerate((choisy, choisy, choisy, creteil)):
        lieu = creer_lieu(offres=0, commune=commune, latitude=commune.latitude + i / 500)
        offres[f"ecrivain{i}"] = creer_offre(
            lieu, nom="Permanence", metiers=METIERS["ecrivain_public"].masque, themes=THEMES["courrier"].masque
        )
    offres["cafe"] = creer_offre(nom="Café des parents", nature="evenement", themes=THEMES["parentalite"].masque)
    offres["caf"] = creer_offre(nom="Point CAF", themes=0)
    offres["emploi"] = creer_offre(nom="Le coup de pouce", themes=THEMES["emploi"].masque)
    offres["cv"] = creer_offre(nom="L’Atelier CV", themes=THEMES["bases"].masque)
    offres["pret"] = creer_offre(nom="La malle", nature="pret", themes=0)
    return offres


def chercher(q):
    comprise = comprendre(q)
    return [g.lieu_id for g in trouver(Criteres(q=q, mots=comprise.mots), now=NOW).groupes]


def test_a_typo_finds_the_same_as_the_right_spelling(reseau):
    justes = chercher("écrivain public Choisy")
    assert len(justes) == 3
    assert chercher("ecrivan public choisi") == justes
    assert chercher("ecrivan pubilc choissy") == justes


def test_the_vocabulary_is_every_word_once_and_the_communes(reseau):
    vocabulaire = lire_vocabulaire()
    assert vocabulaire.mene("pouce")
    assert vocabulaire.mene("creteil")
    assert not vocabulaire.mene("vitale")  # only in the table of synonyms…
    assert vocabulaire.connait("vitale")  # … where nobody would call it a typo
    assert vocabulaire.commune("choisy le roi") == "Choisy-le-Roi"


def test_an_empty_directory_has_a_vocabulary(db):
    vocabulaire = lire_vocabulaire()
    assert not vocabulaire.mene("a")
    assert vocabulaire.plus_proche("ordinateru") == "ordinateur"


def test_the_words_are_read_only_when_one_leads_nowhere(reseau):
    for q, combien in (("CAF", 0), ("renouveler mon titre de séjour", 0), ("choisy", 1), ("ecrivan choisi zzz", 1)):
        with CaptureQueriesContext(connection) as requetes:
            comprendre(q)
        assert len(requetes) == combien, q


def noms(besoin):
    trouvailles = trouver(Criteres(besoins=(besoin,)), now=NOW)
    ids = [t.offre_id for g in trouvailles.groupes for t in g.trouvees]
    return set(Offre.objects.filter(pk__in=ids).values_list("nom", flat=True))


def test_a_need_is_answered_by_a_theme_or_by_its_words(reseau):
    (besoin,) = comprendre("CV").besoins
    assert noms(besoin) == {"Le coup de pouce", "L’Atelier CV"}
    # Three letters are a whole word: « caf » does not find the café.
    (besoin,) = comprendre("CAF").besoins
    assert noms(besoin) == {"Point CAF"}
    (besoin,) = comprendre("café des parents").besoins
    assert noms(besoin) == {"Café des parents"}
    (besoin,) = comprendre("emprunter un ordinateur").besoins
    assert noms(besoin) == {"La malle"}


def test_the_words_of_a_need_are_all_held_by_the_same_activity(reseau):
    assert noms(Besoin(prefixes=("atel",), entiers=("cv",))) == {"L’Atelier CV"}
    assert noms(Besoin(prefixes=("cafe", "pouc"))) == set()
    assert noms(Besoin()) == set()
    assert noms(Besoin(metiers=METIERS["ecrivain_public"].masque)) == {"Permanence"}


@pytest.mark.django_db(transaction=True)
def test_the_vocabulary_is_kept_for_one_version_and_never_stale():
    creer_commune("94022")
    creer_lieu()
    appels = []

    def lecture():
        appels.append(1)
        return lire_vocabulaire()

    premier = vocabulaire_courant(lecture)
    assert vocabulaire_courant(lecture) is premier
    assert len(appels) == 1
    assert not premier.mene("zinzolin")
    creer_offre(nom="Le Zinzolin")
    assert vocabulaire_courant(lecture).mene("zinzolin")
    assert vocabulaire_courant(lecture) is not premier
    assert len(appels) == 2


def test_nothing_is_kept_inside_a_transaction(reseau):
    assert vocabulaire_courant() is not vocabulaire_courant()
