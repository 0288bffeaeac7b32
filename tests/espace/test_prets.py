"""What structures lend one another."""

from django.urls import reverse

from partenaires.models import Partenaire, Pret
from tests.distribution import creer_federation, ecrire, faire_structure


def test_a_centre_lends_and_the_others_find_it(client, distribution):
    structure = distribution.lieux["Le Lien"].structure
    client.force_login(distribution.amina)
    page = reverse("espace:prets", args=[structure.uid])
    vide = client.post(page, {"conditions": "Deux semaines"})
    assert vide.status_code == 422
    assert "Dites ce que vous prêtez." in vide.text
    assert "Deux semaines" in vide.text
    fait = client.post(page, {"intitule": "Une imprimante 3D", "conditions": "Deux semaines"})
    assert "Une imprimante 3D" in client.get(fait["Location"]).text
    client.force_login(distribution.chloe)
    catalogue = client.get("/espace/prets/?q=imprimante").text
    assert "Une imprimante 3D" in catalogue
    assert structure.nom in catalogue
    assert "Personne ne prête cela" in client.get("/espace/prets/?q=licorne").text
    client.force_login(distribution.amina)
    adresse = reverse("espace:retirer_pret", args=[Pret.objects.get().pk])
    retrait = client.post(adresse)["Location"]
    assert not Pret.objects.exists()
    # Clicked twice: the same page, the same undo.
    assert client.post(adresse)["Location"] == retrait
    assert "C’est déjà retiré." in client.get(retrait).text
    client.post(reverse("espace:annuler", args=[retrait.split("fait=")[1]]))
    assert Pret.objects.get().intitule == "Une imprimante 3D"


def test_what_another_network_lends_is_not_shown(client, distribution):
    ailleurs = faire_structure(federation=creer_federation("essonne"), nom="Ailleurs")
    ecrire(ailleurs)
    ecrire(Pret(preteur=ailleurs, intitule="Une malle d’ailleurs"))
    for qui in (distribution.chloe, distribution.fede, distribution.seul):
        client.force_login(qui)
        assert "Une malle d’ailleurs" not in client.get("/espace/prets/").text


def test_a_partner_says_what_it_brings(client, distribution):
    structure = distribution.lieux["Médiathèque des Tests"].structure
    if not Partenaire.objects.filter(structure=structure).exists():
        ecrire(Partenaire(structure=structure, genre="mediatheque"))
    client.force_login(distribution.paula)
    assert "Ce que vous apportez au réseau" in client.get(reverse("espace:structure", args=[structure.uid])).text
    carte = reverse("espace:carte", args=["structures", structure.uid, "apport"])
    formulaire = client.get(carte).context["edition"]
    client.post(carte, {"montre": formulaire.montre, "genre": "mediatheque", "apporte": "Des ateliers sur place"})
    assert Partenaire.objects.get(structure=structure).apporte == "Des ateliers sur place"
    assert client.get(reverse("espace:carte", args=["structures", structure.uid, "centre"])).status_code == 404
