"""The city by day and by night."""

import math
from random import Random

from ..built import ASPHALT, CONCRETE, GLASS, PLASTER, TILE, lamp_post, tower
from ..canvas import WIDTH, Canvas, stars, sun_disc
from ..geometry import arc, bezier, blob, box, down_from, ribbon, smooth, wave
from ..moods import Mood, ink, mix
from ..nature import GRASS, JUNGLE, LEAF, WATER, birds, canopy, clouds, dabs, open_sky, tree
from ..people import CLOTHES, cast, figure, person


def _skyline(canvas: Canvas, mood: Mood, rng: Random, foot: float, *, glow: float = 0.0) -> None:
    """Three depths of towers, tallest about the middle, with haze between them."""
    middle = rng.uniform(560, 940)
    for depth, (count, tall, wide, distance) in enumerate(
        ((30, 210, 52, 0.78), (19, 330, 70, 0.52), (11, 450, 92, 0.2))
    ):
        spots = sorted(
            (rng.uniform(-30, 1530) if depth < 2 else middle + rng.gauss(0, 300) for _ in range(count)),
            key=lambda x: -abs(x - middle),
        )
        for x in spots:
            hill = math.exp(-(((x - middle) / (520 - 90 * depth)) ** 2))
            tower(
                canvas,
                mood,
                rng,
                x,
                foot + depth * 10,
                wide * rng.uniform(0.7, 1.25),
                tall * (0.38 + 0.72 * hill) * rng.uniform(0.7, 1.2),
                distance,
                glow=glow,
            )
        if depth < 2:
            canvas.veil(mood.haze, [(foot - 320, 0), (foot, 0.42), (foot + 60, 0.42)])


