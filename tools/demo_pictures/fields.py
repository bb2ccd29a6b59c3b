"""Scenes of land: terraces, mountains, a train, roofs in the sun."""

from __future__ import annotations

import math

from PIL import Image

from .canvas import Canvas


def terraces() -> Image.Image:
    """Rice terraces holding the colours of sunset."""
    c = Canvas(11)
    c.wash([(0, "#2b2a5a"), (0.18, "#7a4a86"), (0.34, "#e8826b"), (0.46, "#ffd08a"), (1, "#ffd08a")])
    c.glow(1120, 400, 520, "#fff0b8", 0.95)
    c.disc(1120, 400, 62, "#fff6d6")
    for x, y, size in ((300, 190, 90), (620, 120, 60), (1400, 210, 80)):
        c.cloud(x, y, size, "#f5a48bb0")
    c.fade(
        [*c.crag((-10, 470), (560, 250), 60), *c.crag((560, 250), (1100, 480), 60), (1100, 620), (-10, 620)],
        "#6d4a80",
        "#c9788a",
    )
    c.hills(455, 34, "#8a5580", "#b96d7d", to=720)
    c.hills(520, 26, "#5d3f66", "#7c4f68", to=760)
    for x in (90, 150, 1330, 1400, 1490):
        c.palm(x, 560 + c.rng.uniform(-8, 14), c.rng.uniform(120, 190), "#3d2a4a", c.rng.uniform(-0.2, 0.25))
    _steps(c)
    _farmer(c, 720, 742, 1.25)
    return c.finish()


def _steps(c: Canvas) -> None:
    """Flooded steps, each a curved mirror of the sky behind a dark bank."""
    waters = (
        ("#ffcf94", "#f2a27c"),
        ("#fbbd88", "#df8777"),
        ("#eba07f", "#c06f78"),
        ("#d98678", "#9d5a75"),
        ("#b66c78", "#7d4a70"),
        ("#8f5674", "#5d3b66"),
        ("#6b4569", "#432d56"),
    )
    y, depth = 566.0, 34.0
    for index, (light, deep) in enumerate(waters):
        bend = 26 + index * 12
        phase = index * 1.1
        edge = [(x, y + bend * math.sin(x / (330 + index * 50) + phase)) for x in range(-10, 1620, 10)]
        c.fade([*edge, (1610, 1080), (-10, 1080)], "#35502f" if index < 4 else "#243a2c", "#1d2a2a")
        pool = [(x, py + 9 + index * 2.2) for x, py in edge]
        c.fade([*pool, *[(x, py + depth) for x, py in pool[::-1]]], light, deep)
        for x, py in edge[::2]:
            if c.rng.random() < 0.75:
                tall = c.rng.uniform(5, 9) * (1 + index * 0.45)
                c.stroke(
                    [(x, py + 4), (x + c.rng.uniform(-5, 5), py + 2 - tall)], "#6d9a45d0", 1.2 + index * 0.4
                )
        if index < 4:
            glint = y + depth * 0.55 + bend * math.sin(1120 / (330 + index * 50) + phase)
            c.disc(1120, glint, 70 - index * 8, "#fff3c8a0", 0.09)
        y += depth + 16 + index * 7
        depth += 13


def _farmer(c: Canvas, x: float, y: float, size: float) -> None:
    """A farmer under a wide hat, with a hoe on the shoulder."""
    c.disc(x, y + 4 * size, 26 * size, "#2a1d3560", 0.2)
    c.rect(x - 10 * size, y - 24 * size, 7 * size, 26 * size, "#4a3044")
    c.rect(x + 4 * size, y - 24 * size, 7 * size, 26 * size, "#4a3044")
    c.poly(
        [
            (x - 13 * size, y - 50 * size),
            (x + 13 * size, y - 50 * size),
            (x + 15 * size, y - 14 * size),
            (x - 14 * size, y - 14 * size),
        ],
        "#35506b",
    )
    c.stroke([(x - 46 * size, y - 60 * size), (x + 44 * size, y - 34 * size)], "#2f2140", 3 * size)
    c.disc(x, y - 58 * size, 10 * size, "#4a3044")
    c.poly([(x - 30 * size, y - 60 * size), (x, y - 84 * size), (x + 30 * size, y - 60 * size)], "#e9b872")
    c.poly([(x, y - 84 * size), (x + 30 * size, y - 60 * size), (x + 4 * size, y - 60 * size)], "#c98f55")


