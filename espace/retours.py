"""Where one goes back to after a gesture: the page one came from, when it is ours."""

import uuid
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def ou_revenir(request: HttpRequest, *, fait: uuid.UUID | None = None) -> str:
    """Return the path that the form names in `retour`, or « Mon espace »; `fait` offers to undo what was done."""
    demande = request.POST.get("retour", "")
    sur = (
        demande.startswith("/")
        and not demande.startswith("//")
        and len(demande) < 500
        and demande.isprintable()
        and url_has_allowed_host_and_scheme(demande, allowed_hosts=None)
    )
    chemin = urlsplit(demande).path if sur else reverse("espace:accueil")
    return f"{chemin}?{urlencode({'fait': str(fait)})}" if fait else chemin
