from django.apps import AppConfig


class EchangesConfig(AppConfig):
    name = "echanges"
    verbose_name = "Échanges"

    def ready(self) -> None:
        from echanges import entretien, taches  # noqa: F401  register what the worker does
