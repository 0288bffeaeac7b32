"""Addresses of « Je cherche, je propose »."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from reseau.views import annonces as vues

annonces = [
    path("entre-nous/annonces/", vues.liste, name="annonces"),
    path("entre-nous/annonces/nouvelle/", vues.nouvelle, name="annonce_nouvelle"),
    path("entre-nous/annonces/<uid:uid>/", vues.annonce, name="annonce"),
    path("entre-nous/annonces/<uid:uid>/modifier/", vues.modifier, name="annonce_modifier"),
    path("entre-nous/annonces/<uid:uid>/clore/", vues.clore, name="annonce_clore"),
    path("entre-nous/annonces/<uid:uid>/repondre/", vues.repondre, name="annonce_repondre"),
    path("entre-nous/messages/<uid:uid>/", vues.message, name="message"),
]
