"""Messages as they came, to the byte, kept with what was new in them for as long as that is kept."""

from __future__ import annotations

from collections.abc import Iterable

from kabar.stories.rows import insert
from kabar.wire.models import Item, Message

#: The name a message came under, and what it was.
Came = tuple[str, bytes]


def keep_messages(fresh: Iterable[tuple[Item, Came]]) -> None:
    """Keep the messages in which something new came, each once; the items are not in the database yet."""
    rows = [*fresh]
    came = {id(each[1]): each for _row, each in rows}
    kept = {key: Message.of(*each) for key, each in came.items()}
    insert([*kept.values()])
    for row, (_name, data) in rows:
        row.message = kept[id(data)]


def forget_messages() -> None:
    """Forget the messages of which no item is left."""
    Message.objects.filter(items=None).delete()
