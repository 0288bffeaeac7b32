"""Django's admin for accounts and federations: the installer's tool, superusers only."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.utils import timezone

from comptes.actions import renvoyer, tenir_pour_partis
from comptes.models import Administrateur, AdresseRefusee, Courriel, Federation, Utilisateur


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
    search_fields = ["destinataire", "message_id"]
    actions = ["renvoyer", "tenir_pour_partis"]

    @admin.action(description="Renvoyer (à vérifier, échoués)")
    def renvoyer(self, request: Any, queryset: Any) -> None:
        self.message_user(request, f"{renvoyer(queryset)} courriel(s) à envoyer de nouveau.")

    @admin.action(description="C’est parti (à vérifier)")
    def tenir_pour_partis(self, request: Any, queryset: Any) -> None:
        self.message_user(request, f"{tenir_pour_partis(queryset, now=timezone.now())} courriel(s) tenus pour partis.")

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(AdresseRefusee)
class AdresseRefuseeAdmin(admin.ModelAdmin):
    """Addresses that receive nothing; delete one when it works again."""

    list_display = ["courriel", "raison", "constatee_a"]
    search_fields = ["courriel"]

    def has_add_permission(self, request: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False
