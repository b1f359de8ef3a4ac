"""A rainforest in mist."""

import math
from random import Random

from ..canvas import Canvas
from ..geometry import Outline, bezier, blob, box, height_at, ribbon, ridge
from ..moods import Color, Mood, mix
from ..nature import BARK, EARTH, JUNGLE, LEAF, birds, canopy, fern, leaf
from ..people import cast, figure, person


def rainforest(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Trunks receding into mist, shafts of light, ferns and lianas close by."""
    light_x = rng.uniform(520, 980)
    glow = mix(mood.haze, mood.sun, 0.6 if not mood.is_dark else 0.35)
    canvas.gradient([box(-10, -10, 1510, 1010)], mix(mood.middle, mood.haze, 0.4), mix(mood.haze, mood.shade, 0.15))
    canvas.glow(light_x, 380, 760, glow, 0.95)
    layers = 5
    for layer in range(layers):
        near = layer / (layers - 1)
        distance = 0.86 * (1 - near) ** 0.8
        dark, light = mood.shaded(mix(BARK, JUNGLE, 0.5), distance), mood.between(mix(BARK, LEAF, 0.55), 0.25, distance)
        ground = ridge(rng, 700 + 190 * near, 26 + 20 * near, rough=0.5)
        for _ in range(round(17 - 11 * near)):
            x = rng.uniform(-40, 1540)
            # The middle stays open so that the light has somewhere to come from.
            if near > 0.4 and abs(x - light_x) < 230 * near:
                x += math.copysign(300 * near, x - light_x)
            _giant(
                canvas, rng, x, height_at(ground, x) + 20, (13 + 74 * near**1.6) * rng.uniform(0.5, 1.2), dark, light
            )
        under = mood.shaded(JUNGLE, distance), mood.between(LEAF, 0.2, distance)
        canopy(canvas, rng, ground, 22 + 34 * near, *under, bottom=1040 if layer == layers - 1 else 880 + 60 * layer)
        leaves = ridge(rng, 150 - 110 * near, 120, rough=0.5)
        _ceiling(canvas, rng, leaves, 40 + 44 * near, *under)
        if layer < layers - 1:
            canvas.veil(mood.haze, [(300, 0), (640 + 120 * near, 0.46 - 0.2 * near), (940, 0)])
        if layer == 2 and mood.has_sun:
            beams: list[Outline] = []
            for _ in range(6):
                offset = rng.uniform(-240, 240)
                beams.append(
                    [
                        (light_x + offset * 0.35 - 12, -40),
                        (light_x + offset * 0.35 + 22, -40),
                        (light_x + offset * 1.9 + 95, 860),
                        (light_x + offset * 1.9 - 20, 860),
                    ]
                )
            canvas.soft(beams, mix(mood.sun, mood.haze, 0.25), 0.26, 10)
    if rng.random() < 0.7:
        _trail(canvas, mood, rng, light_x)
    dark = mix(mood.silhouette, mood.shaded(JUNGLE), 0.55)
    for x in (rng.uniform(-20, 120), rng.uniform(240, 420), rng.uniform(1080, 1260), rng.uniform(1400, 1520)):
        fern(canvas, rng, x, 1040, rng.uniform(210, 340), dark, mood.between(LEAF, 0.45))
    for _ in range(rng.randint(2, 5)):
        x = rng.choice((rng.uniform(-20, 380), rng.uniform(1120, 1520)))
        hang = rng.uniform(300, 560)
        canvas.polygon(
            ribbon(
                bezier((x, -20), (x + rng.uniform(-30, 30), hang * 0.5), (x + rng.uniform(-16, 16), hang), 16), 4, 1.5
            ),
            dark,
        )
        for k in range(6):
            canvas.polygon(leaf(x, hang * (0.4 + k * 0.1), 26, rng.choice((20, 160)) + rng.uniform(-20, 20)), dark)
    birds(canvas, rng, light_x, rng.uniform(270, 360), 4, 13, mood.shaded(JUNGLE, 0.25))


def _trail(canvas: Canvas, mood: Mood, rng: Random, x: float) -> None:
    """A path that winds towards the light, with somebody on it."""
    turn = rng.choice((-1, 1)) * rng.uniform(60, 120)
    left, right = [], []
    for step in range(25):
        t = step / 24
        center = x + turn * math.sin(t * 4.4) * (0.25 + t)
        half = 7 + 150 * t**1.9
        y = 800 + 240 * t**1.5
        left.append((center - half, y))
        right.append((center + half, y))
    canvas.gradient([left + right[::-1]], mix(mood.haze, mood.sun, 0.3), mood.between(EARTH, 0.7))
    canvas.fade([left + [(px + 26, py) for px, py in reversed(left)]], mood.shaded(JUNGLE), [(0, 0.0), (1, 0.7)])
    walker_x, walker_y = (left[11][0] + right[11][0]) / 2, left[11][1]
    for shape in cast(figure(rng, walker_x, walker_y, 76), walker_y, 0.1, -0.9):
        canvas.polygon(shape, mood.silhouette, 0.4)
    person(canvas, rng, walker_x, walker_y, 76, mood.silhouette, top=mix(mood.silhouette, mood.accent, 0.5))


def _giant(canvas: Canvas, rng: Random, x: float, foot: float, width: float, dark: Color, light: Color) -> None:
    """A rainforest trunk with buttress roots, lit along one edge, with moss lines."""
    lean = rng.uniform(-1, 1) * (26 + width * 0.9)
    spine = bezier((x, foot), (x - lean * 0.5, foot * 0.55), (x + lean, -30), 12)
    trunk = ribbon(spine, width, width * 0.62)
    roots = []
    for reach in (-1.5, -0.8, 0.75, 1.45):
        side = math.copysign(1, reach)
        rise = width * rng.uniform(1.8, 3.2)
        roots.append(
            [
                (x + side * width * 0.1, foot - rise),
                *bezier(
                    (x + side * width * 0.42, foot - rise),
                    (x + side * width * 0.5, foot - width * 0.5),
                    (x + reach * width, foot + 10),
                    8,
                ),
                (x, foot + 10),
            ]
        )
    if width < 26:
        # Far trunks are slivers in the mist; two flat inks do for them.
        for shape in (trunk, *roots):
            canvas.polygon(shape, dark)
        canvas.polygon(ribbon([(px - width * 0.2, py) for px, py in spine], width * 0.5, width * 0.3), light)
    else:
        canvas.gradient([trunk, *roots], light, dark, across=True)
        canvas.fade([trunk], dark, [(0, 0.75), (0.3, 0.1), (0.7, 0.1), (1, 0.5)])
        if rng.random() < 0.6:
            at, side = rng.uniform(0.5, 0.75), rng.choice((-1, 1))
            bx, by = spine[round(12 * at)]
            tip = bx + side * width * rng.uniform(1.8, 2.8), by - width * rng.uniform(1.6, 3.0)
            canvas.polygon(
                ribbon(
                    bezier((bx + side * width * 0.3, by), (bx + side * width * 1.2, by - width * 0.3), tip, 8),
                    width * 0.2,
                    width * 0.05,
                ),
                mix(dark, light, 0.2),
            )
            for _ in range(46):
                lx, ly = tip[0] + rng.gauss(0, width * 0.75), tip[1] + rng.gauss(0, width * 0.3)
                canvas.polygon(
                    leaf(
                        lx,
                        ly,
                        width * rng.uniform(0.14, 0.3),
                        rng.uniform(-30, 60) if side > 0 else rng.uniform(120, 210),
                    ),
                    mix(dark, light, rng.random() * 0.7),
                )
    if width > 40:
        for _ in range(9):
            start, at = rng.randint(1, 8), rng.uniform(-0.28, 0.28)
            canvas.polygon(ribbon([(px + at * width, py) for px, py in spine[start : start + 3]], 2, 5), dark, 0.5)


def _ceiling(canvas: Canvas, rng: Random, line: Outline, size: float, dark: Color, light: Color) -> None:
    """Foliage hanging in from the top of the picture."""
    masses, x = [[(-40, -40), *line, (1540, -40)]], -40.0
    while x < 1540:
        radius = size * rng.uniform(0.5, 1.2)
        masses.append(blob(rng, x, height_at(line, x), radius, radius * 0.7, 0.16, 14))
        x += radius * 0.9
    canvas.gradient(masses, dark, light)
    for _ in range(60):
        x = rng.uniform(-20, 1520)
        canvas.polygon(
            blob(rng, x, height_at(line, x) + rng.uniform(-size, size * 0.7), size * 0.2, size * 0.13, 0.25, 8),
            mix(dark, light, rng.random()),
        )
