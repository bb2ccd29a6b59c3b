"""The wall clock of the newsstand: the second, the Date line, and what is looked after each second."""

import asyncio
from collections.abc import Callable
from email.utils import formatdate

from kabar import clock


class Ticker:
    """Keeps the time at hand, so that no answer has to ask for it."""

    def __init__(self) -> None:
        self.tick = 0
        self.second = 0.0
        self.end_of_head = b""
        self._chores: list[Callable[[], None]] = []
        self._look_at_the_clock()

    def each_second(self, chore: Callable[[], None]) -> None:
        """Have something done each second."""
        self._chores.append(chore)

    async def run(self) -> None:
        """Tick until cancelled."""
        while True:
            await asyncio.sleep(1)
            self.tick += 1
            self._look_at_the_clock()
            for chore in self._chores:
                chore()

    def _look_at_the_clock(self) -> None:
        self.second = clock.now().timestamp()
        self.end_of_head = f"date: {formatdate(self.second, usegmt=True)}\r\n\r\n".encode()
