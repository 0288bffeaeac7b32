"""Which addresses search engines may keep: closed unless listed, as rights are.

A signed link, a workspace, a paper or an embed that somebody adds later is left out by itself. `robots.txt` spares
visits; the header is what keeps an address out, even one that somebody has posted somewhere.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

INDEXABLES = frozenset({
    *(f"recherche:{nom}" for nom in (
        "accueil", "federation", "lieu", "offre", "photo", "sans_internet", "ecrivains_publics",
        "conseillers_numeriques", "aide", "accessibilite", "mentions", "plan", "plan_partie", "robots", "favicon",
    )),
    *(f"echanges:{nom}" for nom in (
        "opendata", "annuaire", "standard", "changements", "flux_changements", "releve", "releve_csv",
    )),
})  # fmt: skip
RECHERCHES = frozenset({"recherche:accueil", "recherche:federation"})  # with a question, they are endless
DISALLOW = (
    "/admin/", "/connexion/", "/deconnexion/", "/compte/", "/invitation/", "/espace/", "/entre-nous/", "/demandes/",
    "/demo/", "/f/*/", "/poste/", "/mes-permanences/", "/agir/", "/rappels/", "/r/", "/o/", "/comparer/", "/pres/",
    "/rien-trouve/", "/carte/", "/hors-ligne/", "/style/", "/sante", "/api/", "/integrer/",
    "/offres/*/papier/", "/offres/*/prevenir/", "/offres/*/orienter/", "/offres/*/signaler/", "/lieux/*/signaler/",
    "/lieux/*/semaine/", "/*.ics", "/*?",
)  # fmt: skip
ALLOW = ("/f/*/$", "/plan-")
_INDEX = "X-Robots-Tag"


def regles(plan: str) -> str:
    """Return the text of robots.txt; `plan` is the address of the map of the site."""
    lignes = ["User-agent: *", *(f"Disallow: {c}" for c in DISALLOW), *(f"Allow: {c}" for c in ALLOW)]
    return "\n".join([*lignes, f"Sitemap: {plan}", ""])


def ne_pas_indexer(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Ask search engines to keep no address but those that are listed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        reponse = get_response(request)
        trouve = request.resolver_match
        nom = trouve.view_name if trouve else ""
        if nom not in INDEXABLES or (nom in RECHERCHES and request.GET):
            reponse.headers.setdefault(_INDEX, "noindex")
        return reponse

    return middleware
