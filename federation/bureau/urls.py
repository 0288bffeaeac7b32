"""Addresses of the federation's workspace, all under /f/<slug>/."""

from django.urls import path

from federation.bureau.views import accueil

app_name = "bureau"
urlpatterns = [
    path("f/<slug:slug>/bureau/", accueil.accueil, name="accueil"),
]
