"""What django-axes asks of us: the page of a locked address, and no network address.

Wrong passwords are counted by the address of mail that is typed, known or not: the answer tells nothing.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def repondre(request: HttpRequest, reponse: HttpResponse | None, identifiants: dict[str, Any] | None) -> HttpResponse:
    """Answer somebody who has typed too many wrong passwords: later, or by a link at once."""
    contexte = {"page_active": "connexion", "courriel": (identifiants or {}).get("username") or ""}
    return render(request, "comptes/verrouille.html", contexte, status=429)


def sans_adresse(request: HttpRequest) -> str:
    """Give axes one address for everybody: the network address of nobody is kept."""
    return "0.0.0.0"  # noqa: S104  nothing listens there