def volcano() -> Image.Image:
    """A volcano breathing steam above a sleeping village."""
    c = Canvas(23)
    c.wash([(0, "#0f2747"), (0.3, "#2f5f86"), (0.55, "#8fb7bd"), (0.68, "#f6d9b4"), (1, "#f6d9b4")])
    for _ in range(70):
        c.disc(c.rng.uniform(0, 1600), c.rng.uniform(0, 330), c.rng.uniform(0.7, 2), "#ffffffa0")
    _plume(c)
    left = c.crag((110, 800), (770, 262), 16)
    right = c.crag((880, 266), (1560, 800), 16)
    c.fade([*left, (800, 280), (850, 274), *right, (1560, 900), (110, 900)], "#27405e", "#58778a", "#a9b9b4")
    for x, spread in ((800, -0.55), (835, 0.1), (868, 0.62)):
        groove = [(x + spread * d * 0.9 + c.rng.uniform(-6, 6), 275 + d) for d in range(0, 330, 30)]
        c.poly([*groove, *[(px + 22 + i * 4, py) for i, (px, py) in enumerate(groove[::-1])]], "#1d334f50")
    c.glow(826, 268, 80, "#ff9b63", 0.8)
    c.soft([(-20, 690), (1620, 660), (1620, 770), (-20, 790)], "#fff3df", 0.85, 60)
    c.hills(770, 36, "#4d7a6b", "#2f5a52")
    c.hills(842, 30, "#2f5d4c", "#1e4038")
    for index in range(17):
        _hut(
            c,
            120 + index * 84 + c.rng.uniform(-20, 20),
            868 + c.rng.uniform(-16, 40),
            c.rng.uniform(0.75, 1.15),
        )
    c.hills(972, 18, "#1a3a2f", "#0d211f")
    for x in range(20, 1600, 118):
        c.palm(x + c.rng.uniform(-30, 30), 1010, c.rng.uniform(90, 150), "#0f2622", c.rng.uniform(-0.2, 0.2))
    return c.finish()


def _plume(c: Canvas) -> None:
    """Steam that leaves the crater narrow and drifts off broad and ragged, lit from the right."""
    puffs = []
    for step in range(46):
        rise = step / 45
        spread = 10 + rise * 74
        x = 830 + rise * 470 + c.rng.uniform(-spread, spread)
        y = 258 - rise**0.8 * 165 + c.rng.uniform(-spread, spread) * 0.5
        puffs.append((x, y, 15 + rise * 46 * c.rng.uniform(0.7, 1.35)))
    for dx, dy, grow, tint in ((-8, 12, 1.12, "#9fb4c4"), (0, 0, 1.0, "#ccd8de"), (9, -9, 0.72, "#f3efe8")):
        for x, y, r in puffs:
            c.disc(x + dx * r / 30, y + dy * r / 30, r * grow, tint)


def _hut(c: Canvas, x: float, y: float, size: float) -> None:
    """A small house with a lit window."""
    c.rect(x - 24 * size, y - 28 * size, 48 * size, 30 * size, "#e9d8bd")
    c.rect(x, y - 28 * size, 24 * size, 30 * size, "#c9b293")
    c.poly(
        [
            (x - 32 * size, y - 26 * size),
            (x - 17 * size, y - 52 * size),
            (x + 17 * size, y - 52 * size),
            (x + 32 * size, y - 26 * size),
        ],
        c.rng.choice(("#b4553f", "#9c4637", "#7a4a3c")),
    )
    c.rect(x - 14 * size, y - 20 * size, 11 * size, 12 * size, "#ffc765")


