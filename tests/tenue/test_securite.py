"""What the threat model (docs/securite.md) says and no other test holds: limits, keys, cookies, the admin's surface."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from comptes.models import Session
from core import limites
from core.liens import Genre, LienRefuse, lire, signer
from orientations.models import Identite, Orientation
from orientations.relations.chiffrement import dechiffrer
from recherche import suggestions, views
from recherche.models import RechercheVaine
from tests.distribution import MOT_DE_PASSE
from tests.maison.projet import ROOT
from tests.test_droits import MATRICE, chemin_vers, completer

# ------------------------------------------------------------------------------------ limits
CLE_DANS_L_ADRESSE = "its address is a secret of 128 bits at least; what it does is idempotent, or undone"
JETON_ENVOYE = "does nothing without a token of a mail, that serves once"
SANS_LIMITE = {
    "comptes:lien": JETON_ENVOYE,
    "espace:invitation": JETON_ENVOYE,
    "comptes:deconnexion": "closes one's own session",
    **dict.fromkeys(
        (
            *("espace:poste_place", "espace:poste_seances", "espace:poste_seance", "espace:poste_defaire"),
            *("espace:permanences_place", "espace:permanences_seances", "espace:permanences_seance"),
            *("espace:permanences_defaire", "espace:agir", "espace:agir_seance", "espace:agir_defaire"),
            *("espace:rappels_lien", "reseau:lettre_lien", "orientations:repondre"),
        ),
        CLE_DANS_L_ADRESSE,
    ),
}
# What a form must hold to be taken in earnest.
REMPLIS = {
    "comptes:connexion": {"courriel": "personne@example.org"},
    "espace:signaler_lieu": {"motifs": ["horaires"], "texte": "", "courriel": ""},
    "espace:signaler_offre": {"motifs": ["horaires"], "texte": "", "courriel": ""},
    "orientations:noter": {"canal": "papier"},
}


@pytest.fixture
def reels(distribution):
    return completer(distribution)


def test_whatever_anybody_may_post_is_limited_or_says_why_not(client, reels, monkeypatch):
    """A new public form without a limit fails here."""
    comptees: list[str] = []

    def noter(vraie):
        def compter(limite, valeur, *, now):
            comptees.append(limite.usage)
            return vraie(limite, valeur, now=now)

        return compter

    monkeypatch.setattr(limites, "compter", noter(limites.compter))
    monkeypatch.setattr(suggestions, "passe_ici", noter(limites.passe_ici))
    limitees, publiques = set(), set()
    for nom in MATRICE:
        seul = nom.split(",")[0]
        if MATRICE[nom][2]["personne"] in ("m", "c"):
            continue
        comptees.clear()
        reponse = client.post(chemin_vers(MATRICE[nom][0], reels), REMPLIS.get(seul, {}))
        if reponse.status_code == 405 or reponse.headers.get("Location", "").startswith("/connexion/?"):
            continue
        publiques.add(seul)
        if comptees:
            limitees.add(seul)
    assert {"recherche:pres", "recherche:suggestions", "recherche:rien_trouve", "comptes:connexion"} <= publiques
    assert publiques - limitees - set(SANS_LIMITE) == set(), "public, and not limited"
    assert set(SANS_LIMITE) <= {n.split(",")[0] for n in MATRICE}
    assert not set(SANS_LIMITE) & limitees, "limited, and listed as not"


def test_a_flood_is_answered_and_no_longer_counted(client, reels, monkeypatch):
    deux = {"maximum": 2, "fenetre": timedelta(hours=1)}
    monkeypatch.setattr(views, "RIEN_TROUVE", limites.Limite("rien trouvé", **deux))
    for _ in range(4):
        assert client.post("/rien-trouve/", {"theme": "demarches"}).status_code == 302
    assert RechercheVaine.objects.count() == 2
    from orientations import views as papiers

    monkeypatch.setattr(papiers, "NOTEES", limites.Limite("orientation", **deux))
    avant = Orientation.objects.count()
    for _ in range(4):
        reponse = client.post(f"/offres/{reels.offre.uid}/orienter/", {"canal": "papier"})
        assert "/papier/" in reponse["Location"]  # the person has the paper all the same
    assert Orientation.objects.count() == avant + 2


@pytest.mark.django_db
def test_the_geocoder_is_not_asked_without_end(client, monkeypatch, time_machine):
    time_machine.move_to("2026-11-23T10:00:00+01:00", tick=False)
    une = {"maximum": 1, "fenetre": timedelta(minutes=1)}
    monkeypatch.setattr(suggestions, "RECHERCHES", limites.Limite("pres", **une))
    monkeypatch.setattr(suggestions, "FRAPPES", limites.Limite("pres:suggestions", **une))
    ailleurs = {"REMOTE_ADDR": "203.0.113.9"}
    for chemin, bon in (("/pres/", 303), ("/pres/suggestions", 200)):
        assert client.post(chemin, {"pres": "94000"}).status_code == bon
        refus = client.post(chemin, {"pres": "94000"})
        assert refus.status_code == 429
        assert client.post(chemin, {"pres": "94000"}, **ailleurs).status_code == bon
    assert refus.json() == []
    assert "Attendez une minute" in client.post("/pres/", {"pres": "94000"}).text
    time_machine.shift(60)
    assert client.post("/pres/", {"pres": "94000"}).status_code == 303


# ------------------------------------------------------------------------------------ keys
def test_both_keys_are_turned_and_the_old_ones_withdrawn(reels, settings, capsys):
    """Sessions, links and what is encrypted survive; then the command, and nothing needs the old keys."""
    navigateur, dort = Client(), Client()
    for qui in (navigateur, dort):
        qui.post("/connexion/", {"username": "amina@example.org", "password": MOT_DE_PASSE})
    action = signer(Genre.ACTION, but="essai")
    identite = Identite.objects.first()
    personne = dechiffrer(identite.secret)
    assert personne

    vieille, vieille_cle = settings.SECRET_KEY, settings.CLES_IDENTITES[0]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "une-neuve-" * 8, [vieille]
    settings.CLES_IDENTITES = [Fernet.generate_key().decode(), vieille_cle]
    assert navigateur.get("/compte/").status_code == 200
    assert lire(Genre.ACTION, action) == {"but": "essai"}
    assert dechiffrer(Identite.objects.get(pk=identite.pk).secret) == personne
    demain = timezone.now() + timedelta(days=1)
    illisible = Session.objects.create(
        session_key="x" * 32, session_data="illisible", expire_date=demain, cree_a=demain, vu_a=demain
    )

    call_command("cles")
    dit = capsys.readouterr().out
    assert "Les autres CLES_IDENTITES peuvent être retirées." in dit
    assert "SECRET_KEY_FALLBACKS peut être retirée trente jours après" in dit
    assert re.search(r"[1-9]\d*\s+identité", dit)
    assert re.search(r"[1-9]\d*\s+session", dit)
    assert vieille not in dit
    call_command("cles")
    assert re.match(r"0\s+identité", capsys.readouterr().out)

    settings.SECRET_KEY_FALLBACKS, settings.CLES_IDENTITES = [], settings.CLES_IDENTITES[:1]
    assert dort.get("/compte/").status_code == navigateur.get("/compte/").status_code == 200
    assert dechiffrer(Identite.objects.get(pk=identite.pk).secret) == personne
    with pytest.raises(LienRefuse):
        lire(Genre.ACTION, action)  # a link of before: why one waits thirty days
    illisible.refresh_from_db()
    assert illisible.session_data == "illisible"
    settings.SECRET_KEY = "encore-une-autre-" * 5
    assert navigateur.get("/compte/").status_code == 302


# ------------------------------------------------------------------------------------ the settings of a real site
def test_the_sample_environment_makes_a_closed_site(tmp_path):
    """Cookies, HTTPS, frames, the admin's door: as `exemple.env` sets them, in a process of its own."""
    exemple = dict(
        re.findall(r"^([A-Z_]+)='?(.*?)'?$", (ROOT / "exemple.env").read_text(encoding="utf-8"), re.MULTILINE)
    )
    exemple |= {"SECRET_KEY": "x" * 60, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "federation.settings"}
    noms = (
        "DEBUG SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE CSRF_COOKIE_SECURE "
        "CSRF_COOKIE_HTTPONLY CSRF_COOKIE_SAMESITE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SECURE_CONTENT_TYPE_NOSNIFF "
        "X_FRAME_OPTIONS SECURE_REFERRER_POLICY METRIQUES_JETON ALLOWED_HOSTS USE_X_FORWARDED_HOST"
    )
    code = (
        "import json, sys; from django.conf import settings; "
        "print(json.dumps({nom: getattr(settings, nom) for nom in sys.argv[1:]}))"
    )
    environ = {nom: valeur for nom, valeur in os.environ.items() if nom in ("PATH", "LANG")} | exemple
    lu = json.loads(subprocess.check_output([sys.executable, "-c", code, *noms.split()], cwd=ROOT, env=environ))
    assert lu == {
        "DEBUG": False,
        **dict.fromkeys(("SESSION_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY"), True),
        **dict.fromkeys(("CSRF_COOKIE_SECURE", "CSRF_COOKIE_HTTPONLY"), True),
        **dict.fromkeys(("SESSION_COOKIE_SAMESITE", "CSRF_COOKIE_SAMESITE"), "Lax"),
        **dict.fromkeys(("SECURE_SSL_REDIRECT", "SECURE_CONTENT_TYPE_NOSNIFF"), True),
        "SECURE_HSTS_SECONDS": 31_536_000,
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_REFERRER_POLICY": "strict-origin-when-cross-origin",
        "METRIQUES_JETON": "",
        "ALLOWED_HOSTS": ["aubonendroit.example.org", "127.0.0.1"],
        "USE_X_FORWARDED_HOST": False,
    }


@pytest.mark.django_db
def test_every_page_carries_the_strict_policy(client):
    """No script, style or frame of anybody else, nothing inline: on a page, a refusal and what does not exist."""
    for chemin in ("/", "/aide/", "/connexion/", "/rien", "/rien-trouve/", "/admin/", "/sante", "/api/v1/lieux"):
        politique = client.get(chemin)["Content-Security-Policy"]
        directives = dict(p.strip().split(" ", 1) for p in politique.split(";"))
        assert "unsafe" not in politique
        assert "nonce" not in politique
        assert (directives["default-src"], directives["script-src"]) == ("'none'", "'self'")
        assert (directives["style-src"], directives["form-action"]) == ("'self'", "'self'")
        assert (directives["base-uri"], directives["frame-ancestors"]) == ("'none'", "'none'")
