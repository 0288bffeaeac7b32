"""Static files with hashed names, ES modules included, and without the words that only their readers here need."""

import re
from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Comments that hold whole lines; one after some code, or in a text, is left alone.
_COMMENTAIRES = re.compile(rb"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/[ \t]*|//[^\n]*)\n", re.MULTILINE)
_LES_NOTRES = ("js/", "css/")


def sans_commentaires(source: bytes) -> bytes:
    """Return a script or a style sheet of ours without its comments: an eighth of what a first visit weighs of them."""
    return _COMMENTAIRES.sub(b"", source)


class StatiquesHaches(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which also rewrites the `import` lines of our ES modules.

    Ours only: a comment of django_htmx's, `import("../htmx")`, would be taken for a missing file.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[tuple[str, bool], str] = {}

    def url(self, name: str, force: bool = False) -> str:
        """Return the address of a file; the manifest is read once, so is it: a page names fifteen of them."""
        cle = (str(name), force)
        if cle not in self._urls:
            self._urls[cle] = super().url(name, force)
        return self._urls[cle]

    def _save(self, name: str, content: File) -> str:
        """Write a file, ours without its comments."""
        if name.startswith(_LES_NOTRES) and name.endswith((".js", ".css")):
            content.seek(0)  # its fingerprint has just been read
            content = ContentFile(sans_commentaires(content.read()))
        return super()._save(name, content)
