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


class Licence(models.TextChoices):
    """What others may do with a sheet."""

    RESEAU = "reseau", "Pour les membres du réseau seulement"
    CC_BY = "cc_by", "À reprendre librement, en citant l’auteur (CC BY)"
    CC_BY_SA = "cc_by_sa", "À reprendre en citant l’auteur, et à partager de même (CC BY-SA)"
    CC_BY_NC_SA = "cc_by_nc_sa", "De même, sans usage commercial (CC BY-NC-SA)"
    ETALAB = "etalab", "Licence Ouverte 2.0"
    CC0 = "cc0", "Domaine public (CC0)"


class GenreEvenement(models.TextChoices):
    FORMATION = "formation", "Formation"
    RENCONTRE = "rencontre", "Rencontre"
    TEMPS_FORT = "temps_fort", "Temps fort"
