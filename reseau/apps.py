from django.apps import AppConfig


class ReseauConfig(AppConfig):
    name = "reseau"
    verbose_name = "Entre nous"

    def ready(self) -> None:
        from reseau import entretien  # noqa: F401  registers the night's work
