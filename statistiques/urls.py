"""Addresses of the figures of a network, all under /f/<slug>/."""

from django.urls import path

from statistiques import views

app_name = "statistiques"
urlpatterns = [
    path("f/<slug:slug>/etat-des-lieux/", views.etat, name="etat"),
    path("f/<slug:slug>/etat-des-lieux/livret/", views.livret, name="livret"),
    path("f/<slug:slug>/etat-des-lieux/communes/", views.par_commune, name="communes"),
    path("f/<slug:slug>/etat-des-lieux/<slug:cle>/", views.indicateur, name="indicateur"),
]
