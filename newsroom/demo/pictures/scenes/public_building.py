"""A columned public building."""

import math
from random import Random

from ..built import CONCRETE, GLASS, PLASTER, TILE, tower
from ..canvas import Canvas
from ..geometry import Perspective, arc, bezier, box, ribbon, wave
from ..moods import Color, Mood, ink, mix
from ..nature import GRASS, JUNGLE, LEAF, ROCK, birds, canopy, open_sky, tree
from ..people import CLOTHES, cast, figure, person


def public_building(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A columned public building across a forecourt, flag poles with plain banners, visitors on the steps."""
    ground = rng.uniform(690, 730)
    sun_x, _ = open_sky(canvas, mood, rng, ground, low=330)
    middle = rng.uniform(690, 810)
    canopy(
        canvas, rng, wave(rng, ground - 110, 26), 54, mood.shaded(JUNGLE, 0.3), mood.lit(LEAF, 0.35), bottom=ground + 10
    )
    if rng.random() < 0.5:
        for _ in range(5):
            tower(
                canvas,
                mood,
                rng,
                rng.choice((rng.uniform(0, 260), rng.uniform(1240, 1500))),
                ground - 90,
                70,
                rng.uniform(150, 300),
                0.66,
                glow=0.4 if mood.is_dark else 0,
            )
        canopy(
            canvas,
            rng,
            wave(rng, ground - 80, 20),
            40,
            mood.shaded(JUNGLE, 0.2),
            mood.lit(LEAF, 0.25),
            bottom=ground + 10,
        )
    stone = mix(PLASTER, rng.choice((ink("#d9cbb2"), ink("#cfd2cc"), ink("#e2c7a4"))), 0.6)
    half, tall = rng.uniform(255, 300), rng.uniform(255, 300)
    for side in (-1, 1):
        _wing(canvas, mood, rng, middle + side * half * 0.92, side, ground, rng.uniform(230, 260), tall * 0.68, stone)
    _portico(canvas, mood, rng, middle, ground, half, tall, stone)
    canvas.gradient(
        [box(-10, ground, 1510, 1010)],
        mood.lit(mix(CONCRETE, GRASS, 0.15), 0.15),
        mood.between(mix(CONCRETE, ROCK, 0.4), 0.45),
    )
    view = Perspective(middle, ground - 60, 4.2, 900)
    for side in (-1, 1):
        lawn = [view.at(side * 5, 63), view.at(side * 60, 63), view.at(side * 60, 12), view.at(side * 5, 12)]
        canvas.gradient([lawn], mood.lit(GRASS, 0.1), mood.shaded(GRASS))
    for z in (58, 44, 34, 27, 22, 18, 15, 12.6):
        canvas.line([view.at(-5, z), view.at(5, z)], mood.shaded(CONCRETE, 0.1), 1.3, 0.5)
    slant = 1.1 if sun_x < middle else -1.1
    poles = rng.randint(2, 4)
    for side in (-1, 1):
        for k in range(poles):
            z = 36
            x, y = view.at(side * (8.4 + 3.4 * k), z)
            high = view.scale(z) * 8.2
            canvas.polygon(ribbon([(x, y), (x + slant * high * 0.55, y + high * 0.3)], 4, 3), mood.silhouette, 0.35)
            _flag(canvas, mood, rng, x, y, high, 1 if slant > 0 else -1)
    for _ in range(rng.randint(9, 14)):
        z = rng.uniform(13, 58)
        x, y = view.at(rng.uniform(-4.6, 4.6), z)
        shapes = figure(rng, x, y, view.scale(z) * 1.7)
        for shape in cast(shapes, y, slant * 0.8, -0.35):
            canvas.polygon(shape, mood.silhouette, 0.35)
        person(
            canvas,
            rng,
            x,
            y,
            view.scale(z) * 1.7,
            mix(mood.silhouette, mood.haze, 0.12),
            top=mood.between(rng.choice(CLOTHES), 0.35),
        )
    for side in (-1, 1):
        x = middle + side * rng.uniform(610, 680)
        canvas.soft([arc(x + slant * 60, 968, 220, 16)], mood.silhouette, 0.5, 8)
        tree(canvas, rng, x, 970, rng.uniform(420, 500), mood.shaded(JUNGLE), mood.between(LEAF, 0.2), spread=0.4)
    birds(canvas, rng, middle + rng.choice((-300, 300)), 240, 7, 11, mix(mood.silhouette, mood.haze, 0.3))


def _wing(
    canvas: Canvas,
    mood: Mood,
    rng: Random,
    inner: float,
    side: int,
    ground: float,
    wide: float,
    tall: float,
    stone: Color,
) -> None:
    outer = inner + side * wide
    left, right = min(inner, outer), max(inner, outer)
    face = mood.lit(stone, 0.06) if side < 0 else mood.between(stone, 0.25, 0.06)
    canvas.gradient([box(left, ground - tall, right, ground)], face, mood.between(stone, 0.4, 0.06))
    roof = [
        (left - 10, ground - tall),
        (left + 22, ground - tall - 54),
        (right - 22, ground - tall - 54),
        (right + 10, ground - tall),
    ]
    canvas.gradient([roof], mood.lit(TILE, 0.12), mood.between(TILE, 0.55, 0.12))
    canvas.polygon(
        box(left - 6, ground - tall, right + 6, ground - tall + 9), mood.lit(mix(stone, (255, 255, 255), 0.3))
    )
    for row in range(2):
        for k in range(5):
            x = left + wide * (k + 0.5) / 5
            top = ground - tall * (0.84 - row * 0.45)
            pane = mix(mood.accent, PLASTER, 0.3) if mood.has_lamps_on else mood.shaded(GLASS, 0.1)
            canvas.polygon(box(x - 12, top - 3, x + 12, top + tall * 0.29), mood.lit(mix(stone, (255, 255, 255), 0.3)))
            canvas.polygon(box(x - 9, top, x + 9, top + tall * 0.27), pane)
            canvas.line([(x, top), (x, top + tall * 0.27)], face, 1.6)


def _portico(
    canvas: Canvas, mood: Mood, rng: Random, middle: float, ground: float, half: float, tall: float, stone: Color
) -> None:
    """Steps, columns, entablature and one of three crowns: pediment, tiled roof or dome."""
    base, cap = ground - 38, ground - tall
    bright = mix(stone, (255, 255, 255), 0.3)
    glows = mood.has_lamps_on
    inside = mix(mood.accent, mood.shaded(stone), 0.35) if glows else mood.shaded(mix(stone, TILE, 0.2), 0.05)
    canvas.gradient([box(middle - half, cap, middle + half, base)], mix(inside, mood.silhouette, 0.35), inside)
    for k in (-1, 0, 1):
        x = middle + k * half * 0.52
        canvas.polygon(
            [*arc(x, cap + tall * 0.34, 24, 24, 180, 360, 14), (x + 24, base), (x - 24, base)],
            mix(mood.accent, (255, 240, 205), 0.4) if glows else mix(mood.silhouette, inside, 0.35),
        )
    crown = rng.choice(("pediment", "tiles", "dome"))
    if crown == "dome":
        radius = half * 0.46
        drum = cap - 40
        canvas.gradient(
            [box(middle - radius * 0.92, drum - 46, middle + radius * 0.92, cap)],
            mood.lit(stone, 0.05),
            mood.shaded(stone, 0.05),
            across=True,
        )
        for k in range(-4, 5):
            canvas.polygon(
                box(middle + k * radius * 0.2 - 5, drum - 38, middle + k * radius * 0.2 + 5, drum - 4),
                mood.shaded(GLASS),
            )
        shell = [*arc(middle, drum - 46, radius, radius * 0.98, 180, 360, 40)]
        copper = ink("#7fa596")
        canvas.gradient([shell], mood.lit(copper, 0.05), mood.shaded(copper, 0.05), across=True)
        for k in range(-3, 4):
            canvas.line(
                bezier(
                    (middle + k * radius * 0.27, drum - 46),
                    (middle + k * radius * 0.24, drum - 46 - radius * 0.75),
                    (middle, drum - 46 - radius * 0.97),
                    10,
                ),
                mood.shaded(copper),
                1.4,
                0.6,
            )
        canvas.gradient(
            [box(middle - 11, drum - 46 - radius - 34, middle + 11, drum - 40 - radius)],
            mood.lit(stone),
            mood.shaded(stone),
            across=True,
        )
        canvas.polygon(
            [
                (middle - 14, drum - 46 - radius - 34),
                (middle, drum - 46 - radius - 92),
                (middle + 14, drum - 46 - radius - 34),
            ],
            mood.shaded(copper),
        )
    if crown == "tiles":
        roof = [
            (middle - half * 1.1, cap - 34),
            (middle - half * 0.62, cap - 150),
            (middle + half * 0.62, cap - 150),
            (middle + half * 1.1, cap - 34),
        ]
        canvas.gradient([roof], mood.lit(TILE), mood.between(TILE, 0.5))
        canvas.polygon(
            [(middle + half * 0.62, cap - 150), (middle + half * 1.1, cap - 34), (middle + half * 0.72, cap - 34)],
            mood.shaded(TILE),
            0.55,
        )
        for k in range(1, 9):
            t = k / 9
            canvas.line(
                [
                    (middle - half * (0.62 + 0.48 * t), cap - 150 + 116 * t),
                    (middle + half * (0.62 + 0.48 * t), cap - 150 + 116 * t),
                ],
                mood.shaded(TILE),
                1.2,
                0.5,
            )
        canvas.line(
            [(middle - half * 0.62, cap - 150), (middle + half * 0.62, cap - 150)], mood.lit(mix(TILE, PLASTER, 0.4)), 5
        )
    canvas.gradient(
        [box(middle - half * 1.06, cap - 34, middle + half * 1.06, cap)], mood.lit(bright), mood.between(stone, 0.3)
    )
    canvas.polygon(box(middle - half * 1.09, cap - 42, middle + half * 1.09, cap - 32), mood.lit(bright))
    canvas.polygon(box(middle - half * 1.06, cap - 8, middle + half * 1.06, cap - 4), mood.shaded(stone), 0.6)
    if crown == "pediment":
        canvas.polygon(
            [(middle - half * 1.1, cap - 40), (middle, cap - 40 - half * 0.4), (middle + half * 1.1, cap - 40)],
            mood.lit(bright),
        )
        canvas.gradient(
            [[(middle - half * 0.94, cap - 48), (middle, cap - 44 - half * 0.32), (middle + half * 0.94, cap - 48)]],
            mood.between(stone, 0.75),
            mood.between(stone, 0.35),
        )
        canvas.ellipse(middle, cap - 44 - half * 0.11, half * 0.07, half * 0.07, mood.lit(bright))
    count = rng.choice((6, 8, 8, 10))
    for k in range(count):
        x = middle - half * 0.93 + half * 1.86 * k / (count - 1)
        r = 13 if count < 10 else 10.5
        canvas.polygon(box(x + r, cap, x + r * 2.1, base), mood.silhouette, 0.28)
        canvas.gradient(
            [ribbon([(x, base), (x, cap)], r * 2, r * 1.7)], mood.lit(bright), mood.between(stone, 0.72), across=True
        )
        canvas.polygon(box(x - r * 1.35, cap, x + r * 1.35, cap + 10), mood.lit(bright))
        canvas.polygon(box(x - r * 1.35, base - 10, x + r * 1.35, base), mood.between(stone, 0.2))
    canvas.fade([box(middle - half, cap, middle + half, cap + 60)], mood.silhouette, [(0, 0.5), (1, 0)], grain=0.3)
    for step in range(6):
        y = base + step * 7
        spread = half * 1.02 + step * 14
        canvas.polygon(
            box(middle - spread, y, middle + spread, y + 8),
            mood.lit(bright, 0.05) if step % 2 == 0 else mood.between(stone, 0.45),
        )


def _flag(canvas: Canvas, mood: Mood, rng: Random, x: float, foot: float, tall: float, wind: int) -> None:
    """A pole with a plain banner of one colour, so that it is nobody's flag."""
    top = foot - tall
    canvas.gradient(
        [ribbon([(x, foot), (x, top)], max(2.4, tall * 0.018), max(1.6, tall * 0.012))],
        mood.lit(PLASTER),
        mood.shaded(PLASTER),
        across=True,
    )
    canvas.ellipse(x, top, tall * 0.014, tall * 0.014, mood.accent)
    wide, drop, phase = tall * 0.3, tall * 0.19, rng.uniform(0, 6)
    upper = [
        (
            x + wind * wide * t / 20,
            top + tall * 0.02 + math.sin(phase + t * 0.33) * drop * 0.09 * min(1, t / 8) + t * drop * 0.006,
        )
        for t in range(21)
    ]
    lower = [(px, py + drop) for px, py in upper]
    cloth = ink("#c9b27a") if mood.name in ("dusk", "overcast", "golden") else ink("#2f6f86")
    canvas.polygon(upper + lower[::-1], mood.lit(cloth))
    for start in (3, 12):
        fold = upper[start : start + 6] + lower[start : start + 6][::-1]
        canvas.fade([fold], mood.shaded(cloth), [(0, 0.0), (0.6, 0.6), (1, 0.0)], across=True, grain=0)
