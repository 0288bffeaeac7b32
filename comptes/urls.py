"""Sign in and out; what one changes of one's own account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from comptes.views import compte, connexion, second_facteur

app_name = "comptes"
urlpatterns = [
    path("connexion/", connexion.connexion, name="connexion"),
    path("connexion/lien/", connexion.lien, name="lien"),
    path("connexion/confirmer/", connexion.confirmer, name="confirmer"),
    path("deconnexion/", LogoutView.as_view(), name="deconnexion"),
    path("compte/nom/", compte.nom, name="nom"),
    path("compte/mot-de-passe/", compte.mot_de_passe, name="mot_de_passe"),
    path("compte/sessions/", compte.fermer, name="sessions"),
    path("compte/verification/", second_facteur.verification, name="verification"),
    path("compte/second-facteur/", second_facteur.second_facteur, name="second_facteur"),
    path("compte/second-facteur/codes/", second_facteur.codes, name="codes"),
    path("compte/second-facteur/retirer/", second_facteur.retirer, name="retirer_second_facteur"),
]
