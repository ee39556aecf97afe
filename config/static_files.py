"""Static files as they are served outside development: compressed, and named after their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Modules that import others name those by their content too, so that a browser never mixes two releases."""

    support_js_module_import_aggregation = True
