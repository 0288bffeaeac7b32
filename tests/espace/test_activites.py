"""Begin an activity, copy it, publish, suspend, close, reopen; the same of a place; undo each."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ateliers.controle import ecarts
from ateliers.modeles import MODELES
from ateliers.models import Offre
from ateliers.nomenclature import ACCES, PUBLICS, THEMES
from core.travailleur import PARIS
from structures.models import Lieu, Structure
from tests.distribution import creer_commune, ecrire, faire_offre, faire_structure
from tests.espace.test_cartes import ouvrir, url


@pytest.fixture
def lieu(distribution):
    return distribution.lieux["Le Lien"]


@pytest.fixture
def amina(client, distribution):
    client.force_login(distribution.amina)
    return client


def today():
    return timezone.now().astimezone(PARIS).date()


def nouvelle(structure):
    return reverse("espace:activite_nouvelle", args=[structure.uid])


def geste(client, objet, code, **envoi):
    """Do a gesture and return the answer; `objet` is read again."""
    genre = "lieux" if isinstance(objet, Lieu) else "offres"
    nom = code if code in ("suspendre", "clore") else "etat"
    reponse = client.post(reverse(f"espace:{nom}", args=[genre, objet.uid]), {"geste": code} | envoi)
    objet.refresh_from_db()
    return reponse


def annuler(client, reponse):
    operation = re.search(r"fait=([0-9a-f-]{36})", reponse["Location"])[1]
    return client.post(reverse("espace:annuler", args=[operation]))


def complete(**champs):
    """What an activity says when nothing essential is missing."""
    return {
        "themes": THEMES.masque(["courrier"]),
        "acces": ACCES.masque(["sans_rdv"]),
        "publics": PUBLICS.masque(["tous"]),
        "horaires": "Th 14:00-17:00",
        "etat": "brouillon",
    } | champs


# ------------------------------------------------------------------------------------ begin
def test_every_model_is_proposed_and_begins_a_draft(amina, lieu):
    page = amina.get(nouvelle(lieu.structure)).text
    assert all(f'href="?modele={code}"' in page for code in [*MODELES, "autre"])
    proposee = amina.get(nouvelle(lieu.structure), {"modele": "ecrivain-public"}).text
    assert 'value="Permanence d’écrivain public"' in proposee
    reponse = amina.post(
        nouvelle(lieu.structure),
        {"modele": "ecrivain-public", "nom": "Permanence du jeudi", "ou": lieu.uid},
    )
    offre = Offre.objects.get(nom="Permanence du jeudi")
    assert (offre.etat, offre.lieu, offre.structure) == ("brouillon", lieu, lieu.structure)
    assert offre.metiers
    suite = amina.get(reponse["Location"]).text
    assert reponse["Location"].startswith(f"/espace/offres/{offre.uid}/?fait=")
    assert "Avant de publier, dites" in suite
    assert "Les horaires" in suite
    assert 'value="publier"' not in suite
    amina.logout()
    assert amina.get(offre.get_absolute_url()).status_code == 404
    assert list(ecarts(timezone.now())) == []


def test_another_thing_begins_from_an_empty_page(amina, lieu):
    refus = amina.post(nouvelle(lieu.structure), {"modele": "autre", "nom": "Chorale", "ou": lieu.uid})
    assert refus.status_code == 422  # what kind it is, is asked
    amina.post(nouvelle(lieu.structure), {"modele": "autre", "nom": "Chorale", "nature": "evenement", "ou": lieu.uid})
    assert Offre.objects.get(nom="Chorale").nature == "evenement"


@pytest.mark.parametrize(
    ("envoi", "zone"),
    [
        ({"ou": "telephone", "etendue": "territoire"}, "|94|"),
        ({"ou": "a_domicile", "etendue": "communes", "communes": "Créteil, 94600"}, "|94028|94022|"),
        ({"ou": "a_distance", "etendue": "france"}, "|france|"),
        ({"ou": "telephone", "communes": "creteil"}, "|94028|"),
        ({"ou": "telephone"}, "|94|"),
    ],
)
def test_what_comes_to_people_has_a_zone(amina, lieu, envoi, zone):
    creer_commune("94022")
    envoi = {"modele": "par-telephone", "nom": "Allô le Lien", **envoi}
    assert amina.post(nouvelle(lieu.structure), envoi).status_code == 302
    offre = Offre.objects.get(nom="Allô le Lien")
    assert (offre.lieu, offre.mode, offre.zone) == (None, envoi["ou"], zone)
    assert "Sans se déplacer" in amina.get(reverse("espace:structure", args=[lieu.structure.uid])).text


@pytest.mark.parametrize(
    "envoi",
    [
        {"modele": "inconnu"},
        {"modele": "fablab", "nom": "", "ou": "{lieu}"},
        {"modele": "fablab", "nom": "Fablab"},
        {"modele": "fablab", "nom": "Fablab", "ou": "ailleurs"},
        {"modele": "fablab", "nom": "Fablab", "ou": "telephone", "etendue": "communes", "communes": "Trifouillis"},
        {"modele": "fablab", "nom": "Fablab", "ou": "telephone", "etendue": "communes"},
        {"modele": "fablab", "nom": "Fablab", "ou": "telephone", "etendue": "communes", "communes": "Créteil," * 70},
    ],
)
def test_what_is_wrong_is_said_and_writes_nothing(amina, lieu, envoi):
    avant = Offre.objects.count()
    envoi = {cle: valeur.format(lieu=lieu.uid) for cle, valeur in envoi.items()}
    reponse = amina.post(nouvelle(lieu.structure), envoi)
    assert reponse.status_code == 422
    assert 'role="alert"' in reponse.text or 'class="faute"' in reponse.text
    assert Offre.objects.count() == avant


def test_the_place_of_another_structure_is_not_a_choice(amina, distribution, lieu):
    ailleurs = distribution.lieux["Le Voisin"]
    envoi = {"modele": "fablab", "nom": "Fablab", "ou": ailleurs.uid}
    assert amina.post(nouvelle(lieu.structure), envoi).status_code == 422


# ------------------------------------------------------------------------------------ publish
def test_publishing_asks_for_what_is_essential_only(amina, distribution, lieu):
    offre = faire_offre(lieu, **complete(horaires="", tarif=""))
    ecrire(offre)
    reponse = geste(amina, offre, "publier")
    assert offre.etat == "brouillon"
    assert "il manque les horaires" in amina.get(reponse["Location"]).text
    offre.horaires = "Th 14:00-17:00"
    ecrire(offre)
    page = amina.get(reverse("espace:offre", args=[offre.uid])).text
    assert "Publier quand même" in page
    assert "elle n’apparaît pas quand on demande" in page
    reponse = geste(amina, offre, "publier")
    assert (offre.etat, offre.verifie_le, offre.verifie_par) == ("publie", today(), distribution.amina)
    assert Offre.objects.published(today()).filter(pk=offre.pk).exists()
    annuler(amina, reponse)
    offre.refresh_from_db()
    assert (offre.etat, offre.verifie_le) == ("brouillon", None)
    assert list(ecarts(timezone.now())) == []


def test_a_draft_place_hides_what_is_published_there_and_says_so(amina, distribution):
    offre = faire_offre(distribution.brouillon, **complete())
    ecrire(offre)
    assert "est encore en brouillon" in amina.get(reverse("espace:offre", args=[offre.uid])).text
    geste(amina, offre, "publier")
    assert not Offre.objects.published(today()).filter(pk=offre.pk).exists()
    page = amina.get(reverse("espace:lieu", args=[distribution.brouillon.uid])).text.replace("\u00a0", " ")
    assert "1 activité publiée attend la publication du lieu" in page
    geste(amina, distribution.brouillon, "publier")
    assert Offre.objects.published(today()).filter(pk=offre.pk).exists()


# ------------------------------------------------------------------------------------ suspend, close, reopen
@pytest.mark.parametrize("genre", ["offres", "lieux"])
def test_suspended_until_a_day_then_back_by_itself(amina, distribution, lieu, genre, client):
    offre = distribution.offres["Le Lien"]
    objet = lieu if genre == "lieux" else offre
    reprise = today() + timedelta(days=20)
    reponse = geste(amina, objet, "suspendre", jusqu_au=reprise.isoformat())
    assert (objet.etat, objet.suspendu_jusqu_au) == ("suspendu", reprise)
    assert not Offre.objects.published(today()).filter(pk=offre.pk).exists()
    assert Offre.objects.published(reprise).filter(pk=offre.pk).exists()
    assert client.get(offre.get_absolute_url()).status_code == 200  # its page stays
    assert "Suspendu" in amina.get(reponse["Location"]).text
    geste(amina, objet, "reprendre")
    assert (objet.etat, objet.suspendu_jusqu_au) == ("publie", None)
    annuler(amina, reponse)  # refused: it changed since
    objet.refresh_from_db()
    assert objet.etat == "publie"


@pytest.mark.parametrize("jour", ["", "0001-01-01", "9999-12-31", "hier", "aujourdhui", "2026-02-31"])
def test_a_suspension_ends_on_a_day_to_come(amina, distribution, jour):
    offre = distribution.offres["Le Lien"]
    jour = today().isoformat() if jour == "aujourdhui" else jour
    assert geste(amina, offre, "suspendre", jusqu_au=jour).status_code == 422
    assert offre.etat == "publie"


def test_a_place_tells_how_many_activities_close_with_it(amina, distribution, lieu):
    for _ in range(2):
        ecrire(faire_offre(lieu))
    page = amina.get(reverse("espace:clore", args=["lieux", lieu.uid])).text.replace("\u00a0", " ")
    assert "3 activités ne se trouveront plus" in page
    reponse = geste(amina, lieu, "clore")
    assert lieu.etat == "clos"
    assert not Offre.objects.published(today()).filter(lieu=lieu).exists()
    # Paper is around: the page answers.
    amina.logout()
    assert "existe plus" in amina.get(lieu.get_absolute_url()).text
    amina.force_login(distribution.amina)
    annuler(amina, reponse)
    assert Offre.objects.published(today()).filter(lieu=lieu).count() == 3


def test_closed_then_reopened(amina, distribution):
    offre = distribution.offres["Le Lien"]
    geste(amina, offre, "clore")
    assert offre.etat == "clos"
    assert "existe plus" in amina.get(offre.get_absolute_url()).text
    assert "Rouvrir" in amina.get(reverse("espace:offre", args=[offre.uid])).text
    geste(amina, offre, "rouvrir")
    assert offre.etat == "publie"


def test_only_a_draft_that_nobody_read_is_thrown_away(amina, distribution, lieu):
    offre = faire_offre(lieu, **complete())
    ecrire(offre)
    reponse = geste(amina, offre, "archiver")
    assert offre.etat == "archive"
    assert reponse["Location"].startswith(f"/espace/{lieu.structure.uid}/?fait=")
    annuler(amina, reponse)
    geste(amina, offre, "publier")
    offre.etat = "brouillon"
    ecrire(offre)
    assert "Jeter ce brouillon" not in amina.get(reverse("espace:offre", args=[offre.uid])).text
    geste(amina, offre, "archiver")
    assert offre.etat == "brouillon"


@pytest.mark.parametrize("code", ["reprendre", "rouvrir", "archiver", "rien", ""])
def test_a_gesture_out_of_its_state_does_nothing(amina, distribution, code):
    offre = distribution.offres["Le Lien"]
    avant = offre.history.count()
    reponse = geste(amina, offre, code)
    assert reponse.status_code == 302
    assert (offre.etat, offre.history.count()) == ("publie", avant)


def test_where_it_stands_follows_a_card_saved_in_the_page(amina, distribution, lieu):
    offre = faire_offre(lieu, **complete(publics=0))
    ecrire(offre)
    envoi = ouvrir(amina, offre, "public") | {"publics": ["tous"]}
    reponse = amina.post(url(offre, "public"), envoi, headers={"HX-Request": "true"})
    assert reponse["HX-Trigger"] == "carte-enregistree"
    fragment = amina.get(reverse("espace:etat", args=["offres", offre.uid]), headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert 'value="publier"' in fragment.text


# ------------------------------------------------------------------------------------ copy
def test_a_copy_says_the_same_but_for_room_and_verification(amina, distribution, lieu):
    offre = faire_offre(
        lieu,
        **complete(
            etat="publie", acces=ACCES.masque(["rdv"]), dispo="complet", dispo_le=today(), dispo_voie="ecran",
            dispo_note="deux places", verifie_le=today(), verifie_voie="ecran", age_min=12, papiers=3,
        ),
    )  # fmt: skip
    ecrire(offre)
    adresse = reverse("espace:dupliquer", args=[offre.uid])
    assert f"{offre.nom} (copie)" in amina.get(adresse).text
    assert amina.post(adresse, {"nom": " "}).status_code == 422
    reponse = amina.post(adresse, {"nom": "Permanence du mardi"})
    copie = Offre.objects.get(nom="Permanence du mardi")
    assert (copie.etat, copie.dispo, copie.dispo_note, copie.verifie_le) == ("brouillon", "", "", None)
    memes = ("lieu_id", "structure_id", "nature", "themes", "acces", "publics", "horaires", "age_min", "papiers")
    assert [getattr(copie, c) for c in memes] == [getattr(offre, c) for c in memes]
    assert copie.uid != offre.uid
    # Sent twice: one copy, the page of which answers both.
    encore = amina.post(adresse, {"nom": "Permanence du mardi"})
    assert encore["Location"] == reponse["Location"].partition("?")[0]
    assert "déjà faite" in amina.get(encore["Location"]).text
    assert Offre.objects.filter(nom="Permanence du mardi").count() == 1
    assert list(ecarts(timezone.now())) == []
    annuler(amina, reponse)
    copie.refresh_from_db()
    assert copie.etat == "archive"
    # Thrown away, it is made anew.
    amina.post(adresse, {"nom": "Permanence du mardi"})
    assert Offre.objects.filter(nom="Permanence du mardi").count() == 2


# ------------------------------------------------------------------------------------ a place
def test_an_annexe_begins_at_the_centre_of_its_commune(amina, lieu):
    choisy = creer_commune("94022")
    adresse = reverse("espace:lieu_nouveau", args=[lieu.structure.uid])
    envoi = {"nom": "Annexe", "adresse": "3 rue des Tests", "code_postal": "94600", "commune_nom": "choisy le roi"}
    reponse = amina.post(adresse, envoi)
    annexe = Lieu.objects.get(nom="Annexe")
    assert (annexe.commune, annexe.latitude, annexe.precision) == (choisy, choisy.latitude, "approximative")
    assert (annexe.etat, annexe.principal, annexe.typologies) == ("brouillon", False, ["CS"])
    suite = amina.get(reponse["Location"]).text
    assert "Le point exact sur la carte" in suite
    geste(amina, annexe, "publier")
    assert annexe.etat == "publie"


def test_the_first_place_of_a_structure_is_its_main_one(client, distribution):
    structure = faire_structure(federation=distribution.federation, nature="evs")
    ecrire(structure)
    client.force_login(distribution.fede)
    envoi = {"nom": "Ici", "adresse": "3 rue des Tests", "code_postal": "94000", "commune_nom": "CRETEIL CEDEX"}
    client.post(reverse("espace:lieu_nouveau", args=[structure.uid]), envoi)
    ici = Lieu.objects.get(nom="Ici")
    assert (ici.principal, ici.typologies) == (True, ["EVS"])


@pytest.mark.parametrize(
    "faux",
    [{"code_postal": "94"}, {"code_postal": "١٢٣٤٥"}, {"commune_nom": "Trifouillis"}, {"adresse": ""}, {"nom": ""}],
)
def test_an_address_that_is_wrong_loses_nothing(amina, lieu, faux):
    envoi = {"nom": "Annexe", "adresse": "3 rue des Tests", "code_postal": "94000", "commune_nom": "Créteil"} | faux
    reponse = amina.post(reverse("espace:lieu_nouveau", args=[lieu.structure.uid]), envoi)
    assert reponse.status_code == 422
    assert all(v in reponse.text for v in envoi.values())
    assert not Lieu.objects.filter(nom="Annexe").exists()


# ------------------------------------------------------------------------------------ the list
def test_the_list_says_where_each_stands(amina, distribution, lieu):
    semaine = {"horaires": "Mo-Su 00:30-23:30"}
    ecrire(
        faire_offre(lieu, nom="Vivante", **complete(etat="publie", **semaine)),
        faire_offre(lieu, nom="Commencée", **complete()),
        faire_offre(lieu, nom="En pause", **complete(etat="suspendu", suspendu_jusqu_au=today() + timedelta(days=9))),
        faire_offre(lieu, nom="Revenue", **complete(etat="suspendu", suspendu_jusqu_au=date(2026, 1, 5))),
        faire_offre(lieu, nom="Finie", **complete(etat="clos")),
    )
    groupes = amina.get(reverse("espace:structure", args=[lieu.structure.uid])).context["groupes"]
    lignes = {ligne.offre.nom: ligne for g in groupes for ligne in g.lignes}
    assert [lignes[n].etat_dit for n in ("Vivante", "Commencée", "Revenue", "Finie")] == ["", "brouillon", "", "fermée"]
    assert lignes["En pause"].etat_dit.startswith("suspendue jusqu’au")
    assert lignes["Vivante"].prochaine
    assert not lignes["En pause"].prochaine
    assert list(lignes)[-1] == "Finie"


def test_what_is_beyond_the_first_activities_of_a_place_is_folded_and_not_lost(amina, lieu):
    noms = {f"Atelier n° {n}" for n in range(9)}
    ecrire(*(faire_offre(lieu, nom=nom, **complete(etat="publie")) for nom in noms))
    for adresse, ouvertes in (
        (reverse("espace:structure", args=[lieu.structure.uid]), 6),
        (lieu.get_absolute_url(), 4),
    ):
        avant, plie = re.split(
            r"<details class=\"autres-cartes\">\s*<summary>Les \d+ autres", amina.get(adresse).text, maxsplit=1
        )
        section = avant[avant.rindex("groupe-nom" if ouvertes == 6 else '<div class="theme">') :]
        plie = plie[: plie.index("</details>")]
        dehors, dedans = ({nom for nom in noms if f">{nom}</a>" in texte} for texte in (section, plie))
        assert len(dehors) <= ouvertes < len(dehors | dedans)
        assert dehors | dedans == noms


def test_the_list_costs_the_same_whatever_its_length(client, distribution, lieu, compte_requetes):
    client.force_login(distribution.amina)
    page = reverse("espace:structure", args=[lieu.structure.uid])

    def ajouter(combien):
        ecrire(*(faire_offre(lieu, **complete(etat="publie")) for _ in range(combien)))

    ajouter(3)
    compte_requetes(page, lambda: ajouter(6), maximum=60)


def test_what_is_run_at_a_partner_s_is_listed_there(amina, distribution, lieu):
    chez = distribution.lieux["Médiathèque des Tests"]
    ecrire(faire_offre(chez, nom="Hors les murs", structure=Structure.objects.get(pk=lieu.structure_id)))
    groupes = amina.get(reverse("espace:structure", args=[lieu.structure.uid])).context["groupes"]
    assert [g.titre for g in groupes if g.ailleurs] == ["Chez Médiathèque des Tests"]
