"""Desks and private links: what a responsable gives and takes back, and the pages that they open."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ateliers.models import Offre, Seance
from core.travailleur import PARIS
from core.une_fois import une_fois
from espace.acces import creer_poste, intervenants_de, nouveau_lien, revoquer
from espace.forms.acces import PosteForm
from espace.models import LienPermanences, Poste
from espace.models.acces import secret_de
from espace.place import CartePlace, a_dire, avec_lieu, carte_place
from espace.porteurs import Porteur
from espace.seances import lignes_seances
from structures.models import Lieu, Structure

DEUX_SEMAINES = timedelta(weeks=2)


def _structure(request: HttpRequest, uid: str) -> Structure:
    return get_object_or_404(Structure.objects.editable_by(request.user).active(), uid=uid)


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(
    Poste,
    ou=lambda _, nouveau, **__: reverse("espace:poste_installer", args=[nouveau]),
    tirer=secret_de,
    trouver=lambda secret: Poste.objects.valid().opened_by(secret).first(),
)
def postes(request: HttpRequest, uid: str, *, nouveau: str) -> HttpResponse:
    """The desks of a structure: give an access to one more, see when each was last used."""
    structure = _structure(request, uid)
    form = PosteForm(request.POST if request.method == "POST" else None, structure=structure)
    if request.method == "POST" and form.is_valid():
        try:
            creer_poste(form.instance, by=request.user, now=timezone.now(), secret=nouveau)
        except IntegrityError:
            form.add_error("nom", "Un poste de cette structure porte déjà ce nom.")
        else:
            return HttpResponseRedirect(reverse("espace:poste_installer", args=[nouveau]), status=303)
    tous = list(structure.postes.select_related("cree_par"))
    contexte = {
        "structure": structure,
        "postes": [p for p in tous if p.revoque_a is None],
        "retires": [p for p in tous if p.revoque_a is not None],
        "form": form,
        "page_active": "espace",
    }
    return render(request, "espace/postes.html", contexte, status=422 if form.errors else 200)


@require_POST
def poste_revoquer(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """Take back the access of a desk."""
    structure = _structure(request, uid)
    desk = get_object_or_404(Poste, structure=structure, pk=pk)
    if revoquer(desk, now=timezone.now()):
        texte = f"L’accès de « {desk.nom} » est retiré : ce poste n’ouvre plus rien. Ce qui y a été dit reste."
        messages.success(request, texte)
    else:
        messages.info(request, f"L’accès de « {desk.nom} » est déjà retiré.")
    return redirect("espace:postes", uid=uid)


@dataclass(frozen=True, slots=True)
class Ligne:
    """Somebody who receives, as the list of links names them: a function, where, and their link."""

    uid: str
    metier: str
    prenom: str
    ou: str
    lien: LienPermanences | None


@require_safe
def liens_permanences(request: HttpRequest, uid: str) -> HttpResponse:
    """Who receives at a structure, and the private link of each."""
    structure = _structure(request, uid)
    gens = list(intervenants_de(structure).prefetch_related("offres__lieu"))
    liens = {
        lien.intervenant_id: lien
        for lien in LienPermanences.objects.valid().filter(intervenant__in=gens).select_related("cree_par")
    }
    lignes = [
        Ligne(
            i.uid,
            i.get_metier_display(),
            i.prenom,
            ", ".join(sorted({o.lieu.nom for o in i.offres.all() if o.lieu})),
            liens.get(i.pk),
        )
        for i in gens
    ]
    return render(
        request, "espace/permanences_liens.html", {"structure": structure, "lignes": lignes, "page_active": "espace"}
    )


@require_POST
def lien_nouveau(request: HttpRequest, uid: str, intervenant: str) -> HttpResponse:
    """Give somebody a link, or a new one in the place of the one they had; then the page to print."""
    qui = get_object_or_404(intervenants_de(_structure(request, uid)), uid=intervenant)
    jeton = nouveau_lien(intervenant=qui, by=request.user, now=timezone.now())
    return HttpResponseRedirect(reverse("espace:permanences_afficher", args=[jeton]), status=303)


@require_POST
def lien_revoquer(request: HttpRequest, uid: str, intervenant: str) -> HttpResponse:
    """Take back somebody's link."""
    qui = get_object_or_404(intervenants_de(_structure(request, uid)), uid=intervenant)
    liens = list(LienPermanences.objects.valid().filter(intervenant=qui))
    for lien in liens:
        revoquer(lien, now=timezone.now())
    if liens:
        messages.success(request, "Le lien est retiré : il n’ouvre plus rien. Ce que la personne a dit reste.")
    else:
        messages.info(request, "Le lien est déjà retiré.")
    return redirect("espace:permanences_liens", uid=uid)


