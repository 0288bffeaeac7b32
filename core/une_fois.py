"""A form sent twice makes one object: a double tap on a slow telephone, « back » then « send again », a lost answer.

A form that creates holds a key, drawn each time it is shown (`{% cle_d_envoi %}`). The uid of what it creates is worked
out from this key, from who sends, to which address, and from everything that was written: the same sending gives the
same uid, which is unique in the database. Nothing is kept in between, and of two at the same instant the database
decides. Something else written in the same page is another sending.

The key is not signed because it opens nothing: somebody else's, or a forged one, gives a uid that only this account,
at this address, can obtain. Without a key, two sendings are two.
"""

import json
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac

from core.uid import uid_de

CHAMP = "cle_envoi"
DEJA = "C’était déjà enregistré : le formulaire est arrivé deux fois, rien n’est en double."
ESSAIS = 10  # how many times somebody throws away, then sends the very same page again
AUTRES = {"csrfmiddlewaretoken"}  # it changes when a page is given back after signing in (core.saisie_gardee)

Vue = Callable[..., HttpResponse]


def nouvelle_cle() -> str:
    """Return the key of a form that is being shown."""
    return secrets.token_urlsafe(12)


def une_fois(
    modele: type[Model],
    *,
    ou: Callable[..., str],
    jete: Callable[[Any], bool] = lambda objet: False,
    dit: str = DEJA,
    tirer: Callable[[bytes], str] = uid_de,
    trouver: Callable[[str], Model | None] | None = None,
) -> Callable[[Vue], Vue]:
    """Give a view that creates a `modele` the uid to create, as `nouveau`; a second sending goes where the first went.

    `ou` returns that address, from the object and what the view is given; `jete` tells what has been thrown away since,
    and is then made anew; `tirer` and `trouver` replace the uid by another identity. The view writes in a transaction
    of its own, and lets IntegrityError out or answers 422 when the database refuses.
    """

    lire = trouver or (lambda nouveau: _par_uid(modele, nouveau))

    def chercher(graine: bytes) -> tuple[str, Model | None]:
        for essai in range(ESSAIS):
            nouveau = tirer(graine + bytes([essai]))
            fait = lire(nouveau)
            if fait is None or not jete(fait):
                return nouveau, fait
        return tirer(secrets.token_bytes()), None

    def decorer(vue: Vue) -> Vue:
        @wraps(vue)
        def enveloppe(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return vue(request, *args, nouveau=tirer(secrets.token_bytes()), **kwargs)
            nouveau, fait = chercher(_graine(request))
            donnes = {"nouveau": nouveau, **kwargs}
            if fait is not None:
                return _le_voici(request, ou(fait, **donnes), dit)
            try:
                reponse = vue(request, *args, **donnes)
            except IntegrityError:
                # The other of two sendings at the same instant was a moment earlier.
                if fait := lire(nouveau):
                    return _le_voici(request, ou(fait, **donnes), dit)
                raise
            if reponse.status_code == 422 and (fait := lire(nouveau)):
                return _le_voici(request, ou(fait, **donnes), dit)
            return reponse

        enveloppe.cree_une_fois = modele  # type: ignore[attr-defined]
        return enveloppe

    return decorer


def _par_uid(modele: type[Model], uid: str) -> Model | None:
    return modele._default_manager.filter(uid=uid).first()


def _graine(request: HttpRequest) -> bytes:
    """Return what this sending, and no other, gives; at random without a key."""
    if not request.POST.get(CHAMP):
        return secrets.token_bytes()
    ecrit = sorted((nom, valeurs) for nom, valeurs in request.POST.lists() if nom not in AUTRES)
    joint = sorted((nom, str(f.name), f.size) for nom, fichiers in request.FILES.lists() for f in fichiers)
    envoi = json.dumps([request.user.pk, request.path, ecrit, joint])
    return salted_hmac("core.une_fois", envoi, algorithm="sha256").digest()


def _le_voici(request: HttpRequest, adresse: str, dit: str) -> HttpResponse:
    messages.info(request, dit)
    return HttpResponseRedirect(adresse)
