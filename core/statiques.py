"""Static files with hashed names, ES modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StatiquesHaches(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, which also rewrites `import` lines of ES modules."""

    support_js_module_import_aggregation = True
