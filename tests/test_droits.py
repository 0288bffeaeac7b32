"""The rights matrix: every address × every role × GET and POST. A new address without a line here fails."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

ROLES = ("personne", "seul", "bruno", "amina", "chloe", "mairie", "paula", "fede", "autre_fede")
# What an answer may be, in one letter: o = the page, c = sent to sign in, 0 = 404, m = method refused.
OUVERT = dict.fromkeys(ROLES, "o")
FERME = dict.fromkeys(ROLES, "o") | {"personne": "c"}
ADMIN_FEDERATION = dict.fromkeys(ROLES, "0") | {"personne": "c", "fede": "o"}
MEMBRES_DU_LIEN = dict.fromkeys(ROLES, "0") | {"amina": "o", "bruno": "o", "fede": "o"}
PERSONNE_N_ECRIT = dict.fromkeys(ROLES, "m")
STATUTS = {200: "o", 404: "0", 405: "m"}

# name: (how to reach it, what GET gives, what POST gives)
MATRICE = {
    "recherche:accueil": ("/?tout=1", OUVERT, PERSONNE_N_ECRIT),
    "recherche:federation": ("/f/val-de-marne/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:pres": ("/pres/", PERSONNE_N_ECRIT, dict.fromkeys(ROLES, 303)),
    "recherche:pres_federation": ("/f/val-de-marne/pres/", PERSONNE_N_ECRIT, dict.fromkeys(ROLES, 303)),
    "recherche:suggestions": ("/pres/suggestions", PERSONNE_N_ECRIT, OUVERT),
    "recherche:points": ("/carte/points.json", OUVERT, PERSONNE_N_ECRIT),
    "recherche:carte_communes": ("/carte/communes.json", OUVERT, PERSONNE_N_ECRIT),
    "recherche:carte_lieu": ("/carte/lieu/{lieu.pk}/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:lieu": ("/lieux/{lieu.uid}/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:lieu, brouillon": ("/lieux/{brouillon.uid}/", MEMBRES_DU_LIEN, PERSONNE_N_ECRIT),
    "recherche:offre": ("/offres/{offre.uid}/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:semaine": ("/lieux/{lieu.uid}/semaine/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:rien_trouve": ("/rien-trouve/", PERSONNE_N_ECRIT, dict.fromkeys(ROLES, 302)),
    "recherche:sans_internet": ("/sans-internet/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:ecrivains_publics": ("/ecrivains-publics/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:conseillers_numeriques": ("/conseillers-numeriques/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:aide": ("/aide/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:accessibilite": ("/accessibilite/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:mentions": ("/mentions/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:style": ("/style/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:sante": ("/sante", OUVERT, PERSONNE_N_ECRIT),
    "recherche:robots": ("/robots.txt", OUVERT, PERSONNE_N_ECRIT),
    "recherche:favicon": ("/favicon.ico", dict.fromkeys(ROLES, 301), PERSONNE_N_ECRIT),
    # Somebody signed in already goes to their account.
    "comptes:connexion": (
        "/connexion/",
        dict.fromkeys(ROLES, 302) | {"personne": "o"},
        dict.fromkeys(ROLES, 302) | {"personne": "o"},
    ),
    "comptes:deconnexion": (
        "/deconnexion/",
        FERME | dict.fromkeys(ROLES[1:], "m"),
        dict.fromkeys(ROLES, 302) | {"personne": "c"},
    ),
    "federation:compte": ("/compte/", FERME, PERSONNE_N_ECRIT | {"personne": "c"}),
    "echanges:imports": (
        "/f/val-de-marne/imports/",
        ADMIN_FEDERATION,
        PERSONNE_N_ECRIT | {"personne": "c"},
    ),
    "echanges:import": (
        "/f/val-de-marne/imports/{journal.pk}/",
        ADMIN_FEDERATION,
        PERSONNE_N_ECRIT | {"personne": "c"},
    ),
}


def adresses(resolver=None, espace=""):
    """Yield the names of every address but Django's own admin."""
    for motif in (resolver or get_resolver()).url_patterns:
        if isinstance(motif, URLResolver):
            if motif.namespace != "admin":
                yield from adresses(motif, f"{espace}{motif.namespace}:" if motif.namespace else espace)
        elif isinstance(motif, URLPattern):
            yield f"{espace}{motif.name}"


def test_every_address_has_its_line():
    assert {n.split(",")[0] for n in MATRICE} == set(adresses())


@pytest.fixture
def reels(distribution):
    """What the addresses of the matrix name."""
    from django.utils import timezone

    from echanges.models import Import

    distribution.lieu = distribution.lieux["Le Lien"]
    distribution.offre = distribution.offres["Le Lien"]
    distribution.journal = Import.objects.filter(federation=distribution.federation).first() or faire_import(
        Import, distribution.federation, timezone.now()
    )
    return distribution


def faire_import(modele, federation, now):
    from tests.echanges.outils import creer_import

    return creer_import(federation, now=now)


def lettre(reponse):
    if reponse.status_code == 302 and reponse["Location"].startswith("/connexion/?"):
        return "c"
    return STATUTS.get(reponse.status_code, reponse.status_code)


@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize("nom", MATRICE)
def test_matrix(client, reels, nom, methode):
    patron, get, post = MATRICE[nom]
    chemin = re.sub(r"\{(\w+)\.(\w+)\}", lambda m: str(getattr(getattr(reels, m[1]), m[2])), patron)
    obtenu = {}
    for role in ROLES:
        client.logout()
        if role != "personne":
            client.force_login(getattr(reels, role))
        obtenu[role] = lettre(getattr(client, methode)(chemin))
    assert obtenu == (get if methode == "get" else post)


def test_expired_session_in_a_fragment_leaves_the_page(client, reels):
    reponse = client.get("/compte/", headers={"HX-Request": "true"})
    assert reponse.status_code == 204
    assert reponse["HX-Redirect"] == "/connexion/"


def test_installer_admin_is_for_superusers_only(client, reels):
    assert lettre(client.get("/admin/")) in ("c", 302)
    client.force_login(reels.fede)
    assert client.get("/admin/").status_code == 302
    reels.fede.is_staff = True
    reels.fede.save()
    assert client.get("/admin/structures/lieu/").status_code == 403
