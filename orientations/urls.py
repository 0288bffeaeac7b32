"""Addresses of the paper to hand over and of what follows it."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid » and « decor »
from orientations import views
from orientations.relations import views as relations

app_name = "orientations"
urlpatterns = [
    path("offres/<uid:uid><decor:slug>/papier/", views.papier, name="papier"),
    path("offres/<uid:uid>/prevenir/", relations.prevenir_le_lieu, name="prevenir"),
    path("demandes/", relations.demandes, name="demandes"),
    path("demandes/<uid:uid>/", relations.relation, name="relation"),
    path("demandes/<uid:uid>/exporter/", relations.exporter, name="exporter_relation"),
    path("demandes/<uid:uid>/effacer/", relations.effacer_la_personne, name="effacer_relation"),
    path("demandes/reglage/<uid:uid>/", relations.reglage, name="reglage_relation"),
    path("r/<str:jeton>/", relations.repondre_par_lien, name="repondre"),
    path("offres/<uid:uid><decor:slug>/orienter/", views.noter, name="noter"),
    path("comparer/", views.comparer, name="comparer"),
    path("espace/<uid:uid>/orientations/", views.chiffres, name="chiffres"),
    path("o/<uid:uid>/", views.vivant, name="vivant"),
]
