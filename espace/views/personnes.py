"""Who receives in a structure: its responsables describe them, and erase a first name at once."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ateliers.models import Intervenant, Offre
from ateliers.personnes import effacer_prenom, enregistrer_personne, personnes_de, retirer_personne
from core.une_fois import une_fois
from core.voies import Voie
from espace.forms.personnes import PersonneForm, toutes_les_offres_de
from structures.models import Structure


def _structure(request: HttpRequest, uid: str) -> Structure:
    return get_object_or_404(Structure.objects.editable_by(request.user), uid=uid)


def _personne(structure: Structure, uid: str) -> Intervenant:
    return get_object_or_404(personnes_de([structure]), uid=uid)


@require_safe
def personnes(request: HttpRequest, uid: str) -> HttpResponse:
    """Everybody who works for a structure or receives in its activities."""
    structure = _structure(request, uid)
    lignes = list(personnes_de([structure]))
    miennes: dict[int, list[Offre]] = {p.pk: [] for p in lignes}
    ailleurs = dict.fromkeys(miennes, 0)
    liens = Offre.intervenants.through.objects.filter(intervenant__in=lignes).select_related("offre__lieu")
    for lien in liens.order_by("offre__nom_plie", "offre_id"):
        lieu = lien.offre.lieu
        if structure.pk in (lien.offre.structure_id, lieu.structure_id if lieu else None):
            miennes[lien.intervenant_id].append(lien.offre)
        else:
            # Where somebody else receives is theirs to say.
            ailleurs[lien.intervenant_id] += 1
    contexte = {
        "structure": structure,
        "lignes": [{"personne": p, "activites": miennes[p.pk], "ailleurs": ailleurs[p.pk]} for p in lignes],
        "page_active": "espace",
    }
    return render(request, "espace/personnes.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(Intervenant, ou=lambda _, uid, **__: reverse("espace:personnes", args=[uid]))
def ajouter(request: HttpRequest, uid: str, *, nouveau: str) -> HttpResponse:
    """Describe somebody new."""
    return _decrire(request, _structure(request, uid), None, nouveau)


@require_http_methods(["GET", "HEAD", "POST"])
def personne(request: HttpRequest, uid: str, personne_uid: str) -> HttpResponse:
    """Change what is said of somebody, and where they receive."""
    structure = _structure(request, uid)
    objet = _personne(structure, personne_uid)
    if request.method != "POST":
        return _decrire(request, structure, objet)
    with transaction.atomic():
        # Locked: a name that somebody erases meanwhile must not be written again.
        objet = get_object_or_404(Intervenant.objects.select_for_update(), pk=objet.pk)
        return _decrire(request, structure, objet)


def _decrire(request: HttpRequest, structure: Structure, objet: Intervenant | None, nouveau: str = "") -> HttpResponse:
    prenom = objet.prenom if objet else ""
    form = PersonneForm(request.POST if request.method == "POST" else None, instance=objet, structure=structure)
    if objet is None:
        form.instance.uid = nouveau
    if request.method == "POST" and form.is_valid():
        enregistrer_personne(
            form.instance,
            offres=form.cleaned_data["activites"],
            parmi=form.parmi,
            by=request.user,
            voie=Voie.ECRAN,
            now=timezone.now(),
        )
        messages.success(request, "C’est enregistré.")
        return redirect("espace:personnes", structure.uid)
    contexte = {"structure": structure, "personne": objet, "form": form, "prenom": prenom, "page_active": "espace"}
    return render(request, "espace/personne.html", contexte, status=422 if request.method == "POST" else 200)


@require_POST
def prenom(request: HttpRequest, uid: str, personne_uid: str) -> HttpResponse:
    """Erase a first name, everywhere, at once."""
    structure = _structure(request, uid)
    effacer_prenom(_personne(structure, personne_uid))
    messages.success(request, "Le prénom est effacé partout. La fonction reste.")
    return redirect("espace:personnes", structure.uid)


@require_POST
def retirer(request: HttpRequest, uid: str, personne_uid: str) -> HttpResponse:
    """Take somebody out of the activities of a structure, and of its list when nothing else keeps them there."""
    structure = _structure(request, uid)
    objet = _personne(structure, personne_uid)
    a_nous = objet.employeur_id in (None, structure.pk)
    oubliee = retirer_personne(objet, parmi=toutes_les_offres_de(structure), a_nous=a_nous)
    messages.success(
        request,
        "Cette personne est retirée, et rien n’en est gardé."
        if oubliee
        else "Cette personne ne reçoit plus dans vos activités.",
    )
    return redirect("espace:personnes", structure.uid)
