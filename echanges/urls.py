"""The journal of imports, in the federation's own corner."""

from django.urls import path

from echanges import views

app_name = "echanges"
urlpatterns = [
    path("f/<slug:slug>/imports/", views.imports, name="imports"),
    path("f/<slug:slug>/imports/<int:pk>/", views.detail, name="import"),
]
