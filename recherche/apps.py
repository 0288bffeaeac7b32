from django.apps import AppConfig


class RechercheConfig(AppConfig):
    name = "recherche"
    verbose_name = "Recherche"

    def ready(self) -> None:
        from recherche import pyramides  # noqa: F401  register what the worker does
