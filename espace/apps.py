from django.apps import AppConfig


class EspaceConfig(AppConfig):
    name = "espace"
    verbose_name = "Mon espace"

    def ready(self) -> None:
        from espace import entretien  # noqa: F401  registers the night's work
