"""The top floor, and an admin that does not need GDAL."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin.apps import SimpleAdminConfig
from django.utils.module_loading import module_has_submodule


class FederationConfig(AppConfig):
    name = "federation"
    verbose_name = "Fédération"

    def ready(self) -> None:
        from federation import entretien  # noqa: F401  registers the daily jobs of this floor
        from federation.bureau.tableau import travaux  # noqa: F401  registers the long jobs of the table
        from federation.sondes import controles  # noqa: F401  registers the check of its token


class AdminSansGdalConfig(SimpleAdminConfig):
    """Discover every app's `admin` module but leaflet's, whose import needs GDAL."""

    default_site = "federation.administration.Administration"

    def ready(self) -> None:
        super().ready()
        for app in apps.get_app_configs():
            if app.name != "leaflet" and module_has_submodule(app.module, "admin"):
                import_module(f"{app.name}.admin")
