from django.apps import AppConfig


class OrientationsConfig(AppConfig):
    name = "orientations"
    verbose_name = "Orientations"

    def ready(self) -> None:
        from core import registre
        from orientations.relations import controles, entretien  # noqa: F401  register the check and the nightly job
        from orientations.relations.courriels import SOURCE, adresse_de_la_personne

        registre.adresse(SOURCE)(adresse_de_la_personne)
