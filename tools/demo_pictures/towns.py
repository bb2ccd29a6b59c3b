"""Scenes of streets and buildings: a capital, a market, a stadium, rain, a school."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import Canvas


def capital() -> Image.Image:
    """A city at dusk with an elevated line."""
    c = Canvas(211)
    c.wash([(0, "#1d1f4e"), (0.3, "#5a3f86"), (0.55, "#ee7f7a"), (0.72, "#ffd39b"), (1, "#ffd39b")])
    c.glow(1010, 690, 560, "#fff0c4", 0.85)
    c.disc(1010, 640, 110, "#fff3d2")
    _blocks(c, 700, (120, 330), 64, "#b8708f", "#d98f92", lit=0)
    _blocks(c, 780, (160, 430), 88, "#6c4a86", "#8f5b8d", lit=0.18)
    c.poly([(560, 800), (590, 240), (598, 130), (606, 240), (636, 800)], "#4d376f")
    c.rect(570, 300, 56, 14, "#4d376f")
    _blocks(c, 900, (150, 400), 124, "#2c2756", "#453a70", lit=0.42)
    c.rect(-10, 842, 1620, 30, "#8c86a8")
    c.rect(-10, 866, 1620, 14, "#5c5780")
    for x in range(60, 1640, 250):
        c.fade([(x, 876), (x + 40, 876), (x + 34, 1080), (x + 6, 1080)], "#6d678f", "#3a3561")
    c.rect(300, 776, 820, 66, "#f2eee6", 14)
    c.rect(300, 812, 820, 10, "#e0563f")
    for n in range(15):
        c.rect(322 + n * 53, 786, 38, 22, "#ffd98a" if n % 4 else "#fff0c0", 5)
    c.fade([(-10, 940), (1610, 940), (1610, 1080), (-10, 1080)], "#2a2450", "#15122f")
    for n in range(34):
        c.disc(
            30 + n * 48 + c.rng.uniform(-10, 10),
            1010 + c.rng.uniform(-20, 30),
            c.rng.uniform(4, 8),
            c.rng.choice(("#ffd166", "#ff7a5c", "#fff3d0")),
        )
    for x in range(20, 1600, 90):
        c.disc(x, 960, c.rng.uniform(30, 60), "#1d2a45")
    return c.finish()


def _blocks(
    c: Canvas, foot: float, tall: tuple[float, float], wide: float, low: str, high: str, lit: float
) -> None:
    """A row of towers with some of their windows alight."""
    x = -30.0
    while x < 1620:
        w, h = wide * c.rng.uniform(0.6, 1.2), c.rng.uniform(*tall)
        c.fade([(x, foot - h), (x + w, foot - h), (x + w, 1080), (x, 1080)], high, low)
        if c.rng.random() < 0.35:
            c.rect(x + w * 0.3, foot - h - 26, w * 0.4, 28, high)
        if c.rng.random() < 0.3:
            c.rect(x + w * 0.5, foot - h - 70, 3, 72, high)
        for row in range(int(h / 26)):
            for col in range(int(w / 18) - 1):
                if c.rng.random() < lit:
                    c.rect(
                        x + 12 + col * 18,
                        foot - h + 14 + row * 26,
                        9,
                        13,
                        c.rng.choice(("#ffe2a0", "#ffc66e", "#ffd98ab0")),
                    )
        x += w + c.rng.uniform(0, 8)


def market() -> Image.Image:
    """A morning market under striped awnings."""
    c = Canvas(223)
    c.wash([(0, "#f7c978"), (0.4, "#fde7b8"), (1, "#fff3d8")])
    for n, x in enumerate(range(-40, 1640, 230)):
        tint = ("#d9895c", "#c9744f", "#e3a06b")[n % 3]
        c.rect(x, 120 + (n % 3) * 40, 226, 640, tint)
        c.poly(
            [(x - 14, 124 + (n % 3) * 40), (x + 113, 40 + (n % 3) * 40), (x + 240, 124 + (n % 3) * 40)],
            "#9c4a36",
        )
        for col in range(3):
            c.rect(x + 28 + col * 66, 200 + (n % 3) * 40, 38, 60, "#7a4434", 18)
    c.soft([(-20, 420), (1620, 420), (1620, 560), (-20, 560)], "#fff1cf", 0.7, 60)
    c.fade([(-10, 700), (1610, 700), (1610, 1080), (-10, 1080)], "#d8a872", "#a06e49")
    for x in (270, 560, 850, 1210, 1460):
        _shopper(c, x + c.rng.uniform(-30, 30), 760, c.rng.uniform(0.85, 1.0))
    for n, x in enumerate((-90, 310, 710, 1110, 1510)):
        _stall(c, x, 640, ("#d6453d", "#1f7a74", "#e89b2c", "#3b5ea8", "#d6453d")[n])
    for x in (160, 690, 1120, 1500):
        _shopper(c, x, 1075, 1.5)
    return c.finish()


def _stall(c: Canvas, x: float, y: float, tint: str) -> None:
    """A table of produce below a scalloped awning."""
    for dx in (14, 350):
        c.rect(x + dx, y - 170, 12, 470, "#6b432f")
    c.poly([(x + 14, y - 250), (x + 362, y - 250), (x + 396, y - 150), (x - 20, y - 150)], "#fff6e2")
    for n in range(0, 8, 2):
        c.poly(
            [
                (x + 14 + n * 43.5, y - 250),
                (x + 57.5 + n * 43.5, y - 250),
                (x + 32 + n * 52, y - 150),
                (x - 20 + n * 52, y - 150),
            ],
            tint,
        )
    for n in range(8):
        c.disc(x + 6 + n * 52, y - 150, 26, tint if n % 2 == 0 else "#fff6e2")
    c.soft([(x, y - 122), (x + 376, y - 122), (x + 376, y + 90), (x, y + 90)], "#5c2f22", 0.45, 30)
    c.fade([(x - 6, y + 110), (x + 382, y + 110), (x + 382, y + 300), (x - 6, y + 300)], "#a8693f", "#70432c")
    for n in range(4):
        c.rect(x + 6 + n * 94, y + 64, 86, 54, "#c98f55", 6)
        tone = ("#e2442f", "#7cb342", "#f5b82e", "#8e3b7d", "#f07f2f", "#4f9d58")[c.rng.randrange(6)]
        for k in range(13):
            c.disc(x + 18 + n * 94 + (k % 5) * 16, y + 62 - (k // 5) * 14 + c.rng.uniform(-2, 2), 11, tone)
            c.disc(x + 15 + n * 94 + (k % 5) * 16, y + 58 - (k // 5) * 14, 3, "#ffffff90")


def _shopper(c: Canvas, x: float, y: float, s: float) -> None:
    """Somebody with a basket, seen from behind."""
    skirt, shirt = (
        c.rng.choice(("#3b4a6b", "#7a3b4a", "#3f6b55")),
        c.rng.choice(("#f2e3c9", "#e8b04b", "#5b8fb0", "#c86b5a")),
    )
    c.poly([(x - 30 * s, y - 120 * s), (x + 30 * s, y - 120 * s), (x + 40 * s, y), (x - 40 * s, y)], skirt)
    c.rect(x - 38 * s, y - 220 * s, 76 * s, 116 * s, shirt, 26 * s)
    c.disc(x, y - 248 * s, 30 * s, c.rng.choice(("#3a2620", "#f4ead6", "#7c4b66", "#2f5c5a")))
    c.stroke([(x + 32 * s, y - 200 * s), (x + 52 * s, y - 140 * s), (x + 40 * s, y - 104 * s)], shirt, 16 * s)
    c.rect(x + 18 * s, y - 108 * s, 62 * s, 46 * s, "#b07b42", 10 * s)
    c.disc(x + 36 * s, y - 110 * s, 15 * s, "#5c9a4a")
    c.disc(x + 60 * s, y - 112 * s, 15 * s, "#d94f3a")


def stadium() -> Image.Image:
    """A stadium under floodlights before kick-off."""
    c = Canvas(229)
    c.wash([(0, "#0b1636"), (0.4, "#24427a"), (0.6, "#56789c"), (1, "#56789c")])
    for _ in range(90):
        c.disc(c.rng.uniform(0, 1600), c.rng.uniform(0, 330), c.rng.uniform(0.7, 2), "#ffffff90")
    c.fade([(-10, 380), (400, 300), (1200, 300), (1610, 380), (1610, 700), (-10, 700)], "#15203f", "#2a3a63")
    for row in range(10):
        for n in range(96):
            x, y = n * 17 + c.rng.uniform(-4, 4), 376 + row * 28 + abs(n * 17 - 800) * 0.05
            c.disc(
                x, y, 7.5, c.rng.choice(("#e2574c", "#f2efe6", "#e2574c", "#f5b82e", "#31456f", "#7189b0"))
            )
    c.fade(
        [(-10, 318), (400, 250), (1200, 250), (1610, 318), (1610, 356), (1200, 292), (400, 292), (-10, 356)],
        "#3f5f92",
        "#1c2c55",
    )
    c.fade([(-10, 660), (1610, 660), (1610, 1080), (-10, 1080)], "#4fae5b", "#2c8046", "#1b5f38")
    for n in range(0, 12, 2):
        c.poly(
            [
                (800 + (n - 6) * 150, 660),
                (800 + (n - 5) * 150, 660),
                (800 + (n - 5) * 330, 1080),
                (800 + (n - 6) * 330, 1080),
            ],
            "#ffffff12",
        )
    c.rect(-10, 640, 1620, 26, "#f2efe6")
    for n, tint in enumerate(("#d2452f", "#f5b82e", "#2f7f79", "#356b9a")):
        c.rect(n * 410 - 10, 640, 200, 26, tint)
    for line in (
        [(-10, 700), (1610, 700)],
        [(420, 700), (230, 880), (1370, 880), (1180, 700)],
        [(590, 700), (540, 770), (1060, 770), (1010, 700)],
    ):
        c.stroke(line, "#f6fff0d0", 6)
    c.stroke([(676, 702), (676, 590), (924, 590), (924, 702)], "#ffffff", 9)
    for n in range(1, 12):
        c.stroke([(676 + n * 20, 594), (676 + n * 20, 700)], "#ffffff60", 1.4)
        c.stroke([(676, 590 + n * 9), (924, 590 + n * 9)], "#ffffff60", 1.4)
    for x in (150, 560, 1040, 1450):
        _floodlight(c, x)
    _ball(c, 800, 968, 46)
    return c.finish()


def _floodlight(c: Canvas, x: float) -> None:
    """A mast, its lamps, and the beam they throw on the pitch."""
    aim = 800 + (x - 800) * 0.35
    c.soft([(x - 50, 130), (x + 50, 130), (aim + 300, 1000), (aim - 300, 1000)], "#f4fbff", 0.13, 30)
    c.rect(x - 5, 150, 10, 170, "#111b38")
    c.rect(x - 66, 84, 132, 66, "#111b38", 6)
    for n in range(10):
        c.disc(x - 52 + (n % 5) * 26, 104 + (n // 5) * 28, 10, "#fffbe8")
    c.glow(x, 116, 150, "#fff9e0", 0.75)


def _ball(c: Canvas, x: float, y: float, r: float) -> None:
    """A football with its patches."""
    c.disc(x, y + r, r * 1.2, "#0b2a1a70", 0.2)
    c.disc(x, y, r, "#f7f7f2")
    c.disc(x + r * 0.12, y + r * 0.16, r * 0.86, "#e4e6e2")
    c.disc(x - r * 0.08, y - r * 0.1, r * 0.8, "#fbfbf8")
    patch = [
        (x + r * 0.32 * math.cos(k * 1.2566 - 1.57), y + r * 0.32 * math.sin(k * 1.2566 - 1.57))
        for k in range(5)
    ]
    c.poly(patch, "#232a3b")
    for k, (px, py) in enumerate(patch):
        ex, ey = x + r * 0.8 * math.cos(k * 1.2566 - 1.57), y + r * 0.8 * math.sin(k * 1.2566 - 1.57)
        c.stroke([(px, py), (ex, ey)], "#232a3b", 3)
        c.disc(ex, ey, r * 0.15, "#232a3b")


def rain() -> Image.Image:
    """Umbrellas on a wet street in the evening."""
    c = Canvas(233)
    c.wash([(0, "#233a4d"), (0.5, "#4f7485"), (0.66, "#c9b58f"), (1, "#c9b58f")])
    for n, x in enumerate(range(-30, 1620, 190)):
        h = c.rng.uniform(300, 520)
        c.fade(
            [(x, 720 - h), (x + 184, 720 - h), (x + 184, 720), (x, 720)],
            ("#2f4f62", "#3a5a6a", "#29465a")[n % 3],
            "#5d7a80",
        )
        for row in range(int(h / 70)):
            for col in range(4):
                if c.rng.random() < 0.5:
                    c.rect(
                        x + 20 + col * 40,
                        740 - h + row * 66,
                        24,
                        34,
                        c.rng.choice(("#ffd27a", "#ffe3a6", "#e9a94f")),
                        3,
                    )
    c.rect(-10, 640, 1620, 16, "#1b2f3d")
    for n in range(9):
        c.rect(n * 190 - 26, 596, 170, 48, ("#d6453d", "#e89b2c", "#2f7f79")[n % 3])
    c.fade([(-10, 715), (1610, 715), (1610, 1080), (-10, 1080)], "#6f7f80", "#2f4756", "#162a38")
    for _ in range(90):
        x, y = c.rng.uniform(0, 1600), c.rng.uniform(740, 1060)
        c.rect(
            x,
            y,
            c.rng.uniform(30, 150),
            4,
            c.rng.choice(("#ffd27a55", "#ffe9c044", "#0e202c55", "#e2574c44")),
            2,
        )
    for x, y, s, tint in (
        (300, 880, 0.9, "#e8b04b"),
        (1330, 870, 0.85, "#5bb0a8"),
        (860, 860, 0.75, "#f2e9d8"),
        (560, 1010, 1.4, "#e2483d"),
        (1120, 1030, 1.5, "#2d6fa3"),
    ):
        _umbrella(c, x, y, s, tint)
    for _ in range(420):
        x, y, n = c.rng.uniform(-40, 1640), c.rng.uniform(-40, 1040), c.rng.uniform(18, 52)
        c.stroke([(x, y), (x - n * 0.22, y + n)], "#eaf6ff66", 1.6)
    for _ in range(60):
        c.ring(c.rng.uniform(0, 1600), c.rng.uniform(780, 1060), c.rng.uniform(6, 22), "#eaf6ff50", 1.6, 0.3)
    return c.finish()


def _umbrella(c: Canvas, x: float, y: float, s: float, tint: str) -> None:
    """A walker under an umbrella, with the colour smeared in the puddle."""
    c.soft(
        [(x - 70 * s, y), (x + 70 * s, y), (x + 50 * s, y + 120 * s), (x - 50 * s, y + 120 * s)],
        tint,
        0.4,
        18,
    )
    for dx, lean in ((-14, -10), (14, 14)):
        c.stroke([(x + dx * s, y - 90 * s), (x + (dx + lean) * s, y)], "#16232f", 18 * s)
    c.rect(x - 34 * s, y - 210 * s, 68 * s, 132 * s, "#22384a", 24 * s)
    c.disc(x, y - 232 * s, 24 * s, "#2b1f24")
    c.stroke([(x + 14 * s, y - 150 * s), (x + 14 * s, y - 350 * s)], "#11202c", 5 * s)
    scallop = [
        (x + (14 + 150 * math.cos(math.radians(a))) * s, y - (232 + 128 * math.sin(math.radians(a))) * s)
        for a in range(0, 181, 6)
    ]
    c.poly(scallop, tint)
    for n in range(6):
        c.disc(x + (14 - 125 + n * 50) * s, y - 232 * s, 25 * s, "#2c4354", 0.42)
    c.poly(
        [
            (x + 14 * s, y - 360 * s),
            (x + 70 * s, y - 345 * s),
            (x + 164 * s, y - 232 * s),
            (x + 104 * s, y - 232 * s),
        ],
        "#00000026",
    )


def school() -> Image.Image:
    """A village school with children in the yard."""
    c = Canvas(239)
    c.wash([(0, "#58b0d6"), (0.5, "#bfe6e6"), (0.66, "#fdf0cc"), (1, "#fdf0cc")])
    for x, y, size in ((240, 180, 110), (1130, 130, 130), (1480, 280, 70)):
        c.cloud(x, y, size, "#ffffffd8")
    c.hills(600, 70, "#7fb79a", "#5d9b77", to=800)
    c.hills(680, 34, "#5a9a62", "#3f7f50")
    for x in (90, 1390, 1500):
        c.palm(x, 760, c.rng.uniform(260, 340), "#2d6547", c.rng.uniform(-0.15, 0.15))
    c.fade([(-10, 760), (1610, 740), (1610, 1080), (-10, 1080)], "#e6c486", "#c79a60")
    c.rect(330, 520, 900, 260, "#fbf1dc")
    c.rect(330, 690, 900, 90, "#3f8f86")
    c.poly([(270, 530), (370, 400), (1190, 400), (1290, 530)], "#c8553d")
    for n in range(1, 7):
        c.stroke([(300 + n * 6, 530 - n * 18.6), (1260 - n * 6, 530 - n * 18.6)], "#a8432f", 3)
    for n in range(5):
        x = 376 + n * 176
        if n == 2:
            c.rect(x, 580, 100, 200, "#7a4a32")
            c.rect(x + 50, 580, 4, 200, "#55301f")
        else:
            c.rect(x, 570, 110, 100, "#2f6f86")
            c.poly([(x, 670), (x + 60, 570), (x + 96, 570), (x + 36, 670)], "#ffffff3c")
            c.rect(x + 52, 570, 6, 100, "#fbf1dc")
    c.rect(1350, 400, 8, 460, "#e9e4da")
    c.poly([(1358, 404), (1410, 414), (1470, 402), (1470, 440), (1410, 452), (1358, 442)], "#d8322f")
    c.poly([(1358, 442), (1410, 452), (1470, 440), (1470, 478), (1410, 490), (1358, 480)], "#ffffff")
    for x, y, s in (
        (300, 900, 1.0),
        (460, 960, 1.15),
        (690, 890, 0.95),
        (840, 980, 1.2),
        (1080, 910, 1.0),
        (1260, 985, 1.2),
    ):
        _pupil(c, x, y, s)
    return c.finish()


def _pupil(c: Canvas, x: float, y: float, s: float) -> None:
    """A child in red and white, arms thrown up."""
    c.disc(x, y + 2 * s, 40 * s, "#6b452450", 0.2)
    stride = c.rng.uniform(-14, 14)
    for dx in (-11, 11):
        c.stroke([(x + dx * s, y - 50 * s), (x + (dx + stride) * s, y)], "#a9734c", 11 * s)
    c.poly(
        [
            (x - 22 * s, y - 84 * s),
            (x + 22 * s, y - 84 * s),
            (x + 28 * s, y - 38 * s),
            (x - 28 * s, y - 38 * s),
        ],
        "#b32b2b",
    )
    c.rect(x - 22 * s, y - 134 * s, 44 * s, 56 * s, "#fffdf5", 12 * s)
    reach = c.rng.choice((-1, 1))
    c.stroke([(x - 18 * s, y - 124 * s), (x - 48 * s, y - (120 + 30 * reach) * s)], "#a9734c", 10 * s)
    c.stroke([(x + 18 * s, y - 124 * s), (x + 48 * s, y - (120 - 30 * reach) * s)], "#a9734c", 10 * s)
    c.disc(x, y - 158 * s, 26 * s, "#a9734c")
    c.pen.pieslice(
        [(x - 28 * s) * 2, (y - 188 * s) * 2, (x + 28 * s) * 2, (y - 132 * s) * 2], 180, 360, fill="#231a1c"
    )


SCENES = {
    "kota-senja": capital,
    "pasar-pagi": market,
    "stadion": stadium,
    "hujan": rain,
    "sekolah": school,
}
