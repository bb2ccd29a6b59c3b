"""Finds what a text says that nobody is credited with: speech, and figures somebody must have counted.

Plain Python, no Django: `unattributed(text, language, credited)` is asked paragraph by paragraph.
"""

from kabar.sources.lint.finding import Found, Kind, unattributed

__all__ = ["Found", "Kind", "unattributed"]
