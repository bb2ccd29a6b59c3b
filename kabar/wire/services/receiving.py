"""Files what comes in: each version once, on top of its thread, routed; what is broken is kept too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import translation

from kabar import clock
from kabar.config import Paper
from kabar.crash import crash_at
from kabar.jobs import services as jobs
from kabar.stories.rows import insert
from kabar.wire.importers.incoming import short_key
from kabar.wire.models import Feed, Item, RefusedCopy, Rule, Stand
from kabar.wire.parsers.item import WireItem, as_json
from kabar.wire.parsers.reading import parse
from kabar.wire.parsers.refusals import NotAnItem, Unread
from kabar.wire.search import keep_words
from kabar.wire.services.flagging import flag_derived
from kabar.wire.services.item_pictures import want_pictures
from kabar.wire.services.messages import Came, keep_messages
from kabar.wire.services.routing import route
from kabar.wire.services.threads import digest, join_threads, thread_for
from kabar.wire.services.unread import as_text, instead, is_beside, is_known_to_fail
from kabar.wire.stacks import top_of

#: A sign no database takes, as JSON writes it.
NOTHING = "\\u0000"
#: Data about data, which is not kept as copy.
KINDS_APART = ("concept", "knowledge", "catalog")


@dataclass(frozen=True, slots=True)
class Received:
    """How many items of some messages are new, how many were known, and how many messages were refused."""

    new: int = 0
    known: int = 0
    refused: int = 0
    skipped: int = 0
    refused_names: tuple[str, ...] = ()
    #: Why the last of them was refused.
    why: str = ""

    def __add__(self, other: Received) -> Received:
        return Received(
            self.new + other.new,
            self.known + other.known,
            self.refused + other.refused,
            self.skipped + other.skipped,
            (*self.refused_names, *other.refused_names),
            other.why or self.why,
        )

    def is_nothing(self) -> bool:
        """Tell whether something came and nothing of it could be read."""
        return bool(self.refused) and not (self.new or self.known or self.skipped)


def receive(
    paper: Paper, messages: Iterable[tuple[str, bytes]], *, feed: Feed | None = None, agency: str = ""
) -> Received:
    """Read messages, each under its name, and file what they hold; what cannot be read is filed as refused.

    One that is broken holds up no other: it is kept for the desk with file, place and reason.
    """
    items: list[WireItem] = []
    came: list[Came] = []
    refused: list[tuple[str, bytes, str]] = []
    skipped = 0
    with translation.override(paper.language):
        for name, data in messages:
            try:
                found = _read(name, data, feed, agency)
                items += found
                came += [(name, data)] * len(found)
            except NotAnItem as other:
                if feed is None or is_beside(data):
                    skipped += 1
                else:
                    refused.append((name, data, instead(name, data, other)))
            except Unread as broken:
                refused.append((name, data, instead(name, data, broken)))
    with transaction.atomic():
        done = file_items(paper, items, feed=feed, came=came)
        if not is_known_to_fail(feed):
            _keep_refused(feed, refused)
    return done + Received(
        refused=len(refused),
        skipped=skipped,
        refused_names=tuple(name for name, _data, _why in refused),
        why=refused[-1][2] if refused else "",
    )


def _read(name: str, data: bytes, feed: Feed | None, agency: str) -> list[WireItem]:
    """Return the items of a message; text among a feed's files is one."""
    try:
        return [_of_agency(each, agency) for each in parse(data)]
    except NotAnItem:
        text = as_text(feed, name, data, agency) if feed and not is_beside(data) else None
        if text is None:
            raise
        return [text]


def _keep_refused(feed: Feed | None, refused: list[tuple[str, bytes, str]]) -> None:
    now = clock.now()
    RefusedCopy.objects.bulk_create(
        [
            RefusedCopy(feed=feed, name=name[-300:], reason=why[:400], at=now, digest=digest(data))
            for name, data, why in refused
        ],
        ignore_conflicts=True,
    )


def _of_agency(item: WireItem, agency: str) -> WireItem:
    """Return an item under the name the paper has for its agency, which copy often says in many ways."""
    return replace(item, provider=agency, extra={**item.extra, "provider": item.provider}) if agency else item


