"""Addresses of the figures of a network."""

from django.urls import URLPattern

app_name = "statistiques"
urlpatterns: list[URLPattern] = []
