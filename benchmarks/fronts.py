"""The front page under full load while a story goes out every second, beside the same front left in peace."""

from __future__ import annotations

import sys
import threading
import time

from benchmarks import measure, papers
from benchmarks.publish import Newsroom

STORIES = 500


class Publisher:
    """Publishes a story every second until the load is over."""

    def __init__(self, surroundings: dict[str, str], core: int | None = None) -> None:
        self._room = Newsroom(surroundings, core)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._publish)
        self.published = 0

    def _publish(self) -> None:
        due = time.monotonic() + 0.5
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            self._room.publish(f"Setiap detik {time.monotonic_ns()}")
            self.published += 1
            due += 1.0

    def __enter__(self) -> Publisher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._room.close()


def main() -> int:
    """Alternate quiet and publishing rounds on one core and print the verdict."""
    options = measure.rounds_parser(__doc__, rounds=3, seconds=6).parse_args()
    with measure.workplace("fronts") as folder:
        port, targets = measure.free_port(), folder / "targets.txt"
        surroundings = papers.found(folder / "paper", port)
        papers.fill(surroundings, STORIES)
        targets.write_text("/\n")
        quiet, busy, published = [], [], 0
        with papers.served(folder / "paper", port, surroundings, core=measure.SERVER_CORE) as process:

            def load() -> measure.Load:
                return measure.wrk(
                    folder, port, targets, [process.pid], seconds=options.seconds, host=f"localhost:{port}"
                )

            load()
            for _ in range(options.rounds):
                quiet.append(load())
                with Publisher(surroundings, measure.SERVER_CORE) as publisher:
                    busy.append(load())
                published += publisher.published
    for seen in quiet:
        print(seen.line("quiet"))
    for seen in busy:
        print(seen.line("publishing"))
    print(f"  {published} stories went out")
    return verdict(quiet, busy, published)


def verdict(quiet: list[measure.Load], busy: list[measure.Load], published: int) -> int:
    """Hold the publishing rounds against the quiet ones; a newsroom that is starved proves nothing."""
    ratio = measure.median(seen.per_second for seen in busy) / measure.median(
        seen.per_second for seen in quiet
    )
    bars = [
        measure.Bar("ratio", ratio, 0.9),
        measure.Bar("stories_a_second", published / sum(seen.seconds for seen in busy), 0.9),
        measure.Bar("errors", sum(seen.errors + seen.refused for seen in busy), 0, at_least=False),
    ]
    return measure.verdict("fronts", bars)


if __name__ == "__main__":
    sys.exit(main())
