"""Break real agency copy, or archives, guided by the code a break reaches.

python -m tools.mutations 100000 [seed [copy|archives]]
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from hashlib import blake2b
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from types import ModuleType
from typing import Any, NoReturn

import atheris
import django
from django.core.management import call_command

from kabar.progress import Printed
from tools import sample_paper

#: What is broken, and the code whose branches guide the breaking.
BROKEN = {"copy": "kabar.wire.tests.mutations", "archives": "kabar.wire.tests.broken_archives"}
GUIDED = ["kabar.wire.parsers", "kabar.wire.importers", "kabar.stories.markup"]
#: What asks somebody outside begins with one of these.
ASKS = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request")
#: A copy that has had so many seconds of a core never comes back; the machine's other work is not counted.
HANGS = 20.0
LARGEST = 64 * 1024
#: An import looks for garbage among its own alone; what so many leave together is looked for here.
TIDIED = 1_000


class Breaking:
    """One run: breaks copies, has each read, and counts what became of them."""

    def __init__(self, count: int, broken: ModuleType, real: list[bytes], folder: Path) -> None:
        self.count, self.broken, self.real, self.folder = count, broken, real, folder
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
        if self.progress.done % TIDIED == 0:
            gc.collect()
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
        # libFuzzer ends a process from inside, where nothing else cleans up.
        shutil.rmtree(self.folder, ignore_errors=True)
        os._exit(1 if any(bad) else 0)


def main(count: int, seed: int, what: str) -> None:
    """Print what became of the broken copies; exit code 1 when one broke the reader or held it up."""
    folder = Path(mkdtemp(prefix="kabar-mutations-"))
    os.environ.update(sample_paper.environment(sample_paper.lay_out(folder / "paper")))
    with atheris.instrument_imports(include=GUIDED):
        django.setup()
        broken = importlib.import_module(BROKEN[what])
    from kabar.wire.tests.material import shared

    call_command("migrate", verbosity=0, interactive=False)
    real: list[bytes] = broken.material(shared())
    run: Any = Breaking(count, broken, real, folder)
    corpus = folder / "copies"
    corpus.mkdir()
    for number, each in enumerate(real):
        (corpus / f"{number:04}").write_bytes(each)
    told = [f"-seed={seed}", "-timeout=86400", f"-max_len={LARGEST}", "-rss_limit_mb=4096"]
    told += ["-runs=-1", "-verbosity=0", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *told, str(corpus)], run.read, custom_mutator=run.break_again)
    atheris.Fuzz()


if __name__ == "__main__":
    asked = sys.argv[1:] + ["100000", "1", "copy"][len(sys.argv) - 1 :]
    if asked[2] not in BROKEN:
        sys.exit(f"{asked[2]}: nothing to break; say {' or '.join(BROKEN)}")
    main(int(asked[0]), int(asked[1]), asked[2])
