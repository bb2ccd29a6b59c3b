"""The fixed set of sizes a picture is printed in: crops, widths and formats; no others are ever made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

#: Where a crop without a focal point is taken: in the middle, and rather the upper part, where faces are.
MIDDLE, UPPER = 0.5, 0.3

Box = tuple[float, float, float, float]
WHOLE_PICTURE: Box = (0.0, 0.0, 1.0, 1.0)


class Kind(Enum):
    """A format of the printed file; the value is the end of its name."""

    AVIF = "avif"
    WEBP = "webp"
    JPEG = "jpg"


@dataclass(frozen=True, slots=True)
class Crop:
    """A shape a picture is printed in, its widths, and the one width for browsers that cannot choose."""

    name: str
    ratio: tuple[int, int] | None
    widths: tuple[int, ...]
    usual: int


CROPS = {
    crop.name: crop
    for crop in (
        Crop("whole", None, (320, 640, 960, 1440), usual=960),
        Crop("wide", (16, 9), (480, 800, 1280), usual=800),
        Crop("card", (3, 2), (320, 640, 960), usual=640),
        Crop("square", (1, 1), (120, 240), usual=240),
    )
}
#: What other sites show when a story is shared; JPEG only, because some read nothing else.
SHARE = Crop("share", (1200, 630), (1200,), usual=1200)


@dataclass(frozen=True, slots=True)
class Size:
    """One file to print: a crop at a width, in a format."""

    crop: str
    width: int
    height: int
    kind: Kind

    def file_name(self, stem: str, seal: str) -> str:
        """Return the name of its file; nobody guesses it who does not know the seal."""
        return f"{stem}-{self.crop}-{self.width}.{seal}.{self.kind.value}"


@dataclass(frozen=True, slots=True)
class Original:
    """The upright dimensions of an original and the middle of what matters on it, each from 0 to 1."""

    width: int
    height: int
    focus: tuple[float, float] | None = None

    def box(self, crop: Crop) -> Box:
        """Return the part of the original that a crop shows, in fractions of its width and height."""
        if crop.ratio is None:
            return WHOLE_PICTURE
        wanted = crop.ratio[0] / crop.ratio[1]
        stands = self.width / self.height
        across, down = min(1.0, wanted / stands), min(1.0, stands / wanted)
        left = self._edge(across, 0, MIDDLE)
        top = self._edge(down, 1, UPPER)
        return left, top, left + across, top + down

    def _edge(self, share: float, axis: int, otherwise: float) -> float:
        slack = 1.0 - share
        if self.focus is None:
            return slack * otherwise
        return min(max(self.focus[axis] - share / 2, 0.0), slack)

    def widths(self, crop: Crop) -> tuple[int, ...]:
        """Return the widths of a crop that this original fills without being enlarged; at least one."""
        left, _top, right, _bottom = self.box(crop)
        widest = max(1, round((right - left) * self.width))
        return tuple(width for width in crop.widths if width <= widest) or (widest,)

    def height_at(self, crop: Crop, width: int) -> int:
        """Return the height of a crop at a width."""
        left, top, right, bottom = self.box(crop)
        across, down = (right - left) * self.width, (bottom - top) * self.height
        return max(1, round(width * down / across))

    def usual(self, crop: Crop) -> int:
        """Return the width of a crop for browsers that cannot choose."""
        widths = self.widths(crop)
        return max((width for width in widths if width <= crop.usual), default=widths[0])

    def size(self, crop: Crop, width: int, kind: Kind) -> Size:
        """Return a crop at a width and in a format."""
        return Size(crop.name, width, self.height_at(crop, width), kind)

    def needed(self) -> Iterator[Size]:
        """Yield what a page cannot do without: a JPEG of each crop."""
        for crop in (*CROPS.values(), SHARE):
            yield self.size(crop, self.usual(crop), Kind.JPEG)

    def finer(self) -> Iterator[Size]:
        """Yield what makes a page lighter: each crop at each width, as AVIF and as WebP."""
        for crop in CROPS.values():
            for width in self.widths(crop):
                yield self.size(crop, width, Kind.AVIF)
                yield self.size(crop, width, Kind.WEBP)


def crop_named(name: str) -> Crop:
    """Return a crop by its name."""
    return SHARE if name == SHARE.name else CROPS[name]
