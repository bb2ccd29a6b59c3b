"""The paper's own look: its templates and files win by path; its styles are loaded after ours."""

from __future__ import annotations

from functools import lru_cache

from django.contrib.staticfiles import finders

THEME_STYLES = "theme.css"


@lru_cache(maxsize=32)
def styles(paper: str) -> str:
    """Return the static path of a paper's own styles, empty when it has none.

    One of several papers on an installation may have its own in a folder named by its key.
    """
    for path in (f"{paper}/{THEME_STYLES}", THEME_STYLES):
        if finders.find(path):
            return path
    return ""
