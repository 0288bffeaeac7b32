"""Sign in and out."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from comptes import views

app_name = "comptes"
urlpatterns = [
    path("connexion/", views.connexion, name="connexion"),
    path("deconnexion/", LogoutView.as_view(), name="deconnexion"),
]
