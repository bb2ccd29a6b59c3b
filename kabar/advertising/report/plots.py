"""A plot of a report: bars by day, below it the part that could be seen; for the page and for paper."""

from __future__ import annotations

from dataclasses import dataclass

from kabar.advertising.report.figures import Figures

WIDTH, HEIGHT, GAP = 720.0, 180.0, 0.25


@dataclass(frozen=True, slots=True)
class Bar:
    """One day: where it stands, how high it is, and how much of it could be seen; upwards from the foot."""

    day: str
    x: float
    width: float
    height: float
    viewed: float
    seen_number: int
    viewed_number: int

    @property
    def top(self) -> float:
        """Where it begins in a drawing whose origin is above."""
        return HEIGHT - self.height

    @property
    def viewed_top(self) -> float:
        """Where the part that could be seen begins there."""
        return HEIGHT - self.viewed


@dataclass(frozen=True, slots=True)
class Plot:
    """All bars, and what the highest stands for."""

    bars: list[Bar]
    most: int
    width: float = WIDTH
    height: float = HEIGHT


def of(days: list[Figures]) -> Plot:
    """Return the plot of some days."""
    most = max((day.seen for day in days), default=0)
    if not most:
        return Plot([], 0)
    step = WIDTH / len(days)
    return Plot(
        [
            Bar(
                day.label,
                round(number * step + step * GAP / 2, 2),
                round(step * (1 - GAP), 2),
                round(HEIGHT * day.seen / most, 2),
                round(HEIGHT * min(day.viewed, day.seen) / most, 2),
                day.seen,
                day.viewed,
            )
            for number, day in enumerate(days)
        ],
        most,
    )
