"""The second factor: a code that changes every thirty seconds on a telephone, ten recovery codes on paper.

Devices and their slowing down after wrong codes are django-otp's. Recovery codes are kept as fingerprints.
"""

import hashlib
import secrets
from base64 import b32encode
from dataclasses import dataclass
from typing import Any

import segno
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from comptes.models import Federation, Utilisateur

SEL = "comptes.second_facteur"
DUREE = 60 * 30
NOM = "téléphone"
# Read on paper: no letter that is misread.
ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
CODES = 10


def attendu(compte: Any) -> bool:
    """Tell whether this account owes a second factor: it has one, or a federation that it administers wants one."""
    exige = Q(administrations__federation__exige_second_facteur=True)
    return Utilisateur.objects.filter(Q(totpdevice__confirmed=True) | exige, pk=compte.pk).exists()


def verifie(request: HttpRequest) -> bool:
    """Tell whether this session has given its second factor."""
    return getattr(request.user, "otp_device", None) is not None


def exige_par(compte: Any) -> Federation | None:
    """Return a federation that wants a second factor of this account, if there is one."""
    return Federation.objects.administered_by(compte).filter(exige_second_facteur=True).first()


def telephone_de(compte: Any) -> TOTPDevice | None:
    """Return what gives this account's codes."""
    return TOTPDevice.objects.filter(user=compte, confirmed=True).order_by("pk").first()


def codes_restants(compte: Any) -> int:
    """Return how many recovery codes have not been used."""
    return StaticToken.objects.filter(device__user=compte, device__confirmed=True).count()


@dataclass(frozen=True, slots=True)
class Cle:
    """A secret being shown to the person, not yet theirs: nothing is stored before a right code."""

    hexa: str
    signee: str
    texte: str
    qr: SafeString


def proposer(compte: Utilisateur, signee: str = "") -> Cle:
    """Draw a secret, or show again the one that the page holds, signed for this account."""
    hexa = _lire_cle(compte, signee) or random_hex(20)
    telephone = TOTPDevice(user=compte, key=hexa)
    base32 = b32encode(telephone.bin_key).decode()
    dessin = segno.make(telephone.config_url, micro=False).svg_inline(
        scale=5, border=3, dark="#000", light="#fff", title="QR code à lire avec l’application"
    )
    return Cle(
        hexa=hexa,
        signee=signing.dumps({"compte": compte.pk, "cle": hexa}, salt=SEL),
        texte=" ".join(base32[i : i + 4] for i in range(0, len(base32), 4)),
        qr=mark_safe(dessin.replace("<svg ", '<svg role="img" ', 1)),
    )


def _lire_cle(compte: Utilisateur, signee: str) -> str:
    try:
        charge = signing.loads(signee, salt=SEL, max_age=DUREE)
    except (signing.BadSignature, ValueError):
        return ""
    return charge["cle"] if charge["compte"] == compte.pk else ""


def activer(request: HttpRequest, compte: Utilisateur, *, signee: str, code: str) -> list[str]:
    """Store the secret if the code is one that it gives, verify this session, and return the recovery codes.

    An empty list means that the code is wrong, or the page too old.
    """
    hexa = _lire_cle(compte, signee)
    if not hexa or not _six_chiffres(code):
        return []
    with transaction.atomic():
        Utilisateur.objects.select_for_update().get(pk=compte.pk)  # two tabs enrol one after the other
        if telephone_de(compte) is not None:
            return []
        telephone = TOTPDevice.objects.create(user=compte, name=NOM, key=hexa, confirmed=True)
        if not telephone.verify_token(code):
            transaction.set_rollback(True)
            return []
        codes = _tirer_codes(compte)
    request.session[DEVICE_ID_SESSION_KEY] = telephone.persistent_id
    return codes


def renouveler_codes(compte: Utilisateur) -> list[str]:
    """Replace the recovery codes, and return the new ones; they are never shown again."""
    with transaction.atomic():
        return _tirer_codes(compte)


def _tirer_codes(compte: Utilisateur) -> list[str]:
    feuille, _ = StaticDevice.objects.get_or_create(user=compte, name="codes de secours")
    feuille.token_set.all().delete()
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(10)) for _ in range(CODES)]
    StaticToken.objects.bulk_create([StaticToken(device=feuille, token=_empreinte(compte, code)) for code in codes])
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _empreinte(compte: Utilisateur, code: str) -> str:
    """Return what is kept of a recovery code, long to compute: it leans on no key of ours, that could be turned."""
    brut = hashlib.scrypt(
        code.encode("utf-8", "ignore"), salt=f"{SEL}:{compte.pk}".encode(), n=2**13, r=8, p=1, dklen=8
    )
    return brut.hex()


def _six_chiffres(code: str) -> bool:
    return len(code) == 6 and code.isascii() and code.isdecimal()


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of a code: right, wrong, or not even looked at because too many came before."""

    juste: bool
    attendre: bool = False


def verifier(request: HttpRequest, compte: Utilisateur, code: str) -> Verification:
    """Check a code of the telephone or a recovery code, and say that this session is verified."""
    code = "".join(code.split()).replace("-", "").lower()
    telephone = _six_chiffres(code)
    modele, jeton = (TOTPDevice, code) if telephone else (StaticDevice, _empreinte(compte, code[:20]))
    with transaction.atomic():
        # Locked: two guesses at once are two guesses.
        appareil = modele.objects.select_for_update().filter(user=compte, confirmed=True).order_by("pk").first()
        if appareil is None:
            return Verification(juste=False)
        if not appareil.verify_is_allowed()[0]:
            return Verification(juste=False, attendre=True)
        if not appareil.verify_token(jeton):
            return Verification(juste=False)
    request.session[DEVICE_ID_SESSION_KEY] = appareil.persistent_id
    return Verification(juste=True)


def retirer(compte: Utilisateur) -> None:
    """Forget the telephone and the codes; the caller has asked whether a federation wants them."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=compte).delete()
        StaticDevice.objects.filter(user=compte).delete()
