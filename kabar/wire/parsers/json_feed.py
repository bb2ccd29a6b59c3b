"""JSON Feed 1 and 1.1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kabar.wire.parsers import bodies, in_text, topics
from kabar.wire.parsers.item import Link, WireItem, WirePicture
from kabar.wire.parsers.objects import Said
from kabar.wire.parsers.times import instant

FORMAT = "json-feed"


def is_feed(value: Any) -> bool:
    """Tell a feed from other JSON."""
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        return False
    return (
        "jsonfeed.org" in str(value.get("version", "")) or {"home_page_url", "feed_url"} & set(value) != set()
    )


def items(value: dict[str, Any]) -> Iterator[WireItem]:
    """Yield the items of a feed."""
    feed = Said(value)
    listed = feed.objects("items")
    title, language, makers = feed.text("title"), feed.text("language"), _names(feed)
    for said in listed:
        key = said.text("id", "url", "external_url")
        if key:
            yield _item(said, key, title, language, makers)


def _item(said: Said, key: str, title: str, language: str, makers: tuple[str, ...]) -> WireItem:
    blocks = bodies.of_html(said.long("content_html")) or bodies.of_plain(said.long("content_text"))
    said.read.update(("content_html", "content_text"))
    summary, headline = said.text("summary"), said.text("title")
    elsewhere = said.text("external_url")
    links = [Link("external", url=elsewhere)] if elsewhere else []
    attached = said.objects("attachments")
    links += [Link("enclosure", url=each.text("url"), title=each.text("title")) for each in attached]
    return WireItem(
        format=FORMAT,
        key=key,
        provider=title,
        headline=bodies.one_line(headline)
        or summary[:120]
        or bodies.said_in(blocks)[:120].partition("\n")[0],
        summary=bodies.one_line(summary),
        language=said.text("language") or language,
        bylines=_names(said) or makers,
        created=instant(said.text("date_published")),
        updated=instant(said.text("date_modified", "date_published")),
        subjects=tuple(
            topics.subject(name=str(tag)) for tag in said.many("tags") if isinstance(tag, str) and tag
        ),
        keywords=tuple(dict.fromkeys(str(tag) for tag in said.many("tags") if isinstance(tag, str) and tag)),
        blocks=blocks,
        pictures=in_text.together(_pictures(said, attached)),
        links=tuple(links),
        address=said.text("url"),
        extra={**said.rest(), **({"attachments": said.value["attachments"]} if attached else {})},
    )


def _pictures(said: Said, attached: list[Said]) -> Iterator[WirePicture]:
    if url := said.text("image", "banner_image"):
        yield WirePicture(url=url)
    for each in attached:
        kind = each.text("mime_type")
        if kind.startswith("image/"):
            yield WirePicture(url=each.text("url"), caption=each.text("title"), media_type=kind)


def _names(said: Said) -> tuple[str, ...]:
    makers = [*said.objects("authors"), *said.objects("author")]
    return tuple(dict.fromkeys(name for each in makers if (name := each.text("name", "url"))))
