"""The sign-in form."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm


class ConnexionForm(AuthenticationForm):
    """E-mail and password; one message whatever is wrong, so that nobody learns who has an account."""

    username = forms.EmailField(
        label="Adresse de courriel",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    error_messages = {
        "invalid_login": "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux.",
        "inactive": "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez les deux.",
    }

    def clean_username(self) -> str:
        return self.cleaned_data["username"].strip().lower()
