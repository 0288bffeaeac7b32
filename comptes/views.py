"""Sign in."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.urls import reverse
from django.utils.decorators import method_decorator

from comptes.forms import ConnexionForm


@method_decorator(login_not_required, name="dispatch")
class Connexion(LoginView):
    """Sign in by e-mail and password; somebody signed in already goes to their account."""

    template_name = "comptes/connexion.html"
    authentication_form = ConnexionForm
    redirect_authenticated_user = True
    extra_context = {"page_active": "connexion"}

    def get_redirect_url(self) -> str:  # type: ignore[override]  # the stubs describe a later Django
        """Return where the person was going, unless it is the sign-in page (a loop) or the sign-out page."""
        suite = super().get_redirect_url()
        nulle_part = (reverse("comptes:connexion"), reverse("comptes:deconnexion"))
        return "" if suite.startswith(nulle_part) else suite

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out Django's own « site », which would hide ours."""
        contexte = super().get_context_data(**kwargs)
        del contexte["site"]
        return contexte


connexion = Connexion.as_view()