def _toutes(porteur: Porteur, cartes: list[CartePlace], now: datetime) -> list[CartePlace]:
    """Return the cards of the other activities that search may show: room is known, then those where none is asked."""
    dites = {c.uid for c in cartes}
    offres = avec_lieu(porteur.offres).published(now.astimezone(PARIS).date()).exclude(uid__in=dites)
    restantes = [carte_place(o, porteur, now=now) for o in offres.order_by("nom_plie", "pk")]
    return sorted(restantes, key=lambda carte: not carte.form.choix)


@require_safe
def poste(request: HttpRequest, porteur: Porteur) -> HttpResponse:
    """The desk: today's sessions, room to say, then everything else."""
    if porteur.poste is None:
        raise ValueError("A desk's page is opened by a desk.")
    now = timezone.now()
    today = now.astimezone(PARIS).date()
    siennes = Seance.objects.filter(offre__in=porteur.offres.published(today))
    cartes = a_dire(porteur.offres, porteur=porteur, now=now)
    bureau = (
        Lieu.objects.published(today).filter(structure=porteur.poste.structure).order_by("-principal", "pk").first()
    )
    contexte = {
        "poste": porteur.poste,
        "aujourdhui": lignes_seances(siennes.filter(jour=today), porteur, now=now, avec_activite=True),
        "cartes": cartes,
        "autres": _toutes(porteur, cartes, now),
        "bureau": f"{reverse('recherche:accueil')}?depuis={bureau.uid}" if bureau else "",
        "page_active": "",
    }
    return render(request, "espace/poste.html", contexte)


@require_safe
def permanences(request: HttpRequest, porteur: Porteur) -> HttpResponse:
    """« Mes permanences »: the sessions of two weeks, and the room of each activity, wherever they are."""
    if porteur.permanences is None:
        raise ValueError("This page is opened by a private link.")
    now = timezone.now()
    today = now.astimezone(PARIS).date()
    siennes = Seance.objects.filter(offre__in=porteur.offres.published(today))
    bientot = siennes.filter(jour__lte=today + DEUX_SEMAINES)
    cartes = a_dire(porteur.offres, porteur=porteur, now=now)
    contexte = {
        "qui": porteur.permanences.intervenant,
        "cartes": [*cartes, *_toutes(porteur, cartes, now)],
        "seances": lignes_seances(bientot, porteur, now=now, avec_activite=True),
        "url_afficher": porteur.url("afficher"),
        "page_active": "",
    }
    return render(request, "espace/permanences.html", contexte)


def code_qr(adresse: str) -> SafeString:
    """Return a QR code as inline SVG, without a style attribute: the colours are the style sheet's."""
    sortie = io.BytesIO()
    segno.make(adresse, error="m", micro=False).save(
        sortie, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, svgclass="qr", lineclass="qr-trait"
    )
    svg = sortie.getvalue().decode()
    return mark_safe(svg.replace("<svg ", '<svg role="img" aria-label="Code QR de cette adresse" ', 1))


def _a_garder(request: HttpRequest, porteur: Porteur, gabarit: str, plus: dict[str, Any]) -> HttpResponse:
    adresse = settings.SITE_URL + porteur.url("")
    contexte = {"adresse": adresse, "suite": porteur.url(""), "qr": code_qr(adresse), "page_active": ""}
    return render(request, gabarit, contexte | plus)


@require_safe
def poste_installer(request: HttpRequest, porteur: Porteur) -> HttpResponse:
    """How to open the desk on its PC, once: its address can be shown by nobody who does not have it."""
    return _a_garder(request, porteur, "espace/poste_installer.html", {"poste": porteur.poste})


@require_safe
def permanences_afficher(request: HttpRequest, porteur: Porteur) -> HttpResponse:
    """The QR code to print and tape in the office."""
    if porteur.permanences is None:
        raise ValueError("This page is opened by a private link.")
    return _a_garder(
        request,
        porteur,
        "espace/permanences_afficher.html",
        {"qui": porteur.permanences.intervenant, "lieux": _lieux(porteur.offres)},
    )


def _lieux(offres: Any) -> list[str]:
    noms = (
        Offre.objects.filter(pk__in=offres.values("pk")).order_by("lieu__nom_plie").values_list("lieu__nom", flat=True)
    )
    return list(dict.fromkeys(n for n in noms if n))
