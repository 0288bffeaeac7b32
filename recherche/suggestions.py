"""The two addresses that receive « Près de » in the body of a request, where no log keeps it.

Both are POST without a CSRF token: public pages set no cookie, so there is none to compare with, and there is nothing
to forge here. One redirects to a search that anybody may ask for, the other reads; neither writes anything. Both may
ask the geocoder, which answers to our name: a network that asks without end is told to wait.
"""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from core.limites import Limite, client, passe_ici
from recherche.adresses import Resolution, resoudre_pres, suggestions

__all__ = ["Resolution", "pres", "resoudre_pres", "suggestions_json"]

# A town hall's fifty computers are one network; somebody who types asks three times a second.
RECHERCHES = Limite("pres", 300, timedelta(minutes=1))
FRAPPES = Limite("pres:suggestions", 1200, timedelta(minutes=1))
# The URL that follows must stay under what servers accept (about 4,000 characters).
VALEURS, LONGUEUR, TOTAL = 80, 200, 3000
# `csrfmiddlewaretoken` is never asked for, `page` and `avis` speak of an earlier search.
SANS_SUITE = frozenset({"pres", "page", "avis", "csrfmiddlewaretoken"})


@login_not_required
@csrf_exempt
@never_cache
@require_POST
@sensitive_post_parameters("pres")
def pres(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Receive the whole search form, and send it on as a URL that says a commune or a point, never an address."""
    now = timezone.now()
    if not passe_ici(RECHERCHES, client(request), now=now):
        return render(request, "429.html", status=429)
    resolution = resoudre_pres(_propre(request.POST.get("pres", "")), now)
    suite = _repris(request.POST)
    if resolution.parametre:
        suite["pres"] = resolution.parametre
    if resolution.message_code:
        suite["avis"] = resolution.message_code
        if not resolution.parametre:
            # Without anything asked the home page would show, which has no room for a message.
            suite.setdefault("tout", "1")
    chemin = reverse("recherche:federation", args=[slug]) if slug else reverse("recherche:accueil")
    reponse = HttpResponseRedirect(f"{chemin}?{suite.urlencode()}" if suite else chemin)
    reponse.status_code = 303  # the browser asks for it with GET, whatever it sent
    return reponse


@login_not_required
@csrf_exempt
@never_cache
@require_POST
@sensitive_post_parameters("pres")
def suggestions_json(request: HttpRequest) -> JsonResponse:
    """Return what the text being typed may mean: `[{"label", "valeur"}]`, at most six."""
    now = timezone.now()
    if not passe_ici(FRAPPES, client(request), now=now):
        return JsonResponse([], safe=False, status=429)
    trouvees = suggestions(_propre(request.POST.get("pres", "")), now=now)
    return JsonResponse(trouvees, safe=False, json_dumps_params={"ensure_ascii": False})


def _propre(texte: str) -> str:
    """Return the text without what PostgreSQL or a URL refuses (NUL, lone surrogates)."""
    return texte.replace("\x00", "").encode("utf-8", "ignore").decode()


def _repris(envoye: QueryDict) -> QueryDict:
    """Return the rest of the form as it was sent, within reason; the search drops what it does not know."""
    suite = QueryDict(mutable=True)
    compte, total = 0, 0
    for nom, valeurs in envoye.lists():
        for valeur in map(_propre, valeurs):
            valeur = valeur.strip()[:LONGUEUR]
            compte, total = compte + bool(valeur), total + len(valeur) + len(nom)
            if nom in SANS_SUITE or not valeur or "\x00" in nom or compte > VALEURS or total > TOTAL:
                continue
            suite.appendlist(_propre(nom)[:50], valeur)
    return suite
