"""The journal of imports, in the federation's own corner; the open data, for everybody."""

from django.urls import path

from echanges import opendata, views

app_name = "echanges"
urlpatterns = [
    path("opendata/", opendata.page, name="opendata"),
    path("opendata/lieux-mediation-numerique.csv", opendata.standard, name="standard"),
    path("f/<slug:slug>/imports/", views.imports, name="imports"),
    path("f/<slug:slug>/imports/<int:pk>/", views.detail, name="import"),
]
