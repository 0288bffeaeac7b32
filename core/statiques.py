"""Static files with hashed names, ES modules included."""

from typing import Any

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import CompressedManifestStaticFilesStorage


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
