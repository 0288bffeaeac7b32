"""The first page of a federation's workspace: the network at a glance, and the way to each section."""

from django.urls import reverse

from federation.bureau.rubriques import RUBRIQUES
from tests.distribution import creer_federation, creer_lieu, faire_structure

BUREAU = "/f/val-de-marne/bureau/"


def test_an_administrator_goes_from_the_space_to_the_workspace_and_its_sections(client, distribution):
    client.force_login(distribution.fede)
    assert BUREAU in client.get("/espace/").text
    page = client.get(BUREAU)
    assert page.status_code == 200
    for rubrique in RUBRIQUES:
        adresse = reverse(rubrique.vue, args=["val-de-marne"])
        assert page.text.count(f'href="{adresse}"') >= 2, rubrique.cle  # navigation, and what is done there
        ouverte = client.get(adresse)
        assert ouverte.status_code == 200
        assert f'href="{adresse}" aria-current="true"' in ouverte.text, rubrique.cle
        assert BUREAU in ouverte.text


def test_only_its_own_network_is_counted(client, distribution):
    client.force_login(distribution.fede)
    avant = client.get(BUREAU).context["apercu"]
    creer_lieu(structure=faire_structure(nom="Ailleurs", federation=creer_federation("essonne")))
    assert client.get(BUREAU).context["apercu"] == avant
    creer_lieu(structure=faire_structure(nom="Chez nous"))
    apres = client.get(BUREAU).context["apercu"]
    assert (apres.structures, apres.lieux) == (avant.structures + 1, avant.lieux + 1)
    assert apres.sans_responsable == avant.sans_responsable + 1


def test_more_structures_cost_no_more(client, distribution, compte_requetes):
    client.force_login(distribution.fede)
    compte_requetes(lambda: client.get(BUREAU), lambda: [creer_lieu() for _ in range(6)], maximum=30)
