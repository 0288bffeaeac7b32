"""What is looked for among the partnerships of a network."""

from django import forms

from federation.bureau.partenariats import CriteresPartenariats
from partenaires.models import OBJETS


class PartenariatsForm(forms.Form):
    """An invalid field is dropped; the others answer."""

    q = forms.CharField(label="Centre ou partenaire", max_length=100, required=False)
    objet = forms.ChoiceField(label="Pour quoi", choices=[("", "Tout"), *OBJETS.choices()], required=False)
    finis = forms.ChoiceField(label="Quand", choices=[("", "En cours"), ("oui", "Finis")], required=False)

    def criteres(self) -> CriteresPartenariats:
        """Return what is looked for."""
        self.is_valid()
        lus = self.cleaned_data
        return CriteresPartenariats(lus.get("q", ""), lus.get("objet", ""), finis=lus.get("finis") == "oui")