def file_items(
    paper: Paper,
    items: Sequence[WireItem],
    *,
    feed: Feed | None = None,
    came: Sequence[Came] = (),
) -> Received:
    """File items in one transaction: known versions change nothing, a new one goes on top of its thread.

    `came` holds, for each item, the name and the bytes of the message it came in, which are kept with it.
    """
    kept = [at for at, each in enumerate(items) if each.kind not in KINDS_APART]
    texts: dict[str, str] = {}
    rows = [_row(paper, items[at], feed, texts) for at in kept]
    came_in = {id(row): came[at] for at, row in zip(kept, rows, strict=True)} if came else {}
    with transaction.atomic():
        join_threads(paper, [(items[at], row) for at, row in zip(kept, rows, strict=True)])
        fresh = _unknown(paper, rows)
        top = _stacked(fresh, _known(paper, fresh))
        keep_messages((row, came_in[id(row)]) for row in fresh if came_in)
        insert(fresh, {"said": lambda row: texts[row.digest]})
        keep_words(fresh)
        _cover(fresh, top)
        route(fresh, list(Rule.objects.filter(paper=paper.key)), paper)
        flag_derived(fresh, paper)
        crash_at("wire:before-commit")
        if fresh:
            jobs.enqueue("kabar.wire.tasks.group_items", [paper.key], once=f"wire:group:{paper.key}")
            want_pictures(fresh if feed else ())
            if feed:
                Feed.objects.filter(pk=feed.pk).update(item_at=clock.now())
    return Received(new=len(fresh), known=len(rows) - len(fresh), skipped=len(items) - len(kept))


def _row(paper: Paper, item: WireItem, feed: Feed | None, texts: dict[str, str]) -> Item:
    """Return an item as a row; all it says is packed once, and put under its digest."""
    said = as_json(item)
    key = short_key(item.key.replace("\0", ""))
    provider = item.provider.strip()[:120]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    if NOTHING in text:
        text = text.replace(NOTHING, "")
        said = json.loads(text)
    mark = digest(text.encode())
    texts[mark] = text
    return Item(
        paper=paper.key,
        feed=feed,
        provider=provider,
        key=key,
        version=item.version[:60],
        thread=thread_for(provider, key),
        kind=item.kind[:20],
        act=item.act,
        standing=item.standing,
        headline=(item.headline or item.slugline or item.key)[:300],
        slugline=item.slugline[:200],
        place=item.dateline_place[:80],
        language=item.language[:12],
        priority=item.priority,
        embargo=item.embargo,
        said_at=item.updated or item.created,
        received_at=clock.now(),
        digest=mark,
        said=said,
    )


def _known(paper: Paper, rows: list[Item]) -> dict[str, list[Item]]:
    """Return the versions on every thread that is added to, in the order in which they came."""
    known: dict[str, list[Item]] = {}
    threads = {row.thread for row in rows}
    for there in Item.objects.filter(paper=paper.key, thread__in=threads).defer("said").order_by("pk"):
        known.setdefault(there.thread, []).append(there)
    return known


def _unknown(paper: Paper, rows: list[Item]) -> list[Item]:
    """Return the rows that are not here yet, each once."""
    wanted = {(row.thread, row.digest): row for row in rows}
    digests = [digest for _thread, digest in wanted]
    here = set(Item.objects.filter(paper=paper.key, digest__in=digests).values_list("thread", "digest"))
    return [row for mark, row in wanted.items() if mark not in here]


def _stacked(fresh: list[Item], threads: dict[str, list[Item]]) -> dict[str, Item]:
    """Say which version of each thread counts; an older one that comes late lies beneath."""
    top: dict[str, Item] = {}
    for row in fresh:
        stack = [*threads.get(row.thread, []), row]
        threads[row.thread] = stack
        top[row.thread] = top_of(stack)
    for row in fresh:
        row.newest = top[row.thread] is row
    return top


def _cover(fresh: list[Item], top: dict[str, Item]) -> None:
    """Take what has been covered by a newer version off the list."""
    if any(row.newest for row in fresh):
        threads = {row.thread for row in top.values()}
        paper = fresh[0].paper
        Item.objects.filter(paper=paper, thread__in=threads, newest=True).exclude(pk__in=_pks(top)).update(
            newest=False
        )
        taken = set(
            Item.objects.filter(paper=paper, thread__in=threads, stand=Stand.TAKEN).values_list(
                "thread", flat=True
            )
        )
        again = [row.pk for row in fresh if row.thread in taken]
        # Its story is flagged; on the list it is no new copy.
        Item.objects.filter(pk__in=again).update(stand=Stand.TAKEN)


def _pks(top: dict[str, Item]) -> list[int]:
    return [row.pk for row in top.values()]
