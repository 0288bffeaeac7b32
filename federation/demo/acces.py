"""The accesses without an account of the demonstration: a desk, and somebody's permanences; printed with the accounts.

Their secrets follow from the installation's own key, so that they can be printed again: nowhere else is it so.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.crypto import salted_hmac

from ateliers.models import Intervenant
from comptes.models import Utilisateur
from espace.models import LienPermanences, Poste
from espace.models.acces import empreinte_de
from federation.demo.comptes import CENTRE
from federation.demo.tirage import uid
from structures.models import Structure

RESPONSABLE = "responsable@example.org"


def _jeton(quoi: str) -> str:
    return salted_hmac("federation.demo.acces", quoi).hexdigest()[:32]


def creer_acces(now: datetime) -> None:
    """Open the desk of the demonstration's centre and the link of an écrivain public who goes from place to place.

    One that exists, were it revoked, is left as it is.
    """
    structure = Structure.objects.filter(uid=uid("structure", CENTRE)).first()
    compte = Utilisateur.objects.filter(courriel=RESPONSABLE).first()
    if structure is None or compte is None:
        return
    if not Poste.objects.filter(structure=structure).exists():
        Poste.objects.create(structure=structure, empreinte=empreinte_de(_jeton("poste")), cree_par=compte, cree_a=now)
    qui = (
        Intervenant.objects.filter(metier="ecrivain_public", employeur=None)
        .annotate(
            ici=Count("offres", filter=Q(offres__lieu__structure=structure)),
            lieux=Count("offres__lieu", distinct=True),
        )
        .order_by("-ici", "-lieux", "uid")
        .first()
    )
    if qui is not None and not LienPermanences.objects.exists():
        LienPermanences.objects.create(
            intervenant=qui, empreinte=empreinte_de(_jeton("permanences")), cree_par=compte, cree_a=now
        )


def lignes() -> Iterable[str]:
    """Return the lines that present the accesses that still open."""
    acces = (
        ("poste", Poste, "espace:poste", f"poste d’accueil, {CENTRE}"),
        ("permanences", LienPermanences, "espace:permanences", "« Mes permanences » d’un·e écrivain·e public·que"),
    )
    ouverts = [
        (settings.SITE_URL + reverse(nom, args=[_jeton(quoi)]), label)
        for quoi, modele, nom, label in acces
        if modele.objects.opened_by(_jeton(quoi)).valid().exists()
    ]
    if ouverts:
        yield "Sans compte, par une adresse privée"
    for adresse, label in ouverts:
        yield f"  {label}"
        yield f"    {adresse}"