def railway() -> Image.Image:
    """A white train on a viaduct above green paddies."""
    c = Canvas(31)
    c.wash([(0, "#3f8fc4"), (0.42, "#a9dbe6"), (0.56, "#fbeecb"), (1, "#fbeecb")])
    c.glow(300, 520, 430, "#fff6d0", 0.8)
    for x, y, size in ((260, 170, 110), (760, 110, 70), (1240, 220, 130)):
        c.cloud(x, y, size, "#fffdf6e0")
    c.fade(
        [
            *c.crag((-10, 560), (1050, 330), 40),
            *c.crag((1050, 330), (1620, 540), 40),
            (1620, 720),
            (-10, 720),
        ],
        "#5b8ba3",
        "#a7c7bd",
    )
    c.hills(585, 24, "#6aa68a", "#8dbf7d", to=780)
    c.fade([(-10, 660), (1610, 640), (1610, 1080), (-10, 1080)], "#bcd46a", "#5f9a48", "#2f6b41")
    for index in range(9):
        y = 690 + index * index * 5.4
        c.stroke(
            [(x, y + 8 * math.sin(x / 180 + index)) for x in range(-10, 1620, 20)],
            "#3d7a3f90",
            2 + index * 0.7,
        )
    for x in range(-60, 1700, 236):
        c.soft([(x - 8, 760), (x + 70, 760), (x + 200, 930), (x + 70, 930)], "#153a26", 0.35, 14)
        c.fade([(x, 560), (x + 52, 560), (x + 46, 842), (x + 6, 842)], "#c9c3b5", "#8f8d86")
        c.rect(x + 30, 560, 20, 280, "#6f706c70")
    c.rect(-10, 528, 1620, 46, "#dcd6c7")
    c.rect(-10, 562, 1620, 16, "#9b978c")
    _carriages(c)
    for x in range(30, 1620, 118):
        c.palm(x + c.rng.uniform(-40, 40), 1085, c.rng.uniform(120, 210), "#174430", c.rng.uniform(-0.2, 0.2))
    return c.finish()


def _carriages(c: Canvas) -> None:
    """The train itself: a long white body, a red line, a pointed nose."""
    body = [(-10, 420), (1020, 420), (1150, 432), (1236, 474), (1272, 520), (1262, 530), (-10, 530)]
    c.fade(body, "#ffffff", "#f2f0ea", "#cbd0d3")
    c.poly([(-10, 486), (1254, 496), (1270, 516), (-10, 508)], "#d2452f")
    c.poly([(1100, 436), (1150, 440), (1214, 472), (1120, 472)], "#22384d")
    for index in range(16):
        c.rect(10 + index * 66, 442, 44, 28, "#2d4a63", 6)
        c.poly(
            [(14 + index * 66, 470), (32 + index * 66, 442), (44 + index * 66, 442), (26 + index * 66, 470)],
            "#6f93ab80",
        )
    for x in (330, 690, 1040):
        c.rect(x, 422, 3, 106, "#a4acb0")


def panels() -> Image.Image:
    """Solar panels on a hillside and the roofs below."""
    c = Canvas(44)
    c.wash([(0, "#f7a95b"), (0.3, "#fcd28c"), (0.55, "#fff1cc"), (1, "#fff1cc")])
    c.glow(420, 260, 480, "#fffbe6", 1)
    c.disc(420, 260, 88, "#fffdf2")
    for r, alpha in ((130, "60"), (190, "40"), (260, "28")):
        c.ring(420, 260, r, f"#fff6d8{alpha}", 10)
    c.hills(500, 46, "#e7b06b", "#d69a5c", to=800)
    c.hills(580, 40, "#c98a4c", "#a97943", to=900)
    c.hills(668, 30, "#8d9a4f", "#5f7c41")
    for x in range(70, 1560, 140):
        c.tree(
            x + c.rng.uniform(-30, 30),
            720 + c.rng.uniform(-10, 26),
            c.rng.uniform(60, 100),
            "#9db257",
            "#6d8a45",
        )
    c.hills(800, 22, "#5d7f43", "#35593a")
    for row, (y, size) in enumerate(((792, 0.7), (872, 1.0), (986, 1.4))):
        step = 230 * size
        start = -40 - row * 60
        for index in range(int(1800 / step) + 1):
            _panel(c, start + index * step, y, size)
    return c.finish()


