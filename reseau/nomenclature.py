"""Closed lists of « Entre nous »."""

from django.db import models


class Sens(models.TextChoices):
    CHERCHE = "cherche", "Je cherche"
    PROPOSE = "propose", "Je propose"


class GenreAnnonce(models.TextChoices):
    INTERVENANT = "intervenant", "Intervenant·e"
    BENEVOLE = "benevole", "Bénévole"
    PRET = "pret", "Prêt de matériel"
    SALLE = "salle", "Salle"
    FORMATION = "formation", "Formation"
    AUTRE = "autre", "Autre chose"


class Issue(models.TextChoices):
    """How an announcement ended."""

    TROUVE = "trouve", "C’est trouvé"
    RETIREE = "retiree", "Retirée par la structure"
    EXPIREE = "expiree", "Arrivée à sa date de fin"
