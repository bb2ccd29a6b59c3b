"""Messages as they came, to the byte, kept with what was new in them for as long as that is kept."""

from __future__ import annotations

from collections.abc import Iterable

from kabar.wire.models import Item, Message

#: The name a message came under, and what it was.
Came = tuple[str, bytes]


def keep_messages(fresh: Iterable[tuple[Item, Came]]) -> None:
    """Keep the messages in which something new came, each once; the items are not in the database yet."""
    kept: dict[int, Message] = {}
    for row, (name, data) in fresh:
        if id(data) not in kept:
            kept[id(data)] = Message.of(name, data)
        row.message = kept[id(data)]
    Message.objects.bulk_create(kept.values())


def forget_messages() -> None:
    """Forget the messages of which no item is left."""
    Message.objects.filter(items=None).delete()
