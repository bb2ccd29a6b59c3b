"""Scenes of signals in the night: a mast on a hill, a satellite above it."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import Canvas, Point


def mast() -> Image.Image:
    """A signal mast above a hill hamlet at night."""
    c = Canvas(241)
    c.wash([(0, "#0c1030"), (0.4, "#22306b"), (0.7, "#5a6fa8"), (0.82, "#c0a9b8"), (1, "#c0a9b8")])
    for _ in range(240):
        c.disc(c.rng.uniform(0, 1600), c.rng.uniform(0, 720), c.rng.uniform(0.6, 2.2), "#ffffffb0")
    c.soft([(300, -20), (520, -20), (1500, 760), (1180, 760)], "#b8c6ff", 0.2, 90)
    c.fade(
        [
            *c.crag((-10, 760), (500, 560), 60),
            *c.crag((500, 560), (1620, 800), 60),
            (1620, 1080),
            (-10, 1080),
        ],
        "#3a477c",
        "#27325f",
    )
    for r in (110, 190, 280, 380):
        for side in (-60, 120):
            c.arc(1010, 270, r, side, side + 120, f"#9fe8ff{190 - r // 3:02x}", 7)
    c.hills(850, 80, "#1d2a4f", "#101833", waves=4)
    for x, y in ((960, 880), (1060, 880)):
        c.stroke([(x, y), (1010, 250)], "#d9dde8", 7)
    for n in range(13):
        t, u = n / 13, (n + 1) / 13
        a, b = 50 * (1 - t), 50 * (1 - u)
        c.stroke([(1010 - a, 880 - 630 * t), (1010 + b, 880 - 630 * u)], "#aab2c8", 3)
        c.stroke([(1010 + a, 880 - 630 * t), (1010 - b, 880 - 630 * u)], "#aab2c8", 3)
    for dx in (-34, 20):
        c.rect(1010 + dx, 290, 14, 70, "#f2f4fa", 5)
    c.disc(1010, 246, 9, "#ff5a4c")
    c.glow(1010, 246, 70, "#ff7a66", 0.8)
    for n in range(16):
        x, y, s = 90 + n * 92 + c.rng.uniform(-20, 20), 940 + c.rng.uniform(-24, 50), c.rng.uniform(0.8, 1.3)
        if abs(x - 1010) < 70:
            continue
        c.glow(x, y - 10, 70 * s, "#ffce7a", 0.35)
        c.rect(x - 30 * s, y - 34 * s, 60 * s, 40 * s, "#3d4268")
        c.poly([(x - 42 * s, y - 32 * s), (x, y - 72 * s), (x + 42 * s, y - 32 * s)], "#262b4d")
        c.rect(x - 20 * s, y - 24 * s, 15 * s, 17 * s, "#ffd582")
        c.rect(x + 6 * s, y - 24 * s, 15 * s, 17 * s, "#ffd582")
    c.hills(1030, 12, "#0b1128", "#060a1a")
    return c.finish()


def satellite() -> Image.Image:
    """A small satellite above the archipelago."""
    c = Canvas(317)
    c.wash([(0, "#070b20"), (0.6, "#101c45"), (1, "#18306a")])
    for _ in range(330):
        c.disc(c.rng.uniform(0, 1600), c.rng.uniform(0, 900), c.rng.uniform(0.6, 2.4), "#ffffffc0")
    c.glow(800, 1500, 1180, "#6fd0ff", 0.9)
    c.disc(800, 1780, 1130, "#6ec6ea")
    c.disc(800, 1800, 1130, "#1c6ea4")
    for x, y, w, tilt in (
        (330, 872, 190, 0.22),
        (560, 800, 110, 0.3),
        (590, 930, 230, 0.16),
        (860, 800, 150, 0.5),
        (1000, 890, 90, 0.5),
        (1160, 830, 70, 0.3),
        (1330, 910, 170, 0.3),
    ):
        isle = [
            (
                x + w * math.cos(a) * c.rng.uniform(0.75, 1.1),
                y + w * tilt * math.sin(a) * c.rng.uniform(0.75, 1.1) + abs(x - 800) * 0.08,
            )
            for a in (k * 0.3 for k in range(21))
        ]
        c.poly(isle, "#5fae6a")
        c.poly([(px * 0.9 + x * 0.1, py * 0.9 + y * 0.1 - 3) for px, py in isle], "#86c777")
    for x, y, w in ((180, 990, 210), (760, 1000, 260), (1250, 1010, 240), (480, 860, 120), (1080, 760, 120)):
        c.rect(x, y, w, 15, "#ffffffb0", 7)
        c.rect(x + 40, y - 16, w * 0.6, 15, "#ffffff80", 7)
    _spacecraft(c, 830, 380)
    return c.finish(vignette=0.1)


def _spacecraft(c: Canvas, x: float, y: float) -> None:
    """A gold box, two blue wings and a dish that listens."""

    def at(u: float, v: float) -> Point:
        a = math.radians(-18)
        return x + u * math.cos(a) - v * math.sin(a), y + u * math.sin(a) + v * math.cos(a)

    c.soft([at(30, 110), at(90, 110), (1180, 1000), (760, 1000)], "#bff0ff", 0.22, 26)
    for side in (-1, 1):
        c.stroke([at(0, 0), at(side * 150, 0)], "#c9ced8", 12)
        c.fade(
            [at(side * 140, -74), at(side * 470, -74), at(side * 470, 74), at(side * 140, 74)],
            "#4f8fd8",
            "#1f3f8a",
        )
        for n in range(1, 6):
            c.stroke([at(side * (140 + n * 55), -74), at(side * (140 + n * 55), 74)], "#a9ccf290", 4)
        c.stroke([at(side * 140, 0), at(side * 470, 0)], "#a9ccf290", 4)
    c.poly([at(-84, -92), at(84, -92), at(84, 92), at(-84, 92)], "#e0a93a")
    c.poly([at(20, -92), at(84, -92), at(84, 92), at(20, 92)], "#b67c22")
    for v in (-48, -6, 36):
        c.poly([at(-66, v), at(4, v), at(4, v + 26), at(-66, v + 26)], "#f6d588")
    c.poly([at(-70, 96), at(70, 96), at(44, 136), at(-44, 136)], "#e9edf3")
    c.poly([at(10, 96), at(70, 96), at(44, 136), at(10, 136)], "#b9c2d0")
    c.stroke([at(0, 136), at(0, 174)], "#e9edf3", 7)
    c.disc(*at(0, 178), 10, "#ff6a55")
    c.stroke([at(-50, -92), at(-70, -160)], "#c9ced8", 5)
    c.disc(*at(-70, -162), 8, "#ffffff")


SCENES = {
    "menara-sinyal": mast,
    "satelit": satellite,
}
