"""What a structure lends to the others."""

from django import forms

from partenaires.models import Pret


class PretForm(forms.ModelForm):
    """One thing that is lent, and on what terms."""

    class Meta:
        model = Pret
        fields = ["intitule", "conditions"]
        labels = {"intitule": "Ce que vous prêtez", "conditions": "À quelles conditions"}
        help_texts = {
            "intitule": "« Une imprimante 3D et son mode d’emploi », « une malle de six tablettes ».",
            "conditions": "« Gratuit, deux semaines, à venir chercher ».",
        }
        error_messages = {"intitule": {"required": "Dites ce que vous prêtez."}}