def _panel(c: Canvas, x: float, y: float, s: float) -> None:
    """One tilted panel with its cells and a streak of sky on the glass."""
    c.soft(
        [
            (x + 10 * s, y + 60 * s),
            (x + 210 * s, y + 60 * s),
            (x + 240 * s, y + 90 * s),
            (x + 30 * s, y + 90 * s),
        ],
        "#12301f",
        0.5,
        12,
    )
    c.stroke([(x + 120 * s, y + 20 * s), (x + 120 * s, y + 76 * s)], "#4c5157", 7 * s)
    c.fade(
        [(x + 40 * s, y - 56 * s), (x + 222 * s, y - 56 * s), (x + 186 * s, y + 48 * s), (x, y + 48 * s)],
        "#3f7fb8",
        "#1f4a80",
        "#16305c",
    )
    for n in range(1, 5):
        t = n / 5
        c.stroke([(x + (40 + 182 * t) * s, y - 56 * s), (x + 186 * t * s, y + 48 * s)], "#8fbfe290", 1.6 * s)
    for n in range(1, 3):
        t = n / 3
        c.stroke(
            [
                (x + (40 - 40 * t) * s, y + (-56 + 104 * t) * s),
                (x + (222 - 36 * t) * s, y + (-56 + 104 * t) * s),
            ],
            "#8fbfe290",
            1.6 * s,
        )
    c.poly(
        [
            (x + 92 * s, y - 56 * s),
            (x + 128 * s, y - 56 * s),
            (x + 66 * s, y + 48 * s),
            (x + 44 * s, y + 48 * s),
        ],
        "#ffffff38",
    )


def mirrors() -> Image.Image:
    """A town in a shaded valley, lit by mirrors on the mountain."""
    c = Canvas(52)
    c.wash([(0, "#7fb4d6"), (0.35, "#d6e8ea"), (1, "#d6e8ea")])
    c.fade(
        [*c.crag((-10, 240), (420, 60), 70), *c.crag((420, 60), (900, 330), 80), (900, 900), (-10, 900)],
        "#f4f6f6",
        "#8da7bb",
        "#47607e",
    )
    c.fade(
        [*c.crag((380, 760), (1240, 70), 90), *c.crag((1240, 70), (1620, 300), 60), (1620, 900), (380, 900)],
        "#e7eef2",
        "#62809d",
        "#2f4668",
    )
    c.hills(640, 30, "#3b5577", "#2b3f60", to=1080)
    for x in range(0, 1610, 26):
        tall = c.rng.uniform(40, 86)
        y = 690 + c.rng.uniform(-12, 24)
        c.poly([(x - 14, y), (x, y - tall), (x + 14, y)], c.rng.choice(("#24395a", "#1d304e", "#2c4566")))
    c.hills(742, 10, "#33456a", "#1f2d4b")
    for x in (1010, 1052, 1094):
        c.soft(
            [(x, 330), (x + 26, 330), (930 + (x - 1010), 940), (560 + (x - 1010), 940)], "#fff3b8", 0.34, 16
        )
    c.disc(745, 925, 300, "#ffe9a655", 0.24)
    c.disc(745, 925, 210, "#fff1c070", 0.24)
    for index in range(22):
        _chalet(c, 60 + index * 74 + c.rng.uniform(-14, 14), 860 + (index % 3) * 62)
    for x in (1010, 1052, 1094):
        c.stroke([(x + 13, 330), (x + 13, 384)], "#26374f", 5)
        c.poly([(x - 8, 300), (x + 30, 292), (x + 34, 342), (x - 4, 350)], "#fffbe6")
        c.poly([(x + 10, 296), (x + 30, 292), (x + 34, 342)], "#ffd97a")
        c.glow(x + 13, 320, 66, "#fffbe0", 0.9)
    return c.finish()


