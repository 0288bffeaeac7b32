"""The rights matrix: every address × every role × GET and POST. A new address without a line here fails."""

import re
from datetime import date
from operator import attrgetter

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.forms import BoundField
from django.urls import URLPattern, URLResolver, get_resolver

from core.templatetags.core import obligation
from tests.comptes.matrice import COMPTES, peupler
from tests.distribution import ecrire
from tests.echanges.matrice import IMPORTS, importer
from tests.echanges.matrice_agendas import AGENDAS
from tests.echanges.matrice_api import API
from tests.echanges.matrice_integration import INTEGRATION
from tests.espace.matrice import SUIVI, suivre
from tests.espace.matrice_activites import ACTIVITES
from tests.espace.matrice_gestes import GESTES
from tests.espace.matrice_partenaires import PARTENAIRES, lier
from tests.espace.outils import ouvrir_acces
from tests.federation.bureau.matrice import BUREAU, travailler
from tests.federation.bureau.matrice_files import FILES, faire_attendre
from tests.federation.bureau.matrice_tableau import TABLEAU, confier
from tests.maison.arbre import REPERE, Page, sans_mention
from tests.maison.structure import manques
from tests.maison.validite import fautes
from tests.orientations.matrice import RELATIONS, annoncer
from tests.outils.roles import (
    ADMIN_FEDERATION,
    EQUIPE_DU_LIEN,
    FERME,
    FERME_SANS_ECRIRE,
    MEMBRES_DU_LIEN,
    OUVERT,
    PERSONNE_N_ECRIT,
    RESPONSABLES_DU_LIEN,
    ROLES,
    TOUS_REDIRIGES,
)
from tests.reseau.matrice import ENTRE_NOUS, animer
from tests.statistiques.matrice import FIGURES
from tests.statistiques.matrice_manque import MANQUE

STATUTS = {200: "o", 404: "0", 405: "m"}

