"""Addresses of « Mon espace », and of the links of those who have no account."""

from django.urls import path

import core.converters  # noqa: F401  registers « uid »
from espace.urls_activites import a_tenir
from espace.urls_comptes import comptes
from espace.urls_gestes import gestes
from espace.urls_rappels import rappels
from espace.urls_suivi import suivi
from espace.views import adresses, cartes, fermetures, horaires, pages, partenaires, prets

app_name = "espace"
urlpatterns = [
    path("espace/", pages.accueil, name="accueil"),
    path("espace/adresses/", adresses.adresses, name="adresses"),
    path("espace/apercu-horaires/", horaires.apercu_horaires, name="apercu_horaires"),
    path("espace/<uid:uid>/partenaires/", partenaires.partenaires, name="partenaires"),
    path("espace/<uid:uid>/partenaires/<int:pk>/", partenaires.partenaires, name="partenaire"),
    path("espace/partenaires/<int:pk>/retirer/", partenaires.retirer, name="retirer_partenaire"),
    path("espace/prets/", prets.catalogue, name="catalogue"),
    path("espace/<uid:uid>/prets/", prets.prets, name="prets"),
    path("espace/<uid:uid>/prets/<int:pk>/", prets.prets, name="pret"),
    path("espace/prets/<int:pk>/retirer/", prets.retirer, name="retirer_pret"),
    path("espace/<uid:uid>/", pages.structure, name="structure"),
    path("espace/lieux/<uid:uid>/", pages.lieu, name="lieu"),
    path("espace/lieux/<uid:uid>/vacances/", pages.vacances, name="vacances"),
    path("espace/lieux/<uid:uid>/fermetures/", fermetures.fermetures, name="fermetures"),
    path("espace/fermetures/<int:pk>/retirer/", fermetures.retirer, name="retirer_fermeture"),
    path("espace/offres/<uid:uid>/", pages.offre, name="offre"),
    path("espace/<slug:genre>/<uid:uid>/cartes/<slug:cle>/", cartes.carte, name="carte"),
    path("espace/operations/<uuid:operation>/annuler/", cartes.annuler_operation, name="annuler"),
    *a_tenir,
    *comptes,
    *gestes,
    *rappels,
    *suivi,
]
