"""Static files under names that change with their contents, so that they may be kept for ever."""

from __future__ import annotations

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStatic(ManifestStaticFilesStorage):
    """Django's manifest storage; imports between ES modules are hashed as well."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the plain name until the files are collected, as in tests."""
        if not self.hashed_files and not settings.STATIC_ROOT.joinpath(self.manifest_name).exists():
            return f"{settings.STATIC_URL}{name}"
        return super().url(name or "", force)
