"""Addresses of one's own account, of teams, of a federation's administrators, and of invitations."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from espace.views import administrateurs, compte, courrier, equipe, invitation

comptes = [
    path("espace/<uid:uid>/equipe/", equipe.equipe, name="equipe"),
    path("espace/<uid:uid>/equipe/quitter/", equipe.quitter, name="quitter"),
    path("espace/equipe/<int:pk>/role/", equipe.changer_role, name="changer_role"),
    path("espace/equipe/<int:pk>/retirer/", equipe.retirer, name="retirer_membre"),
    path("espace/invitations/<int:pk>/renvoyer/", equipe.renvoyer, name="renvoyer_invitation"),
    path("espace/invitations/<int:pk>/annuler/", equipe.annuler, name="annuler_invitation"),
    path("f/<slug:slug>/administrateurs/", administrateurs.administrateurs, name="administrateurs"),
    path("f/<slug:slug>/administrateurs/second-facteur/", administrateurs.exigence, name="exigence"),
    path("f/<slug:slug>/administrateurs/<int:pk>/retirer/", administrateurs.retirer, name="retirer_administrateur"),
    path("invitation/", invitation.invitation, name="invitation"),
    path("compte/", compte.compte, name="compte"),
    path("compte/supprimer/", compte.supprimer, name="supprimer_compte"),
    path("demo/courrier/", courrier.courrier_demo, name="courrier_demo"),
]
