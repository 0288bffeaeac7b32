"""Addresses of what follows a structure over time: reports, who receives, the year's figures."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid » and « decor »
from espace.views import chiffres, personnes, signalements

suivi = [
    path("lieux/<uid:uid><decor:slug>/signaler/", signalements.signaler_lieu, name="signaler_lieu"),
    path("offres/<uid:uid><decor:slug>/signaler/", signalements.signaler_offre, name="signaler_offre"),
    path("espace/signalements/<int:pk>/", signalements.signalement, name="signalement"),
    path("espace/<uid:uid>/signalements/", signalements.signalements, name="signalements"),
    path("espace/<uid:uid>/personnes/", personnes.personnes, name="personnes"),
    path("espace/<uid:uid>/personnes/ajouter/", personnes.ajouter, name="ajouter_personne"),
    path("espace/<uid:uid>/personnes/<uid:personne_uid>/", personnes.personne, name="personne"),
    path("espace/<uid:uid>/personnes/<uid:personne_uid>/prenom/", personnes.prenom, name="prenom"),
    path("espace/<uid:uid>/personnes/<uid:personne_uid>/retirer/", personnes.retirer, name="retirer_personne"),
    path("espace/<uid:uid>/chiffres/", chiffres.chiffres_du_moment, name="chiffres_du_moment"),
    path("espace/<uid:uid>/chiffres/<int:annee>/", chiffres.chiffres, name="chiffres"),
    path("espace/<uid:uid>/chiffres/<int:annee>/saisir/", chiffres.saisir_chiffres, name="saisir_chiffres"),
]
