"""A running track."""

import math
from random import Random

from ..built import PLASTER
from ..canvas import Canvas
from ..geometry import Outline, Perspective, Point, arc, box, ribbon
from ..moods import Mood, ink, mix
from ..nature import JUNGLE, LEAF, ROCK, canopy, hills, open_sky
from ..people import cast
from .stadium import CLAY, CROWD, TURF, floodlight


def running_track(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Lanes sweeping into the bend, runners far off with long shadows, starting blocks close by."""
    horizon = rng.uniform(330, 390)
    sun_x, _ = open_sky(canvas, mood, rng, horizon, low=50, radius=rng.uniform(46, 72))
    hills(canvas, mood, rng, top=horizon - 60, bottom=horizon - 20, count=2, rise=60)
    canopy(
        canvas,
        rng,
        [(-40, horizon - 18), (1540, horizon - 18)],
        22,
        mood.shaded(JUNGLE, 0.35),
        mood.lit(LEAF, 0.4),
        bottom=horizon + 10,
    )
    lamps = mix(mood.sun, (255, 255, 255), 0.4)
    _grandstand(canvas, mood, rng, rng.uniform(860, 1010), horizon + 8)
    for x in (rng.uniform(140, 260), rng.uniform(560, 640)):
        floodlight(canvas, mood, x, horizon + 4, rng.uniform(170, 210), lamps, -1)
    view = Perspective(rng.uniform(720, 900), horizon - 26, rng.uniform(2.5, 4.2), 880)
    canvas.gradient([box(-10, horizon, 1510, 1010)], mood.lit(TURF, 0.3), mood.between(TURF, 0.35))
    for k in range(9):
        # Mown stripes across the infield give the flat green a measure.
        z = 9 * 1.32**k
        canvas.polygon(view.floor(-90, 90, z, z * 1.16), mood.lit(mix(TURF, ink("#8fba5f"), 0.6), 0.2), 0.4)
    radius, straight = 34.0, rng.uniform(16, 30)

    def lane(x: float) -> list[tuple[float, float]]:
        """Ground points of a line that runs straight and then turns left round the infield."""
        points = [(x, z) for z in (0.9, 1.3, 1.8, 2.6, 3.6, 5, 7, 9.5, 12.5)] + [(x, straight)]
        center, reach = -radius - 4.9, radius + 4.9 + x
        points += [
            (center + reach * math.cos(math.radians(a)), straight + reach * math.sin(math.radians(a)))
            for a in range(4, 176, 4)
        ]
        return points

    clay = rng.choice((CLAY, ink("#a8503f"), ink("#34708f")))
    inner, outer = lane(-4.9), lane(4.9)
    canvas.gradient(
        [[view.at(*p) for p in inner] + [view.at(*p) for p in reversed(outer)]],
        mood.lit(clay, 0.25),
        mood.between(clay, 0.4),
    )
    for k in range(0, 8, 2):
        a, b = lane(-4.9 + 1.225 * k), lane(-4.9 + 1.225 * (k + 1))
        canvas.polygon(
            [view.at(*p) for p in a] + [view.at(*p) for p in reversed(b)], mood.lit(mix(clay, PLASTER, 0.3)), 0.2
        )
    chalk = mood.lit((250, 246, 234))
    for k in range(9):
        x = -4.9 + 1.225 * k
        a, b = lane(x - 0.035), lane(x + 0.035)
        canvas.polygon([view.at(*p) for p in a] + [view.at(*p) for p in reversed(b)], chalk, 0.95)
        canvas.line([view.at(*p) for p in lane(x)[8:]], chalk, 1.1, 0.6)
    start = rng.uniform(5.2, 6.5)
    canvas.polygon(view.floor(-4.9, 4.9, start, start + 0.14), chalk)
    slant = 1.25 if sun_x < 750 else -1.25
    for k in range(8):
        _blocks(canvas, mood, view, -4.9 + 1.225 * (k + 0.5), start - 0.35, slant)
    for lane_number in sorted(rng.sample(range(8), rng.randint(4, 6)), key=lambda n: -n):
        z = rng.uniform(10.5, 15.5)
        x, y = view.at(-4.9 + 1.225 * (lane_number + 0.5), z)
        tall = view.scale(z) * 1.8
        shapes = _runner(rng, x, y, tall)
        for shape in cast(shapes, y, slant * 1.4, -0.75):
            canvas.polygon(shape, mood.silhouette, 0.42)
        shirt = mood.lit(rng.choice(CROWD))
        for index, shape in enumerate(shapes):
            canvas.polygon(shape, shirt if index == 0 else mood.silhouette)
    canvas.glow(sun_x, horizon + 30, 620, mood.sun, 0.4, 0.6)
    canvas.fade([box(-10, 640, 1510, 1010)], mood.silhouette, [(0, 0.0), (1, 0.35)])


def _grandstand(canvas: Canvas, mood: Mood, rng: Random, left: float, foot: float) -> None:
    """A covered stand beside the far bend."""
    right, tall = left + 460, 128.0
    canvas.gradient(
        [[(left, foot - 30), (right, foot - 58), (right, foot), (left, foot)]],
        mood.between(ROCK, 0.5, 0.25),
        mood.shaded(ROCK, 0.2),
    )
    canvas.polygon(
        [(left + 20, foot - 30), (right, foot - 52), (right, foot - tall), (left + 60, foot - 92)],
        mix(mood.shaded(ROCK, 0.2), mood.silhouette, 0.35),
    )
    for row in range(6):
        for _ in range(58):
            t = rng.random()
            x = left + 26 + row * 7 + (right - left - 30 - row * 7) * t
            canvas.ellipse(
                x, foot - 34 - row * 9 - t * (24 + row * 3), 3, 3.6, mood.between(rng.choice(CROWD), 0.35, 0.2)
            )
    for k in range(6):
        x = left + 70 + k * 78
        canvas.line([(x, foot - 30), (x, foot - 96 - k * 6)], mood.lit(PLASTER, 0.25), 3)
    canvas.gradient(
        [
            [
                (left - 20, foot - 88),
                (right + 10, foot - tall - 14),
                (right + 10, foot - tall - 40),
                (left + 20, foot - 108),
            ]
        ],
        mood.lit(PLASTER, 0.2),
        mood.between(PLASTER, 0.5, 0.2),
    )


def _blocks(canvas: Canvas, mood: Mood, view: Perspective, x: float, z: float, slant: float) -> None:
    """A pair of starting blocks on their rail."""
    dark = mix(mood.silhouette, mood.shaded(ROCK), 0.4)
    canvas.polygon(
        [view.at(x - 0.05, z), view.at(x + 0.05, z), view.at(x + 0.05, z - 0.9), view.at(x - 0.05, z - 0.9)], dark
    )
    for side, back in ((-1, 0.25), (1, 0.55)):
        cx = x + side * 0.11
        canvas.polygon(
            [
                view.at(cx - 0.07, z - back),
                view.at(cx + 0.07, z - back),
                view.at(cx + 0.07 + slant * 0.3, z - back - 0.1),
                view.at(cx - 0.07 + slant * 0.3, z - back - 0.1),
            ],
            mood.silhouette,
            0.4,
        )
        canvas.polygon(
            [
                view.at(cx - 0.07, z - back),
                view.at(cx + 0.07, z - back),
                view.at(cx + 0.07, z - back - 0.14, 0.17),
                view.at(cx - 0.07, z - back - 0.14, 0.17),
            ],
            mood.between(mood.accent, 0.3),
        )


def _runner(rng: Random, x: float, foot: float, h: float) -> list[Outline]:
    """The outlines of a sprinter coming on; the first is the shirt."""
    side = rng.choice((-1, 1))
    hip, shoulder = foot - h * 0.5, foot - h * 0.82

    def limb(a: Point, b: Point, c: Point, wide: float) -> list[Outline]:
        return [ribbon([a, b], wide, wide * 0.8), ribbon([b, c], wide * 0.8, wide * 0.5)]

    def at(dx: float, y: float) -> Point:
        return x + side * dx * h, y

    return [
        [at(-0.1, shoulder), at(0.1, shoulder), at(0.08, hip + h * 0.03), at(-0.07, hip + h * 0.03)],
        arc(x + side * h * 0.01, foot - h * 0.925, h * 0.06, h * 0.08, steps=14),
        ribbon([at(0, foot - h * 0.88), at(0, shoulder)], h * 0.06, h * 0.07),
        *limb(at(0.04, hip), at(0.13, hip + h * 0.17), at(0.06, foot - h * 0.1), h * 0.11),
        *limb(at(-0.04, hip), at(-0.08, hip + h * 0.25), at(-0.06, foot), h * 0.11),
        *limb(at(0.1, shoulder + h * 0.02), at(0.2, shoulder + h * 0.17), at(0.11, shoulder + h * 0.09), h * 0.055),
        *limb(at(-0.1, shoulder + h * 0.02), at(-0.19, shoulder + h * 0.16), at(-0.2, shoulder + h * 0.34), h * 0.055),
    ]
