"""Scenes close at hand: two telephones, a cup, a shuttlecock, cloth, a ballot box."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import Canvas, Point


def telephones() -> Image.Image:
    """Two telephones on one wire, one in cold light and one in warm."""
    c = Canvas(307)
    c.wash([(0, "#1b2f55"), (0.62, "#35577f"), (1, "#35577f")])
    c.fade([(880, -10), (1610, -10), (1610, 1080), (720, 1080)], "#c5523d", "#e88d57", "#f3b36f")
    _window(c, 150, 90, "#7fa6c9", "#23406b")
    _window(c, 1130, 90, "#ffe2a8", "#a83f34")
    c.soft([(150, 440), (470, 440), (640, 820), (220, 820)], "#a9cbe6", 0.25, 40)
    c.soft([(1130, 440), (1450, 440), (1400, 820), (960, 820)], "#fff0c0", 0.35, 40)
    c.fade([(-10, 760), (839, 760), (720, 1080), (-10, 1080)], "#20355a", "#111f3d")
    c.fade([(839, 760), (1610, 760), (1610, 1080), (720, 1080)], "#8f3a34", "#5a2230")
    c.stroke([(839, 760), (-10, 760)], "#5f83ab", 4)
    c.stroke([(839, 760), (1610, 760)], "#f2a46c", 4)
    _papers(c)
    _wire(c)
    _telephone(c, 380, 860, ("#e9eef5", "#b9c7d8", "#2b3d5c"))
    _telephone(c, 1220, 860, ("#3a1b28", "#24101c", "#f5c98a"))
    return c.finish(vignette=0.3)


def _window(c: Canvas, x: float, y: float, pane: str, frame: str) -> None:
    """A tall office window of six panes."""
    c.rect(x - 16, y - 16, 352, 372, frame, 8)
    for n in range(6):
        c.rect(x + (n % 3) * 110, y + (n // 3) * 174, 100, 164, pane)
        left, top = x + (n % 3) * 110, y + (n // 3) * 174
        c.poly([(left, top + 164), (left + 60, top), (left + 90, top), (left + 30, top + 164)], "#ffffff26")


def _papers(c: Canvas) -> None:
    """Folders lying on both desks."""
    c.poly([(40, 950), (220, 930), (250, 1010), (60, 1034)], "#d8e2ee")
    c.poly([(30, 930), (210, 918), (236, 990), (48, 1008)], "#f4f7fb")
    for n in range(4):
        c.stroke([(60 + n * 6, 946 + n * 14), (190 + n * 6, 936 + n * 14)], "#9fb2c9", 4)
    c.poly([(1440, 940), (1590, 952), (1580, 1030), (1416, 1014)], "#f7d9ac")
    for n in range(4):
        c.stroke([(1452 - n * 4, 960 + n * 13), (1570 - n * 4, 968 + n * 13)], "#b9744f", 4)


def _wire(c: Canvas) -> None:
    """The coiled wire that joins them, crossing the edge between two colours."""
    coil: list[Point] = []
    for step in range(1200):
        t = step / 1199
        base_x, base_y = 555 + 490 * t, 905 + 70 * math.sin(math.pi * t)
        turn = t * 34 * math.tau
        coil.append((base_x + 15 * math.cos(turn), base_y + 17 * math.sin(turn)))
    c.stroke([(x + 4, y + 9) for x, y in coil], "#00000038", 8)
    c.stroke(coil, "#f6e7c8", 7)


def _telephone(c: Canvas, x: float, y: float, tones: tuple[str, str, str]) -> None:
    """A desk telephone with a dial and its handset at rest."""
    light, dark, ink = tones
    c.soft([(x - 230, y + 60), (x + 230, y + 60), (x + 250, y + 104), (x - 250, y + 104)], "#080c1c", 0.6, 24)
    c.fade(
        [
            (x - 130, y - 170),
            (x + 130, y - 170),
            (x + 206, y + 60),
            (x + 214, y + 84),
            (x - 214, y + 84),
            (x - 206, y + 60),
        ],
        light,
        dark,
    )
    c.rect(x - 218, y + 66, 436, 24, dark, 10)
    c.disc(x, y - 34, 94, dark, 0.94)
    c.disc(x, y - 38, 88, light, 0.94)
    for n in range(10):
        a = math.radians(-62 - n * 29)
        c.disc(x + 62 * math.cos(a), y - 38 + 58 * math.sin(a), 12.5, ink)
    c.disc(x, y - 38, 30, ink)
    c.disc(x, y - 38, 20, light)
    for dx in (-104, 76):
        c.rect(x + dx, y - 212, 28, 54, dark, 8)
    c.rect(x - 190, y - 252, 380, 44, light, 20)
    c.rect(x - 190, y - 228, 380, 20, dark, 10)
    for dx in (-226, 122):
        c.rect(x + dx, y - 262, 104, 84, light, 30)
        c.rect(x + dx, y - 204, 104, 28, dark, 14)
    c.rect(x - 150, y - 246, 300, 7, "#ffffff50", 3)


def coffee() -> Image.Image:
    """A cup of coffee from above on a wooden table."""
    c = Canvas(311)
    c.wash([(0, "#8a5a38"), (1, "#6f4429")])
    for n in range(9):
        y = n * 122 - 8
        c.fade(
            [(-10, y), (1610, y), (1610, y + 118), (-10, y + 118)],
            *(("#9b6a43", "#87593a") if n % 2 else ("#8f6040", "#7a4f32")),
        )
        for _ in range(5):
            yy = y + c.rng.uniform(12, 108)
            grain = [(x, yy + 5 * math.sin(x / 190 + n * 2)) for x in range(-10, 1620, 30)]
            c.stroke(grain, "#5a382430", c.rng.uniform(1, 3))
    c.soft([(300, -40), (620, -40), (1500, 1100), (1100, 1100)], "#ffe2b0", 0.28, 90)
    c.poly([(930, 80), (1500, 180), (1410, 700), (840, 600)], "#4d2b1c40")
    c.poly([(920, 60), (1490, 160), (1400, 680), (830, 580)], "#f7efdd")
    for n in range(14):
        c.stroke([(946 - n * 6, 130 + n * 33), (1300 - n * 6 + (n % 3) * 50, 192 + n * 33)], "#b9a88a", 6)
    c.stroke([(950, 96), (1260, 150)], "#3c3a44", 16)
    _cup(c, 620, 590)
    for _ in range(34):
        _bean(c, 1160 + c.rng.gauss(0, 130), 870 + c.rng.gauss(0, 66), c.rng.uniform(0, 6.28))
    for x, y in ((250, 200), (330, 150), (200, 270)):
        c.poly([(x - 110, y + 10), (x - 20, y - 46), (x + 96, y - 16), (x, y + 42)], "#2f6b45")
        c.stroke([(x - 104, y + 8), (x + 90, y - 14)], "#7fb07a", 4)
    for x, y in ((330, 240), (372, 214), (352, 268)):
        c.disc(x, y, 24, "#b8282c")
        c.disc(x - 7, y - 8, 7, "#f2797080")
    return c.finish(vignette=0.35)


def _cup(c: Canvas, x: float, y: float) -> None:
    """Saucer, cup, crema in rings, and a fern of milk."""
    c.glow(x + 34, y + 46, 420, "#2a1509", 0.75)
    c.disc(x, y, 318, "#f2e6d0")
    c.ring(x, y, 306, "#c65f3c", 9)
    c.disc(x, y, 236, "#dccbb0")
    c.stroke([(x + 150, y - 96), (x + 290, y - 196)], "#5a3a2440", 60)
    c.stroke([(x + 140, y - 106), (x + 286, y - 210)], "#fffaf0", 50)
    c.disc(x + 286, y - 210, 25, "#fffaf0")
    c.disc(x, y, 214, "#fffaf0")
    c.disc(x + 6, y + 8, 190, "#3a1d10")
    c.disc(x, y, 184, "#6b371a")
    c.disc(x - 4, y - 4, 168, "#8a4c24")
    for n, r in enumerate((110, 90, 70, 50)):
        top = y + 70 - n * 48
        leaf = [
            (
                x + r * math.sin(a) * (1 - 0.15 * math.cos(a)),
                top - r * 0.5 * math.cos(a) + 16 * abs(math.sin(a)) * -1,
            )
            for a in (k * math.tau / 40 for k in range(40))
        ]
        c.poly(leaf, "#f6e2bd")
        c.disc(x, top + 2, r * 0.62, "#8a4c24", 0.34)
    c.stroke([(x, y + 112), (x, y - 120)], "#f6e2bd", 9)
    c.arc(x, y, 176, 200, 262, "#fff3dc80", 9)


def _bean(c: Canvas, x: float, y: float, turn: float) -> None:
    """A roasted bean lying any way."""
    oval = [
        (
            x + 32 * math.cos(a) * math.cos(turn) - 21 * math.sin(a) * math.sin(turn),
            y + 32 * math.cos(a) * math.sin(turn) + 21 * math.sin(a) * math.cos(turn),
        )
        for a in (k / 4 for k in range(26))
    ]
    c.poly([(px + 4, py + 6) for px, py in oval], "#2a150980")
    c.poly(oval, c.rng.choice(("#4b2412", "#5a2d17", "#3f1d0e")))
    dx, dy = 26 * math.cos(turn), 26 * math.sin(turn)
    c.stroke([(x - dx, y - dy), (x + dy * 0.2, y - dx * 0.2), (x + dx, y + dy)], "#22100670", 4)


def shuttlecock() -> Image.Image:
    """A shuttlecock coming down on the court."""
    c = Canvas(313)
    c.wash([(0, "#123f4f"), (0.5, "#1d6f6d"), (1, "#2b8f7a")])
    c.fade([(-10, 640), (1610, 640), (1610, 1080), (-10, 1080)], "#2f9a7d", "#1c6d5c")
    for line in (
        [(-10, 780), (1610, 780)],
        [(200, 640), (-160, 1080)],
        [(1400, 640), (1760, 1080)],
        [(800, 780), (800, 1080)],
    ):
        c.stroke(line, "#f3fff5d8", 9)
    c.rect(-10, 404, 1620, 22, "#f7fbf6")
    for n in range(74):
        c.stroke([(n * 22, 426), (n * 22, 640)], "#0b2a3380", 2)
    for n in range(10):
        c.stroke([(-10, 430 + n * 22), (1610, 430 + n * 22)], "#0b2a3380", 2)
    for x in (60, 1530):
        c.rect(x, 380, 16, 290, "#e8e2d4")
    for n in range(5):
        c.stroke([(420 + n * 44, 40 + n * 8), (640 + n * 40, 210 + n * 18)], "#ffffff55", 6)
    c.disc(1050, 960, 150, "#0b3a3570", 0.2)
    _feathers(c, 960, 560)
    return c.finish()


def _feathers(c: Canvas, x: float, y: float) -> None:
    """Sixteen feathers in a cone, bound twice, on a cork; falling to the lower right."""

    def turned(u: float, v: float) -> Point:
        a = math.radians(38)
        return x + u * math.cos(a) - v * math.sin(a), y + u * math.sin(a) + v * math.cos(a)

    for n in (-7, 7, -6, 6, -5, 5, -4, 4, -3, 3, -2, 2, -1, 1, 0):
        base, tip = n * 8.5, n * 30
        tone = "#ffffff" if n % 2 == 0 else "#dfe9ea"
        vane = [
            turned(40, base - 4),
            turned(-210, tip * 0.86 - 22),
            turned(-316, tip - 14),
            turned(-330, tip + 6),
            turned(-210, tip * 0.86 + 22),
            turned(40, base + 4),
        ]
        c.poly(vane, tone)
        c.stroke([turned(60, base), turned(-318, tip)], "#a9b9bc", 4)
    for u, half in ((-40, 104), (-110, 134)):
        c.stroke([turned(u + 10, -half), turned(u - 8, 0), turned(u + 10, half)], "#d2452f", 8)
    cork = [
        turned(60 + 70 * math.cos(t), 74 * math.sin(t))
        for t in (k * math.pi / 24 - math.pi / 2 for k in range(25))
    ]
    c.poly([turned(20, -76), turned(62, -76), *cork, turned(62, 76), turned(20, 76)], "#f3e4c6")
    c.poly(
        [
            turned(20, 10),
            turned(62, 10),
            *[turned(60 + 70 * math.cos(t), 74 * math.sin(t)) for t in (k * 0.1 for k in range(16))],
            turned(62, 76),
            turned(20, 76),
        ],
        "#d9c49c",
    )
    c.poly([turned(14, -78), turned(40, -78), turned(40, 78), turned(14, 78)], "#2d6fa3")


def cloth() -> Image.Image:
    """A woven cloth of stars and diamonds, upright."""
    c = Canvas(331, width=1067, height=1600)
    c.wash([(0, "#5a1322"), (0.5, "#7c1d2b"), (1, "#4d1020")])
    gold, cream, indigo = "#e3a63c", "#f4e4c3", "#243363"
    for band, (y, tall, tint) in enumerate(((60, 150, indigo), (700, 210, indigo), (1390, 150, indigo))):
        c.rect(-10, y, 1090, tall, tint)
        for edge in (y - 16, y + tall + 4):
            c.rect(-10, edge, 1090, 12, gold)
        for n in range(-1, 13):
            _diamond(c, 44 + n * 90, y + tall / 2, 40, tall * 0.42, cream if band == 1 else gold)
            _diamond(c, 44 + n * 90, y + tall / 2, 22, tall * 0.24, "#b3332f")
            _diamond(c, 89 + n * 90, y + tall / 2, 8, 14, cream)
    for top in (240, 940):
        for row in range(3):
            for n in range(5):
                _star(c, 89 + n * 222, top + 66 + row * 146, 62, gold if (row + n) % 2 else cream)
    for n in range(0, 1600, 10):
        c.stroke([(0, n), (1067, n)], "#0000000c", 4)
    c.soft([(600, -20), (800, -20), (400, 1620), (180, 1620)], "#ffe7c0", 0.16, 80)
    c.soft([(880, -20), (1000, -20), (640, 1620), (520, 1620)], "#1a0410", 0.4, 60)
    return c.finish(vignette=0.34)


def _diamond(c: Canvas, x: float, y: float, w: float, h: float, tint: str) -> None:
    c.poly([(x - w, y), (x, y - h), (x + w, y), (x, y + h)], tint)


def _star(c: Canvas, x: float, y: float, r: float, tint: str) -> None:
    """An eight-pointed star in stepped weave, with a heart."""
    for k in range(8):
        a = k * math.pi / 4
        c.poly(
            [
                (x, y),
                (x + r * 0.5 * math.cos(a - 0.39), y + r * 0.5 * math.sin(a - 0.39)),
                (x + r * math.cos(a), y + r * math.sin(a)),
                (x + r * 0.5 * math.cos(a + 0.39), y + r * 0.5 * math.sin(a + 0.39)),
            ],
            tint,
        )
    _diamond(c, x, y, r * 0.3, r * 0.3, "#243363")
    _diamond(c, x, y, r * 0.15, r * 0.15, "#e3a63c")


def ballot() -> Image.Image:
    """A ballot dropping into a box in a village hall."""
    c = Canvas(337)
    c.wash([(0, "#f3dcb2"), (0.62, "#e9bf86"), (1, "#e9bf86")])
    for n in range(-2, 18):
        c.poly(
            [
                (n * 100, -10),
                (n * 100 + 50, -10),
                (800 + (n * 100 + 50 - 800) * 0.6, 720),
                (800 + (n * 100 - 800) * 0.6, 720),
            ],
            "#ffffff1c",
        )
    for n in range(21):
        x, sag = n * 80, 40 * math.sin(n / 20 * math.pi * 2) ** 2
        c.poly([(x, 60 + sag), (x + 70, 64 + sag), (x + 35, 140 + sag)], "#d8322f" if n % 2 else "#fffaf0")
    c.stroke([(x * 80, 60 + 40 * math.sin(x / 20 * math.pi * 2) ** 2) for x in range(21)], "#7a5132", 4)
    c.fade([(-10, 800), (1610, 800), (1610, 1080), (-10, 1080)], "#a8693f", "#6d3f28")
    c.rect(-10, 796, 1620, 12, "#c98a56")
    c.soft([(450, 900), (1190, 900), (1270, 980), (420, 980)], "#2a140b", 0.6, 30)
    c.fade([(520, 520), (1120, 520), (1120, 930), (520, 930)], "#3f7f86", "#225660")
    c.fade([(1120, 520), (1220, 470), (1220, 870), (1120, 930)], "#2a626b", "#17404a")
    c.poly([(520, 520), (620, 470), (1220, 470), (1120, 520)], "#65a8a8")
    c.poly([(700, 502), (730, 488), (1030, 488), (1000, 502)], "#0f2f38")
    c.rect(700, 640, 240, 170, "#f4ead2", 14)
    c.stroke([(752, 722), (804, 772), (892, 676)], "#d8322f", 24)
    _hand(c)
    return c.finish()


def _hand(c: Canvas) -> None:
    """A hand with an inked finger letting the paper go."""
    c.poly([(752, 496), (726, 250), (960, 220), (986, 496)], "#fffdf6")
    c.poly([(860, 233), (960, 220), (986, 496), (880, 496)], "#ece3d0")
    for n in range(3):
        c.rect(772, 300 + n * 56, 40, 34, ("#e89b2c", "#356b9a", "#5f8f4e")[n], 5)
        c.rect(826, 308 + n * 56, 110, 8, "#b9a88a", 4)
    c.poly([(1290, -10), (1610, -10), (1610, 130), (1180, 196), (1120, 120)], "#7c2f3c")
    c.poly([(1100, 110), (1140, 70), (1210, 150), (1170, 210)], "#e3a63c")
    skin, shade = "#a8693f", "#8a5230"
    c.poly([(1130, 96), (1190, 190), (1080, 250), (990, 260), (940, 220), (990, 130)], skin)
    for dy, reach in ((0, 852), (34, 838), (66, 850), (96, 880)):
        c.stroke(
            [(1040, 190 + dy * 0.6), (940, 216 + dy * 0.8), (reach, 250 + dy)], shade if dy else skin, 34
        )
        c.disc(reach, 250 + dy, 17, shade if dy else skin)
    c.disc(850, 250, 16, "#4b2c7a")
    c.stroke([(1060, 150), (960, 160), (900, 196)], skin, 36)
    c.disc(900, 196, 18, skin)


SCENES = {
    "telepon": telephones,
    "kopi": coffee,
    "kok-bulu-tangkis": shuttlecock,
    "tenun": cloth,
    "kotak-suara": ballot,
}
