"""A sheet of paper to paint on: gradients, layered shapes, glows, paper grain."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point = tuple[float, float]
Stops = Sequence[tuple[float, str]]

# Shapes are drawn at twice the size and reduced once at the end, which smooths every edge.
SCALE = 2


class Canvas:
    """One illustration in the making; positions are in the finished picture's pixels."""

    def __init__(self, seed: int, width: int = 1600, height: int = 1067) -> None:
        """Lay out an empty sheet; the seed makes every run draw the same picture."""
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * SCALE, height * SCALE))
        self.rng = random.Random(seed)

    @property
    def pen(self) -> ImageDraw.ImageDraw:
        """A pen whose translucent colours blend with what lies below."""
        return ImageDraw.Draw(self.image, "RGBA")

    def wash(self, stops: Stops) -> None:
        """Cover the sheet with a vertical gradient."""
        self.image.paste(_gradient(stops, self.image.size))

    def poly(self, points: Sequence[Point], fill: str) -> None:
        """Fill a shape with one colour."""
        self.pen.polygon(_scaled(points), fill=fill)

    def fade(self, points: Sequence[Point], *colours: str) -> None:
        """Fill a shape with a gradient from its top to its bottom."""
        scaled = _scaled(points)
        left, top = min(x for x, _ in scaled), min(y for _, y in scaled)
        right, bottom = max(x for x, _ in scaled), max(y for _, y in scaled)
        size = (max(1, int(right - left)), max(1, int(bottom - top)))
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in scaled], fill=255)
        steps = [(i / max(1, len(colours) - 1), colour) for i, colour in enumerate(colours)]
        self.image.paste(_gradient(steps, size), (int(left), int(top)), mask)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        """Fill a box, its corners rounded when a radius is given."""
        box = [x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE]
        self.pen.rounded_rectangle(box, radius * SCALE, fill=fill)

    def disc(self, x: float, y: float, r: float, fill: str, squash: float = 1) -> None:
        """Fill a circle, or an ellipse flattened by `squash`."""
        box = [(x - r) * SCALE, (y - r * squash) * SCALE, (x + r) * SCALE, (y + r * squash) * SCALE]
        self.pen.ellipse(box, fill=fill)

    def ring(self, x: float, y: float, r: float, colour: str, width: float, squash: float = 1) -> None:
        """Draw the outline of a circle or ellipse."""
        box = [(x - r) * SCALE, (y - r * squash) * SCALE, (x + r) * SCALE, (y + r * squash) * SCALE]
        self.pen.ellipse(box, outline=colour, width=max(1, round(width * SCALE)))

    def arc(self, x: float, y: float, r: float, start: float, end: float, colour: str, width: float) -> None:
        """Draw part of a circle, angles in degrees clockwise from three o'clock."""
        box = [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE]
        self.pen.arc(box, start, end, fill=colour, width=max(1, round(width * SCALE)))

    def stroke(self, points: Sequence[Point], colour: str, width: float) -> None:
        """Draw a line through the points with round joints."""
        self.pen.line(_scaled(points), fill=colour, width=max(1, round(width * SCALE)), joint="curve")

    def glow(self, x: float, y: float, r: float, colour: str, strength: float = 1.0) -> None:
        """Shed soft light around a point."""
        side = int(r * 2 * SCALE)
        light = Image.radial_gradient("L").point(lambda v: round(max(0, 1 - v / 180) ** 2 * 255 * strength))
        mask = light.resize((side, side), Image.Resampling.BICUBIC)
        self.image.paste(colour, (int(x * SCALE - side / 2), int(y * SCALE - side / 2)), mask)

    def soft(self, points: Sequence[Point], colour: str, opacity: float, blur: float) -> None:
        """Lay a blurred shape: a shadow, a beam, a bank of mist."""
        small = Image.new("L", (self.width // 2, self.height // 2))
        ImageDraw.Draw(small).polygon([(x / 2, y / 2) for x, y in points], fill=int(255 * opacity))
        mask = small.filter(ImageFilter.GaussianBlur(blur / 2)).resize(self.image.size)
        self.image.paste(colour, (0, 0), mask)

    def hills(self, y: float, height: float, *colours: str, waves: int = 3, to: float | None = None) -> None:
        """Draw a rolling range across the whole sheet, down to its foot."""
        foot = self.height if to is None else to
        self.fade([*self.skyline(y, height, waves), (self.width + 10, foot), (-10, foot)], *colours)

    def skyline(self, y: float, height: float, waves: int = 3) -> list[Point]:
        """A gentle line of hills made of a few random waves."""
        parts = [
            (self.rng.uniform(0.6, 1.6) * (n + 1), self.rng.uniform(0, 6.28), 1 / (n + 1))
            for n in range(waves)
        ]
        span = range(-10, self.width + 20, 8)
        return [(x, y - height * _waves(x / self.width, parts)) for x in span]

    def crag(self, start: Point, end: Point, rough: float, depth: int = 7) -> list[Point]:
        """A broken mountain edge between two points."""
        if depth == 0:
            return [start, end]
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + self.rng.uniform(-rough, rough))
        left = self.crag(start, middle, rough * 0.52, depth - 1)
        return left[:-1] + self.crag(middle, end, rough * 0.52, depth - 1)

    def cloud(self, x: float, y: float, size: float, colour: str) -> None:
        """A flat-bottomed cloud of overlapping puffs."""
        for step in range(-3, 4):
            r = size * (0.5 - abs(step) * 0.1) * self.rng.uniform(0.85, 1.15)
            self.pen.pieslice(_box(x + step * size * 0.34, y, r), 180, 360, fill=colour)
        self.rect(x - size * 1.25, y - 1, size * 2.5, size * 0.1, colour, size * 0.05)

    def palm(self, x: float, y: float, height: float, colour: str, lean: float = 0.12) -> None:
        """A coconut palm standing with its foot at the point."""
        trunk = [(x + lean * height * t * t, y - height * t) for t in (0, 0.25, 0.5, 0.75, 1)]
        self.stroke(trunk, colour, max(2, height * 0.035))
        crown_x, crown_y = trunk[-1]
        for angle in (-165, -140, -100, -60, -30, -5, 20, 175, 200):
            self._frond(crown_x, crown_y, math.radians(angle), height * 0.42, colour)

    def _frond(self, x: float, y: float, angle: float, length: float, colour: str) -> None:
        """One leaf of a palm, drooping towards its tip."""
        spine = [
            (x + math.cos(angle) * length * t, y + math.sin(angle) * length * t + length * 0.55 * t * t)
            for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
        ]
        under = [(px, py + length * 0.16 * math.sin(math.pi * i / 5)) for i, (px, py) in enumerate(spine)]
        self.poly(spine + under[::-1], colour)

    def tree(self, x: float, y: float, size: float, leaf: str, shade: str, trunk: str = "#4a3426") -> None:
        """A round tree with a lit and a shaded side."""
        self.rect(x - size * 0.05, y - size * 0.6, size * 0.1, size * 0.6, trunk)
        for dx, dy, r in ((0, -0.85, 0.36), (-0.24, -0.68, 0.28), (0.26, -0.66, 0.3)):
            self.disc(x + dx * size, y + dy * size, r * size, shade)
        for dx, dy, r in ((-0.06, -0.9, 0.28), (-0.26, -0.73, 0.2), (0.18, -0.74, 0.2)):
            self.disc(x + dx * size, y + dy * size, r * size, leaf)

    def finish(self, grain: int = 3, vignette: float = 0.22) -> Image.Image:
        """Reduce to size, darken the corners a little and lay paper grain over all."""
        picture = self.image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        edge = Image.radial_gradient("L").resize(picture.size, Image.Resampling.BICUBIC)
        edge = edge.point(lambda v: round(max(0, v - 130) * vignette * 1.6))
        picture.paste("#14101c", (0, 0), edge)
        return self._grained(picture, grain)

    def _grained(self, picture: Image.Image, amount: int) -> Image.Image:
        """Sprinkle seeded noise, coarse enough to survive JPEG without costing many bytes."""
        size = (self.width // 2, self.height // 2)
        noise = Image.frombytes("L", size, self.rng.randbytes(size[0] * size[1]))
        noise = noise.filter(ImageFilter.GaussianBlur(0.9)).resize(picture.size, Image.Resampling.BICUBIC)
        level = noise.point(lambda v: int(128 + (v - 128) * amount / 40))
        return ImageChops.overlay(picture, Image.merge("RGB", (level, level, level)))


def save(picture: Image.Image, path: Path) -> None:
    """Write a JPEG small enough to ship."""
    picture.save(path, "JPEG", quality=80, optimize=True, progressive=True, subsampling="4:2:0")


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]


def _box(x: float, y: float, r: float) -> list[float]:
    return [(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE]


def _waves(t: float, parts: Sequence[tuple[float, float, float]]) -> float:
    return sum(weight * math.sin(6.28 * speed * t * 0.7 + phase) for speed, phase, weight in parts) / 1.6


def _gradient(stops: Stops, size: tuple[int, int]) -> Image.Image:
    """A vertical gradient through the colour stops."""
    column = Image.new("RGB", (1, 512))
    column.putdata([_colour_at(stops, row / 511) for row in range(512)])
    return column.resize(size, Image.Resampling.BICUBIC)


def _colour_at(stops: Stops, t: float) -> tuple[int, ...]:
    for (start, first), (end, second) in pairwise(stops):
        if t <= end:
            share = (t - start) / (end - start or 1)
            pairs = zip(ImageColor.getrgb(first)[:3], ImageColor.getrgb(second)[:3], strict=True)
            return tuple(round(a + (b - a) * share) for a, b in pairs)
    return ImageColor.getrgb(stops[-1][1])[:3]
