"""What the site does not read is said for what it is."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize(
    "envoi",
    [{"pres": "a" * 3_000_000}, dict.fromkeys((f"champ{n}" for n in range(12_000)), "1")],
    ids=["texte", "champs"],
)
def test_what_is_too_long_is_told_from_what_cannot_be_read(client, envoi):
    reponse = client.post("/pres/", envoi)
    assert reponse.status_code == 413
    assert "C’est trop long pour être envoyé d’un coup" in reponse.text


@pytest.mark.django_db
def test_an_address_that_cannot_be_read_is_a_bad_request(client):
    reponse = client.get("/?q=%00")
    assert reponse.status_code == 400
    assert "Cette adresse n’est pas lisible" in reponse.text
