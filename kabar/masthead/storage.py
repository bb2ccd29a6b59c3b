"""Static files under names that change with their contents, so that they may be kept for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStatic(ManifestStaticFilesStorage):
    """Django's manifest storage; imports between ES modules are hashed as well."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: A page asks for twenty addresses, each of which takes parsing.
        self._known: dict[str, str] = {}

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Forget the addresses of files that were collected before."""
        yield from super().post_process(*args, **kwargs)
        self._known.clear()

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the plain name until the files are collected, as in tests."""
        if not self.hashed_files and not settings.STATIC_ROOT.joinpath(self.manifest_name).exists():
            return f"{settings.STATIC_URL}{name}"
        address = self._known.get(name or "")
        if address is None:
            address = self._known[name or ""] = super().url(name or "", force)
        return address
