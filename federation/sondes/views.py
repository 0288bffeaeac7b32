"""The pages of the probes: no secret, no person, kept by nobody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from federation.sondes import etat

PREFIXE = "aubonendroit_"


@login_not_required
@require_safe
@never_cache
def pret(request: HttpRequest) -> JsonResponse:
    """Tell a load balancer whether this process may be sent visitors: 200, or 503 with what is missing."""
    try:
        corps, oui = etat.pret(timezone.now())
    except DatabaseError:
        corps, oui = etat.pret_a_lire()
    return JsonResponse(corps, status=200 if oui else 503, json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
@never_cache
def metriques(request: HttpRequest) -> HttpResponse:
    """Give Prometheus the state of the site; to anybody without the token, there is no such page."""
    if not _montre_le_jeton(request):
        raise Http404
    lignes = []
    for nom, aide, valeurs in etat.mesures(timezone.now()):
        lignes += [f"# HELP {PREFIXE}{nom} {aide}", f"# TYPE {PREFIXE}{nom} gauge"]
        lignes += [
            f"{PREFIXE}{nom}{{{etiquettes}}} {valeur:.15g}" if etiquettes else f"{PREFIXE}{nom} {valeur:.15g}"
            for etiquettes, valeur in valeurs
        ]
    return HttpResponse("\n".join([*lignes, ""]), content_type="text/plain; version=0.0.4; charset=utf-8")


def _montre_le_jeton(request: HttpRequest) -> bool:
    attendu = settings.METRIQUES_JETON
    type_, _, recu = request.headers.get("Authorization", "").partition(" ")
    return bool(attendu) and type_.lower() == "bearer" and constant_time_compare(recu.strip(), attendu)
