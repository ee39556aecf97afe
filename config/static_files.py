"""Static files as they are served outside development: compressed, and named after their content."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

UNUSED = ("django_htmx/ext/",)
"""What comes with a package and no page loads. Some of it imports modules by names that are no files."""


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Modules that import others name those by their content too, so that a browser never mixes two releases."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Django's, for what our pages load."""
        yield from super().post_process({path: of for path, of in paths.items() if not path.startswith(UNUSED)}, *args, **options)
