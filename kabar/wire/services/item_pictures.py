"""Pictures of items: brought when an item comes in, shown at the desk, and taken into its story."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from kabar import clock, config
from kabar.fetching import Budget, FetchError
from kabar.jobs import services as jobs
from kabar.pictures.darkroom import Unprintable, look
from kabar.pictures.intake import named_by_content
from kabar.pictures.models import Picture
from kabar.wire.feeders.asking import FeedError, beside
from kabar.wire.feeders.web import fetcher_of
from kabar.wire.models import Item, ItemPicture
from kabar.wire.parsers import mail
from kabar.wire.parsers.item import KILLED

log = logging.getLogger(__name__)
#: An item that comes with more is an album, of which these are enough to choose from.
MOST = 8
SECONDS = 20.0
BRING = "kabar.wire.tasks.bring_pictures"


def want_pictures(items: Iterable[Item]) -> None:
    """Have a worker bring the pictures that items name, in the caller's transaction."""
    wanted = [item.pk for item in items if item.said.get("pictures") and item.standing != KILLED]
    if wanted:
        key = f"wire:pictures:{wanted[0]}" if len(wanted) == 1 else None
        jobs.enqueue(BRING, [wanted], once=key)


def bring_pictures(item: Item) -> int:
    """Bring the pictures of an item that are not here yet, as far as it goes; return how many came."""
    feed = next((each for each in settings.PAPER.feeds if item.feed and each.name == item.feed.name), None)
    if feed is None or not feed.pictures:
        return 0
    here, came = set(item.pictures.values_list("number", flat=True)), 0
    for number, said in enumerate(item.said.get("pictures", [])[:MOST]):
        if number in here:
            continue
        try:
            data = _attached(item, said) or _brought(feed, said)
            came += _kept(item, number, data, name_of(said))
        except (FetchError, FeedError, Unprintable, OSError, ValueError) as why:
            log.warning("picture %s of wire item %s: %s", number, item.pk, why)
    return came


def name_of(said: Mapping[str, Any]) -> str:
    """Return the name of a picture's file, as it lies beside the copy."""
    address = said.get("url") or said.get("key") or ""
    try:
        return unquote(PurePosixPath(urlsplit(address).path).name)[:200]
    except ValueError:
        return ""


def _brought(feed: config.Feed, said: Mapping[str, Any]) -> bytes | None:
    """Return a picture from its address, else from beside the copy."""
    address = str(said.get("url") or "")
    if feed.kind == "web" and address:
        address = urljoin(feed.address, address)
    if not address.startswith(("http://", "https://")):
        return beside(feed, name_of(said))
    budget = Budget(seconds=SECONDS, bytes=settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    answer = fetcher_of(feed).fetch(address, headers=_token(feed, address), budget=budget)
    if answer.status != 200:
        raise FeedError(f"{address}: answers {answer.status}")
    return answer.body


def _attached(item: Item, said: Mapping[str, Any]) -> bytes | None:
    """Return a picture that came inside a letter, which was kept."""
    if item.said["format"] != mail.FORMAT or said.get("url") or item.message is None:
        return None
    return mail.attached(item.message.data(), str(said.get("key") or ""))


def _token(feed: config.Feed, address: str) -> dict[str, str]:
    """The feed's own host is told the feed's token, and no other."""
    same = urlsplit(address)[:2] == urlsplit(feed.address)[:2]
    return {"Authorization": f"Bearer {feed.password}"} if same and feed.password else {}


def _kept(item: Item, number: int, data: bytes | None, name: str) -> bool:
    """Keep a file that is a picture, as its agency sent it."""
    if data is None:
        return False
    with NamedTemporaryFile(prefix="kabar-") as looked:
        looked.write(data)
        looked.flush()
        seen = look(Path(looked.name))
    row = ItemPicture(item=item, number=number, at=clock.now())
    row.file.save(named_by_content(name, seen.format), ContentFile(data), save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        row.file.delete(save=False)
        return False
    return True


def pictures_for_story(item: Item) -> dict[int, Picture]:
    """Return the pictures of an item, by number, as the house's: each made once, private until printed."""
    return {row.number: picture_of(item, row) for row in item.pictures.select_related("picture")}


def picture_of(item: Item, row: ItemPicture) -> Picture:
    """Return a picture of an item as one of the house, which remembers where it comes from."""
    said = item.said["pictures"][row.number]
    origin = f"wire:{_mark(item, said)}"
    there = row.picture or Picture.objects.filter(origin=origin).first()
    if there is None:
        there = Picture(origin=origin, **_facts(item, said))
        with row.file.open("rb") as opened:
            there.file = ContentFile(opened.read(), name=PurePosixPath(str(row.file)).name)
        there._set_image_file_metadata()
        there.save()
    ItemPicture.objects.filter(pk=row.pk).update(picture=there)
    return there


def _mark(item: Item, said: Mapping[str, Any]) -> str:
    what = f"{item.provider.casefold()}\n{said.get('key') or ''}\n{said.get('url') or ''}"
    return blake2b(what.encode(), digest_size=16).hexdigest()


def _facts(item: Item, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what must stand beside a picture: its own words, else those of the item it came with."""
    address = str(said.get("url") or "")
    return {
        "title": item.headline[:255],
        "caption": said.get("caption", ""),
        "description": said.get("alt", "")[:255],
        "credit": (said.get("credit") or item.said.get("credit") or item.provider)[:200],
        "rights": (said.get("rights") or item.said.get("rights") or "")[:200],
        "owner": item.provider[:200],
        "terms": item.said.get("usage_terms", ""),
        "place": item.place,
        "source_url": address if address.startswith("http") and len(address) <= 500 else "",
    }


def forget_pictures(items: Iterable[Item]) -> None:
    """Take the files of items away; what became a picture of the house has a file of its own."""
    for row in ItemPicture.objects.filter(item__in=items):
        row.file.delete(save=False)
