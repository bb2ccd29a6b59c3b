"""How common words are on SQLite, which has not counted them: looked for no further back than tells."""

from __future__ import annotations

import json
import time
from collections.abc import Collection, Mapping, Sequence

from django.db import connection

from kabar.archive.search.sqlite.asked import BEGINNING

#: A word is looked for among so many of the newest stories; where few hold it, among more, then among all.
#: So many holders tell to a fifth how common it is, and a walk through all that hold it takes long.
REACHES, ENOUGH = (300, 3_000, 30_000), 30
#: A paper no larger than the first reach is counted anew each time. In any other, what was learned of words
#: holds so many seconds, and of so many words at most.
KEPT_FOR, MOST_KEPT = 3600.0, 20_000

LEAST = "(SELECT place FROM archive_search ORDER BY place DESC LIMIT 1 OFFSET {} - 1)"
STORIES = "(SELECT count(*) FROM archive_search)"
HELD = """
    SELECT asked.value, (
        SELECT count(*) FROM archive_search_words
        WHERE archive_search_words MATCH '"' || asked.value || '"' AND rowid >= %s
    ) FROM json_each(%s) AS asked
"""


class Sampled:
    """How many stories hold words, learned from the newest of them."""

    def __init__(self, reaches: Sequence[int] = REACHES, enough: int = ENOUGH) -> None:
        self.reaches, self.enough = reaches, enough
        self._held: dict[str, int] = {}
        self.stories = 0
        #: The least place of each reach that the paper is larger than.
        self._places: Mapping[int, int] = {}
        self._until = 0.0

    def holders(self, words: Collection[str]) -> dict[str, int]:
        """Return in how many stories each word stands, nearly."""
        if time.monotonic() > self._until or len(self._held) > MOST_KEPT:
            self._look_again()
        # Another thread may begin anew meanwhile.
        held = self._held
        held.update(self._look_for(set(words) - held.keys()))
        return {word: held[word] for word in words}

    def forget(self) -> None:
        """Look again next time: many stories were written."""
        self._until = 0.0

    def _look_again(self) -> None:
        self._held = {}
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join([STORIES, *map(LEAST.format, self.reaches)])}")
            self.stories, *places = cursor.fetchone()
        reached = zip(self.reaches, places, strict=True)
        self._places = {reach: place for reach, place in reached if place is not None}
        self._until = time.monotonic() + (KEPT_FOR if self._places else 0.0)

    def _look_for(self, words: Collection[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for reach, place in self._places.items():
            held = _held(words - found.keys(), since=place)
            share = self.stories / reach
            found.update({word: round(share * count) for word, count in held if count >= self.enough})
        found.update(_held(words - found.keys()))
        return found


sampled = Sampled()


def _held(words: Collection[str], since: int = BEGINNING) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(HELD, [since, json.dumps(sorted(words))])
        found: list[tuple[str, int]] = cursor.fetchall()
        return found
