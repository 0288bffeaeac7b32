"""Addresses of the table of structures and places, and of what is done from it."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from federation.bureau.views import correction, ensemble, structures

tableau = [
    path("f/<slug:slug>/structures/", structures.structures, name="structures"),
    path("f/<slug:slug>/structures/ensemble/", ensemble.ensemble, name="ensemble"),
    path("f/<slug:slug>/structures/nouvelle/", correction.nouvelle, name="nouvelle"),
    path("f/<slug:slug>/structures/<uid:uid>/corriger/", correction.corriger, name="corriger"),
    path("f/<slug:slug>/travaux/<int:pk>/", ensemble.travail, name="travail"),
    path("f/<slug:slug>/operations/<uuid:operation>/annuler/", ensemble.defaire, name="defaire"),
]
