"""The one list of extension points, and how a paper's own apps are found; words: Plugin."""

from kabar.plugins.discovery import Plugin, discover

__all__ = ["Plugin", "discover"]
