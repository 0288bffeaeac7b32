from django.apps import AppConfig


class AteliersConfig(AppConfig):
    name = "ateliers"
    verbose_name = "Activités"

    def ready(self) -> None:
        from ateliers import entretien  # noqa: F401  registers the night's work
