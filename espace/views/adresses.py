"""Addresses proposed while one types, whole: the pin needs metres, where a search makes do with a commune."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from structures.geocodage import geocoder


@never_cache
@require_POST
@sensitive_post_parameters("adresse")
def adresses(request: HttpRequest) -> JsonResponse:
    """Return the addresses that a text may be, at most six; [] when the geocoder does not answer."""
    texte = " ".join(request.POST.get("adresse", "").replace("\x00", "").encode("utf-8", "ignore").decode().split())
    trouvees = geocoder(texte, now=timezone.now()).adresses if len(texte) > 4 else ()
    return JsonResponse(
        [
            {
                "label": a.label,
                "adresse": a.nom,
                "code_postal": a.code_postal,
                "commune": a.commune,
                "latitude": a.latitude,
                "longitude": a.longitude,
            }
            for a in trouvees
            if a.genre != "municipality"
        ],
        safe=False,
        json_dumps_params={"ensure_ascii": False},
    )
