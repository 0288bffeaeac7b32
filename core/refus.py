"""A request that is not read: more than the site takes at once, or signs that are no address."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import bad_request

TROP = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def refuser(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler of a bad request: what is too long is told from what cannot be read."""
    if isinstance(exception, TROP):
        return HttpResponse(render_to_string("413.html"), status=413)
    return bad_request(request, exception)
