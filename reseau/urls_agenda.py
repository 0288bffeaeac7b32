"""Addresses of the agenda."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from reseau.views import agenda as vues

agenda = [
    path("entre-nous/agenda/", vues.liste, name="agenda"),
    path("entre-nous/agenda/nouveau/", vues.nouveau, name="evenement_nouveau"),
    path("entre-nous/agenda/lien/", vues.lien, name="agenda_lien"),
    path("entre-nous/agenda/<str:jeton>.ics", vues.ics, name="agenda_ics"),
    path("entre-nous/agenda/<uid:uid>/", vues.evenement, name="evenement"),
    path("entre-nous/agenda/<uid:uid>/modifier/", vues.modifier, name="evenement_modifier"),
    path("entre-nous/agenda/<uid:uid>/annuler/", vues.annuler, name="evenement_annuler"),
    path("entre-nous/agenda/<uid:uid>/inscription/", vues.inscription, name="evenement_inscription"),
    path("entre-nous/agenda/<uid:uid>/inscrits/", vues.inscrits, name="evenement_inscrits"),
]
