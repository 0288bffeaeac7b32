"""Addresses of the paper to hand over and of what follows it."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid » and « decor »
from orientations import views

app_name = "orientations"
urlpatterns = [
    path("offres/<uid:uid><decor:slug>/papier/", views.papier, name="papier"),
    path("o/<uid:uid>/", views.vivant, name="vivant"),
]
