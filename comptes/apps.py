from django.apps import AppConfig


class ComptesConfig(AppConfig):
    name = "comptes"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from comptes.envoi import constater_interruptions, envoyer_courriels
        from core import registre

        registre.file("courriels")(envoyer_courriels)
        registre.reprise("courriels")(constater_interruptions)
