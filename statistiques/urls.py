"""Addresses of the figures of a network."""

from django.urls import path

from statistiques import views
from statistiques.manque import views as manque

app_name = "statistiques"
urlpatterns = [
    path("f/<slug:slug>/etat-des-lieux/", views.etat, name="etat"),
    path("f/<slug:slug>/etat-des-lieux/livret/", views.livret, name="livret"),
    path("f/<slug:slug>/etat-des-lieux/communes/", views.par_commune, name="communes"),
    path("f/<slug:slug>/etat-des-lieux/<slug:cle>/", views.indicateur, name="indicateur"),
    path("f/<slug:slug>/ou-manque/", manque.ou_manque, name="ou_manque"),
]
