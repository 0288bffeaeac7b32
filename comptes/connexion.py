"""Sign in by a link sent by mail: ask for it, read it, follow it; open a session."""

import secrets
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from comptes.actions import ecrire_courriel
from comptes.adresses import confirmer_adresse
from comptes.models import Session, Utilisateur, plier_courriel
from comptes.sessions import SessionStore, appareil
from core import liens
from core.limites import Limite, passe

PAR_ADRESSE = Limite("lien de connexion, adresse", 5, timedelta(minutes=15))
PAR_POSTE = Limite("lien de connexion, poste", 40, timedelta(minutes=15))
RECENTE = timedelta(minutes=15)
SUITE_MAX = 500  # beyond, the link would no longer fit in a mail
SUJET = "Votre lien pour vous connecter"
TEXTE = """Bonjour,

Voici votre lien pour vous connecter à « Au bon endroit » :

{lien}

Il sert une seule fois, pendant 15 minutes.
Vous n’avez rien demandé ? Ne faites rien : sans ce lien, personne n’entre.
"""
INCONNU = "Ce lien ne mène plus à un compte. Demandez-en un nouveau."


def demander_lien(*, courriel: str, suite: str, poste: str, now: datetime) -> bool:
    """Write a sign-in link to the outbox if this address has an account; return False when it is asked too often.

    The work is the same for an unknown address, up to a mail that is written then withdrawn: neither the answer, nor
    its duration, nor what is counted tells who has an account.
    """
    courriel = plier_courriel(courriel)
    with transaction.atomic():
        permis = [passe(PAR_ADRESSE, courriel, now=now), passe(PAR_POSTE, poste, now=now)]
        if not all(permis):
            return False
        compte = Utilisateur.objects.filter(courriel=courriel, is_active=True).first()
        jeton = liens.signer(
            liens.Genre.CONNEXION,
            compte=compte.pk if compte else 0,
            courriel=courriel,
            suite=suite,
            tirage=secrets.token_urlsafe(6),
        )
        lien = f"{settings.SITE_URL}{reverse('comptes:lien')}?{urlencode({'jeton': jeton})}"
        with transaction.atomic():
            ecrire_courriel(a=courriel, sujet=SUJET, texte=TEXTE.format(lien=lien), now=now)
            if compte is None:
                transaction.set_rollback(True)
    return True


def lire_lien(jeton: str) -> tuple[Utilisateur, str]:
    """Return the account that a link signs in and where it then leads, or raise LienRefuse; spends nothing."""
    return _compte_et_suite(liens.verifier(liens.Genre.CONNEXION, jeton))


def suivre_lien(jeton: str, *, now: datetime) -> tuple[Utilisateur, str]:
    """Spend a link, and return the same."""
    with transaction.atomic():  # a link refused for its account is not spent
        compte, suite = _compte_et_suite(liens.consommer(liens.Genre.CONNEXION, jeton, now=now))
        confirmer_adresse(compte.courriel)  # a mail has just been read there
        return compte, suite


def _compte_et_suite(charge: dict) -> tuple[Utilisateur, str]:
    compte = Utilisateur.objects.filter(
        pk=charge.get("compte") or 0, courriel=charge.get("courriel"), is_active=True
    ).first()
    if compte is None:
        raise liens.LienRefuse(INCONNU)
    return compte, charge.get("suite", "")


def ouvrir_session(request: HttpRequest, compte: Utilisateur, *, now: datetime) -> None:
    """Sign somebody in on this browser, and note which device it is."""
    login(request, compte, backend="django.contrib.auth.backends.ModelBackend")
    cast("SessionStore", request.session).ouvrir(appareil(request.headers.get("User-Agent", "")), now)


def connexion_recente(request: HttpRequest, now: datetime) -> bool:
    """Tell whether the person has signed in a short while ago: what a found, open session cannot do is asked then."""
    return cast("SessionStore", request.session).ouverte_a > now - RECENTE


def fermer_sessions(compte: Utilisateur, *, sauf: str | None = None) -> int:
    """Close the sessions of an account, but one; return how many."""
    return Session.objects.filter(utilisateur=compte).exclude(session_key=sauf or "").delete()[0]


def suite_sure(request: HttpRequest) -> str:
    """Return the page of ours where the person was going, "" when there is none or when it is not one to come to."""
    brut = request.POST.get("next") or request.GET.get("next") or ""
    nulle_part = (reverse("comptes:connexion"), reverse("comptes:deconnexion"))
    if len(brut) > SUITE_MAX or not brut.startswith("/") or brut.startswith(nulle_part):
        return ""
    return brut if url_has_allowed_host_and_scheme(brut, allowed_hosts=None) else ""
