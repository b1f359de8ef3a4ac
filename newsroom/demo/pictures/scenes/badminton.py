"""A badminton court."""

import math
from random import Random

from ..built import PLASTER
from ..canvas import Canvas
from ..geometry import Outline, Point, arc, bezier, box, ribbon, turned
from ..moods import Color, Mood, ink, mix
from ..nature import ROCK

COURTS = (ink("#3f7f68"), ink("#2f6f86"), ink("#b5623f"), ink("#4a5f8a"), ink("#6f7f4a"))


def badminton(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A court from above with the light low across it: racket, shuttlecocks, long shadows."""
    court = rng.choice(COURTS)
    canvas.gradient([box(-10, -10, 1510, 1010)], mood.lit(court, 0.1), mood.between(court, 0.5))
    turn = rng.uniform(-32, 32)
    center = 750, 500
    light = rng.uniform(25, 65)
    fall = math.cos(math.radians(light)), math.sin(math.radians(light))
    beyond = mix(court, rng.choice((ink("#20303a"), ink("#d8b98a"))), 0.5)
    off_x = rng.uniform(230, 330)
    canvas.gradient(
        [turned(box(-900, -900, 750 - 2.1 * off_x, 2000), turn, center)], mood.lit(beyond), mood.between(beyond, 0.6)
    )
    chalk = _white(mood, (248, 244, 232))
    for x in (750 - 2.1 * off_x, 750 - 1.78 * off_x, 750 + 1.5 * off_x):
        canvas.polygon(turned(box(x - 8, -900, x + 8, 2000), turn, center), chalk, 0.93)
    for y in (rng.uniform(120, 260), rng.uniform(720, 860)):
        canvas.polygon(turned(box(750 - 2.1 * off_x, y - 8, 2600, y + 8), turn, center), chalk, 0.93)
    canvas.glow(260, 120, 900, mood.sun, 0.4)
    bars: list[Outline] = []
    start = rng.uniform(-500, -250)
    for k in range(3):
        x = start + k * 560
        bars.append([(x, -20), (x + 230, -20), (x + 230 + fall[0] * 1500, 1020), (x + fall[0] * 1500, 1020)])
    # Window light across the floor ties the objects together and breaks the flat field.
    canvas.soft(bars, mood.sun, 0.2, 5)
    side = rng.choice((-1, 1))
    racket_at = (750 - side * rng.uniform(230, 290), rng.uniform(540, 610))
    _racket(
        canvas,
        mood,
        racket_at,
        rng.uniform(1.15, 1.3),
        -side * rng.uniform(8, 34),
        fall,
        rng.choice((ink("#c8452f"), ink("#e0b040"), ink("#2f4f66"), ink("#e8e0d0"))),
    )
    _shuttle(
        canvas,
        mood,
        (750 + side * rng.uniform(170, 250), rng.uniform(470, 590)),
        rng.uniform(1.4, 1.65),
        side * rng.uniform(10, 120),
        fall,
    )
    for y in rng.sample((155, 865), rng.randint(0, 2)):
        _shuttle(
            canvas,
            mood,
            (750 + side * rng.uniform(380, 560), y + rng.uniform(-30, 30)),
            rng.uniform(0.72, 0.85),
            rng.uniform(0, 360),
            fall,
        )
    canvas.fade([box(-10, -10, 1510, 1010)], mood.silhouette, [(0, 0.0), (0.55, 0.0), (1, 0.4)], grain=0.4)


def _white(mood: Mood, white: Color) -> Color:
    """White things under hall lamps take only half of the colour of the hour."""
    return mix(mood.lit(white), white, 0.5)


def _racket(canvas: Canvas, mood: Mood, at: Point, size: float, turn: float, fall: Point, paint: Color) -> None:
    """A racket lying on the floor with the shadow of its strings beside it."""
    x, y = at

    def put(shape: Outline, color: Color, alpha: float = 1, lift: float = 0.0) -> None:
        moved = turned([(x + px * size, y + py * size) for px, py in shape], turn, at)
        canvas.polygon([(px + fall[0] * lift, py + fall[1] * lift) for px, py in moved], color, alpha)

    def ring(rx: float, ry: float, wide: float) -> list[Outline]:
        outer, inner = arc(0, -215, rx, ry, steps=60), arc(0, -215, rx - wide, ry - wide, steps=60)
        return [[outer[k], outer[k + 1], inner[k + 1], inner[k]] for k in range(60)]

    strings: list[Outline] = []
    for k in range(-8, 9):
        gx = k * 13.5
        reach = 148 * math.sqrt(max(0, 1 - (gx / 117) ** 2))
        strings.append(
            [(gx - 0.75, -215 - reach), (gx + 0.75, -215 - reach), (gx + 0.75, -215 + reach), (gx - 0.75, -215 + reach)]
        )
    for k in range(-10, 11):
        gy = k * 13.5
        reach = 117 * math.sqrt(max(0, 1 - (gy / 148) ** 2))
        strings.append(
            [
                (-reach, -215 + gy - 0.75),
                (reach, -215 + gy - 0.75),
                (reach, -215 + gy + 0.75),
                (-reach, -215 + gy + 0.75),
            ]
        )
    throat: Outline = [(-30, -74), (0, -48), (30, -74), (24, -66), (5, -30), (-5, -30), (-24, -66)]
    cone: Outline = [(-6, 140), (6, 140), (14, 176), (-14, 176)]
    shaft, grip = box(-5.5, -62, 5.5, 150), box(-15, 172, 15, 372)
    shade = mix(mood.silhouette, mood.shade, 0.25)
    for shape in (*strings, *ring(126, 157, 11), throat, shaft, cone, grip):
        put(shape, shade, 0.42, 40 * size)
    for shape in strings:
        put(shape, mood.lit((240, 236, 222)), 0.85)
    for k, shape in enumerate(ring(127, 158, 13)):
        put(shape, mood.between(paint, 0.5 - 0.5 * math.cos(math.radians(k * 6 + turn - 225))))
    for shape in ring(125, 156, 3.2):
        put(shape, mood.lit(mix(paint, (255, 255, 255), 0.55)), 0.8)
    put(throat, mood.between(paint, 0.35))
    put(shaft, mood.between(mix(ROCK, paint, 0.2), 0.5))
    put(box(-5.5, -62, -1.5, 150), mood.lit(mix(PLASTER, paint, 0.2)), 0.8)
    put(cone, mood.shaded(ROCK))
    dark = mix(mood.silhouette, paint, 0.18)
    put(grip, dark)
    for k in range(11):
        gy = 176 + k * 18
        put([(-15, gy + 8), (15, gy - 4), (15, gy - 0.5), (-15, gy + 11.5)], mix(dark, mood.lit(PLASTER), 0.32))
    put(box(-15, 172, -9, 372), mood.lit(PLASTER), 0.16)
    put(box(-17, 366, 17, 380), mix(dark, (0, 0, 0), 0.3))


def _shuttle(canvas: Canvas, mood: Mood, at: Point, size: float, turn: float, fall: Point) -> None:
    """A feather shuttlecock on its side: cork, thread bands and sixteen overlapping feathers."""
    x, y = at

    def place(shape: Outline, lift: float = 0.0) -> Outline:
        moved = turned([(x + px * size, y + py * size) for px, py in shape], turn, at)
        return [(px + fall[0] * lift, py + fall[1] * lift) for px, py in moved]

    count = 9
    feathers = []
    for k in range(count):
        t = -1 + 2 * k / (count - 1)
        # Feathers stand on a circle; from the side the outer ones crowd together.
        spread = math.sin(t * math.pi / 2)
        root, tip = (spread * 22, -4), (spread * 82, -150 + 10 * abs(spread))
        wide = 15 + 9 * (1 - abs(spread))
        feathers.append((abs(spread), spread, root, tip, wide))
    shade = mix(mood.silhouette, mood.shade, 0.25)
    silhouette = [
        (-24, 0),
        *[(f[3][0] - 10 if f[1] < 0 else f[3][0] + 10, f[3][1]) for f in feathers],
        (24, 0),
        (24, 26),
        *arc(0, 26, 27, 30, 0, 180, 14),
        (-24, 26),
    ]
    canvas.soft(
        [[(px + fall[0] * 90 * size * 0.35, py + fall[1] * 90 * size * 0.35) for px, py in place(silhouette)]],
        shade,
        0.5,
        5,
    )
    canvas.soft([[(px + fall[0] * 24 * size, py + fall[1] * 24 * size) for px, py in place(silhouette)]], shade, 0.5, 8)
    back = mix(_white(mood, (236, 230, 214)), mood.shade, 0.45)
    canvas.polygon(place([(-20, 0), (-76, -140), *arc(0, -142, 80, 24, 180, 360, 20), (20, 0)]), back)
    lamp = math.radians(turn)
    for _, spread, root, tip, wide in sorted(feathers, key=lambda f: -f[0]):
        lit = 0.5 + 0.5 * (-(math.cos(lamp) * spread * fall[0] + math.sin(lamp) * spread * fall[1]))
        tone = mix(_white(mood, (250, 247, 236)), mood.shade, 0.4 - 0.38 * lit)
        mx, my = root[0] + (tip[0] - root[0]) * 0.42, root[1] + (tip[1] - root[1]) * 0.42
        vane = [
            (mx - wide * 0.25, my),
            (tip[0] - wide * 0.55, tip[1] + 22),
            (tip[0] - wide * 0.3, tip[1]),
            (tip[0] + wide * 0.22, tip[1] - 5),
            (tip[0] + wide * 0.55, tip[1] + 14),
            (mx + wide * 0.25, my),
        ]
        canvas.polygon(place(vane), tone)
        canvas.polygon(
            place([(mx, my), (tip[0], tip[1] + 6), (tip[0] + wide * 0.55, tip[1] + 14), (mx + wide * 0.25, my)]),
            mix(tone, mood.shade, 0.22),
        )
        canvas.polygon(place(ribbon([root, (tip[0], tip[1] + 4)], 3.4, 1)), mix(mood.lit((255, 252, 240)), tone, 0.3))
    for level, reach in ((-26, 30), (-52, 41)):
        band = bezier((-reach, level), (0, level + 13), (reach, level), 12)
        canvas.polygon(place(ribbon(band, 3, 3)), mood.between((232, 222, 196), 0.35))
    cork = [(-25, -6), (25, -6), (27, 24), *arc(0, 24, 27, 30, 0, 180, 16)]
    canvas.gradient([place(cork)], _white(mood, (246, 238, 218)), mix(_white(mood, (226, 208, 172)), mood.shade, 0.35))
    canvas.polygon(place([(-25, -7), (25, -7), (26, 5), (-26, 5)]), mood.between(ink("#3f7f5a"), 0.25))
