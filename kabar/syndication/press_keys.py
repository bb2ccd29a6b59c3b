"""What must be reprinted for machines as time passes; `stories.press_keys` has what a story changes."""

from __future__ import annotations


def news_sitemap(paper: str) -> str:
    """Key of the sitemap of the last two days, which grows old by itself."""
    return f"news-sitemap:{paper}"