def _chalet(c: Canvas, x: float, y: float) -> None:
    """A wooden house, warm when it stands in the beam and blue when it does not."""
    lit = abs(x - 745) < 290
    wall, shade, roof = ("#f0b35c", "#d08a45", "#b5482f") if lit else ("#6b7fa3", "#526489", "#3a4a6c")
    c.rect(x - 26, y - 36, 52, 40, wall)
    c.rect(x + 4, y - 36, 22, 40, shade)
    c.poly([(x - 34, y - 34), (x, y - 66), (x + 34, y - 34)], roof)
    c.poly([(x - 34, y - 34), (x, y - 66), (x + 4, y - 62), (x - 22, y - 34)], "#f6f8fa")
    c.rect(x - 16, y - 26, 12, 14, "#fff4c4" if lit else "#ffd98a")


def ridge_runners() -> Image.Image:
    """Runners on a ridge in the first light."""
    c = Canvas(67)
    c.wash([(0, "#22315f"), (0.3, "#6a5c98"), (0.52, "#f08e76"), (0.66, "#ffd694"), (1, "#ffd694")])
    c.glow(1180, 560, 560, "#fff2c0", 0.95)
    c.disc(1180, 560, 74, "#fff8de")
    for y, tint in (
        (560, ("#a0709a", "#d49095")),
        (640, ("#6d5688", "#9c6c8b")),
        (720, ("#473f73", "#6c5080")),
    ):
        c.hills(y, 62, *tint, waves=5)
        c.soft([(-20, y + 50), (1620, y + 40), (1620, y + 96), (-20, y + 110)], "#ffd9b0", 0.4, 40)
    ridge = [
        (x, 930 - 220 * math.sin((x + 120) / 1900 * 3.1) + 10 * math.sin(x / 46))
        for x in range(-10, 1620, 10)
    ]
    c.fade([*ridge, (1620, 1080), (-10, 1080)], "#251f45", "#14122c")
    for x, _ in ridge[::1]:
        y = 930 - 220 * math.sin((x + 120) / 1900 * 3.1) + 10 * math.sin(x / 46)
        c.stroke([(x, y + 3), (x + c.rng.uniform(-6, 6), y - c.rng.uniform(4, 16))], "#251f45", 2.5)
    for x, size, bib in (
        (430, 1.0, "#ff7a5c"),
        (690, 1.12, "#ffd166"),
        (905, 1.0, "#6fd3c7"),
        (1180, 0.92, "#f7f1e6"),
    ):
        y = 930 - 220 * math.sin((x + 120) / 1900 * 3.1) + 10 * math.sin(x / 46)
        _runner(c, x, y, size * 1.15, bib)
    return c.finish()


def _runner(c: Canvas, x: float, y: float, s: float, bib: str) -> None:
    """A runner in mid-stride; the vest is the only colour."""
    dark = "#17132e"
    c.stroke(
        [(x, y - 62 * s), (x + 26 * s, y - 44 * s), (x + 16 * s, y - 8 * s), (x + 28 * s, y - 6 * s)],
        dark,
        11 * s,
    )
    c.stroke(
        [(x, y - 62 * s), (x - 16 * s, y - 36 * s), (x - 46 * s, y - 32 * s), (x - 50 * s, y - 22 * s)],
        dark,
        11 * s,
    )
    c.stroke([(x + 10 * s, y - 106 * s), (x - 14 * s, y - 92 * s), (x - 26 * s, y - 74 * s)], dark, 8 * s)
    c.stroke([(x + 12 * s, y - 106 * s), (x + 30 * s, y - 86 * s), (x + 46 * s, y - 98 * s)], dark, 8 * s)
    c.poly(
        [
            (x - 10 * s, y - 60 * s),
            (x + 10 * s, y - 58 * s),
            (x + 22 * s, y - 112 * s),
            (x + 2 * s, y - 114 * s),
        ],
        bib,
    )
    c.disc(x + 17 * s, y - 130 * s, 13 * s, dark)


SCENES = {
    "sawah-senja": terraces,
    "gunung-pagi": volcano,
    "kereta": railway,
    "panel-surya": panels,
    "cermin-gunung": mirrors,
    "lari-gunung": ridge_runners,
}
