"""Static files with hashed names, ES modules included."""

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
