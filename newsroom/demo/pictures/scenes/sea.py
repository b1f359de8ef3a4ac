"""Boats on the open sea."""

import math
from random import Random

from ..built import PLASTER
from ..canvas import Canvas
from ..geometry import Point, bezier, box, down_from, ribbon, ridge, wave
from ..moods import Color, Mood, ink, mix
from ..nature import JUNGLE, WATER, birds, glitter, open_sky, swell
from ..people import person

DEEP = ink("#1f5f78")
SAILS = (ink("#d9603b"), ink("#efe2c4"), ink("#e0a640"), ink("#3f7f8a"), ink("#b4465a"))


def open_sea(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Outrigger boats under sail on a wide sea, islands on the horizon, a swell in front."""
    horizon = rng.uniform(370, 470)
    sun_x, _ = open_sky(canvas, mood, rng, horizon, low=rng.choice((20, 90)), radius=rng.uniform(48, 84))
    for side in (-1, 1):
        if rng.random() < 0.8:
            _island(
                canvas,
                mood,
                rng,
                750 + side * rng.uniform(330, 640),
                horizon + 2,
                rng.uniform(170, 330),
                rng.uniform(50, 120),
                rng.uniform(0.45, 0.75),
            )
    _sea(canvas, mood, rng, horizon, sun_x)
    canvas.veil(mood.haze, [(horizon - 26, 0), (horizon, 0.5), (horizon + 40, 0)])
    for depth in sorted(rng.uniform(0.04, 0.4) for _ in range(rng.randint(4, 7))):
        outrigger(
            canvas,
            mood,
            rng,
            rng.uniform(160, 1340),
            horizon + 14 + 300 * depth,
            26 + 150 * depth,
            0.6 * (1 - depth * 1.6),
        )
    hero_y = rng.uniform(690, 750)
    outrigger(canvas, mood, rng, rng.uniform(560, 940), hero_y, rng.uniform(200, 250), 0.0)
    near = under_sky(mood, DEEP)
    for level in range(3):
        line = wave(rng, 830 + 66 * level, 20 + 6 * level, turns=1.2)
        canvas.gradient(
            [down_from(line)],
            mix(near, mood.horizon, 0.22 - 0.05 * level),
            mix(near, mood.silhouette, 0.35 + 0.2 * level),
        )
        # The crest catches light only where it turns towards it, so the line swells and dies.
        crest = [(x, y + max(0.0, 9 * math.sin(x / (90 + 14 * level) + hero_y))) for x, y in line]
        canvas.polygon([*line, *reversed(crest)], mix(mood.horizon, mood.sun, 0.4), 0.4)
        swell(
            canvas, rng, 860 + 66 * level, 1000, mix(near, mood.silhouette, 0.5), mix(near, mood.horizon, 0.5), count=26
        )
    birds(
        canvas,
        rng,
        rng.uniform(350, 1150),
        horizon - rng.uniform(120, 200),
        rng.randint(5, 9),
        12,
        mix(mood.silhouette, mood.haze, 0.2),
    )


def _sea(canvas: Canvas, mood: Mood, rng: Random, horizon: float, sun_x: float) -> None:
    near = mix(under_sky(mood, DEEP), mood.zenith, 0.25)
    canvas.gradient(
        [box(-10, horizon, 1510, 1010)], mix(mood.horizon, mood.lit(WATER, 0.3), 0.55), mix(near, mood.silhouette, 0.15)
    )
    canvas.glow(sun_x, horizon + 10, 560, mood.sun, 0.55, 0.55)
    swell(
        canvas,
        rng,
        horizon + 6,
        1000,
        mix(near, mood.silhouette, 0.25),
        mix(mood.horizon, mood.lit(WATER), 0.4),
        count=150,
    )
    if mood.has_sun:
        glitter(canvas, rng, sun_x, horizon + 3, 940, mix(mood.sun, mood.horizon, 0.2), count=170, width=56)


def under_sky(mood: Mood, water: Color) -> Color:
    """Deep water: half its own colour, half the sky it mirrors."""
    return mix(mood.between(water, 0.4), mood.middle, 0.2)


def _island(
    canvas: Canvas, mood: Mood, rng: Random, x: float, foot: float, half: float, tall: float, distance: float
) -> None:
    line = [
        (px, foot - (foot - py) * max(0.0, 1 - abs((px - x) / half) ** 1.8))
        for px, py in ridge(rng, foot - tall, tall * 0.5, left=x - half, right=x + half, rough=0.5)
    ]
    canvas.gradient(
        [[*line, (x + half, foot), (x - half, foot)]],
        mood.between(JUNGLE, 0.5, distance),
        mood.between(JUNGLE, 0.2, min(0.95, distance + 0.25)),
    )


def outrigger(canvas: Canvas, mood: Mood, rng: Random, x: float, y: float, size: float, distance: float) -> None:
    """A jukung: slim hull, raised prow, bamboo floats on bent spars, one bright sail and its broken reflection."""
    facing = rng.choice((-1, 1))
    sail = mood.between(rng.choice(SAILS), 0.12, max(0.0, distance))
    dark, pale = mix(mood.silhouette, mood.haze, max(0.0, distance)), mood.lit(PLASTER, max(0.0, distance))

    def at(dx: float, dy: float) -> Point:
        return x + facing * dx * size, y + dy * size

    for k in range(9):
        dy = 0.06 + k * 0.085
        wide = (0.62 - k * 0.05) * rng.uniform(0.6, 1.1)
        off = rng.uniform(-0.05, 0.05)
        canvas.polygon(
            [at(-wide + off, dy), at(off, dy - 0.022), at(wide + off, dy), at(off, dy + 0.022)],
            dark if k < 3 else mix(sail, dark, 0.4),
            0.55 - k * 0.05,
        )
    furled = rng.random() < 0.15
    mast_top = at(0.1, -1.32)
    canvas.polygon(ribbon([at(0.08, -0.05), mast_top], size * 0.026, size * 0.016), dark)
    if furled:
        canvas.polygon(
            ribbon(bezier(at(-0.55, -0.22), at(0.1, -0.6), at(0.45, -1.25), 10), size * 0.05, size * 0.03), sail
        )
    else:
        tip, tack, clew = at(0.42, -1.62), at(0.46, -0.2), at(-0.72, -0.34)
        luff, leech, base = (
            bezier(tack, at(0.6, -0.9), tip, 10),
            bezier(tip, at(-0.08, -0.9), clew, 12),
            bezier(clew, at(-0.1, -0.14), tack, 10),
        )
        canvas.polygon(luff + leech + base, sail)
        canvas.polygon(
            [*bezier(tip, at(-0.08, -0.9), clew, 12), *bezier(clew, at(0.0, -0.52), tip, 12)], mix(sail, dark, 0.28)
        )
        for seam in (0.35, 0.62):
            a, b = leech[round(12 * (1 - seam))], luff[round(10 * seam)]
            canvas.line([a, b], mix(sail, dark, 0.35), max(0.8, size * 0.008))
        canvas.line(base, dark, max(1, size * 0.014))
        canvas.line(luff, dark, max(1, size * 0.016))
    hull = [
        *bezier(at(-1.02, -0.24), at(-0.7, 0.02), at(0, 0.0), 8),
        *bezier(at(0, 0.0), at(0.8, 0.0), at(1.16, -0.34), 10),
        *bezier(at(1.16, -0.34), at(0.72, -0.1), at(0, -0.1), 10),
        *bezier(at(0, -0.1), at(-0.7, -0.1), at(-1.02, -0.24), 8),
    ]
    for px, lift in ((-0.22, -0.05), (0.3, -0.05)):
        canvas.line(
            bezier(at(px - 0.1, lift - 0.06), at(px + 0.02, -0.24), at(px + 0.1, 0.1), 8), dark, max(1, size * 0.02)
        )
    person(canvas, rng, *at(-0.46, 0.08), size * 0.42, dark, walking=False, hat=True)
    canvas.polygon(hull, dark)
    canvas.polygon(
        [
            *bezier(at(1.16, -0.34), at(0.72, -0.1), at(0, -0.1), 10),
            *bezier(at(0, -0.075), at(0.72, -0.07), at(1.12, -0.3), 10),
        ],
        pale,
    )
    canvas.polygon(
        [
            *bezier(at(-1.02, -0.24), at(-0.7, -0.1), at(0, -0.1), 8),
            *bezier(at(0, -0.075), at(-0.7, -0.07), at(-0.98, -0.2), 8),
        ],
        sail,
    )
    canvas.polygon(
        ribbon(bezier(at(-0.62, 0.12), at(0.1, 0.14), at(0.8, 0.07), 10), size * 0.04, size * 0.025),
        mix(pale, dark, 0.35),
    )
    if mood.is_dark:
        canvas.glow(*at(-0.62, -0.28), size * 0.6, mood.accent, 0.8)
        canvas.ellipse(*at(-0.62, -0.28), size * 0.03, size * 0.035, mix(mood.accent, (255, 255, 255), 0.5))
