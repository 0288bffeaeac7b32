from django.apps import AppConfig


class StatistiquesConfig(AppConfig):
    name = "statistiques"
    verbose_name = "Statistiques"

    def ready(self) -> None:
        from statistiques import entretien  # noqa: F401  registers the daily jobs
