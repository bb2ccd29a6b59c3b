"""A story's body made ready to print: what it names is fetched at once, its prose is cleaned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from django.template.defaultfilters import linebreaksbr
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.rich_text import expand_db_html

from kabar.pictures.models import Picture
from kabar.stories.access import MARKER
from kabar.stories.attributions.passages import Mark, key_of_quote, with_marks, without_marks
from kabar.stories.markup.inline import printable
from kabar.stories.models import Story
from kabar.video.embeds import provider_of
from kabar.video.models import Clip

#: What prose may hold when it reaches a reader, whatever an import or an editor put into it.
PROSE_TAGS = {"a", "abbr", "b", "bdi", "br", "cite", "del", "em", "i", "ins", "li", "mark", "ol", "p", "q"}
PROSE_TAGS |= {"s", "span", "strong", "sub", "sup", "u", "ul"}
PROSE_ATTRIBUTES = {"*": {"lang", "dir"}, "a": {"href", "hreflang"}, "abbr": {"title"}}
WITH_PASSAGES = {**PROSE_ATTRIBUTES, "span": {"data-attribution"}}

NO_HTML = SafeString("")

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """One block of the body: its kind, and either its HTML or what its template prints."""

    kind: str
    html: SafeString = NO_HTML
    value: Any = None

    @property
    def template(self) -> str:
        """The template of the block's kind; a theme's wins by path."""
        return f"kabar/stories/blocks/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Named:
    """What a body names: pictures, stories readers may see; and how passages with a source are marked."""

    pictures: Mapping[int, Picture]
    stories: Mapping[int, Story]
    clips: Mapping[int, Clip]
    mark: Mark | None = None
    #: The paper whose page it is, within which an address needs no host.
    paper: str = ""


def blocks_of(
    story: Story, dateline: str = "", mark: Mark | None = None, *, begins: int = 0
) -> list[PrintedBlock]:
    """Return the printed blocks of a story, with the dateline run into its first paragraph.

    `mark` prints the passages that carry an attribution; without it their words stand as any other.
    `begins` leaves out the blocks before that one.
    """
    raw = list(story.body.raw_data)[begins:]
    named = _named(raw, mark, story.home.key)
    printed = [_printed(story, number, block, named) for number, block in enumerate(raw, begins)]
    return _with_dateline([block for block in printed if block], dateline)


def stories_named(story: Story) -> list[int]:
    """Return the numbers of the stories a body points to."""
    return list(dict.fromkeys(_story_numbers(story.body.raw_data)))


def prose(html: str, mark: Mark | None = None) -> SafeString:
    """Return prose with its links resolved and nothing in it but what prose may hold."""
    expanded = printable(expand_db_html(html) if "linktype=" in html else html)
    if "data-attribution" not in expanded:
        return mark_safe(nh3.clean(expanded, tags=PROSE_TAGS, attributes=PROSE_ATTRIBUTES, link_rel=None))
    clean = nh3.clean(expanded, tags=PROSE_TAGS, attributes=WITH_PASSAGES, link_rel=None)
    return mark_safe(with_marks(clean, mark) if mark else without_marks(clean))


def _named(raw: Iterable[Values], mark: Mark | None, paper: str) -> Named:
    raw = list(raw)
    pictures = set(_picture_numbers(raw))
    stories = set(_story_numbers(raw))
    clips = {
        block["value"]["clip"] for block in raw if block["type"] == "video" and block["value"].get("clip")
    }
    return Named(
        Picture.objects.in_bulk(pictures) if pictures else {},
        Story.objects.filter(live=True).only("paper", "headline", "path", "language").in_bulk(stories)
        if stories
        else {},
        Clip.objects.select_related("poster").in_bulk(clips) if clips else {},
        mark,
        paper,
    )


def _picture_numbers(raw: Iterable[Values]) -> Iterator[int]:
    for block in raw:
        if block["type"] == "picture" and block["value"].get("picture"):
            yield block["value"]["picture"]
        elif block["type"] == "gallery":
            yield from (item["picture"] for item in _items(block["value"], "pictures") if item.get("picture"))


def _story_numbers(raw: Iterable[Values]) -> Iterator[int]:
    return (
        block["value"]["story"]
        for block in raw
        if block["type"] == "also_read" and block["value"].get("story")
    )


def _items(value: Values, name: str) -> list[Any]:
    """Return a list's items, written plainly or with the number Wagtail gives each."""
    return [
        item["value"] if isinstance(item, dict) and "value" in item and "type" in item else item
        for item in value.get(name) or []
    ]


def _printed(story: Story, number: int, block: Values, named: Named) -> PrintedBlock | None:
    kind, value = block["type"], block["value"]
    if kind in PLAIN:
        return PrintedBlock(kind, value=value)
    if kind in MADE_READY:
        return MADE_READY[kind](value, named)
    # A plugin's block knows best how it is printed.
    return PrintedBlock(kind, html=story.body[number].render())


