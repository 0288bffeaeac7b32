"""Possible duplicates on the screen: proposed, told apart, compared, merged, undone."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from federation.bureau.doublons import en_attente, retenir
from partenaires.models import Partenariat, Pret
from statistiques.models import ChiffresAnnee
from structures.models import DoublonsDeLaNuit, Fusion, LieuxDistincts, Membre, Structure, StructuresDistinctes
from tests.distribution import creer_compte, creer_lieu, ecrire, faire_structure

PAGE = "/f/val-de-marne/doublons/"


@pytest.fixture
def fede(client, distribution):
    client.force_login(distribution.fede)
    return client


@pytest.fixture
def deux(distribution):
    """The card of a centre, and the one that somebody made again."""
    garde = distribution.lieux["Le Lien"].structure
    garde.telephone = "+33145670001"
    double = faire_structure(nom="Centre social Le LIEN", telephone="+33145670002", presentation="Rouvert en mai.")
    ecrire(garde, double)
    creer_lieu(structure=double, nom="Centre social Le LIEN")
    return garde, double


def adresse(garde, double, genre="structures"):
    return f"{PAGE}{genre}/{garde.uid}/{double.uid}/"


def vu(page):
    return re.search(r'name="vu" value="(\w+)"', page.text)[1]


def test_two_cards_are_proposed_compared_merged_and_given_back(fede, deux):
    garde, double = deux
    page = fede.get(PAGE)
    assert "Au même endroit, avec le même nom." in page.text.replace("\u00a0", " ")
    # Their places are proposed once it is known whether they are the same structure.
    assert page.text.count("Ce ne sont pas des doublons") == 1
    assert adresse(garde, double) in page.text
    page = fede.get(adresse(garde, double))
    choix = {ligne.cle: choisi for ligne, choisi in page.context["lignes"]}
    assert choix == {"nom": "gardee", "telephone": "gardee", "presentation": "autre"}
    assert "1\u00a0lieu" in page.text
    assert "archivée" in page.text
    envoye = {"vu": vu(page), "garder": garde.uid, "choix-telephone": "autre", "choix-presentation": "gardee"}
    suite = fede.post(adresse(garde, double), envoye, follow=True)
    assert suite.redirect_chain[0][0].startswith(PAGE)
    assert "n’en font plus qu’une : « Le Lien »" in suite.text.replace("\u00a0", " ")
    garde.refresh_from_db()
    assert (str(garde.telephone), garde.presentation) == ("+33145670002", "")
    assert "Deux lieux" in suite.text  # now of the same structure
    # An old address of « Mon espace » leads to the card that stays.
    ancienne = fede.get(f"/espace/{double.uid}/")
    assert (ancienne.status_code, ancienne["Location"]) == (302, f"/espace/{garde.uid}/")
    fusion = Fusion.objects.get()
    suite = fede.post(f"/f/val-de-marne/fusions/{fusion.pk}/defaire/", follow=True)
    assert "La fusion est défaite" in suite.text
    garde.refresh_from_db()
    assert (str(garde.telephone), Structure.objects.get(pk=double.pk).archivee_le) == ("+33145670001", None)
    assert "Défaire la fusion" not in suite.text


def test_the_other_card_may_be_kept(fede, deux):
    garde, double = deux
    page = fede.get(f"{adresse(garde, double)}?garder={double.uid}")
    assert page.context["gardee"].uid == double.uid
    fede.post(adresse(garde, double), {"vu": vu(page), "garder": double.uid})
    assert Structure.objects.get(pk=garde.pk).fusionnee_dans == double
    # What is merged is not merged again.
    page = fede.get(adresse(garde, double))
    assert "déjà archivée ou fusionnée" in page.text
    assert "Fusionner dans" not in page.text
    assert fede.post(adresse(garde, double), {"vu": vu(page)}).status_code == 422


def test_what_changed_meanwhile_is_shown_again(fede, deux):
    garde, double = deux
    page = fede.get(adresse(garde, double))
    double.courriel = "neuf@example.org"
    ecrire(double)
    envoye = {"vu": vu(page), "garder": garde.uid, "choix-telephone": "autre", "choix-nom": "n’importe quoi"}
    page = fede.post(adresse(garde, double), envoye)
    assert page.status_code == 409
    assert "neuf@example.org" in page.text
    assert {ligne.cle: choisi for ligne, choisi in page.context["lignes"]}["telephone"] == "autre"
    assert not Fusion.objects.exists()


def test_not_duplicates_is_remembered_and_may_be_taken_back(fede, deux):
    garde, double = deux
    suite = fede.post(f"{adresse(double, garde)}distincts/", follow=True)
    assert "sont deux fiches différentes" in suite.text
    paire = StructuresDistinctes.objects.get()
    assert (paire.premiere, paire.seconde, paire.dit_par.courriel) == (garde, double, "fede@example.org")
    assert [p.genre for p in suite.context["paires"]] == ["lieux"]
    fede.post(f"{adresse(garde, double)}distincts/")
    lieux = garde.lieux.get(etat="publie"), double.lieux.get()
    fede.post(f"{adresse(*lieux, 'lieux')}distincts/")
    assert (StructuresDistinctes.objects.count(), LieuxDistincts.objects.count()) == (1, 1)
    assert "aucune fiche ne ressemble" in fede.get(PAGE).text
    fede.post(f"{adresse(garde, double)}distincts/", {"geste": "oublier"})
    assert [p.genre for p in fede.get(PAGE).context["paires"]] == ["structures"]


@pytest.mark.parametrize("chemin", ["structures/{a}/{a}/", "autres/{a}/{b}/", "lieux/{a}/{b}/", "structures/{a}/{c}/"])
def test_only_two_different_cards_of_one_network_are_compared(fede, deux, distribution, chemin):
    ailleurs = faire_structure(federation=distribution.autre_federation)
    ecrire(ailleurs)
    uids = {"a": deux[0].uid, "b": deux[1].uid, "c": ailleurs.uid}
    assert fede.get(f"{PAGE}{chemin.format(**uids)}").status_code == 404


def test_more_pairs_cost_no_more(fede, deux, compte_requetes):
    def agrandir():
        for numero in range(6):
            for _ in range(2):
                creer_lieu(structure=faire_structure(nom=f"Maison {'abcdef'[numero] * 9}"))

    compte_requetes(lambda: fede.get(PAGE), agrandir, maximum=20)
    assert len(fede.get(PAGE).context["paires"]) == 7


@pytest.mark.parametrize("valeur", ["9" * 400, "-1", "<script>", "é" * 300])
def test_anything_may_be_posted_to_a_comparison(fede, deux, valeur):
    chemin = adresse(*deux)
    envoye = {"vu": valeur, "garder": valeur, f"choix-{valeur}": valeur, "choix-nom": [valeur, "autre"]}
    assert fede.post(chemin, envoye).status_code == 409
    for page in (chemin, PAGE):
        assert fede.get(page, {"garder": valeur, "page": valeur, "fait": valeur}).status_code == 200
    assert not Fusion.objects.exists()


def test_two_cards_that_nothing_proposes_are_found_and_compared(fede, distribution):
    lien, voisin = (distribution.lieux[nom] for nom in ("Le Lien", "Le Voisin"))
    ailleurs = faire_structure(nom="Le Lien d’ailleurs", federation=distribution.autre_federation)
    ecrire(ailleurs)
    page = fede.get(f"{PAGE}autres/", {"q": "lien"})
    assert [f.nom for f in page.context["trouvees"]] == ["Le Lien"]
    suite = f"?genre=structures&amp;un={lien.structure.uid}"
    assert suite in page.text
    page = fede.get(f"{PAGE}autres/", {"un": lien.structure.uid, "q": "LE"})
    assert adresse(lien.structure, voisin.structure) in page.text
    assert "Le Lien" not in [f.nom for f in page.context["trouvees"]]
    page = fede.get(f"{PAGE}autres/", {"genre": "lieux", "un": lien.uid, "q": "voisin"})
    assert adresse(lien, voisin, "lieux") in page.text
    assert "Aucune fiche" in fede.get(f"{PAGE}autres/", {"q": "zzz"}).text
    for uid in (ailleurs.uid, "x" * 300, lien.uid):
        assert fede.get(f"{PAGE}autres/", {"un": uid}).status_code == 404


def test_more_attached_costs_no_more(fede, deux, distribution, compte_requetes):
    double = deux[1]

    def attacher(combien):
        for numero in range(combien):
            compte = creer_compte(f"m{numero}-{combien}@example.org")
            Membre.objects.create(structure=double, utilisateur=compte, role="equipe")
            voisin = faire_structure(nature="partenaire")
            ecrire(voisin, Partenariat(centre=double, partenaire=voisin), Pret(preteur=double, intitule="Un micro"))
            creer_lieu(structure=double)
            ChiffresAnnee.objects.create(
                structure=double, annee=2000 + numero + combien, saisi_le="2026-01-01", saisi_voie="ecran"
            )

    attacher(2)
    compte_requetes(lambda: fede.get(adresse(*deux)), lambda: attacher(6), maximum=60)


def test_a_merge_is_undone_whole_and_in_no_other_way(fede, deux):
    garde, double = deux
    page = fede.get(adresse(garde, double))
    fede.post(adresse(garde, double), {"vu": vu(page), "garder": garde.uid})
    fusion = Fusion.objects.get()
    autrement = (
        reverse("bureau:defaire", args=["val-de-marne", fusion.operation]),
        reverse("espace:annuler", args=[fusion.operation]),
    )
    for chemin in autrement:
        fede.post(chemin)
        assert Structure.objects.get(pk=double.pk).fusionnee_dans == garde
    journal = fede.get("/f/val-de-marne/journal/")
    assert autrement[1] not in journal.text


def test_the_first_page_counts_the_pairs_of_the_night(fede, deux, monkeypatch):
    """Comparing a large network takes seconds: the page reads what the night found, less what was settled since."""
    garde, double = deux
    federation = garde.federation
    retenir(federation, timezone.now())
    monkeypatch.setattr("federation.bureau.doublons.PEU", 0)
    monkeypatch.setattr("federation.bureau.doublons._a_jour", lambda *_: pytest.fail("compared again"))
    assert en_attente(federation) == 1
    page = fede.get("/f/val-de-marne/bureau/").text
    assert "comparées chaque nuit" in page
    un, autre = sorted([garde, double], key=lambda s: s.pk)
    StructuresDistinctes.objects.create(premiere=un, seconde=autre, dit_a=timezone.now())
    assert en_attente(federation) == 0


def test_a_small_network_does_not_wait_for_the_night(fede, deux):
    """An import brought two cards alike: the first page does not say « rien à traiter » of what the next one lists."""
    federation = deux[0].federation
    DoublonsDeLaNuit.objects.create(federation=federation, paires=[], compare_a=timezone.now())
    assert en_attente(federation) == 1
