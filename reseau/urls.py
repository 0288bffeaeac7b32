"""Addresses of « Entre nous »."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from reseau.urls_agenda import agenda
from reseau.urls_annonces import annonces
from reseau.urls_documents import documents
from reseau.views import accueil

app_name = "reseau"
urlpatterns = [
    path("entre-nous/", accueil.accueil, name="accueil"),
    *annonces,
    *documents,
    *agenda,
    path("entre-nous/<slug:salle>/<uid:uid>/retirer/", accueil.moderer, name="moderer"),
]
