"""The journal of imports, in the federation's own corner; the open data and the calendars, for everybody."""

from django.urls import include, path

import core.converters  # noqa: F401  registers « uid » and « decor »
from echanges import assistant, opendata, views
from echanges.agenda import views as agenda
from echanges.annuaire import views as annuaire
from echanges.changements import flux
from echanges.changements import views as changements
from echanges.integration import views as integration
from echanges.integration.fabrique import fabrique

app_name = "echanges"
urlpatterns = [
    path("api/v1/", include("echanges.api.urls")),
    path("opendata/", opendata.page, name="opendata"),
    path("opendata/data-inclusion-<slug:quoi>.json", opendata.inclusion, name="inclusion"),
    path("opendata/lieux-mediation-numerique.csv", opendata.standard, name="standard"),
    path("opendata/changements/", changements.liste, name="changements"),
    path("opendata/changements.atom", flux.changements, name="flux_changements"),
    path("opendata/changements/<jour:semaine>/", changements.releve, name="releve"),
    path("opendata/changements/<jour:semaine>.csv", changements.fichier, name="releve_csv"),
    path("agenda.ics", agenda.recherche, name="agenda"),
    path("lieux/<uid:uid><decor:slug>/agenda.ics", agenda.lieu, name="agenda_lieu"),
    path("offres/<uid:uid><decor:slug>/agenda.ics", agenda.offre, name="agenda_offre"),
    path("annuaire/", annuaire.choisir, name="annuaire"),
    path("annuaire/imprimer/", annuaire.imprimer, name="annuaire_imprimer"),
    path("integrer/", fabrique, name="integrer"),
    path("integrer/structure/<uid:uid>/", integration.structure, name="integrer_structure"),
    path("integrer/lieu/<uid:uid>/", integration.lieu, name="integrer_lieu"),
    path("integrer/recherche/", integration.recherche, name="integrer_recherche"),
    path("integrer/<slug:genre>/<uid:uid>/points.json", integration.points_json, name="integrer_points"),
    path("f/<slug:slug>/imports/", views.imports, name="imports"),
    path("f/<slug:slug>/imports/deposer/", assistant.deposer, name="deposer"),
    path("f/<slug:slug>/imports/<int:pk>/", views.detail, name="import"),
    path("f/<slug:slug>/imports/<int:pk>/colonnes/", assistant.colonnes, name="colonnes"),
    path("f/<slug:slug>/imports/<int:pk>/verifier/", assistant.verifier, name="verifier"),
    path("f/<slug:slug>/imports/<int:pk>/refusees.csv", assistant.rejets, name="rejets"),
    path("f/<slug:slug>/imports/<int:pk>/appliquer/", assistant.appliquer, name="appliquer"),
    path("f/<slug:slug>/imports/<int:pk>/annuler/", views.annuler, name="annuler"),
    path("f/<slug:slug>/imports/<int:pk>/abandonner/", assistant.abandonner, name="abandonner"),
]
