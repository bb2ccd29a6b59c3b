"""What a web server must know besides the pages: what moved, what is gone, which page of a list is asked."""

from __future__ import annotations

from kabar.config import Paper
from kabar.stories.models import FormerAddress, State, Story


def maps(paper: Paper) -> dict[str, str]:
    """Return the files nginx includes, by name."""
    return {"moved.map": _moved(paper), "gone.map": _gone(paper), "paper.conf": _paper(paper)}


def _moved(paper: Paper) -> str:
    found = FormerAddress.objects.filter(paper=paper.key, story__live=True).order_by("path")
    rows = found.values_list("path", "story__path")
    return "\n".join([*(f"{_quoted(path)} {_quoted(to)};" for path, to in rows.iterator()), ""])


def _gone(paper: Paper) -> str:
    states = (State.WITHDRAWN, State.KILLED)
    found = Story.objects.filter(paper=paper.key, state__in=states, path__isnull=False).order_by("path")
    rows = found.values_list("path", flat=True)
    return "\n".join([*(f"{_quoted(path)} 1;" for path in rows.iterator()), ""])


def _paper(paper: Paper) -> str:
    """Return the map by which page 2 of a list finds its file; the word for it is the paper's own."""
    word = paper.words.page
    return f'map $arg_{word} $kabar_sheet {{\n  default "";\n  "~^[1-9][0-9]*$" "@{word}=$arg_{word}";\n}}\n'


def _quoted(text: str | None) -> str:
    return '"' + (text or "/").replace("\\", "\\\\").replace('"', '\\"') + '"'
