"""Ready-made activities: each is a valid activity as it stands, and says what its need asks for."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from ateliers.completude import manques
from ateliers.modeles import MODELES, PAPIERS_PAR_THEME, papiers_usuels, par_besoin
from ateliers.models import Offre
from ateliers.nomenclature import PAPIERS, THEMES, Mode, Nature
from ateliers.prudence import MOTS_DE_PASSE, mots_de_passe
from tests.distribution import creer_lieu, creer_offre, faire_offre


@pytest.mark.parametrize("code", MODELES)
def test_every_model_gives_a_valid_activity_that_lacks_only_what_the_place_knows(db, code):
    lieu = creer_lieu(offres=0)
    modele = MODELES[code]
    loin = modele.mode != Mode.SUR_PLACE
    ou = {"lieu": None, "zone": "|94|"} if loin else {"lieu": lieu}
    offre = Offre(
        structure=lieu.structure, nom=modele.nom, mode=modele.mode, telephone="+33199001234", **ou, **modele.colonnes()
    )
    offre.full_clean()
    assert {m.quoi for m in manques(offre)} <= {"les horaires", "le prix"}
    assert offre.presentation
    assert Template("{% load core %}{% icone nom %}").render(Context({"nom": modele.icone}))


def test_models_cover_every_nature_and_nearly_every_need():
    assert len(MODELES) >= 14
    assert {m.nature for m in MODELES.values()} == set(Nature.values)
    dits = {t for m in MODELES.values() for t in m.themes.split()}
    assert dits == {t.code for t in THEMES}
    assert [m for ms in par_besoin().values() for m in ms] == list(MODELES.values())


def test_usual_papers_follow_the_needs():
    assert papiers_usuels(THEMES.masque(["emploi"])) == PAPIERS.masque(["cv", "france_travail", "mail"])
    assert papiers_usuels(THEMES.masque(["creation"])) == 0
    assert set(PAPIERS_PAR_THEME) <= {t.code for t in THEMES}


@pytest.mark.parametrize(
    ("champs", "due"),
    [
        ({"themes": THEMES.masque(["demarches"])}, True),
        ({"themes": THEMES.masque(["courrier"]), "papiers": PAPIERS.masque(["courrier"])}, False),
        ({"themes": THEMES.masque(["bases"]), "papiers": PAPIERS.masque(["mail"])}, True),
        ({"themes": THEMES.masque(["francais"])}, False),
    ],
)
def test_passwords_are_never_given_where_accounts_are_opened(client, db, champs, due):
    offre = creer_offre(creer_lieu(offres=0), **champs)
    assert (mots_de_passe(offre) == MOTS_DE_PASSE) is due
    page = client.get(offre.get_absolute_url()).text
    assert ("mots de passe à personne" in page) is due
    papier = client.get(reverse("orientations:papier", args=[offre.uid, ""])).text
    assert ("Ne donnez votre mot de passe à personne." in papier) is due


def test_who_comes_or_calls_is_always_warned_about():
    offre = faire_offre(None, themes=THEMES.masque(["francais"]), mode="telephone", zone="|94|")
    assert mots_de_passe(offre) == MOTS_DE_PASSE
