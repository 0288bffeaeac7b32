"""Addresses of « Entre nous »."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from reseau.urls_agenda import agenda
from reseau.urls_annonces import annonces
from reseau.urls_documents import documents
from reseau.views import accueil, lettre

app_name = "reseau"
urlpatterns = [
    path("entre-nous/", accueil.accueil, name="accueil"),
    path("entre-nous/lettre/", lettre.lettre, name="lettre"),
    path("entre-nous/lettre/<str:jeton>/", lettre.lettre_lien, name="lettre_lien"),
    *annonces,
    *documents,
    *agenda,
    path("entre-nous/<slug:salle>/<uid:uid>/retirer/", accueil.moderer, name="moderer"),
]
