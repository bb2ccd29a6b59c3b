"""The machines the press works with: one rack and one set of generations a process."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

from kabar.plates import Generations, Rack, open_plates
from kabar.press.clippings import Clippings


@dataclass(slots=True)
class Works:
    """What a process prints with; tests put the in-memory twins here."""

    generations: Generations
    rack: Rack
    clippings: Clippings = field(init=False)

    def __post_init__(self) -> None:
        self.clippings = Clippings(self.generations)


_works: Works | None = None


def works() -> Works:
    """Return this process's machines, opened at the first use."""
    global _works
    if _works is None:
        _works = Works(*open_plates(settings.PAPER.plates, settings.PAPER.newsstand.rack_megabytes))
    return _works


def use(machines: Works | None) -> None:
    """Print with other machines from now on; None goes back to the paper's own."""
    global _works
    _works = machines
