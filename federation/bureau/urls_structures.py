"""Addresses of the table of structures and places, and of what is done from it."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from federation.bureau.views import structures

tableau = [
    path("f/<slug:slug>/structures/", structures.structures, name="structures"),
]
