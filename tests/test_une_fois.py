"""Every form that creates, sent twice: one object, the same page, nothing said twice by mail."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from ateliers.models import Intervenant, Offre
from comptes.models import Courriel
from core import une_fois
from core.limites import purger
from core.models import Compteur
from echanges.models import Import
from espace.models import CampagneReseau, Poste
from espace.models.acces import AccesQuerySet
from orientations.models import AccueilRelation, MiseEnRelation, Orientation
from partenaires.models import Partenariat, Pret
from reseau.models import Annonce, Evenement, Experience, Fiche, Message
from structures.models import Invitation, Lieu, Structure
from tests.reseau.fichiers_essais import PDF
from tests.reseau.matrice import animer


class Cas(NamedTuple):
    """A form that creates: its model, who sends it, where, what is written, and the field of a second intention."""

    modele: Any
    qui: str
    adresse: str
    envoi: Callable[[Any], dict[str, Any]]
    autre: str = "texte"


def dans_quarante_jours():
    return (timezone.localdate() + timedelta(days=40)).isoformat()


STRUCTURE = {
    "nature": "centre", "nom": "Centre social des Essais", "statut": "municipal", "siret": "13002526500013",
    "adresse": "12 place de la Paix", "code_postal": "94000", "ville": "Créteil", "inviter": "nouvelle@example.org",
}  # fmt: skip
LIEU = {"nom": "Annexe", "adresse": "3 rue des Tests", "code_postal": "94000", "commune_nom": "Créteil"}
TABLEAU = b"id,nom,commune,code_postal\nx-1,Maison 1,Cr\xc3\xa9teil,94000\n"
ECRIT = {"titre": "Un titre", "texte": "Quelques lignes."}
AVEC_CLE = {
    "espace:activite_nouvelle": Cas(
        Offre, "amina", "/espace/{structure.uid}/activites/nouvelle/",
        lambda d: {"modele": "ecrivain-public", "nom": "Permanence du jeudi", "ou": d.lieux["Le Lien"].uid}, "nom",
    ),
    "espace:lieu_nouveau": Cas(Lieu, "amina", "/espace/{structure.uid}/lieux/nouveau/", lambda d: LIEU, "nom"),
    "espace:ajouter_personne": Cas(
        Intervenant, "amina", "/espace/{structure.uid}/personnes/ajouter/",
        lambda d: {"metier": "ecrivain_public", "employeur": d.structure.pk, "prenom": "Nadia", "accord": "on"},
        "prenom",
    ),
    "espace:postes": Cas(Poste, "amina", "/espace/{structure.uid}/postes/", lambda d: {"nom": "Au premier"}, "nom"),
    "bureau:nouvelle": Cas(Structure, "fede", "/f/val-de-marne/structures/nouvelle/", lambda d: STRUCTURE, ""),
    "echanges:deposer": Cas(
        Import, "fede", "/f/val-de-marne/imports/deposer/",
        lambda d: {"fichier": SimpleUploadedFile("lieux.csv", TABLEAU)}, "",
    ),
    "reseau:annonce_nouvelle": Cas(
        Annonce, "amina", "/entre-nous/annonces/nouvelle/", lambda d: ECRIT | {"sens": "propose", "genre": "salle"}
    ),
    "reseau:annonce_repondre": Cas(
        Message, "chloe", "/entre-nous/annonces/{annonce.uid}/repondre/", lambda d: {"texte": "Avec plaisir."}
    ),
    "reseau:message": Cas(Message, "amina", "/entre-nous/messages/{message.uid}/", lambda d: {"texte": "Merci."}),
    "reseau:experience_nouvelle": Cas(
        Experience, "amina", "/entre-nous/experiences/nouvelle/",
        lambda d: ECRIT | {"annee": "2025", "themes": ["acces"], "contact": "référente famille"},
    ),
    "reseau:fiche_nouvelle": Cas(
        Fiche, "amina", "/entre-nous/fiches/nouvelle/",
        lambda d: ECRIT
        | {"licence": "cc_by", "themes": ["bases"], "fichier": SimpleUploadedFile("pas-a-pas.pdf", PDF)},
    ),
    "reseau:evenement_nouveau": Cas(
        Evenement, "amina", "/entre-nous/agenda/nouveau/",
        lambda d: ECRIT
        | {"genre": "rencontre", "jour": dans_quarante_jours(), "debut_h": "9:30", "fin_h": "12h", "ou": "Le Lien"},
    ),
    "orientations:prevenir": Cas(
        MiseEnRelation, "chloe", "/offres/{offre.uid}/prevenir/",
        lambda d: {
            "de": d.lieux["Le Voisin"].structure.pk, "prenom": "Zénobie", "moyen": "telephone",
            "telephone": "01 99 00 43 21", "courriel": "", "seance": "", "accord": "on",
        },
        "prenom",
    ),
}  # fmt: skip
# What they are about is unique by nature, or said in the very same words: no key is needed.
SANS_CLE = {
    "espace:prets": Cas(
        Pret, "amina", "/espace/{structure.uid}/prets/", lambda d: {"intitule": "Une imprimante 3D"}, "intitule"
    ),
    "espace:partenaires": Cas(
        Partenariat, "amina", "/espace/{structure.uid}/partenaires/",
        lambda d: {"partenaire_nom": "Le Voisin", "objets": ["pret"]},
    ),
    "espace:equipe": Cas(
        Invitation, "amina", "/espace/{structure.uid}/equipe/",
        lambda d: {"courriel": "nouvelle@example.org", "role": "equipe"},
    ),
    "espace:administrateurs": Cas(
        Invitation, "fede", "/f/val-de-marne/administrateurs/", lambda d: {"courriel": "nouvelle@example.org"}
    ),
    "bureau:campagnes": Cas(
        CampagneReseau, "fede", "/f/val-de-marne/campagnes/",
        lambda d: {"nature": "", "mois": "0", "nom": "Été 2027", "message": "Merci."},
    ),
}  # fmt: skip
# Sent twice in their own tests: a copy, a closure, a report, an inscription, a request already answered.
AILLEURS = {"espace:dupliquer"}


@pytest.fixture
def reseau(distribution, settings):
    settings.GEOCODEUR_URL = ""
    distribution.structure = distribution.lieux["Le Lien"].structure
    distribution.offre = distribution.offres["Le Lien"]
    animer(distribution)
    return distribution


def ouvrir(client, d, cas):
    """Sign in, show the form, and return its address and what a browser would send."""
    client.force_login(getattr(d, cas.qui))
    if cas.modele is MiseEnRelation:
        AccueilRelation.objects.create(
            structure=d.structure, courriel="a@example.org", accepte_a=timezone.now(), accepte_par=d.amina
        )
    adresse = cas.adresse.format_map(vars(d))
    page = client.get(adresse + ("?modele=ecrivain-public" if cas.modele is Offre else ""))
    cachees = dict(re.findall(r'<input type="hidden" name="(cle_envoi|latitude|longitude)" value="([^"]+)"', page.text))
    if cas.modele is Structure:
        cachees |= {nom: page.context["adresse"][nom].value() for nom in ("latitude", "longitude")}
    return adresse, cachees | cas.envoi(d)


def envoyer(client, adresse, envoi):
    """Send a form; a file is read from its beginning each time, as by a browser."""
    for valeur in envoi.values():
        if isinstance(valeur, SimpleUploadedFile):
            valeur.seek(0)
    reponse = client.post(adresse, envoi)
    assert reponse.status_code in (302, 303), reponse.context["form"].errors
    return reponse["Location"]


def combien(cas):
    return cas.modele._default_manager.count(), Courriel.objects.count()


@pytest.mark.parametrize("nom", AVEC_CLE | SANS_CLE)
def test_sent_twice_it_is_made_once(client, reseau, nom):
    cas = (AVEC_CLE | SANS_CLE)[nom]
    adresse, envoi = ouvrir(client, reseau, cas)
    assert ("cle_envoi" in envoi) is (nom in AVEC_CLE)
    avant = combien(cas)[0]
    premiere = envoyer(client, adresse, envoi)
    client.get(premiere)
    fait = combien(cas)
    assert fait[0] == avant + 1
    seconde = envoyer(client, adresse, envoi)
    assert seconde == premiere if nom in AVEC_CLE else seconde == premiere.partition("?")[0]
    assert combien(cas) == fait
    if cas.modele is not Invitation:  # whose page says again that the mail has left
        assert re.search("était déjà", client.get(seconde).text)
    if nom in AVEC_CLE and cas.autre:
        # Something else, written in the same page after « back », is another.
        assert envoyer(client, adresse, envoi | {cas.autre: "Autrement"})
        assert combien(cas)[0] == avant + 2


@pytest.mark.parametrize("nom", AVEC_CLE)
def test_of_two_at_the_same_instant_the_database_keeps_one(client, reseau, nom, monkeypatch):
    """The second looks before the first has written, then writes after it."""
    cas = AVEC_CLE[nom]
    adresse, envoi = ouvrir(client, reseau, cas)
    premiere = envoyer(client, adresse, envoi)
    fait = combien(cas)
    vues = []

    def pas_encore(lire):
        def lu(*args):
            vues.append(args)
            return lire(*args) if len(vues) > 1 else None

        return lu

    if cas.modele is Poste:
        lire = AccesQuerySet.opened_by
        monkeypatch.setattr(
            AccesQuerySet, "opened_by", lambda q, s: pas_encore(lire)(q, s) if vues else vues.append(s) or q.none()
        )
    else:
        monkeypatch.setattr(une_fois, "_par_champ", pas_encore(une_fois._par_champ))
    assert envoyer(client, adresse, envoi) == premiere
    assert vues
    assert combien(cas) == fait


def test_a_key_opens_nothing_and_its_absence_loses_nothing(client, reseau):
    cas = AVEC_CLE["espace:activite_nouvelle"]
    adresse, envoi = ouvrir(client, reseau, cas)
    premiere = envoyer(client, adresse, envoi)
    # Somebody else's key, in their hands: their own activity.
    client.force_login(reseau.fede)
    sienne = envoyer(client, adresse, envoi)
    assert sienne != premiere
    # Forged, huge, said twice, or the uid of an activity that exists: one more, never that one.
    uid = reseau.offre.uid
    for cle in ("", "x" * 5000, "é\U0001f600'\"<", uid, ["a", "b"]):
        assert uid not in envoyer(client, adresse, envoi | {"cle_envoi": cle})
    envoi.pop("cle_envoi")
    assert envoyer(client, adresse, envoi) != envoyer(client, adresse, envoi)
    assert len(set(Offre.objects.filter(nom="Permanence du jeudi").values_list("uid", flat=True))) == 9
    # What is wrong is said as before, and a chloe who may not is still told that there is nothing here.
    assert client.post(adresse, envoi | {"nom": ""}).status_code == 422
    client.force_login(reseau.chloe)
    assert client.post(adresse, envoi).status_code == 404


def test_two_who_say_the_same_at_the_same_instant_are_answered(client, reseau, monkeypatch):
    """Two pages, two keys: the second passes the form before the first is written; the database tells it."""
    client.force_login(reseau.amina)
    poste, fermetures = f"/espace/{reseau.structure.uid}/postes/", f"/espace/lieux/{reseau.offre.lieu.uid}/fermetures/"
    jours = {"genre": "fermeture", "debut": dans_quarante_jours(), "fin": ""}
    for adresse, envoi, dit in (
        (poste, {"nom": "Au premier"}, "porte déjà ce nom"),
        (fermetures, jours, "C’est déjà annoncé"),
    ):
        envoyer(client, adresse, envoi)
        monkeypatch.setattr(Poste, "validate_constraints", lambda poste, exclude=None: None)
        encore = client.post(adresse, envoi)
        assert encore.status_code == 422
        assert dit in encore.text


def test_what_was_thrown_away_is_made_anew_and_once(client, reseau):
    cas = AVEC_CLE["espace:activite_nouvelle"]
    adresse, envoi = ouvrir(client, reseau, cas)
    premiere = envoyer(client, adresse, envoi)
    client.post(f"/espace/operations/{premiere.partition('fait=')[2]}/annuler/")
    assert Offre.objects.get(nom="Permanence du jeudi").etat == "archive"
    nouvelle = envoyer(client, adresse, envoi)
    assert nouvelle != premiere
    assert envoyer(client, adresse, envoi) == nouvelle
    assert Offre.objects.filter(nom="Permanence du jeudi").count() == 2


def test_a_file_mended_or_deposited_again_after_an_undo_is_another_import(client, reseau):
    cas = AVEC_CLE["echanges:deposer"]
    adresse, envoi = ouvrir(client, reseau, cas)
    premiere = envoyer(client, adresse, envoi)
    # Same page, same name, same size, one figure that was wrong.
    mendee = envoi | {"fichier": SimpleUploadedFile("lieux.csv", TABLEAU.replace(b"Maison 1", b"Maison 2"))}
    assert envoyer(client, adresse, mendee) != premiere
    assert Import.objects.count() == 2
    assert all(importation.chemin.read_bytes() for importation in Import.objects.all())
    Import.objects.update(statut="annule")
    assert envoyer(client, adresse, envoi) != premiere
    assert Import.objects.count() == 3


def test_an_orientation_sent_twice_is_counted_once_and_nothing_tells_which(client, reseau):
    papier = f"/offres/{reseau.offre.uid}/papier/"
    adresse = f"/offres/{reseau.offre.uid}/orienter/"
    cle = re.search(r'name="cle_envoi" value="([^"]+)"', client.get(papier).text)[1]
    envoi = {"canal": "papier", "public": "seniors", "cle_envoi": cle}
    avant = Compteur.objects.filter(usage=une_fois.USAGE).count()
    premiere, seconde = client.post(adresse, envoi), client.post(adresse, envoi)
    assert (premiere.status_code, seconde["Location"]) == (303, premiere["Location"])
    assert not seconde.cookies
    assert Orientation.objects.count() == 1
    # Somebody else's need, another way, another machine that the same kept page was given to: another orientation.
    client.post(adresse, envoi | {"public": "jeunes"})
    client.post(adresse, envoi | {"canal": "sms", "script": "1"})
    client.post(adresse, envoi, headers={"User-Agent": "Une autre"})
    client.post(adresse, envoi, REMOTE_ADDR="203.0.113.9")
    assert Orientation.objects.count() == 5
    # Without a key, two are two.
    del envoi["cle_envoi"]
    assert client.post(adresse, envoi).status_code == client.post(adresse, envoi).status_code == 303
    assert Orientation.objects.count() == 7
    # What is kept: one fingerprint each, of the day and not the hour; two nights later, nothing.
    gardees = Compteur.objects.filter(usage=une_fois.USAGE)
    assert gardees.count() == avant + 5
    assert not any(cle in c.empreinte or timezone.localtime(c.debut).hour for c in gardees)
    purger(timezone.now() + timedelta(days=2))
    assert not gardees.all().exists()


def test_given_back_after_signing_in_again_it_is_the_same_sending(reseau, settings):
    """The answer is lost, the session ends, the form is given back, then sent again with another token."""
    client = Client(enforce_csrf_checks=True)
    cas = AVEC_CLE["espace:lieu_nouveau"]
    adresse, envoi = ouvrir(client, reseau, cas)

    def jeton(texte):
        return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', texte)[1]

    envoi["csrfmiddlewaretoken"] = jeton(client.get(adresse).text)
    premiere = envoyer(client, adresse, envoi)
    del client.cookies[settings.SESSION_COOKIE_NAME]
    gardee = client.post(adresse, envoi, headers={"Origin": "http://testserver"})
    assert gardee.status_code == 401
    rendue = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', gardee.text))
    assert rendue["cle_envoi"] == envoi["cle_envoi"]
    client.force_login(reseau.amina)
    assert envoyer(client, adresse, rendue | {"csrfmiddlewaretoken": jeton(client.get(adresse).text)}) == premiere
    assert Lieu.objects.filter(nom="Annexe").count() == 1


def test_every_form_that_creates_is_here():
    def noms(resolveur, prefixe=""):
        for motif in resolveur.url_patterns:
            if isinstance(motif, URLResolver):
                yield from noms(motif, f"{motif.namespace}:" if motif.namespace else prefixe)
            elif isinstance(motif, URLPattern) and motif.name:
                yield f"{prefixe}{motif.name}", motif.callback

    vues = {nom: vue for nom, vue in noms(get_resolver()) if not nom.startswith("admin:")}
    assert {nom for nom, vue in vues.items() if hasattr(vue, "cree_une_fois")} == set(AVEC_CLE)
    # A name that says « new » and is nowhere above is a form that somebody has just added.
    creent = {nom for nom in vues if re.search("nouve|ajout|creer|dupliquer", nom)} - {"espace:lien_nouveau"}
    assert creent <= set(AVEC_CLE) | set(SANS_CLE) | AILLEURS
