"""Nothing that was typed is lost when the session ended meanwhile: the form comes back, to be sent again.

A session ends while a form is open (its time is over, somebody closed it from elsewhere), or another one begins in
another tab, and the form's token is then the former one's. The answer carries what was sent, in hidden fields, with a
token that is good now. It is given back only to a page of ours, as the browser says: from anywhere else, a form would
get here what CSRF refuses it, a token and somebody to press the button.
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.csrf import csrf_failure

SECRETS = {"password", "actuel", "nouveau", "code", "jeton"}  # never written in a page
JETON_CSRF = "csrfmiddlewaretoken"


def redonner(request: HttpRequest, connexion: str) -> HttpResponse | None:
    """Return the page that keeps what was sent until one has signed in; None when there is nothing to keep."""
    if not _redonnable(request):
        return None
    return _page(request, status=401, connexion=connexion)


def refus_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a token that does not fit: somebody signed in since gets their form back, others the usual page."""
    if _redonnable(request) and request.user.is_authenticated:
        return _page(request, status=403)
    return csrf_failure(request, reason)


def _page(request: HttpRequest, *, status: int, connexion: str = "") -> HttpResponse:
    champs = [(nom, valeur) for nom, valeurs in request.POST.lists() if nom != JETON_CSRF for valeur in valeurs]
    contexte = {
        "action": request.get_full_path(),
        "champs": champs,
        "fichiers": bool(request.FILES),
        "connexion": connexion,
        "page_active": "connexion",
    }
    reponse = render(request, "saisie_gardee.html", contexte, status=status)
    add_never_cache_headers(reponse)
    return reponse


def _redonnable(request: HttpRequest) -> bool:
    if request.method != "POST" or request.path.startswith("/api/") or not _vient_d_ici(request):
        return False
    return not SECRETS & set(request.POST)


def _vient_d_ici(request: HttpRequest) -> bool:
    """Tell whether the browser says that the form stood on a page of ours; no script of another site can say so."""
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    except ValueError:  # « http://[ »
        return False
