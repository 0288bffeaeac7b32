"""Addresses of what waits for an administrator: the queues, the duplicates, the merges."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from federation.bureau.views import doublons, files

DEUX = "f/<slug:slug>/doublons/<slug:genre>/<uid:un>/<uid:deux>/"
a_traiter = [
    path("f/<slug:slug>/a-traiter/", files.a_traiter, name="a_traiter"),
    path("f/<slug:slug>/a-traiter/<slug:cle>/", files.file, name="file"),
    path("f/<slug:slug>/doublons/", doublons.doublons, name="doublons"),
    path("f/<slug:slug>/doublons/autres/", doublons.autres, name="autres_doublons"),
    path(DEUX, doublons.comparer, name="comparer"),
    path(f"{DEUX}distincts/", doublons.distincts, name="distincts"),
    path("f/<slug:slug>/fusions/<int:pk>/defaire/", doublons.defaire_fusion, name="defaire_fusion"),
]
