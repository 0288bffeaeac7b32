"""What structures lend one another: each keeps its own list, and every member of the network reads the catalogue."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ateliers.actions import enregistrer_lot
from comptes.models import Federation
from core.textes import mots
from core.voies import Voie
from espace.droits import mes_structures
from espace.forms.prets import PretForm
from espace.views.pages import operation_faite
from espace.views.retraits import retirer_de
from partenaires.models import Pret
from structures.models import Structure

PAR_PAGE = 40


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What is lent in the networks of this person, found by words."""
    federations = Federation.objects.filter(
        Q(structures__in=Structure.objects.updatable_by(request.user).active())
        | Q(pk__in=Federation.objects.administered_by(request.user))
    )
    prets = Pret.objects.of_networks(federations.values("pk")).select_related("preteur")
    texte = request.GET.get("q", "")[:100]
    for mot in mots(texte)[:6]:
        prets = prets.filter(
            Q(intitule__icontains=mot) | Q(conditions__icontains=mot) | Q(preteur__nom_plie__contains=mot)
        )
    page = Paginator(prets.order_by("intitule", "pk"), PAR_PAGE).get_page(request.GET.get("page"))
    contexte = {
        "page": page,
        "q": texte,
        "preteuses": Structure.objects.editable_by(request.user)
        .filter(pk__in=mes_structures(request.user))
        .order_by("nom_plie", "pk")[:6],
        "page_active": "espace",
    }
    return render(request, "espace/prets_catalogue.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def prets(request: HttpRequest, uid: str, pk: int | None = None) -> HttpResponse:
    """What a structure lends, and the form to add a thing, or to change the one named in the address."""
    structure = get_object_or_404(Structure.objects.editable_by(request.user), uid=uid)
    siens = Pret.objects.filter(preteur=structure)
    objet = get_object_or_404(siens, pk=pk) if pk else Pret(preteur=structure)
    form = PretForm(request.POST if request.method == "POST" else None, instance=objet, label_suffix="")
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            pret = form.save(commit=False)
            Structure.objects.select_for_update().get(pk=structure.pk)  # the second of two clicks waits for the first
            if siens.filter(intitule=pret.intitule, conditions=pret.conditions).exists():
                messages.info(request, "C’était déjà enregistré : c’est dans votre liste.")
                return HttpResponseRedirect(reverse("espace:prets", args=[uid]))
            operation = enregistrer_lot([pret], by=request.user, voie=Voie.ECRAN, now=timezone.now())
        messages.success(request, "C’est enregistré.")
        return HttpResponseRedirect(f"{reverse('espace:prets', args=[uid])}?fait={operation}")
    contexte = {
        "structure": structure,
        "form": form,
        "prets": list(siens.order_by("intitule", "pk")),
        "modifie": siens.get(pk=pk) if pk else None,
        "fait": operation_faite(request),
        "retour": reverse("espace:prets", args=[uid]),
        "page_active": "espace",
    }
    return render(request, "espace/prets.html", contexte, status=422 if form.errors else 200)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a thing off the list; undone in one click."""
    siennes = Structure.objects.editable_by(request.user)
    return retirer_de(request, Pret, pk, hote="preteur", parmi=siennes, page="espace:prets")
