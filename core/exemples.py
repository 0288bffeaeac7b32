"""What a refused answer looks like when it is right: one example for each kind of field, that no form can leave out."""

from django import forms

# The telephone number's field has its own already.
EXEMPLES: dict[type[forms.Field], str] = {
    forms.EmailField: "Écrivez une adresse entière, par exemple nom@exemple.fr.",
    forms.URLField: "Écrivez une adresse entière, par exemple https://www.exemple.fr.",
    forms.DateField: "Écrivez un jour entier, par exemple 27/11/2026.",
    forms.TimeField: "Écrivez une heure, par exemple 14:30.",
    forms.DateTimeField: "Écrivez un jour et une heure, par exemple 27/11/2026 14:30.",
    forms.IntegerField: "Écrivez un nombre entier, par exemple 12.",
    forms.FloatField: "Écrivez un nombre, par exemple 12,5.",
    forms.DecimalField: "Écrivez un nombre, par exemple 12,5.",
}


def donner_des_exemples() -> None:
    """Make Django's own fields say it, wherever a form or a model declares one (RGAA 11.11)."""
    for champ, message in EXEMPLES.items():
        champ.default_error_messages = {**champ.default_error_messages, "invalid": message}
