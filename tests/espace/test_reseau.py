"""The structures of a federation, found and reached by those who run it."""

from django.urls import reverse

from tests.distribution import creer_lieu, faire_structure


def test_an_administrator_finds_a_structure_and_its_team(client, distribution):
    client.force_login(distribution.fede)
    page = client.get("/f/val-de-marne/structures/?q=le+liën")
    assert page.status_code == 200
    assert reverse("espace:structure", args=[distribution.lieux["Le Lien"].structure.uid]) in page.text
    assert "Le Voisin" not in page.text
    vide = client.get("/f/val-de-marne/structures/?q=introuvable")
    assert "Aucune structure ne porte ces mots." in vide.text


def test_a_structure_without_responsable_is_seen(client, distribution):
    creer_lieu(structure=faire_structure(nom="Sans personne"))
    client.force_login(distribution.fede)
    texte = client.get("/f/val-de-marne/structures/?q=sans+personne").text
    assert "aucun·e responsable" in texte
    assert "aucun·e responsable" not in client.get("/f/val-de-marne/structures/?q=lien").text


def test_more_structures_cost_no_more(client, distribution, compte_requetes):
    client.force_login(distribution.fede)

    def agrandir():
        for _ in range(6):
            creer_lieu(offres=0)

    compte_requetes(lambda: client.get("/f/val-de-marne/structures/"), agrandir, maximum=8)
