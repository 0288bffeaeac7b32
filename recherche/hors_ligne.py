"""What makes the site an application that still answers without network: its manifest, its service worker, its page.

The service worker keeps public pages that were seen, the page below keeps the directory of a commune. Neither ever
keeps what was answered to somebody signed in: see GARDABLES, and `etiquetee`, which says « private » of it.
"""

import hashlib
import json
import re
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ateliers.nomenclature import THEMES
from comptes.context_processors import du_site
from core.etiquettes import etiquetee as core_etiquetee
from core.travailleur import PARIS
from recherche.adresses import Lecture, lire_pres
from recherche.annuaire_hors_ligne import KM, KM_PAR_DEFAUT, Etendue, annuaire
from structures.models import Commune

etiquetee = partial(core_etiquetee, lire=lambda request: du_site(request).version)

# The pages that a browser may keep once seen, the same words for Python and for JavaScript. Never a page of the
# spaces, of sign-in, of a request about somebody, of a private link: a page that is not named here is not kept.
_UN = r"[0-9a-z-]+/"
GARDABLES = (
    rf"^/(f/[\w-]+/|lieux/{_UN}(semaine/)?|offres/{_UN}(papier/)?|o/{_UN}|comparer/|hors-ligne/|aide/|sans-internet/"
    r"|ecrivains-publics/|conseillers-numeriques/|accessibilite/|mentions/)?$"
)
PAGES_MAX = 60
# What the page without network is made of; the icons come with the system's own installation.
SOCLE = ("css/tokens.css", "css/site.css", "css/hors-ligne.css", "js/site.js", "js/hors-ligne.js", "favicon.svg")
# A static file whose name holds its fingerprint never changes.
FIGES = r"\.[0-9a-f]{12}\."


def un_jour(now: datetime) -> object:
    """Return the day in Paris: all of the clock that a directory depends on."""
    return now.astimezone(PARIS).date()


@lru_cache(maxsize=1)
def version() -> str:
    """Return the name of what the service worker keeps: it changes with a static file or with the page it falls to.

    Made of contents, so that every process of every machine says the same.
    """
    empreinte = hashlib.sha256()
    for nom in ("recherche/hors_ligne.html", "base.html", "recherche/service-worker.js"):
        empreinte.update(Path(get_template(nom).template.origin.name).read_bytes())  # type: ignore[attr-defined]
    manifeste = getattr(staticfiles_storage, "manifest_hash", "")
    empreinte.update(manifeste.encode())
    if not manifeste:
        for nom in SOCLE:
            empreinte.update(Path(cast("str", finders.find(nom))).read_bytes())
    return empreinte.hexdigest()[:12]


@login_not_required
@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that answers when the network does not; from the root, so that it may serve every page."""
    reglages = {
        "version": version(),
        "page": reverse("recherche:hors_ligne"),
        "statiques": settings.STATIC_URL,
        "socle": [static(nom) for nom in SOCLE],
        "figes": FIGES,
        "gardables": GARDABLES,
        "pagesMax": PAGES_MAX,
        "deconnexion": reverse("comptes:deconnexion"),
    }
    texte = render_to_string("recherche/service-worker.js", {"reglages": mark_safe(json.dumps(reglages))})
    return HttpResponse(
        re.sub(r"(?m)^ *//.*\n", "", texte),
        content_type="text/javascript; charset=utf-8",
    )


@login_not_required
@require_safe
@cache_control(public=True, max_age=86400)
def manifeste(request: HttpRequest) -> JsonResponse:
    """What a telephone or a computer asks to install the site as an application."""
    corps = {
        "id": "/",
        "name": "Au bon endroit",
        "short_name": "Au bon endroit",
        "description": "Trouver le lieu le plus proche pour un courrier, une démarche en ligne, un ordinateur.",
        "lang": "fr",
        "dir": "ltr",
        "start_url": reverse("recherche:accueil"),
        "scope": "/",
        "display": "standalone",
        # With « back » where the system offers it: most of the site is read page after page.
        "display_override": ["minimal-ui", "standalone"],
        "background_color": "#faf6ef",
        "theme_color": "#ffffff",
        "categories": ["social", "government", "education"],
        "icons": [
            {"src": static(f"icones/{nom}.png"), "sizes": f"{taille}x{taille}", "type": "image/png", "purpose": usage}
            for nom, taille, usage in (
                ("icone-192", 192, "any"),
                ("icone-512", 512, "any"),
                ("icone-masquable-512", 512, "maskable"),
            )
        ],
        "shortcuts": [
            {"name": "Chercher", "url": reverse("recherche:accueil")},
            {"name": "Annuaire gardé", "url": reverse("recherche:hors_ligne")},
        ],
    }
    return JsonResponse(corps, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


def _km(request: HttpRequest) -> int:
    return next((km for km in KM if str(km) == request.GET.get("km")), KM_PAR_DEFAUT)


@login_not_required
@require_safe
@etiquetee
def page(request: HttpRequest) -> HttpResponse:
    """Choose a commune whose directory this browser keeps; search in it without network."""
    try:
        lecture = lire_pres(request.GET.get("pres", ""))
    except ValueError:
        lecture = Lecture(None, "")
    code = lecture.origine.code_insee if lecture.origine else ""
    commune = Commune.objects.filter(code_insee=code).first() if code else None
    km = _km(request)
    contexte = {
        # An address that came in the URL is its commune by now, and goes no further.
        "pres": lecture.parametre,
        "inconnue": bool(request.GET.get("pres", "").strip()) and commune is None,
        "commune": commune,
        "km": km,
        "choix_km": KM,
        "lieux": len(Etendue(commune, km).trouver(now=timezone.now())[0]) if commune else 0,
        "themes": [(t.code, t.label) for t in THEMES],
        "page_active": "",
    }
    return render(request, "recherche/hors_ligne.html", contexte)


@login_not_required
@require_safe
@partial(etiquetee, instant=un_jour)
def annuaire_json(request: HttpRequest, code: str) -> JsonResponse:
    """The directory of a commune and of what is around it, to keep; it changes with the data, or with the day."""
    commune = Commune.objects.filter(code_insee=code[:5], latitude__isnull=False).first() if len(code) == 5 else None
    if commune is None:
        raise Http404
    corps = annuaire(Etendue(commune, _km(request)), now=timezone.now())
    return JsonResponse(corps, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
