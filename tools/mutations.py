"""Break real agency copy, guided by the code a break reaches: `python -m tools.mutations 100000 [seed]`."""

from __future__ import annotations

import faulthandler
import os
import random
import signal
import sys
import time
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from types import ModuleType
from typing import Any, NoReturn

import atheris

from kabar.progress import Printed

#: Code whose branches guide the breaking.
GUIDED = ["kabar.wire.parsers", "kabar.stories.markup"]
#: What asks somebody outside begins with one of these.
ASKS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request")
#: A copy that has had so many seconds of a core never comes back; the machine's other work is not counted.
HANGS = 20.0
LARGEST = 64 * 1024


class Breaking:
    """One run: breaks copies, has each read, and counts what became of them."""

    def __init__(self, count: int, broken: ModuleType, real: list[bytes]) -> None:
        self.count, self.broken, self.real = count, broken, real
        self.done: Counter[str] = Counter()
        self.slowest = 0.0
        self.began = time.monotonic()
        self.progress = Printed(count + len(real) + 1, "broken copies", sys.stdout)
        sys.addaudithook(self._heard)
        # Says where it hangs, then dies of it.
        faulthandler.register(signal.SIGVTALRM, chain=True)

    def _heard(self, event: str, _said: object) -> None:
        if event.startswith(ASKS):
            self.done["asked outside"] += 1

    def read(self, data: bytes) -> None:
        """Have a copy read; the real ones come first and are no cases."""
        before = self._bad()
        signal.setitimer(signal.ITIMER_VIRTUAL, HANGS)
        self.slowest = max(self.slowest, self.broken.read_one(data, self.done))
        if self._bad() != before:
            self._keep(data)
        self.progress.step()
        if self._cases() >= self.count:
            self._end()

    def _cases(self) -> int:
        """Return how many broken copies were tried; libFuzzer begins with the whole ones and an empty one."""
        return self.progress.done - len(self.real) - 1

    def _bad(self) -> tuple[int, int, int]:
        crashed = sum(number for what, number in self.done.items() if what.startswith("crashed"))
        return crashed, self.done["too slow"], self.done["asked outside"]

    def _keep(self, data: bytes) -> None:
        kept = Path(gettempdir()) / f"kabar-broke-{blake2b(data, digest_size=8).hexdigest()}"
        kept.write_bytes(data)
        print(f"{kept}: {self._bad()}", flush=True)

    def break_again(self, data: bytes, most: int, seed: int) -> bytes:
        """Return a copy broken once more: as agencies err, as files are damaged, or as libFuzzer likes."""
        chance = random.Random(seed)
        if chance.random() < 0.25:
            return bytes(atheris.Mutate(data, most))
        return bytes(self.broken.broken(data, self.real, chance))[:most]

    def _end(self) -> NoReturn:
        took = time.monotonic() - self.began
        for what, number in self.done.most_common():
            print(f"{number:>9,} {what}")
        bad = self._bad()
        print(
            f"{self._cases():,} coverage-guided cases in {took / 60:.1f} min: {bad[0]} crashes,"
            f" {bad[1]} hangs > {self.broken.LONGEST:.0f} s (slowest {self.slowest * 1000:.0f} ms),"
            f" {bad[2]} requests outside",
            flush=True,
        )
        # libFuzzer ends a process from inside; what it would clean up is a folder of copies.
        os._exit(1 if any(bad) else 0)


def main(count: int, seed: int) -> None:
    """Print what became of the broken copies; exit code 1 when one broke the reader or held it up."""
    with atheris.instrument_imports(include=GUIDED):
        from kabar.wire.tests import mutations
    from kabar.wire.tests.material import shared

    real: list[bytes] = mutations.material(shared())
    run: Any = Breaking(count, mutations, real)
    with TemporaryDirectory(prefix="kabar-mutations-") as folder:
        for number, each in enumerate(real):
            (Path(folder) / f"{number:04}").write_bytes(each)
        told = [f"-seed={seed}", "-timeout=86400", f"-max_len={LARGEST}", "-rss_limit_mb=4096"]
        told += ["-runs=-1", "-verbosity=0", f"-artifact_prefix={folder}-"]
        atheris.Setup([sys.argv[0], *told, folder], run.read, custom_mutator=run.break_again)
        atheris.Fuzz()


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["100000"])[0]), int((sys.argv[2:] or ["1"])[0]))
