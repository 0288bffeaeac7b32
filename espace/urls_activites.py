"""Addresses of what is begun, copied, published, suspended, closed: activities and places."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from espace.views import activites, etats

a_tenir = [
    path("espace/<uid:uid>/activites/nouvelle/", activites.nouvelle, name="activite_nouvelle"),
    path("espace/<uid:uid>/lieux/nouveau/", activites.nouveau_lieu, name="lieu_nouveau"),
    path("espace/offres/<uid:uid>/dupliquer/", activites.dupliquer, name="dupliquer"),
    path("espace/<slug:genre>/<uid:uid>/etat/", etats.etat, name="etat"),
    path("espace/<slug:genre>/<uid:uid>/suspendre/", etats.suspendre, name="suspendre"),
    path("espace/<slug:genre>/<uid:uid>/clore/", etats.clore, name="clore"),
]
