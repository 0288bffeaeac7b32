"""Addresses of the federation's workspace, all under /f/<slug>/."""

from django.urls import path

from federation.bureau.urls_files import a_traiter
from federation.bureau.urls_structures import tableau
from federation.bureau.views import accueil, campagnes, federation, journal, partenariats

app_name = "bureau"
urlpatterns = [
    path("f/<slug:slug>/bureau/", accueil.accueil, name="accueil"),
    path("f/<slug:slug>/federation/", federation.federation, name="federation"),
    path("f/<slug:slug>/partenariats/", partenariats.partenariats, name="partenariats"),
    *tableau,
    path("f/<slug:slug>/campagnes/", campagnes.campagnes, name="campagnes"),
    path("f/<slug:slug>/campagnes/<int:pk>/", campagnes.campagne, name="campagne"),
    path("f/<slug:slug>/campagnes/<int:pk>/relancer/", campagnes.relancer, name="relancer_campagne"),
    path("f/<slug:slug>/campagnes/<int:pk>/clore/", campagnes.clore, name="clore_campagne"),
    *a_traiter,
    path("f/<slug:slug>/journal/", journal.journal, name="journal"),
]
