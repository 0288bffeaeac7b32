"""Who receives: shown by function. The only table that holds people's names; it has no history."""

from django.db import models
from django.db.models import Q

from ateliers.nomenclature import HABILITATIONS, METIERS
from core.masques import MasqueField
from core.uid import UidField
from structures.models import Structure


class Intervenant(models.Model):
    """Somebody who receives residents, often in several places."""

    uid = UidField()
    employeur = models.ForeignKey(
        Structure, on_delete=models.PROTECT, null=True, blank=True, related_name="intervenants"
    )
    metier = models.CharField("métier", max_length=24, choices=METIERS.choices())
    habilitations = MasqueField("habilitations", nomenclature=HABILITATIONS)
    prenom = models.CharField("prénom", max_length=40, blank=True, help_text="Seulement si la personne le souhaite.")
    prenom_accorde_a = models.DateTimeField("prénom accordé à", null=True, blank=True)

    class Meta:
        verbose_name = "intervenant·e"
        verbose_name_plural = "intervenant·es"
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_prenom_accorde",
                condition=Q(prenom="", prenom_accorde_a__isnull=True)
                | (~Q(prenom="") & Q(prenom_accorde_a__isnull=False)),
                violation_error_message="Un prénom n’est gardé qu’avec l’accord daté de la personne.",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_metier_connu",
                condition=Q(metier__in=[t.code for t in METIERS]),
            ),
        ]

    def __str__(self) -> str:
        return METIERS[self.metier].label if self.metier in METIERS else self.metier
