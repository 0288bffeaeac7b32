"""The installer's admin, entered by the site's one door: links, locks and the second factor hold there too."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator


class Administration(AdminSite):
    """Django's own, without its sign-in page."""

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the site's sign-in page; somebody signed in without the right is told so there."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        suite = request.GET.get(REDIRECT_FIELD_NAME, "") or resolve_url("admin:index")
        return redirect_to_login(suite)
