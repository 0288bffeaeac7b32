"""Every address of the site. Each view is closed unless it says `@login_not_required`."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    # First: what everybody reads, and the most often.
    path("", include("recherche.urls")),
    path("", include("federation.sondes.urls")),
    path("admin/", admin.site.urls),
    path("", include("comptes.urls")),
    path("", include("espace.urls")),
    path("", include("reseau.urls")),
    path("", include("echanges.urls")),
    path("", include("statistiques.urls")),
    path("", include("orientations.urls")),
    path("", include("federation.bureau.urls")),
]

handler400 = "core.refus.refuser"
handler500 = "core.pannes.erreur"
