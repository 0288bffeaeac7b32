from django.apps import AppConfig


class StructuresConfig(AppConfig):
    name = "structures"
    verbose_name = "Structures et lieux"

    def ready(self) -> None:
        from structures import entretien  # noqa: F401  registers the night's work on photographs
