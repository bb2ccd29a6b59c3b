"""Plates: printed pages as bytes, the racks they hang on, and the counters that tell when they are old.

Owns the words plate, piece, slot, rack, generation and ticket.
"""

from pathlib import Path

from kabar.plates.address import Address, Variant, canonical_path, canonical_query, without_trackers
from kabar.plates.generations import Generations, MappedGenerations, MemoryGenerations
from kabar.plates.gzip_join import splice
from kabar.plates.plate import Piece, Plate, PlateError, Slot, engrave
from kabar.plates.racks import LmdbRack, MemoryRack, Rack

__all__ = [
    "Address",
    "Generations",
    "LmdbRack",
    "MappedGenerations",
    "MemoryGenerations",
    "MemoryRack",
    "Piece",
    "Plate",
    "PlateError",
    "Rack",
    "Slot",
    "Variant",
    "canonical_path",
    "canonical_query",
    "engrave",
    "open_plates",
    "splice",
    "without_trackers",
]


def open_plates(folder: Path, megabytes: int) -> tuple[MappedGenerations, LmdbRack]:
    """The counters and the rack in a paper's plates folder, shared by the press and the newsstand."""
    return MappedGenerations(folder / "generations"), LmdbRack(folder / "rack", megabytes)
