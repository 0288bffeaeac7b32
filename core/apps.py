from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Socle"

    def ready(self) -> None:
        from core import verifications  # noqa: F401  registers the checks
        from core.exemples import donner_des_exemples

        donner_des_exemples()
