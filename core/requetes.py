"""What is settled before Django makes a request of it: whatever fails there is an error that no page can say."""

import re
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# RFC 2046: what a boundary may hold.
_SEPARATEUR = re.compile(
    r""";\s*(boundary=(?:[\w'()+,./:=?-]{1,70}|"[\w'()+,./:=? -]{1,70}"))\s*(?:;|$)""", re.ASCII | re.IGNORECASE
)


def assainir(application: Application) -> Application:
    """Keep of a request's type its name and the boundary of a form: everything here is read as UTF-8.

    Django decodes with the encoding that is announced while it builds the request, before any of its handlers: Python
    knows some that decode no text (rot13) or that make lone surrogates (utf-7), and both are then errors. So is a
    length that is no number.
    """

    def enveloppe(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        type_, _, parametres = environ.get("CONTENT_TYPE", "").partition(";")
        separateur = _SEPARATEUR.search(f";{parametres}")
        environ["CONTENT_TYPE"] = f"{type_}; {separateur[1]}" if separateur else type_
        longueur = environ.get("CONTENT_LENGTH", "")
        if not (longueur.isascii() and longueur.isdigit() and len(longueur) < 19):
            environ["CONTENT_LENGTH"] = ""
        return application(environ, start_response)

    return enveloppe
