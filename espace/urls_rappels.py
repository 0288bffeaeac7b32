"""Addresses about reminders: stop them, take them up again, see what did not arrive."""

from django.urls import path

from espace.views import rappels as vues

rappels = [
    path("espace/rappels/", vues.rappels, name="rappels"),
    path("rappels/<str:jeton>/", vues.rappels_lien, name="rappels_lien"),
    path("f/<slug:slug>/courriels/", vues.courriels, name="courriels"),
]