def _paragraph(value: str, named: Named) -> PrintedBlock | None:
    html = prose(value, named.mark)
    if html.strip() in ("", "<p></p>"):
        return None
    if not html.lstrip().startswith(("<p", "<ul", "<ol")):
        html = format_html("<p>{}</p>", html)
    return PrintedBlock("paragraph", html=html)


def _quote(value: Values, named: Named) -> PrintedBlock:
    """Print a quote; one that says where it comes from is marked as a whole."""
    words, key = linebreaksbr(value.get("text") or ""), key_of_quote(value)
    if key and named.mark:
        words = mark_safe(named.mark(key, words, True))
    return PrintedBlock("quote", value={**value, "words": words})


def _list(value: Values, named: Named) -> PrintedBlock:
    items = [mark_safe(_without_paragraph(prose(item, named.mark))) for item in _items(value, "items")]
    return PrintedBlock("list", value={"ordered": value.get("ordered"), "items": items})


def _without_paragraph(html: str) -> str:
    if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
        return html[3:-4]
    return html


def _picture(value: Values, named: Named) -> PrintedBlock | None:
    picture = named.pictures.get(value.get("picture") or 0)
    return PrintedBlock("picture", value={**value, "picture": picture}) if picture else None


def _gallery(value: Values, named: Named) -> PrintedBlock | None:
    shown = [
        {**item, "picture": named.pictures[item["picture"]]}
        for item in _items(value, "pictures")
        if item.get("picture") in named.pictures
    ]
    return PrintedBlock("gallery", value={**value, "pictures": shown}) if shown else None


def _table(value: Values, _: Named) -> PrintedBlock | None:
    if not value:
        return None
    headings = [column.get("heading", "") for column in value.get("columns", [])]
    table = {
        "caption": value.get("caption", ""),
        "headings": headings if any(headings) else [],
        "rows": [row.get("values", []) for row in value.get("rows", [])],
    }
    return PrintedBlock("table", value=table)


def _fact_box(value: Values, named: Named) -> PrintedBlock:
    body = prose(value.get("body") or "", named.mark)
    return PrintedBlock("fact_box", value={"title": value.get("title", ""), "body": body})


def _embed(value: Values, _: Named) -> PrintedBlock | None:
    provider = provider_of(value.get("url") or "")
    return PrintedBlock("embed", value={**value, "provider": provider}) if provider else None


def _video(value: Values, named: Named) -> PrintedBlock | None:
    """Show a clip whose file is public, or lead to one elsewhere; of any other say nothing."""
    clip = named.clips.get(value.get("clip") or 0)
    provider = provider_of(clip.address) if clip and clip.address else ""
    if clip is None or clip.expired() or not (clip.public_url() or provider):
        return None
    poster = clip.poster.jpeg_url() if clip.poster else ""
    shown = {"clip": clip, "url": clip.public_url(), "captions": clip.captions_url(), "poster": poster}
    return PrintedBlock("video", value={**value, **shown, "provider": provider})


def _also_read(value: Values, named: Named) -> PrintedBlock | None:
    """Point to the story where it stands now; to one that left the paper, not at all."""
    if value.get("story"):
        other = named.stories.get(value["story"])
        if other is None:
            return None
        title = value.get("title") or other.headline
        host = "" if other.paper == named.paper else other.home.address
        url = f"{host}{other.path}"
        return PrintedBlock("also_read", value={"title": title, "url": url, "language": other.language})
    if not value.get("title") or not _is_address(value.get("url") or ""):
        return None
    return PrintedBlock("also_read", value={"title": value["title"], "url": value["url"]})


def _is_address(url: str) -> bool:
    return url.startswith(("https://", "http://")) or (url.startswith("/") and not url.startswith("//"))


def _marker(_value: Any, _: Named) -> None:
    """Where the part for members begins, nothing is printed."""


PLAIN = frozenset({"heading"})
MADE_READY: dict[str, Callable[[Any, Named], PrintedBlock | None]] = {
    "paragraph": _paragraph,
    "quote": _quote,
    "list": _list,
    "picture": _picture,
    "gallery": _gallery,
    "table": _table,
    "fact_box": _fact_box,
    "embed": _embed,
    "video": _video,
    "also_read": _also_read,
    MARKER: _marker,
}


def _with_dateline(blocks: list[PrintedBlock], dateline: str) -> list[PrintedBlock]:
    first = next((n for n, block in enumerate(blocks) if block.html.startswith("<p>")), None)
    if not dateline or first is None:
        return blocks
    opened = get_template("kabar/stories/dateline.html").render({"dateline": dateline}).strip()
    html = mark_safe(f"<p>{opened} {blocks[first].html[3:]}")
    return [*blocks[:first], PrintedBlock("paragraph", html=html), *blocks[first + 1 :]]
