"""Invite somebody: to a structure, or to administer a federation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from comptes.models import Administrateur, Federation, plier_courriel
from structures.models import Membre, Structure
from structures.nomenclature import Role, RoleInvite


class InvitationForm(forms.Form):
    """An address and a role; in a federation there is only one role."""

    courriel = forms.EmailField(
        label="Adresse de courriel",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    role = forms.ChoiceField(
        label="Rôle",
        choices=[(Role.EQUIPE, "Équipe : tient à jour"), (Role.RESPONSABLE, "Responsable : modifie tout, invite")],
        initial=Role.EQUIPE,
    )

    def __init__(self, *args: Any, cible: Structure | Federation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cible = cible
        if isinstance(cible, Federation):
            del self.fields["role"]

    @property
    def role_choisi(self) -> str:
        return self.cleaned_data.get("role", RoleInvite.ADMINISTRATEUR)

    def clean_courriel(self) -> str:
        courriel = plier_courriel(self.cleaned_data["courriel"])
        if isinstance(self.cible, Structure):
            deja = Membre.objects.filter(structure=self.cible, utilisateur__courriel=courriel).exists()
        else:
            deja = Administrateur.objects.filter(federation=self.cible, utilisateur__courriel=courriel).exists()
        if deja:
            raise ValidationError("Cette personne est déjà là.")
        return courriel


class RoleForm(forms.Form):
    """The role of a member."""

    role = forms.ChoiceField(choices=Role.choices)


class AccepterForm(forms.Form):
    """What somebody new may say of themselves when they accept."""

    nom = forms.CharField(
        label="Votre nom (si vous voulez)",
        required=False,
        max_length=120,
        help_text="Pour l’équipe et l’historique. Jamais sur une page publique.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class ExigenceForm(forms.ModelForm):
    """Whether a federation wants a second factor of those who administer it."""

    class Meta:
        model = Federation
        fields = ["exige_second_facteur"]
        labels = {"exige_second_facteur": "Demander un code du téléphone à chaque connexion"}
        help_texts = {"exige_second_facteur": ""}  # the page says it, with where to set one up


class SuppressionForm(forms.Form):
    """Close one's account: the word is written, so that nobody does it by mistake."""

    mot = forms.CharField(
        label="Écrivez « supprimer » pour confirmer",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def clean_mot(self) -> str:
        mot = self.cleaned_data["mot"].strip(" «»\u00a0.").lower()
        if mot != "supprimer":
            raise ValidationError("Écrivez le mot « supprimer ».")
        return mot