def skyline(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """The city by day: towers in haze over tree crowns and tiled roofs, a flyover sweeping through."""
    foot = rng.uniform(640, 700)
    open_sky(canvas, mood, rng, foot, low=rng.uniform(170, 300), radius=rng.uniform(48, 84))
    _skyline(canvas, mood, rng, foot)
    for row in range(3):
        near = row / 2
        line = wave(rng, foot + 22 + 66 * row, 10, turns=2)
        dark, light = mood.shaded(JUNGLE, 0.34 - 0.26 * near), mood.between(LEAF, 0.1, 0.34 - 0.28 * near)
        for _ in range(10 - 2 * row):
            x, wide = rng.uniform(0, WIDTH), rng.uniform(60, 110) + 40 * row
            _low_roof(canvas, mood, rng, x, foot + 46 + 66 * row, wide, 0.32 - 0.24 * near)
        canopy(canvas, rng, line, 17 + 15 * row, dark, light, bottom=1040)
    if rng.random() < 0.6:
        _flyover(canvas, mood, rng, foot + 130)
    else:
        crest = [(-40, 880), (1540, 880)]
        canvas.gradient([box(-10, 850, 1510, 1010)], mood.lit(GRASS), mood.shaded(GRASS))
        path = smooth([(rng.uniform(300, 700), 858), (rng.uniform(500, 900), 890), (rng.uniform(600, 1000), 1030)], 10)
        canvas.gradient([ribbon(path, 30, 230)], mood.lit(CONCRETE), mood.between(CONCRETE, 0.5))
        canopy(canvas, rng, [(x, y - 26) for x, y in crest], 20, mood.shaded(JUNGLE), mood.lit(LEAF), bottom=874)
        for x in (rng.uniform(150, 430), rng.uniform(1050, 1330), rng.uniform(1150, 1420)):
            tree(canvas, rng, x, 930, rng.uniform(230, 320), mood.shaded(JUNGLE), mood.between(LEAF, 0.2))
            canvas.soft([arc(x + 40, 934, 150, 14)], mood.silhouette, 0.5, 6)
        for _ in range(6):
            x = rng.uniform(420, 1080)
            foot_y = rng.uniform(880, 950)
            shapes = figure(rng, x, foot_y, (foot_y - 800) * 0.62)
            for shape in cast(shapes, foot_y, 0.9, -0.2):
                canvas.polygon(shape, mood.silhouette, 0.35)
            for shape in shapes:
                canvas.polygon(shape, mix(mood.silhouette, mood.shaded(rng.choice(CLOTHES)), 0.5))
    birds(
        canvas,
        rng,
        rng.uniform(350, 1150),
        rng.uniform(170, 300),
        rng.randint(5, 10),
        10,
        mix(mood.silhouette, mood.haze, 0.25),
    )


def _low_roof(canvas: Canvas, mood: Mood, rng: Random, x: float, foot: float, wide: float, distance: float) -> None:
    wall, roof = rng.choice((PLASTER, CONCRETE)), mix(TILE, CONCRETE, rng.choice((0.0, 0.1, 0.25)))
    tall = wide * rng.uniform(0.4, 0.7)
    canvas.gradient(
        [box(x - wide / 2, foot - tall, x + wide / 2, foot + 40)], mood.lit(wall, distance), mood.shaded(wall, distance)
    )
    for at in range(4):
        canvas.polygon(
            box(
                x - wide * 0.4 + at * wide * 0.22,
                foot - tall * 0.7,
                x - wide * 0.28 + at * wide * 0.22,
                foot - tall * 0.4,
            ),
            mood.shaded(GLASS, distance),
        )
    canvas.polygon(
        [
            (x - wide * 0.58, foot - tall),
            (x - wide * 0.34, foot - tall - wide * 0.24),
            (x + wide * 0.3, foot - tall - wide * 0.24),
            (x + wide * 0.2, foot - tall),
        ],
        mood.lit(roof, distance),
    )
    canvas.polygon(
        [(x + wide * 0.3, foot - tall - wide * 0.24), (x + wide * 0.58, foot - tall), (x + wide * 0.2, foot - tall)],
        mood.shaded(roof, distance),
    )


def _flyover(canvas: Canvas, mood: Mood, rng: Random, top: float) -> None:
    """An elevated road that comes from the middle distance and passes below the viewer."""
    spine = smooth(
        [
            (-60, top - 20),
            (rng.uniform(280, 420), top - 4),
            (rng.uniform(700, 900), top + 46),
            (1250, top + 110),
            (1600, top + 240),
        ],
        14,
    )
    deck = ribbon(spine, 26, 190)
    half = len(deck) // 2
    under = [(x, y + 16 + 60 * i / half) for i, (x, y) in enumerate(reversed(deck[half:]))]
    for i in range(4, half, 9):
        x, y = spine[i]
        wide = 8 + 34 * i / half
        canvas.gradient(
            [box(x - wide / 2, y, x + wide / 2, 1040)], mood.lit(CONCRETE, 0.1), mood.shaded(CONCRETE), across=True
        )
    shrubs = wave(rng, 960, 26, turns=0.8)
    canopy(
        canvas, rng, shrubs, 40, mix(mood.shaded(JUNGLE), mood.silhouette, 0.3), mood.between(LEAF, 0.4), bottom=1040
    )
    lower = deck[half:]
    canvas.polygon([*lower, *under], mood.shaded(CONCRETE, 0.05))
    canvas.gradient([deck], mood.lit(ASPHALT, 0.35), mood.between(ASPHALT, 0.3), across=True)
    for offset, tone in ((0.44, mood.lit(CONCRETE)), (-0.46, mood.lit(CONCRETE, 0.1)), (0.0, mood.lit(PLASTER))):
        rail = [(x, y + offset * (26 + 164 * i / (len(spine) - 1))) for i, (x, y) in enumerate(spine)]
        canvas.polygon(ribbon(rail, 2, 9 if offset else 3), tone)
    for lane in (-0.24, 0.22):
        for _ in range(5):
            i = rng.randint(6, len(spine) - 8)
            wide = 26 + 164 * i / (len(spine) - 1)
            x, y = spine[i]
            size, paint = wide * 0.17, mix(rng.choice(CLOTHES), ASPHALT, 0.25)
            y += lane * wide
            canvas.polygon(arc(x, y + size * 0.15, size * 1.2, size * 0.2), mood.silhouette, 0.5)
            canvas.polygon(
                smooth(
                    [
                        (x - size, y),
                        (x - size * 0.95, y - size * 0.38),
                        (x - size * 0.5, y - size * 0.42),
                        (x - size * 0.3, y - size * 0.75),
                        (x + size * 0.4, y - size * 0.75),
                        (x + size * 0.66, y - size * 0.4),
                        (x + size, y - size * 0.3),
                        (x + size, y),
                    ],
                    3,
                ),
                mood.lit(paint),
            )
            canvas.polygon(
                [
                    (x - size * 0.36, y - size * 0.42),
                    (x - size * 0.22, y - size * 0.68),
                    (x + size * 0.34, y - size * 0.68),
                    (x + size * 0.5, y - size * 0.42),
                ],
                mood.shaded(GLASS),
            )


def night_city(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """The city by night, doubled in a river, or over an avenue of passing lights."""
    by_river = rng.random() < 0.5
    foot = 610 if by_river else 560
    moon = rng.uniform(380, 1120), rng.uniform(150, 260)
    canvas.sky(mood, foot, (moon[0], foot + 40), 900)
    stars(canvas, rng, 200, 380)
    if mood.has_sun:
        sun_disc(canvas, mood, *moon, rng.uniform(26, 44))
    clouds(canvas, mood, rng, 4, 180, foot - 190)
    canvas.glow(moon[0], foot, 900, mood.accent, 0.3, 0.55)
    _skyline(canvas, mood, rng, foot, glow=0.5)
    canopy(canvas, rng, [(-40, foot - 4), (1540, foot - 4)], 20, mood.silhouette, mood.shaded(JUNGLE), bottom=foot + 30)
    (_river if by_river else _avenue)(canvas, mood, rng, foot)


def _river(canvas: Canvas, mood: Mood, rng: Random, foot: float) -> None:
    for index in range(22):
        x = -20.0 + index * 72
        canvas.ellipse(x, foot - 16, 3, 3, mix(mood.accent, (255, 255, 255), 0.4))
        canvas.glow(x, foot - 16, 30, mood.accent, 0.5)
    canvas.polygon(box(-10, foot + 8, 1510, foot + 26), mood.silhouette)
    canvas.reflect(rng, foot + 24, tint=mood.shaded(WATER), strength=0.78, ripple=2.6, stretch=0.8)
    canvas.veil(mood.zenith, [(foot + 24, 0.0), (1000, 0.62)])
    quay = wave(rng, 925, 6, turns=0.4)
    canvas.polygon(down_from(quay), mood.silhouette)
    canvas.line([(x, y - 44) for x, y in quay], mood.silhouette, 4)
    for bar in range(-20, 1530, 24):
        canvas.line([(bar, 930), (bar, 882)], mood.silhouette, 2)
    for x in (rng.uniform(120, 330), rng.uniform(1150, 1400)):
        lamp_post(canvas, x, 930, 250, mood.silhouette, mood.accent)
    spot = rng.uniform(560, 900)
    for index in range(rng.randint(2, 4)):
        person(
            canvas,
            rng,
            spot + index * rng.uniform(38, 60),
            946,
            rng.uniform(118, 132),
            mix(mood.silhouette, (0, 0, 0), 0.3),
            walking=False,
        )


def _avenue(canvas: Canvas, mood: Mood, rng: Random, foot: float) -> None:
    bend = rng.uniform(-150, 150)
    vanish = rng.uniform(640, 860)
    canvas.gradient([box(-10, foot + 20, 1510, 1010)], mood.shaded(ASPHALT, 0.25), mood.silhouette)
    left = bezier((vanish - 14, foot + 24), (vanish - 120 + bend, 730), (-190, 1040), 24)
    right = bezier((vanish + 14, foot + 24), (vanish + 120 + bend, 730), (1690, 1040), 24)
    canvas.gradient([left + right[::-1]], mood.between(ASPHALT, 0.7, 0.25), mood.shaded(ASPHALT))
    for lane in range(14):
        share = (lane + 0.5) / 14
        if abs(share - 0.5) < 0.05:
            continue
        trail = [(a[0] + (b[0] - a[0]) * share, a[1] - 3) for a, b in zip(left, right, strict=True)]
        start = rng.randint(0, 7)
        part = trail[start : start + rng.randint(12, 25)]
        if len(part) < 4:
            continue
        color = ink("#e8573f") if share < 0.5 else mix(mood.accent, (255, 244, 214), 0.5)
        canvas.polygon(ribbon(part, 1 + start, 10 + start), color, 0.22)
        canvas.polygon(ribbon(part, 0.8 + start * 0.2, 4.2), mix(color, (255, 250, 235), 0.35), 0.9)
    canvas.glow(vanish, foot + 30, 420, mood.accent, 0.55, 0.5)
    for index in range(1, 25):
        for edge, side in ((left, -1), (right, 1)):
            x, y = edge[index]
            size = y - foot
            if index in (4, 8):
                for step in range(1, 6):
                    wide = 44 + size * 0.4
                    at = x + side * (wide * rng.uniform(1.3, 1.7) * step + size * 0.5)
                    if -wide < at < WIDTH + wide:
                        tower(
                            canvas,
                            mood,
                            rng,
                            at,
                            y + 6,
                            wide,
                            (110 + size * 0.5) * rng.uniform(0.5, 1.4),
                            0.22,
                            glow=0.36,
                        )
            if index % 4 == 2:
                lamp_post(canvas, x, y, 30 + size * 0.55, mood.silhouette, mood.lamplight, side=-side)
            if index % 2 and index > 6:
                continue
            crown = 11 + size * 0.15
            reach = x
            while -crown < reach < WIDTH + crown:
                reach += side * crown * rng.uniform(0.8, 1.2)
                lift = rng.uniform(0, crown * 0.3)
                canvas.polygon(
                    blob(rng, reach, y - lift, crown, crown * 0.8, 0.12, 16),
                    mix(mood.silhouette, mood.shaded(JUNGLE), 0.35 if index % 2 else 0.1),
                )
                dabs(canvas, rng, reach, y - lift, crown, crown * 0.8, mood.silhouette, mood.between(JUNGLE, 0.55), 9)
