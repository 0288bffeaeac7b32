from django.apps import AppConfig


class EchangesConfig(AppConfig):
    name = "echanges"
    verbose_name = "Échanges"

    def ready(self) -> None:
        from echanges import taches  # noqa: F401  registers what the worker does
