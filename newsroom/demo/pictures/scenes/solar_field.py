"""Solar panels in rows."""

import math
from random import Random

from ..built import PLASTER
from ..canvas import WIDTH, Canvas
from ..geometry import Perspective, box, height_at, ribbon
from ..moods import Color, Mood, ink, mix
from ..nature import EARTH, GRASS, JUNGLE, LEAF, ROCK, blades, canopy, hills, open_sky
from ..people import cast, figure, person


def solar_field(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Rows of solar panels that carry the sky, hills and perhaps wind turbines behind."""
    horizon = rng.uniform(310, 470)
    sun_x, _ = open_sky(canvas, mood, rng, horizon, low=80)
    lines = hills(canvas, mood, rng, top=horizon - 50, bottom=horizon - 4, count=3, rise=60)
    if rng.random() < 0.65:
        for _ in range(rng.randint(3, 5)):
            x = rng.uniform(120, 1380)
            _turbine(
                canvas,
                rng,
                x,
                height_at(lines[1], x) + 10,
                rng.uniform(150, 250),
                mood.between(PLASTER, 0.75, 0.2),
                mood.between(ROCK, 0.7, 0.3),
            )
    canvas.gradient(
        [box(-10, horizon + 10, 1510, 1010)], mood.lit(GRASS, 0.35), mood.between(mix(GRASS, EARTH, 0.4), 0.5)
    )
    canopy(
        canvas,
        rng,
        [(-40, horizon + 14), (1540, horizon + 14)],
        17,
        mood.shaded(JUNGLE, 0.35),
        mood.lit(LEAF, 0.4),
        bottom=horizon + 26,
    )
    view = Perspective(rng.uniform(420, 1080), horizon, rng.uniform(5.5, 13), 950)
    aisle = rng.uniform(-3, 3)
    farthest = 62 * view.eye / 7.5
    z, rows = farthest, []
    while z > 9.0:
        rows.append(z)
        z -= 5.4
    for z in rows:
        far = min(1.0, (z - 9) / (farthest - 9))
        for side in (-1, 1):
            _panel_row(canvas, mood, view, z, aisle, side, far)
    near = view.eye * view.zoom / (770 - horizon)
    foot = view.at(aisle + 0.4, near)
    tall = view.scale(near) * 1.75
    shapes = figure(rng, foot[0], foot[1], tall)
    for shadow in cast(shapes, foot[1], 0.8 if sun_x < 750 else -0.8, -0.35):
        canvas.polygon(shadow, mood.shaded(JUNGLE), 0.5)
    person(canvas, rng, foot[0], foot[1], tall, mood.silhouette, top=mood.accent)
    blades(canvas, rng, 0, WIDTH, 1010, 60, [mood.between(GRASS, 0.5), mood.shaded(GRASS)], 200)


def _panel_row(canvas: Canvas, mood: Mood, view: Perspective, z: float, aisle: float, side: int, far: float) -> None:
    """One bank of panels on its posts, facing the viewer, with cell lines and a slanting sheen."""
    inner, outer, low, high, depth = aisle + side * 1.9, aisle + side * 62, 0.7, 2.9, 2.2
    distance = 0.55 * far
    a, b = view.at(inner, z, low), view.at(outer, z, low)
    c, d = view.at(outer, z + depth, high), view.at(inner, z + depth, high)
    ground = [
        view.at(inner, z + 0.4),
        view.at(outer, z + 0.4),
        view.at(outer, z + depth + 1.4),
        view.at(inner, z + depth + 1.4),
    ]
    canvas.polygon(ground, mood.shaded(mix(GRASS, EARTH, 0.4), distance), 0.75)
    post = mood.shaded(ROCK, distance)
    for k in range(12):
        x = inner + side * (0.5 + k * 2.4)
        canvas.line([view.at(x, z + 0.8), view.at(x, z + 0.8, 1.4)], post, max(1, view.scale(z) * 0.09))
    glass = mix(ink("#24456b"), mood.zenith, 0.35)
    sky_on_glass = mix(mix(mood.middle, mood.horizon, 0.3), glass, 0.5)
    canvas.gradient(
        [[a, b, c, d]], mix(sky_on_glass, mood.haze, distance), mix(mix(glass, mood.shade, 0.4), mood.haze, distance)
    )
    frame = mix(mood.lit(PLASTER), mood.haze, distance)
    cells = 40
    for k in range(cells):
        x = inner + side * k * 1.55
        p, q = view.at(x, z, low), view.at(x, z + depth, high)
        if not -60 < p[0] < 1560:
            continue
        if k % 5 == 2:
            r, s = view.at(x + side * 1.55, z, low), view.at(x + side * 3.4, z + depth, high)
            canvas.polygon(
                [p, r, s, (q[0] + (s[0] - q[0]) * 0.4, q[1])], mix(mood.sun, mood.horizon, 0.3), 0.16 * (1 - far * 0.5)
            )
        canvas.line([p, q], frame, max(0.8, view.scale(z) * 0.028), 0.75)
    for t in (1 / 3, 2 / 3):
        canvas.line(
            [
                (a[0] + (d[0] - a[0]) * t, a[1] + (d[1] - a[1]) * t),
                (b[0] + (c[0] - b[0]) * t, b[1] + (c[1] - b[1]) * t),
            ],
            frame,
            max(0.7, view.scale(z) * 0.02),
            0.5,
        )
    canvas.line([d, c], frame, max(1, view.scale(z) * 0.05))
    canvas.line([a, b], mix(frame, mood.shade, 0.35), max(1, view.scale(z) * 0.06))


def _turbine(canvas: Canvas, rng: Random, x: float, foot: float, height: float, light: Color, dark: Color) -> None:
    """A wind turbine."""
    hub = (x, foot - height)
    canvas.gradient([ribbon([(x, foot), hub], height * 0.03, height * 0.014)], light, dark, across=True)
    start = rng.uniform(0, 120)
    for blade in range(3):
        turn = math.radians(start + blade * 120)
        tip = hub[0] + math.cos(turn) * height * 0.52, hub[1] + math.sin(turn) * height * 0.52
        bulge = hub[0] + math.cos(turn + 0.14) * height * 0.16, hub[1] + math.sin(turn + 0.14) * height * 0.16
        canvas.polygon([hub, bulge, tip], light)
    canvas.ellipse(*hub, height * 0.018, height * 0.018, dark)
