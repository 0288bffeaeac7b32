"""Correct a structure in its row of the table, or on a page; create one on one screen."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ateliers.actions import enregistrer_lot
from comptes.models import Federation, Utilisateur
from core.htmx import render_page, veut_fragment
from core.une_fois import une_fois
from core.voies import Voie
from espace.cartes import plat, signer
from espace.edition import Enregistree, enregistrer_carte
from espace.presentation import page_de
from espace.views.cartes import CarteEditee
from federation.bureau.forms.structures import CORRECTION, AdresseNouvelleForm, StructureNouvelleForm, centre_de
from federation.bureau.tableau.criteres import Criteres, TableauForm
from federation.bureau.tableau.lignes import lignes
from federation.bureau.tableau.selection import REQUETE_MAX
from structures.actions import PAR_FEDERATION, inviter
from structures.doublons import semblables
from structures.models import Structure
from structures.nomenclature import Precision, Role
from structures.positions import commune_de, placer


def _requete(donnees: QueryDict, federation: Federation) -> str:
    """Return the search of the table one came from, as we write it."""
    return TableauForm(QueryDict(donnees.get("requete", "")[:REQUETE_MAX]), federation=federation).requete()


@require_http_methods(["GET", "HEAD", "POST"])
def corriger(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Edit the line of a structure (`?lire`: show it again); POST saves it, as a card of its page does."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    structure = get_object_or_404(Structure.objects.managed_by(federation).filter(fusionnee_dans=None), uid=uid)
    donnees = request.POST if request.method == "POST" else request.GET
    contexte = {"federation": federation, "requete": _requete(donnees, federation), "page_active": "espace"}
    if request.method == "POST":
        now = timezone.now()
        with transaction.atomic():
            issue = enregistrer_carte(request, CORRECTION, structure, now=now)
            statut = request.POST.get("statut", "")
            if isinstance(issue, Enregistree) and (statut or issue.hote.nature != structure.nature):
                centre = centre_de(issue.hote, statut)
                if centre is not None:
                    # An operation of its own: undoing the correction does not erase what a centre says.
                    enregistrer_lot([centre], by=request.user, voie=Voie.ECRAN, now=now)
                    issue = replace(issue, dit=issue.dit if issue.operation else "C’est enregistré.")
        if isinstance(issue, Enregistree):
            return _corrigee(request, issue, contexte)
        editee = _editee(issue.hote, issue.form, issue.montre, federation)
        editee.conflits, editee.qui, editee.erreurs = issue.conflits, issue.qui, list(issue.erreurs)
        return _montrer(request, editee, contexte, status=issue.status)
    if "lire" in request.GET:
        return _corrigee(request, Enregistree(structure, "", None), contexte)
    form = CORRECTION.form(instance=structure)
    return _montrer(request, _editee(structure, form, plat(structure, CORRECTION.champs), federation), contexte)


def _editee(structure: Structure, form: Any, montre: Any, federation: Federation) -> CarteEditee:
    url = reverse("bureau:corriger", args=[federation.slug, structure.uid])
    return CarteEditee(CORRECTION, url, page_de(structure), structure, form, signer(CORRECTION, structure, montre))


def _montrer(request: HttpRequest, editee: CarteEditee, contexte: dict[str, Any], *, status: int = 200) -> HttpResponse:
    # A row may be edited beside another: their fields do not share an id.
    editee.form.auto_id = f"id_{editee.hote.uid}_%s"
    contexte = contexte | {"edition": editee}
    return render_page(
        request, "bureau/structures/correction.html", "bureau/structures/_correction.html", contexte, status=status
    )


def _corrigee(request: HttpRequest, issue: Enregistree, contexte: dict[str, Any]) -> HttpResponse:
    """Show the row as it is now, what was done, and how to undo it."""
    if veut_fragment(request):
        ligne = lignes([issue.hote.pk], Criteres(), now=timezone.now())[0]
        contexte = contexte | {"ligne": ligne, "dit": issue.dit, "fait": issue.operation}
        return render_page(request, "bureau/structures/_ligne.html", "bureau/structures/_ligne.html", contexte)
    if issue.dit:
        messages.success(request, issue.dit)
    retour = reverse("bureau:structures", args=[contexte["federation"].slug])
    suites = [s for s in (contexte["requete"], f"fait={issue.operation}" if issue.operation else "") if s]
    ou = f"?{'&'.join(suites)}" if suites else ""
    return HttpResponseRedirect(f"{retour}{ou}#ligne-{issue.hote.uid}")


# ------------------------------------------------------------------------------------ create
@require_http_methods(["GET", "HEAD", "POST"])
@une_fois(
    Structure,
    ou=lambda structure, **_: reverse("espace:structure", args=[structure.uid]),
    jete=lambda structure: structure.archivee_le is not None,
)
def nouvelle(request: HttpRequest, slug: str, *, nouveau: str) -> HttpResponse:
    """Create a centre, a partner or another structure with its first place, on one screen."""
    federation = get_object_or_404(Federation.objects.administered_by(request.user), slug=slug)
    now = timezone.now()
    poste = request.POST if request.method == "POST" else None
    form = StructureNouvelleForm(poste, federation=federation, today=timezone.localdate(now))
    form.instance.uid = nouveau
    placement = _placer(request.POST, now) if poste is not None else None
    adresse = AdresseNouvelleForm(poste, federation=federation, placement=placement)
    ressemblants: list[Any] = []
    if poste is not None and all([form.is_valid(), adresse.is_valid()]):
        ressemblants = _ressemblants(form, adresse, federation)
        if not ressemblants or request.POST.get("autre") == "on":
            operation = _creer(request, form, adresse, now)
            if operation:
                messages.success(request, _dit(form))
                return redirect("espace:structure", form.instance.uid)
    contexte = {
        "federation": federation,
        "form": form,
        "adresse": adresse,
        "ressemblants": ressemblants,
        "page_active": "espace",
    }
    return render(request, "bureau/structures/nouvelle.html", contexte, status=200 if poste is None else 422)


def _placer(poste: QueryDict, now: datetime) -> Any:
    """Ask where the address is, before any transaction."""
    rue, code, ville = (poste.get(nom, "").strip()[:200] for nom in ("adresse", "code_postal", "ville"))
    commune = commune_de(code.replace(" ", ""), ville) if rue and code and ville else None
    return placer(rue, code, commune, now=now) if commune else None


def _ressemblants(form: StructureNouvelleForm, adresse: AdresseNouvelleForm, federation: Federation) -> list[Any]:
    """Return the structures that this one may double: near and alike, or of the very same name."""
    lieu, nom = adresse.instance, form.cleaned_data["nom"]
    point = (lieu.latitude, lieu.longitude) if lieu.precision != Precision.APPROXIMATIVE else None
    trouvees = semblables(federation, nom=nom, point=point)
    form.instance.deriver()
    memes = Structure.objects.managed_by(federation).active().filter(nom_plie=form.instance.nom_plie).order_by("pk")
    structures = [getattr(s.objet, "structure", s.objet) for s in trouvees] + list(memes)
    return list({s.pk: s for s in structures}.values())


def _creer(
    request: HttpRequest, form: StructureNouvelleForm, adresse: AdresseNouvelleForm, now: datetime
) -> uuid.UUID | None:
    """Write the structure, what it is to the network and its place, and invite; None when the database refuses."""
    structure = form.instance
    qui = cast("Utilisateur", request.user)
    lieu = adresse.lieu(structure, publie=form.cleaned_data["publier"])
    complement = form.complement()
    try:
        with transaction.atomic():
            structure.validate_constraints()
            tous = [structure, *([complement] if complement else []), lieu]
            operation = enregistrer_lot(tous, by=qui, voie=Voie.ECRAN, now=now)
            if courriel := form.cleaned_data["inviter"]:
                inviter(
                    cible=structure, courriel=courriel, role=Role.RESPONSABLE, by=qui, now=now, limite=PAR_FEDERATION
                )
    except (ValidationError, IntegrityError) as erreur:
        textes = erreur.messages if isinstance(erreur, ValidationError) else ["Ces valeurs ne vont pas ensemble."]
        form.add_error(None, list(textes))
        return None
    return operation


def _dit(form: StructureNouvelleForm) -> str:
    suite = " et publiée" if form.cleaned_data["publier"] else ", en brouillon"
    invite = form.cleaned_data["inviter"]
    return f"« {form.instance.nom} » est créée{suite}." + (f" L’invitation est partie à {invite}." if invite else "")
