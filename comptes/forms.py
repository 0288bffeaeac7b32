"""Sign in, by link or by password; the account's name, its password, its codes."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, SetPasswordMixin
from django.core.exceptions import ValidationError

from comptes.models import Utilisateur, plier_courriel

ADRESSE = {"autocomplete": "username", "inputmode": "email"}


class LienForm(forms.Form):
    """Ask for a sign-in link: one field."""

    courriel = forms.EmailField(
        label="Adresse de courriel",
        max_length=254,
        widget=forms.EmailInput(attrs=ADRESSE | {"autofocus": True}),
    )

    def clean_courriel(self) -> str:
        return plier_courriel(self.cleaned_data["courriel"])


class ConnexionForm(AuthenticationForm):
    """E-mail and password; one message whatever is wrong, so that nobody learns who has an account."""

    username = forms.EmailField(
        label="Adresse de courriel",
        max_length=254,
        widget=forms.EmailInput(attrs=ADRESSE),
    )
    error_messages = {
        "invalid_login": "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux.",
        "inactive": "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux.",
    }

    def clean_username(self) -> str:
        return plier_courriel(self.cleaned_data["username"])


class NomForm(forms.ModelForm):
    """The name that the team and the history show."""

    class Meta:
        model = Utilisateur
        fields = ["nom"]
        labels = {"nom": "Nom affiché"}
        help_texts = {"nom": "Pour l’équipe et l’historique. Jamais sur une page publique."}
        widgets = {"nom": forms.TextInput(attrs={"autocomplete": "name"})}


class MotDePasseForm(SetPasswordMixin, forms.Form):
    """Choose a password; the current one is asked when the person has not signed in just now."""

    actuel = forms.CharField(
        label="Mot de passe actuel",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    nouveau = forms.CharField(
        label="Nouveau mot de passe",
        strip=False,
        max_length=1000,
        help_text="Douze caractères au moins. Une courte phrase va très bien.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, compte: Utilisateur, demander_l_actuel: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compte = compte
        if not demander_l_actuel:
            del self.fields["actuel"]

    def clean_actuel(self) -> str:
        if not self.compte.check_password(self.cleaned_data["actuel"]):
            raise ValidationError("Ce n’est pas votre mot de passe actuel.")
        return self.cleaned_data["actuel"]

    def clean(self) -> dict[str, Any]:
        self.validate_password_for_user(self.compte, "nouveau")
        return self.cleaned_data


class CodeForm(forms.Form):
    """A code read on the telephone, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
