"""Addresses of « Mon espace », and of the links of those who have no account."""

from django.urls import URLPattern

app_name = "espace"
urlpatterns: list[URLPattern] = []
