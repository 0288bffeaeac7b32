"""Django's admin for the directory's nouns, through the one writer: the installer's tool, superusers only."""

from typing import Any

from django.contrib import admin
from django.db import models

from ateliers.actions import enregistrer
from ateliers.models import Intervenant, Offre
from core.models import Version
from core.voies import Voie
from structures.models import Lieu, Membre, Structure


class EcritParLeRedacteur(admin.ModelAdmin):
    """Save through `ateliers.actions`, and delete nothing: places and activities are archived."""

    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        enregistrer(form, by=request.user, voie=Voie.ECRAN)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class MembreInline(admin.TabularInline):
    model = Membre
    extra = 0
    raw_id_fields = ["utilisateur"]


@admin.register(Structure)
class StructureAdmin(EcritParLeRedacteur):
    list_display = ["nom", "nature", "federation"]
    search_fields = ["nom"]
    inlines = [MembreInline]
    raw_id_fields = ["fusionnee_dans"]


@admin.register(Lieu)
class LieuAdmin(EcritParLeRedacteur):
    list_display = ["nom", "commune", "etat", "verifie_le"]
    list_select_related = ["commune"]
    search_fields = ["nom"]
    raw_id_fields = ["structure", "commune", "fusionne_dans", "verifie_par"]


@admin.register(Offre)
class OffreAdmin(EcritParLeRedacteur):
    list_display = ["nom", "nature", "lieu", "etat", "dispo"]
    list_select_related = ["lieu"]
    search_fields = ["nom"]
    raw_id_fields = ["structure", "lieu", "fusionne_dans", "verifie_par", "dispo_par", "intervenants"]


@admin.register(Intervenant)
class IntervenantAdmin(admin.ModelAdmin):
    list_display = ["__str__", "employeur"]
    list_select_related = ["employeur"]
    raw_id_fields = ["employeur"]

    # Pages are kept by data version: a first name erased here leaves them too.
    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        Version.avancer()

    def delete_model(self, request: Any, obj: Any) -> None:
        super().delete_model(request, obj)
        Version.avancer()

    def delete_queryset(self, request: Any, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        Version.avancer()
