"""What a web server must know besides the pages: what moved, what is gone, which page of a list is asked."""

from __future__ import annotations

from collections.abc import Iterable

from kabar.config import Paper
from kabar.newsstand.files import TYPES
from kabar.newsstand.replying import is_text
from kabar.stories.models import FormerAddress, State, Story


def maps(paper: Paper) -> dict[str, str]:
    """Return the files nginx includes, by name."""
    return {
        "moved.map": _moved(paper), "gone.map": _gone(paper), "paper.conf": _paper(paper),
        "files.conf": _files(paper),
    }  # fmt: skip


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


def _files(paper: Paper) -> str:
    """Return what is said of styles, scripts and pictures, as the newsstand says it."""
    said = {suffix[1:]: kind.decode().partition(";")[0] for suffix, kind in TYPES.items()}
    texts = dict.fromkeys(said[suffix[1:]] for suffix, kind in TYPES.items() if is_text(kind))
    marked = dict.fromkeys(said[suffix[1:]] for suffix, kind in TYPES.items() if b"charset" in kind)
    return "\n".join([
        "types {", *(f"  {kind} {suffix};" for suffix, kind in said.items()), "}",
        "default_type application/octet-stream;",
        f"charset utf-8;\ncharset_types {_but_html(marked)};",
        f"gzip on;\ngzip_min_length 200;\ngzip_types {_but_html(texts)};",
        "add_header Cache-Control $kabar_kept;",
        "add_header X-Content-Type-Options nosniff;",
        f'add_header tdm-reservation "{paper.syndication.reserved:d}" always;', "",
    ])  # fmt: skip


def _but_html(kinds: Iterable[str]) -> str:
    """Return kinds without the one that nginx always counts among them."""
    return " ".join(kind for kind in kinds if kind != "text/html")


def _quoted(text: str | None) -> str:
    return '"' + (text or "/").replace("\\", "\\\\").replace('"', '\\"') + '"'
