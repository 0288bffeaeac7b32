"""Addresses of the paper to hand over and of what follows it."""

from django.urls import URLPattern

app_name = "orientations"
urlpatterns: list[URLPattern] = []
