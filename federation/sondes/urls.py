"""Addresses of the probes, beside `/sante`."""

from django.urls import path

from federation.sondes import views

app_name = "sondes"
urlpatterns = [
    path("sante/pret", views.pret, name="pret"),
    path("sante/metriques", views.metriques, name="metriques"),
]
