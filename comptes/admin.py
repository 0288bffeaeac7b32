"""Django's admin for accounts and federations: the installer's tool, superusers only."""

from typing import Any

from django.contrib import admin
from django.db import models

from comptes.models import Administrateur, Courriel, Federation, Utilisateur


class AdministrateurInline(admin.TabularInline):
    model = Administrateur
    extra = 0


@admin.register(Federation)
class FederationAdmin(admin.ModelAdmin):
    list_display = ["nom", "slug", "territoire"]
    inlines = [AdministrateurInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Utilisateur)
class UtilisateurAdmin(admin.ModelAdmin):
    list_display = ["courriel", "nom", "is_active", "is_superuser"]
    search_fields = ["courriel"]
    fields = ["courriel", "nom", "is_active", "is_staff", "is_superuser"]

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """An account is anonymised in place, never deleted: history refers to it."""
        return False


@admin.register(Courriel)
class CourrielAdmin(admin.ModelAdmin):
    list_display = ["sujet", "destinataire", "etat", "ecrit_a", "envoye_a"]
    list_filter = ["etat"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False
