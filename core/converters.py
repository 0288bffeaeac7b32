"""Path converters of ours: what does not look like one of our identifiers is a 404, never an error."""

from datetime import date

from django.urls import register_converter

from core.uid import ALPHABET, LONGUEUR


class UidConverter:
    """The public identifier of a row."""

    regex = f"[{ALPHABET}]{{{LONGUEUR}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DecorConverter:
    """The slug behind an identifier: decoration, whatever it says."""

    regex = r"(?:-[-a-zA-Z0-9_]{0,100})?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return f"-{value}" if value and not value.startswith("-") else value


class JourConverter:
    """A day, as « 2026-11-23 »."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)  # a day that is not one is a ValueError: the address is unknown

    def to_url(self, value: date) -> str:
        return value.isoformat()


# Once, here: several apps have them in their addresses, and import this module for that.
register_converter(UidConverter, "uid")
register_converter(DecorConverter, "decor")
register_converter(JourConverter, "jour")
