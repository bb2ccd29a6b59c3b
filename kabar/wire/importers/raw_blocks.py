"""Blocks of an export, checked and cleaned; harmless ones pass byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kabar.stories.markup.inline import clean_rich
from kabar.stories.models import Story
from kabar.video.embeds import provider_of
from kabar.wire.importers.incoming import Block

FindPicture = Callable[[Any], int | None]


def cleaned(said: list[Block], picture: FindPicture) -> list[Block]:
    """Return blocks with our pictures' keys and no hostile HTML; raise ValueError for one of unknown kind."""
    return [_block(block, picture) for block in said]


def _block(said: Block, picture: FindPicture) -> Block:
    kind = said["type"]
    clean = CLEANERS.get(kind) or (_of_a_plugin if kind in _known() else None)
    if clean is None:
        raise ValueError(f"no block is called {kind!r}")
    return {
        **{name: said[name] for name in ("type", "id") if name in said},
        "value": clean(said["value"], picture),
    }


def _known() -> set[str]:
    return set(Story._meta.get_field("body").stream_block.child_blocks)


def _of_a_plugin(value: Any, picture: FindPicture) -> Any:
    """Clean every text of a block whose shape only its plugin knows."""
    if isinstance(value, dict):
        return {name: _of_a_plugin(each, picture) for name, each in value.items()}
    if isinstance(value, list):
        return [_of_a_plugin(each, picture) for each in value]
    return clean_rich(value) if isinstance(value, str) else value


def _paragraph(value: str, picture: FindPicture) -> str:
    return clean_rich(value)


def _as_it_is(value: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    return {name: each for name, each in value.items() if isinstance(each, (str, int, bool, type(None)))}


def _list(value: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    def item(said: Any) -> Any:
        return {**said, "value": clean_rich(said["value"])} if isinstance(said, dict) else clean_rich(said)

    return {**value, "items": [item(each) for each in value["items"]]}


def _fact_box(value: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    return {**value, "body": clean_rich(value["body"])}


def _picture(value: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    return {**value, "picture": picture(value["picture"])}


def _gallery(value: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    def item(said: dict[str, Any]) -> dict[str, Any]:
        return (
            {**said, "value": _picture(said["value"], picture)}
            if "value" in said
            else _picture(said, picture)
        )

    return {**value, "pictures": [item(each) for each in value["pictures"]]}


def _embed(value: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    if not provider_of(value["url"]):
        raise ValueError(f"{value['url']} cannot be embedded")
    return _as_it_is(value, picture)


def _table(value: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    if any(column["type"] != "text" for column in value["columns"]):
        raise ValueError("a table has columns of text")
    return value


def _also_read(value: dict[str, Any], picture: FindPicture) -> dict[str, Any]:
    """The story it means may not be here yet; it is pointed out when all are."""
    url = value.get("url") or ""
    if url and not url.startswith(("https://", "http://", "/")):
        raise ValueError(f"{url} is not an address")
    return {**_as_it_is(value, picture), "story": None}


CLEANERS: dict[str, Callable[[Any, FindPicture], Any]] = {
    "paragraph": _paragraph, "heading": _as_it_is, "quote": _as_it_is, "list": _list, "picture": _picture,
    "gallery": _gallery, "video": _as_it_is, "table": _table, "fact_box": _fact_box, "embed": _embed,
    "also_read": _also_read,
}  # fmt: skip
