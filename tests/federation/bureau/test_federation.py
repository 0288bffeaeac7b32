"""What a federation says of itself, and one more federation on the same site."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from comptes.models import Federation
from tests.distribution import creer_lieu, faire_structure

PAGE = "/f/val-de-marne/federation/"
VALABLE = {
    "nom": "Fédération du Val-de-Marne",
    "territoire": "Val-de-Marne",
    "dans_le_territoire": "dans le Val-de-Marne",
    "departements": "94 ; 75,2a 94",
    "presentation": "Quarante-deux structures, à deux pas de chez vous.",
}


def test_what_is_written_is_on_the_home_of_the_network(client, distribution):
    client.get("/f/val-de-marne/")  # a page that could have been kept
    client.force_login(distribution.fede)
    assert client.post(PAGE, VALABLE, follow=True).status_code == 200
    assert Federation.objects.get(slug="val-de-marne").departements == ["94", "75", "2A"]
    client.logout()
    accueil = client.get("/f/val-de-marne/").text
    assert "Quarante-deux structures, à deux pas de chez vous." in accueil
    assert "tout près, et quand, dans le Val-de-Marne." in accueil


@pytest.mark.parametrize(
    ("champ", "faux", "dit"),
    [
        ("departements", "94, neuf", "« NEUF » n’est pas un numéro de département"),
        ("departements", ",".join(str(n) for n in range(10, 40)), "Pas plus de 20 départements"),
        ("nom", "", "obligatoire"),
        ("site_web", "javascript:alert(1)", "par exemple https://"),
        ("nom", "x" * 300, "200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(client, distribution, champ, faux, dit):
    client.force_login(distribution.fede)
    page = client.post(PAGE, VALABLE | {champ: faux})
    assert page.status_code == 422
    assert dit in page.text.replace("\u00a0", " ")
    assert "Quarante-deux structures" in page.text
    assert Federation.objects.get(slug="val-de-marne").presentation == ""


def test_one_more_federation_is_a_network_apart(client, distribution):
    dit = StringIO()
    call_command(
        "federation",
        "creer",
        "essonne",
        nom="Fédération de l’Essonne",
        territoire="Essonne",
        dans="en Essonne",
        departements="91",
        administrateur=[distribution.seul.courriel, "nouvelle@example.org"],
        stdout=dit,
    )
    assert "/f/essonne/ est ouverte" in dit.getvalue()
    creer_lieu(structure=faire_structure(nom="Les Ulis", federation=Federation.objects.get(slug="essonne")))
    client.force_login(distribution.seul)
    assert "Les Ulis" in client.get("/f/essonne/structures/").text
    assert client.get("/f/val-de-marne/bureau/").status_code == 404
    client.force_login(distribution.fede)
    for rubrique in ("bureau", "structures", "journal", "federation", "imports", "courriels", "administrateurs"):
        assert client.get(f"/f/essonne/{rubrique}/").status_code == 404, rubrique
    assert "Les Ulis" not in client.get("/f/val-de-marne/structures/").text
    client.logout()
    assert "Fédération de l’Essonne" in client.get("/f/essonne/").text


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        ({"slug": "val-de-marne"}, "existe déjà"),
        ({"slug": "Val d’Oise !"}, "slug : "),
        ({"departements": "Paris"}, "PARIS"),
        ({"administrateur": ["pas une adresse"]}, "n’est pas une adresse"),
        ({"nom": ""}, "nom : "),
    ],
)
def test_nothing_is_created_when_something_is_wrong(distribution, change, dit):
    options = {"nom": "Une fédération", "territoire": "Oise", "dans": "", "departements": "60", "administrateur": []}
    slug = change.pop("slug", "oise")
    with pytest.raises(CommandError, match=dit):
        call_command("federation", "creer", slug, **(options | change))
    assert not Federation.objects.filter(slug="oise").exists()
