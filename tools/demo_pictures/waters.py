"""Scenes of water: a harbour, boats, a reef, mangroves, a lighthouse."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import Canvas


def harbour() -> Image.Image:
    """Cranes over a container ship in the evening."""
    c = Canvas(101)
    c.wash([(0, "#16405e"), (0.3, "#3f8797"), (0.52, "#f4c088"), (0.64, "#f7dcae"), (1, "#f7dcae")])
    c.glow(420, 640, 460, "#fff2cf", 0.9)
    c.disc(420, 640, 80, "#fff6df")
    for x, y, size in ((900, 150, 110), (1330, 240, 80), (230, 230, 70)):
        c.cloud(x, y, size, "#ffe6c890")
    c.hills(660, 16, "#6f96a0", "#8fb0ae", to=720)
    for x in (900, 1190, 1480):
        _crane(c, x, 700, 1.0)
    c.fade([(-10, 700), (1610, 700), (1610, 1080), (-10, 1080)], "#e6a877", "#3e7f8c", "#103f57", "#0b2b42")
    for _ in range(150):
        y = 712 + c.rng.random() ** 1.6 * 340
        x, w = c.rng.uniform(-60, 1600), c.rng.uniform(20, 120) * (y - 640) / 160
        c.rect(x, y, w, 2 + (y - 700) / 120, c.rng.choice(("#ffe2b440", "#ffffff22", "#0a2a4040")), 2)
    for n in range(15):
        w = 120 - n * 5 + c.rng.uniform(-18, 18)
        c.rect(420 - w / 2, 712 + n * 19, w, 5, "#fff0cbb0", 3)
    _ship(c)
    return c.finish()


def _crane(c: Canvas, x: float, y: float, s: float) -> None:
    """A quay crane with its boom out over the water."""
    red, dark = "#c8452f", "#8d2c22"
    for dx in (0, 110):
        c.rect(x + dx * s, y - 330 * s, 14 * s, 340 * s, red if dx else dark)
    c.rect(x - 10 * s, y - 250 * s, 146 * s, 12 * s, dark)
    c.stroke([(x + 8 * s, y - 20 * s), (x + 116 * s, y - 240 * s)], dark, 5 * s)
    c.stroke([(x + 116 * s, y - 20 * s), (x + 8 * s, y - 240 * s)], dark, 5 * s)
    c.rect(x - 290 * s, y - 346 * s, 500 * s, 18 * s, red)
    c.poly([(x + 20 * s, y - 346 * s), (x + 62 * s, y - 480 * s), (x + 104 * s, y - 346 * s)], dark)
    c.stroke([(x - 280 * s, y - 340 * s), (x + 62 * s, y - 474 * s), (x + 200 * s, y - 340 * s)], dark, 4 * s)
    c.stroke([(x - 190 * s, y - 328 * s), (x - 190 * s, y - 210 * s)], "#3a2b2b", 3 * s)
    c.rect(x - 230 * s, y - 212 * s, 80 * s, 32 * s, "#e9b44c")


def _ship(c: Canvas) -> None:
    """A hull stacked with boxes of every colour."""
    colours = ("#d95d39", "#f0a202", "#2f7f79", "#f3ead7", "#356b9a", "#9c3d54", "#5f8f4e")
    for column in range(11):
        for level in range(c.rng.randint(2, 4)):
            x, y, tint = 560 + column * 76, 752 - level * 38, c.rng.choice(colours)
            c.rect(x, y, 72, 36, tint)
            for rib in range(6):
                c.rect(x + 6 + rib * 11, y + 4, 3, 28, "#00000022")
    c.rect(1424, 600, 92, 190, "#f6f0e4")
    c.rect(1474, 600, 42, 190, "#d9cfbd")
    for row in range(4):
        for col in range(3):
            c.rect(1434 + col * 26, 626 + row * 36, 16, 12, "#31556c")
    c.rect(1410, 590, 120, 14, "#c8452f")
    c.rect(1456, 540, 36, 52, "#274b63")
    c.fade([(470, 786), (1570, 786), (1530, 920), (560, 920)], "#28506a", "#173348")
    c.poly([(548, 884), (1541, 884), (1530, 920), (560, 920)], "#a93a2a")
    c.soft([(520, 920), (1560, 920), (1500, 1000), (620, 1000)], "#07202f", 0.6, 26)
    c.stroke([(500, 922), (1570, 922)], "#f7e3c4a0", 4)


def boats() -> Image.Image:
    """Outrigger boats with striped sails before sunrise."""
    c = Canvas(113)
    c.wash([(0, "#123a5c"), (0.25, "#2f7290"), (0.46, "#8fc7c0"), (0.6, "#fde3b0"), (1, "#fde3b0")])
    c.glow(800, 640, 620, "#fff4cf", 0.9)
    c.disc(800, 632, 96, "#fff9e6")
    c.hills(610, 26, "#6ea6ad", "#9cc3b8", to=660)
    c.fade([(-10, 640), (1610, 640), (1610, 1080), (-10, 1080)], "#fbdca4", "#5fb0b3", "#1d6f8b", "#0d3f60")
    for _ in range(230):
        y = 650 + c.rng.random() ** 1.5 * 420
        w = c.rng.uniform(16, 90) * (y - 590) / 140
        c.rect(
            c.rng.uniform(-60, 1600),
            y,
            w,
            2 + (y - 640) / 110,
            c.rng.choice(("#ffffff38", "#fff0c848", "#07304a30")),
            2,
        )
    for n in range(16):
        w = 190 - n * 7 + c.rng.uniform(-34, 34)
        c.rect(800 - w / 2, 652 + n * 18, w, 5, "#fff8e0b8", 3)
    for x, y, s, tint in (
        (1130, 690, 0.5, "#e8e0d0"),
        (620, 706, 0.42, "#f2b84b"),
        (1370, 800, 1.05, "#e2574c"),
        (330, 880, 1.5, "#f4efe2"),
    ):
        _jukung(c, x, y, s, tint)
    for x, y in ((960, 330), (1010, 306), (1066, 340), (880, 290), (1130, 300)):
        c.stroke([(x - 16, y - 7), (x - 6, y - 10), (x, y), (x + 6, y - 10), (x + 16, y - 7)], "#173c55", 3)
    return c.finish()


def _jukung(c: Canvas, x: float, y: float, s: float, sail: str) -> None:
    """A narrow hull, an outrigger each side, one tall slanted sail."""
    c.disc(x, y + 26 * s, 170 * s, "#06263a60", 0.1)
    mast, tip, foot = (x - 20 * s, y - 10 * s), (x + 96 * s, y - 330 * s), (x + 150 * s, y - 46 * s)
    c.poly([(x - 70 * s, y - 60 * s), tip, foot], sail)
    for n in range(1, 6, 2):
        t, u = n / 6, (n + 1) / 6
        band = [
            _between((x - 70 * s, y - 60 * s), tip, t),
            _between((x - 70 * s, y - 60 * s), tip, u),
            _between(foot, tip, u),
            _between(foot, tip, t),
        ]
        c.poly(band, "#15506b70")
    c.stroke([mast, (x + 20 * s, y - 190 * s)], "#3b2a22", 6 * s)
    hull = [
        (x - 180 * s, y - 26 * s),
        (x - 120 * s, y + 4 * s),
        (x + 120 * s, y + 4 * s),
        (x + 186 * s, y - 30 * s),
        (x + 130 * s, y + 30 * s),
        (x - 126 * s, y + 30 * s),
    ]
    c.fade(hull, "#f7f2e4", "#c2503c")
    for dx in (-70, 70):
        c.stroke(
            [(x + dx * s, y + 4 * s), (x + (dx + 26) * s, y - 14 * s), (x + (dx + 60) * s, y + 46 * s)],
            "#5a3f30",
            6 * s,
        )
    c.stroke([(x - 130 * s, y + 50 * s), (x + 190 * s, y + 50 * s)], "#8a6a4c", 8 * s)
    c.disc(x - 30 * s, y - 26 * s, 13 * s, "#3a2a2c")
    c.poly([(x - 56 * s, y - 32 * s), (x - 30 * s, y - 54 * s), (x - 4 * s, y - 32 * s)], "#d9a760")
    c.poly(
        [
            (x - 44 * s, y - 16 * s),
            (x - 18 * s, y - 16 * s),
            (x - 14 * s, y + 8 * s),
            (x - 50 * s, y + 8 * s),
        ],
        "#2c4a5f",
    )


def _between(a: tuple[float, float], b: tuple[float, float], t: float) -> tuple[float, float]:
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)


def reef() -> Image.Image:
    """A coral reef under beams of light."""
    c = Canvas(127)
    c.wash([(0, "#8fe3e0"), (0.2, "#3dbcc9"), (0.55, "#17769f"), (1, "#0b2f5c")])
    for x in (180, 420, 690, 960, 1240, 1460):
        w = c.rng.uniform(40, 90)
        c.soft([(x, -20), (x + w, -20), (x + w - 190, 900), (x - 330, 900)], "#eafff4", 0.22, 22)
    c.hills(760, 60, "#176c92", "#0f4a78")
    c.hills(850, 60, "#125480", "#0b335f")
    for _ in range(26):
        _fish(
            c,
            980 + c.rng.gauss(0, 190),
            300 + c.rng.gauss(0, 66),
            c.rng.uniform(0.3, 0.5),
            "#f9e3a0",
            "#e8a33d",
        )
    c.hills(935, 34, "#0e3a66", "#081f40", waves=5)
    for n in range(20):
        x = 30 + n * 82 + c.rng.uniform(-26, 26)
        _coral(c, x, 960 + c.rng.uniform(-10, 40), c.rng.uniform(0.7, 1.3), n)
    _turtle(c, 500, 480)
    for x, y, s in ((1280, 660, 1.0), (1130, 720, 0.8), (210, 700, 0.8), (1420, 560, 0.7)):
        _fish(c, x, y, s, "#ff8a4c", "#fff6e6")
    for _ in range(60):
        c.ring(c.rng.uniform(0, 1600), c.rng.uniform(80, 900), c.rng.uniform(2, 8), "#e9ffff70", 1.6)
    return c.finish(vignette=0.3)


def _fish(c: Canvas, x: float, y: float, s: float, body: str, stripe: str) -> None:
    """A small fish swimming left, striped."""
    c.poly([(x + 40 * s, y), (x + 76 * s, y - 26 * s), (x + 68 * s, y), (x + 76 * s, y + 26 * s)], body)
    c.disc(x, y, 50 * s, body, 0.56)
    c.poly(
        [
            (x - 10 * s, y - 28 * s),
            (x + 6 * s, y - 28 * s),
            (x + 10 * s, y + 28 * s),
            (x - 4 * s, y + 28 * s),
        ],
        stripe,
    )
    c.poly([(x - 8 * s, y - 26 * s), (x + 24 * s, y - 44 * s), (x + 30 * s, y - 20 * s)], body)
    c.disc(x - 32 * s, y - 6 * s, 5 * s, "#16324a")


def _coral(c: Canvas, x: float, y: float, s: float, n: int) -> None:
    """One of four kinds of coral."""
    tint = ("#ff6f61", "#ffb347", "#e85d9a", "#b38cf0", "#f7d070", "#58d0b0")[n % 6]
    if n % 4 == 0:
        for angle in range(-70, 71, 20):
            _branch(c, x, y, math.radians(angle - 90), 110 * s, tint, 11 * s)
    elif n % 4 == 1:
        for r in (86, 64, 42, 22):
            c.arc(x, y, r * s, 180, 360, tint, 12 * s)
    elif n % 4 == 2:
        for dx, tall in ((-34, 80), (-10, 130), (16, 100), (40, 64)):
            c.rect(x + dx * s, y - tall * s, 22 * s, (tall + 40) * s, tint, 11 * s)
            c.disc(x + (dx + 11) * s, y - (tall - 10) * s, 5 * s, "#3a1f3f80")
    else:
        for dx in range(-40, 50, 16):
            blade = [(x + dx * s + 14 * s * math.sin(t / 2 + dx), y - t * 15 * s) for t in range(10)]
            c.stroke(blade, "#3fa66b" if dx % 3 else "#7ccf6a", 8 * s)


def _branch(c: Canvas, x: float, y: float, angle: float, length: float, tint: str, width: float) -> None:
    """A stem that forks once."""
    tip = (x + math.cos(angle) * length, y + math.sin(angle) * length)
    c.stroke([(x, y), tip], tint, width)
    c.disc(*tip, width / 2, tint)
    for turn in (-0.5, 0.45):
        start = (x + math.cos(angle) * length * 0.55, y + math.sin(angle) * length * 0.55)
        end = (
            start[0] + math.cos(angle + turn) * length * 0.42,
            start[1] + math.sin(angle + turn) * length * 0.42,
        )
        c.stroke([start, end], tint, width * 0.7)
        c.disc(*end, width * 0.35, tint)


def _turtle(c: Canvas, x: float, y: float) -> None:
    """A green turtle gliding up to the left."""
    skin, shell = "#8fc98a", "#3f7f5c"
    c.poly(
        [(x - 90, y - 30), (x - 170, y + 60), (x - 206, y + 150), (x - 130, y + 110), (x - 40, y + 30)], skin
    )
    c.poly(
        [(x - 20, y - 60), (x + 40, y - 150), (x + 116, y - 190), (x + 96, y - 100), (x + 50, y - 30)], skin
    )
    c.poly([(x + 120, y + 40), (x + 196, y + 50), (x + 226, y + 96), (x + 150, y + 90)], skin)
    c.poly([(x + 60, y + 70), (x + 90, y + 140), (x + 60, y + 170), (x + 20, y + 90)], skin)
    c.disc(x - 172, y - 58, 44, skin, 0.78)
    c.disc(x - 190, y - 68, 6, "#123")
    c.disc(x, y, 152, "#2c5f48", 0.66)
    c.disc(x, y - 6, 144, shell, 0.64)
    for dx, dy in ((-76, -6), (0, -10), (76, -4), (-38, 46), (40, 46), (-38, -58), (40, -58)):
        hexagon = [(x + dx + 36 * math.cos(k * 1.047), y + dy + 26 * math.sin(k * 1.047)) for k in range(6)]
        c.poly(hexagon, "#6fb07a90")


def mangrove() -> Image.Image:
    """Mangrove roots at low tide with a white egret."""
    c = Canvas(139)
    c.wash([(0, "#d8efe0"), (0.35, "#a7d9c6"), (0.6, "#f2efc4"), (1, "#f2efc4")])
    c.glow(1150, 380, 480, "#fffde0", 1)
    for layer, (tint, y) in enumerate((("#9ccbb0", 560), ("#6fae93", 610), ("#468c74", 660))):
        for x in range(-40, 1680, 96 - layer * 8):
            r = c.rng.uniform(60, 120)
            c.disc(x, y - c.rng.uniform(30, 150), r, tint)
        c.rect(-10, y - 40, 1620, 100, tint)
    c.fade([(-10, 690), (1610, 690), (1610, 1080), (-10, 1080)], "#7fbfa8", "#2f7f78", "#134b55")
    for _ in range(120):
        y = 700 + c.rng.random() ** 1.4 * 360
        c.rect(
            c.rng.uniform(-60, 1600),
            y,
            c.rng.uniform(30, 150),
            3,
            c.rng.choice(("#ffffff30", "#0b3a4038")),
            2,
        )
    for x, y, s in ((170, 780, 0.9), (640, 760, 0.8), (1410, 800, 1.1), (360, 900, 1.35)):
        _roots(c, x, y, s)
    _egret(c, 960, 880, 1.25)
    return c.finish()


def _roots(c: Canvas, x: float, y: float, s: float) -> None:
    """A mangrove on its stilts, with its dark double in the water."""
    c.disc(x, y + 10 * s, 220 * s, "#0a333a66", 0.13)
    for spread in (-170, -120, -76, -34, 10, 52, 96, 144, 190):
        start = y - 210 * s + abs(spread) * 0.5 * s
        arch = [(x + spread * (t**0.7) * s, start + (y - start) * t**1.7) for t in (0, 0.2, 0.4, 0.6, 0.8, 1)]
        c.stroke(arch, "#5b4336" if spread % 4 else "#74543f", 12 * s)
    c.stroke([(x, y - 140 * s), (x - 6 * s, y - 300 * s), (x + 14 * s, y - 470 * s)], "#4d382f", 26 * s)
    for dx, dy, r, tint in (
        (-110, -440, 90, "#1f5b48"),
        (90, -450, 100, "#1f5b48"),
        (0, -520, 120, "#27705a"),
        (-60, -500, 76, "#35886a"),
        (70, -540, 70, "#35886a"),
        (10, -580, 56, "#4ba07b"),
    ):
        c.disc(x + dx * s, y + dy * s, r * s, tint)


def _egret(c: Canvas, x: float, y: float, s: float) -> None:
    """A white egret standing in the shallows."""
    c.disc(x, y + 6, 70 * s, "#0a333a60", 0.14)
    for dx in (-8, 14):
        c.stroke(
            [(x + dx * s, y - 100 * s), (x + (dx - 6) * s, y - 50 * s), (x + dx * s, y + 4 * s)],
            "#2d2a2a",
            4 * s,
        )
    c.poly(
        [
            (x - 46 * s, y - 150 * s),
            (x + 10 * s, y - 168 * s),
            (x + 104 * s, y - 92 * s),
            (x + 20 * s, y - 88 * s),
        ],
        "#ffffff",
    )
    c.poly([(x - 10 * s, y - 140 * s), (x + 112 * s, y - 88 * s), (x + 16 * s, y - 96 * s)], "#d5e2df")
    neck = [
        (x - 34 * s, y - 140 * s),
        (x - 62 * s, y - 180 * s),
        (x - 26 * s, y - 220 * s),
        (x - 44 * s, y - 262 * s),
    ]
    c.stroke(neck, "#ffffff", 20 * s)
    c.disc(x - 48 * s, y - 266 * s, 20 * s, "#ffffff", 0.85)
    c.poly([(x - 58 * s, y - 272 * s), (x - 122 * s, y - 252 * s), (x - 58 * s, y - 258 * s)], "#f0b429")
    c.disc(x - 54 * s, y - 270 * s, 3 * s, "#1a1a1a")


def lighthouse() -> Image.Image:
    """A lighthouse on a rock at night, upright."""
    c = Canvas(149, width=1067, height=1600)
    c.wash([(0, "#0a1633"), (0.35, "#1c3a69"), (0.6, "#4b7a99"), (0.72, "#e9b98c"), (1, "#e9b98c")])
    for _ in range(190):
        c.disc(c.rng.uniform(0, 1067), c.rng.uniform(0, 800), c.rng.uniform(0.7, 2.6), "#ffffffb0")
    c.glow(190, 220, 220, "#fdf1cf", 0.55)
    turns = [math.radians(step * 5 - 30) for step in range(49)]
    outer = [(190 + 60 * math.cos(a + 0.9), 220 + 60 * math.sin(a + 0.9)) for a in turns]
    inner = [_between(point, _between(outer[0], outer[-1], n / 48), 0.72) for n, point in enumerate(outer)]
    c.poly([*outer, *inner[::-1]], "#fdf6df")
    c.soft([(560, 478), (560, 512), (1200, 760), (1200, 380)], "#fff3b8", 0.62, 34)
    c.soft([(560, 478), (560, 512), (-120, 640), (-120, 400)], "#fff3b8", 0.36, 34)
    c.hills(1130, 14, "#2f5f7e", "#1d4463")
    c.fade([(-10, 1150), (1080, 1150), (1080, 1610), (-10, 1610)], "#b58f86", "#2c6480", "#0c2b49")
    for _ in range(140):
        y = 1160 + c.rng.random() ** 1.4 * 430
        c.rect(
            c.rng.uniform(-60, 1067),
            y,
            c.rng.uniform(20, 140),
            4,
            c.rng.choice(("#ffe6c438", "#ffffff24", "#06203a40")),
            2,
        )
    c.fade([(484, 560), (636, 560), (690, 1240), (430, 1240)], "#fbf4e6", "#e2d3bb")
    for top, bottom in ((660, 790), (920, 1050)):
        c.poly(
            [
                (_wall(top, -1), top),
                (_wall(top, 1), top),
                (_wall(bottom, 1), bottom),
                (_wall(bottom, -1), bottom),
            ],
            "#cf4632",
        )
    c.poly([(572, 560), (636, 560), (690, 1240), (592, 1240)], "#3a1f2c38")
    c.rect(462, 540, 196, 24, "#29324a")
    c.rect(504, 452, 112, 90, "#fff0a8")
    for x in (504, 538, 574, 608):
        c.rect(x, 452, 8, 90, "#29324a")
    c.glow(560, 496, 190, "#fff8d0", 0.9)
    c.poly([(488, 454), (560, 376), (632, 454)], "#b23a2a")
    c.rect(554, 340, 12, 40, "#29324a")
    for y in (720, 860, 990):
        c.rect(546, y, 28, 46, "#26324e", 14)
    rock = c.crag((180, 1420), (430, 1220), 26, 5) + c.crag((700, 1222), (930, 1430), 26, 5)
    c.fade([*rock, (980, 1500), (120, 1500)], "#3d4359", "#161c30")
    for n in range(46):
        x, y = 90 + n * 19 + c.rng.uniform(-12, 12), 1500 + c.rng.uniform(-9, 16)
        c.disc(x, y, c.rng.uniform(9, 26), c.rng.choice(("#f4e3cf90", "#fff6e8a0", "#e6cdb880")), 0.42)
    return c.finish()


def _wall(y: float, side: int) -> float:
    """Where the tower's wall stands at a height; the tower widens towards its foot."""
    return 560 + side * (76 + (y - 560) / 680 * 54)


SCENES = {
    "pelabuhan": harbour,
    "perahu": boats,
    "terumbu": reef,
    "mangrove": mangrove,
    "mercusuar": lighthouse,
}
