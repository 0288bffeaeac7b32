"""A form sent twice makes one object: a double tap on a slow telephone, « back » then « send again », a lost answer.

A form that creates holds a key, drawn each time it is shown (`{% cle_d_envoi %}`). The uid of what it creates is worked
out from this key, from who sends, to which address, and from everything that was written: the same sending gives the
same uid, which is unique in the database. Nothing is kept in between, and of two at the same instant the database
decides. Something else written in the same page is another sending.

What has nothing to be found by, because it must be anybody's, asks `premiere_fois` instead.

The key is not signed because it opens nothing: somebody else's, or a forged one, gives a uid that only this account,
at this address, can obtain. Without a key, two sendings are two.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.limites import client
from core.models import Compteur
from core.uid import uid_de

CHAMP = "cle_envoi"
DEJA = "C’était déjà enregistré : le formulaire est arrivé deux fois, rien n’est en double."
USAGE = "envoi"
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
    champ: str = "uid",
) -> Callable[[Vue], Vue]:
    """Give a view that creates a `modele` the uid to create, as `nouveau`; a second sending goes where the first went.

    `ou` returns that address, from the object and what the view is given; `jete` tells what has been thrown away since,
    and is then made anew; `tirer`, with `trouver` or the name of a `champ`, replaces the uid by another identity. The
    view writes in a transaction of its own, and lets IntegrityError out or answers 422 when the database refuses.
    """

    lire = trouver or (lambda nouveau: _par_champ(modele, nouveau, champ))

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


def premiere_fois(request: HttpRequest, *, now: datetime) -> bool:
    """Tell whether this sending is the first of its kind today; call it in the transaction that writes.

    What is kept is a line of the counters, purged by the night: a fingerprint of a random key that is kept nowhere, so
    that nobody comes back from it to what was sent, nor finds which line it wrote. A public page that a cache holds
    gives the same key to all who read it within a quarter of an hour: who sends counts too.
    """
    if not request.POST.get(CHAMP):
        return True
    de = [client(request), request.headers.get("User-Agent", "")]
    jour = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        with transaction.atomic():
            Compteur.objects.create(usage=USAGE, empreinte=_graine(request, *de).hex(), debut=jour, nombre=1)
    except IntegrityError:
        return False
    return True


def _par_champ(modele: type[Model], identite: str, champ: str) -> Model | None:
    return modele._default_manager.filter(**{champ: identite}).first()


def _graine(request: HttpRequest, *de: str) -> bytes:
    """Return what this sending, and no other, gives; at random without a key."""
    if not request.POST.get(CHAMP):
        return secrets.token_bytes()
    ecrit = sorted((nom, valeurs) for nom, valeurs in request.POST.lists() if nom not in AUTRES)
    joint = sorted((nom, str(f.name), _empreinte(f)) for nom, fichiers in request.FILES.lists() for f in fichiers)
    envoi = json.dumps([request.user.pk, request.path, ecrit, joint, *de])
    return salted_hmac("core.une_fois", envoi, algorithm="sha256").digest()


def _empreinte(fichier: Any) -> str:
    """Return what tells the content of a file: one figure mended in a table leaves its name and size as they were."""
    somme = hashlib.sha256()
    for morceau in fichier.chunks():
        somme.update(morceau)
    fichier.seek(0)
    return somme.hexdigest()


def _le_voici(request: HttpRequest, adresse: str, dit: str) -> HttpResponse:
    messages.info(request, dit)
    return HttpResponseRedirect(adresse)