# name: (how to reach it, what GET gives, what POST gives)
MATRICE = {
    "recherche:accueil": ("/?tout=1", OUVERT, PERSONNE_N_ECRIT),
    "recherche:federation": ("/f/val-de-marne/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:pres": ("/pres/", PERSONNE_N_ECRIT, dict.fromkeys(ROLES, 303)),
    "recherche:pres_federation": ("/f/val-de-marne/pres/", PERSONNE_N_ECRIT, dict.fromkeys(ROLES, 303)),
    "recherche:suggestions": ("/pres/suggestions", PERSONNE_N_ECRIT, OUVERT),
    "recherche:points": ("/carte/points.json", OUVERT, PERSONNE_N_ECRIT),
    "recherche:amas": ("/carte/amas.json?zoom=6&sud=41&nord=52&ouest=-6&est=10", OUVERT, PERSONNE_N_ECRIT),
    "recherche:carte_communes": ("/carte/communes.json", OUVERT, PERSONNE_N_ECRIT),
    "recherche:carte_lieu": ("/carte/lieu/{lieu.pk}/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:lieu": ("/lieux/{lieu.uid}/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:lieu, brouillon": ("/lieux/{brouillon.uid}/", MEMBRES_DU_LIEN, PERSONNE_N_ECRIT),
    "recherche:offre": ("/offres/{offre.uid}/", OUVERT, PERSONNE_N_ECRIT),
    "orientations:papier": ("/offres/{offre.uid}/papier/", OUVERT, PERSONNE_N_ECRIT),
    "orientations:noter": ("/offres/{offre.uid}/orienter/", PERSONNE_N_ECRIT, TOUS_REDIRIGES),
    "orientations:comparer": ("/comparer/?o={offre.uid}", OUVERT, PERSONNE_N_ECRIT),
    "orientations:chiffres": ("/espace/{structure.uid}/orientations/", RESPONSABLES_DU_LIEN, FERME_SANS_ECRIRE),
    "orientations:vivant": ("/o/{offre.uid}/", OUVERT, PERSONNE_N_ECRIT),
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
    "sondes:pret": ("/sante/pret", OUVERT, PERSONNE_N_ECRIT),
    "sondes:metriques": ("/sante/metriques", dict.fromkeys(ROLES, "0"), PERSONNE_N_ECRIT),
    "recherche:plan": ("/plan.xml", OUVERT, PERSONNE_N_ECRIT),
    "recherche:plan_partie": ("/plan-lieux.xml", OUVERT, PERSONNE_N_ECRIT),
    "recherche:manifeste": ("/app.webmanifest", OUVERT, PERSONNE_N_ECRIT),
    "recherche:service_worker": ("/service-worker.js", OUVERT, PERSONNE_N_ECRIT),
    "recherche:hors_ligne": ("/hors-ligne/", OUVERT, PERSONNE_N_ECRIT),
    "recherche:annuaire": ("/hors-ligne/94028.json", OUVERT, PERSONNE_N_ECRIT),
    "recherche:robots": ("/robots.txt", OUVERT, PERSONNE_N_ECRIT),
    **COMPTES,
    "recherche:favicon": ("/favicon.ico", dict.fromkeys(ROLES, 301), PERSONNE_N_ECRIT),
    "espace:accueil": ("/espace/", FERME, PERSONNE_N_ECRIT | {"personne": "c"}),
    "espace:rappels": ("/espace/rappels/", FERME, dict.fromkeys(ROLES, 303) | {"personne": "c"}),
    "espace:rappels_lien": ("/rappels/altere/", dict.fromkeys(ROLES, 403), dict.fromkeys(ROLES, 403)),
    "espace:courriels": ("/f/val-de-marne/courriels/", ADMIN_FEDERATION, ADMIN_FEDERATION | {"fede": 302}),
    "espace:structure": ("/espace/{structure.uid}/", EQUIPE_DU_LIEN, FERME_SANS_ECRIRE),
    "espace:lieu": ("/espace/lieux/{lieu.uid}/", RESPONSABLES_DU_LIEN, FERME_SANS_ECRIRE),
    "espace:offre": ("/espace/offres/{offre.uid}/", RESPONSABLES_DU_LIEN, FERME_SANS_ECRIRE),
    # Nothing is posted: refused, and shown again (422), to those who may.
    "espace:carte": (
        "/espace/lieux/{lieu.uid}/cartes/identite/",
        RESPONSABLES_DU_LIEN,
        RESPONSABLES_DU_LIEN | {"amina": 422, "fede": 422},
    ),
    **BUREAU,
    **PARTENAIRES,
    "bureau:accueil": ("/f/val-de-marne/bureau/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    "bureau:journal": ("/f/val-de-marne/journal/", ADMIN_FEDERATION, FERME_SANS_ECRIRE),
    # Nothing is posted: refused, and shown again (422), to those who may.
    "bureau:federation": ("/f/val-de-marne/federation/", ADMIN_FEDERATION, ADMIN_FEDERATION | {"fede": 422}),
    "espace:adresses": ("/espace/adresses/", FERME_SANS_ECRIRE, FERME),
    "recherche:photo": ("/photos/" + "0" * 32 + ".webp", dict.fromkeys(ROLES, "0"), PERSONNE_N_ECRIT),
    "espace:fermetures": (
        "/espace/lieux/{lieu.uid}/fermetures/",
        EQUIPE_DU_LIEN,
        EQUIPE_DU_LIEN | dict.fromkeys(("amina", "bruno", "fede"), 422),
    ),
    "espace:retirer_fermeture": (
        "/espace/fermetures/{fermeture.pk}/retirer/",
        FERME_SANS_ECRIRE,
        # The first who may takes it back; the others who may are told that it is gone.
        EQUIPE_DU_LIEN | dict.fromkeys(("amina", "bruno", "fede"), 302),
    ),
    "espace:vacances": (
        "/espace/lieux/{lieu.uid}/vacances/",
        FERME_SANS_ECRIRE,
        EQUIPE_DU_LIEN | dict.fromkeys(("amina", "bruno", "fede"), 302),
    ),
    "espace:annuler": (
        "/espace/operations/{operation}/annuler/",
        FERME_SANS_ECRIRE,
        RESPONSABLES_DU_LIEN | dict.fromkeys(("amina", "fede"), 302),
    ),
    **GESTES,
    "espace:apercu_horaires": (
        "/espace/apercu-horaires/",
        PERSONNE_N_ECRIT | {"personne": "c"},
        FERME,
    ),
    "espace:apercu_horaires, d’une activité": (
        "/espace/apercu-horaires/?genre=offre&uid={offre.uid}",
        PERSONNE_N_ECRIT | {"personne": "c"},
        MEMBRES_DU_LIEN | {"personne": "c"},
    ),
    "espace:apercu_horaires, d’un lieu": (
        "/espace/apercu-horaires/?genre=lieu&uid={lieu.uid}",
        PERSONNE_N_ECRIT | {"personne": "c"},
        MEMBRES_DU_LIEN | {"personne": "c"},
    ),
    **AGENDAS,
    **API,
    **IMPORTS,
    **INTEGRATION,
    **SUIVI,
    **ACTIVITES,
    **RELATIONS,
    **ENTRE_NOUS,
    **TABLEAU,
    **FIGURES,
    **MANQUE,
    **FILES,
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
    return completer(distribution)


def completer(distribution):
    """Add to the cast one of each thing that an address names."""
    distribution.lieu = distribution.lieux["Le Lien"]
    distribution.offre = distribution.offres["Le Lien"]
    distribution.structure = distribution.lieu.structure
    ouvrir_acces(distribution)
    suivre(distribution)
    annoncer(distribution)
    faire_attendre(distribution)
    importer(distribution)
    lier(distribution)
    travailler(distribution)
    distribution.fermeture = faire_fermeture(distribution.lieu)
    peupler(distribution)
    confier(distribution)
    animer(distribution)
    distribution.operation = derniere_operation(distribution.lieu)
    return distribution


def faire_fermeture(lieu):
    from structures.models import Fermeture

    fermeture = Fermeture(lieu=lieu, debut=date(2026, 12, 24), fin=date(2026, 12, 31))
    ecrire(fermeture)
    return fermeture


def derniere_operation(lieu):
    """Rename a place: an operation that its responsable may undo."""
    lieu.nom = f"{lieu.nom} "
    ecrire(lieu)
    return lieu.history.order_by("-history_id").values_list("operation", flat=True).first()


def chemin_vers(patron, reels):
    """Fill in what an address of the matrix names: `{lieu.uid}`, `{operation}`."""
    return re.sub(r"\{([\w.]+)\}", lambda m: str(attrgetter(m[1])(reels)), patron)


def lettre(reponse):
    if reponse.status_code == 302 and reponse["Location"].partition("?")[0] == "/connexion/":
        return "c"
    return STATUTS.get(reponse.status_code, reponse.status_code)


@pytest.fixture
def _reperes(monkeypatch):
    """Put a mark, in the pages, on the inputs whose label must say « (obligatoire) »."""
    tel_quel = BoundField.build_widget_attrs

    def repere(champ, attributs, widget=None):
        marque = {REPERE: True} if obligation(champ) else {}
        return tel_quel(champ, attributs, widget) | marque

    monkeypatch.setattr(BoundField, "build_widget_attrs", repere)


PARTS = 4  # the cast is made once for each part of the matrix, and what an address wrote is taken back before the next


@pytest.mark.usefixtures("_reperes")
@pytest.mark.parametrize("methode", ["get", "post"])
@pytest.mark.parametrize("part", range(PARTS))
def test_matrix(client, reels, part, methode):
    """Every address, as every role, and what its page must say: whole on SQLite.

    On PostgreSQL, which reads the same querysets, one address in three.
    """
    faux, abimees = {}, {}
    entrees = {role: entrer(client, reels, role) for role in ROLES}
    for nom in list(MATRICE)[part :: PARTS * (1 if connection.vendor == "sqlite" else 3)]:
        patron, get, post = MATRICE[nom]
        attendu = get if methode == "get" else post
        avant = transaction.savepoint()
        obtenu, defauts = obtenus(client, chemin_vers(patron, reels), methode, entrees)
        transaction.savepoint_rollback(avant)
        cache.clear()
        if obtenu != attendu:
            faux[nom] = {role: (obtenu[role], attendu[role]) for role in ROLES if obtenu[role] != attendu[role]}
        if defauts:
            abimees[nom] = defauts
    assert not faux, "got, expected"
    assert not abimees, "pages that a validator or RGAA would refuse"


def entrer(client, reels, role):
    """Sign a role in, and return its cookies: one session does for every address of a part."""
    client.cookies.clear()
    if role != "personne":
        client.force_login(getattr(reels, role))
    return {nom: cookie.value for nom, cookie in client.cookies.items()}


def obtenus(client, chemin, methode, entrees):
    """Ask one address as each role, one after the other; return the answers, and what the first page lacks."""
    obtenu, lue, defauts = {}, False, []
    for role, cookies in entrees.items():
        client.cookies.clear()
        client.cookies.load(cookies)
        reponse = getattr(client, methode)(chemin)
        obtenu[role] = lettre(reponse)
        if not lue and obtenu[role] in ("o", 422) and reponse["Content-Type"].startswith("text/html"):
            lue = True
            page = Page(reponse.text)
            cadre = "/integrer/" in chemin
            defauts = [*fautes(page), *sans_mention(page), *manques(page, dans_un_cadre=cadre)]
    return obtenu, defauts


def test_expired_session_in_a_fragment_leaves_the_page(client, reels):
    reponse = client.get("/compte/", headers={"HX-Request": "true"})
    assert reponse.status_code == 204
    assert reponse["HX-Redirect"] == "/connexion/"


@pytest.mark.parametrize(
    ("page", "suite"),
    [
        ("http://testserver/compte/?a=b", "/connexion/?next=%2Fcompte%2F%3Fa%3Db"),
        ("https://evil.example/compte/", "/connexion/"),
        ("http://testserver//evil.example/", "/connexion/"),
        ("http://[", "/connexion/"),
        ("javascript:alert(1)", "/connexion/"),
    ],
)
def test_expired_session_in_a_fragment_comes_back_to_its_page(client, reels, page, suite):
    reponse = client.post("/compte/nom/", headers={"HX-Request": "true", "HX-Current-URL": page})
    assert reponse["HX-Redirect"] == suite


def test_installer_admin_is_for_superusers_only(client, reels):
    assert lettre(client.get("/admin/")) in ("c", 302)
    client.force_login(reels.fede)
    assert client.get("/admin/").status_code == 302
    reels.fede.is_staff = True
    reels.fede.save()
    assert client.get("/admin/structures/lieu/").status_code == 403
