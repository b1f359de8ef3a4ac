"""Village roofs in a valley."""

from random import Random

from ..built import PLASTER, TILE
from ..canvas import WIDTH, Canvas
from ..geometry import box, down_from, height_at, wave
from ..moods import Mood, ink, mix
from ..nature import BARK, GRASS, JUNGLE, LEAF, birds, blades, canopy, hills, open_sky, palm, smoke, tree


def village(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Tiled roofs among trees in a valley, smoke of breakfast, hills behind and fields before."""
    horizon = rng.uniform(360, 430)
    open_sky(canvas, mood, rng, horizon, low=60)
    hills(canvas, mood, rng, top=horizon - 60, bottom=horizon + 90, count=4, rise=110, rough=0.46)
    canvas.veil(mood.haze, [(horizon + 20, 0), (horizon + 130, 0.6), (horizon + 220, 0)])
    rows = 5
    for row in range(rows):
        near = row / (rows - 1)
        y = horizon + 120 + 330 * near**1.2
        distance = 0.55 * (1 - near) ** 1.2
        line = wave(rng, y, 20 + 18 * near, turns=1.2)
        dark, light = mood.shaded(JUNGLE, distance), mood.between(LEAF, 0.15, distance)
        canopy(canvas, rng, line, 24 + 26 * near, dark, light, bottom=y + 230)
        size = 52 + 92 * near
        x = rng.uniform(-40, 60)
        while x < WIDTH:
            if rng.random() < 0.56:
                wide = size * rng.uniform(1.15, 2.1)
                foot = height_at(line, x) + size * rng.uniform(0.35, 0.6)
                _house(canvas, mood, rng, x, foot, wide, size * rng.uniform(0.85, 1.1), distance)
                hedge = [(x - wide * 0.6, foot + 4), (x + wide * 0.6, foot + 4)]
                canopy(
                    canvas,
                    rng,
                    hedge,
                    size * 0.14,
                    dark,
                    light,
                    bottom=foot + size * 0.2,
                    left=x - wide * rng.uniform(0.35, 0.75),
                    right=x + wide * rng.uniform(0.1, 0.75),
                )
                x += wide * rng.uniform(0.95, 1.5)
            else:
                kind = palm if rng.random() < 0.4 else tree
                kind(canvas, rng, x, height_at(line, x) + size * 0.4, size * rng.uniform(1.5, 2.5), dark, light)
                x += size * rng.uniform(0.5, 1.1)
        if row < rows - 1:
            canvas.veil(mood.haze, [(y + 10, 0), (y + 60, 0.28), (y + 120, 0)])
    for _ in range(rng.randint(2, 3)):
        smoke(
            canvas,
            rng,
            rng.uniform(350, 1150),
            rng.uniform(horizon + 170, horizon + 320),
            rng.uniform(40, 130),
            rng.uniform(150, 230),
            15,
            mood.haze,
            mix(mood.haze, mood.sun, 0.5),
            0.4,
        )
    crest = wave(rng, 905, 20, turns=0.7)
    canvas.gradient([down_from(crest)], mood.lit(GRASS), mood.shaded(GRASS))
    for step in range(7):
        canvas.line([(x, y + 14 + step * step * 2.6) for x, y in crest], mood.between(GRASS, 0.5), 1.6 + step * 0.7)
    blades(canvas, rng, 0, WIDTH, 1005, 76, [mood.shaded(JUNGLE), mood.between(GRASS, 0.6)], 160)
    birds(canvas, rng, rng.uniform(400, 1100), rng.uniform(200, 320), 6, 10, mix(mood.silhouette, mood.haze, 0.3))


def _house(
    canvas: Canvas, mood: Mood, rng: Random, x: float, foot: float, wide: float, tall: float, distance: float
) -> None:
    """A village house with a hipped roof: one slope in the light, one in shade, under deep eaves."""
    roof = mix(TILE, ink("#8a4a38"), rng.random() * 0.7)
    wall = mix(PLASTER, rng.choice((ink("#d9c9a5"), ink("#c9d4c8"), ink("#e7c9a8"))), 0.5)
    eave, top = foot - tall * 0.42, foot - tall * rng.uniform(0.98, 1.12)
    half, ridge_half = wide / 2, wide * rng.uniform(0.14, 0.22)
    corner = x + half * 0.32
    canvas.polygon(box(x - half * 0.84, eave, corner, foot), mood.lit(wall, distance))
    canvas.polygon(box(corner, eave, x + half * 0.84, foot), mood.between(wall, 0.85, distance))
    canvas.fade(
        [box(x - half * 0.84, eave, x + half * 0.84, foot)],
        mood.shaded(wall, distance * 0.6),
        [(0, 0.8), (0.5, 0.0), (1, 0)],
        grain=0.3,
    )
    opening = mood.accent if mood.has_lamps_on and rng.random() < 0.75 else mood.shaded(mix(BARK, roof, 0.3), distance)
    for at in (-0.62, -0.3, 0.0):
        canvas.polygon(
            box(
                x + half * at - wide * 0.035,
                eave + tall * 0.15,
                x + half * at + wide * 0.035,
                foot - tall * (0.02 if at == -0.3 else 0.12),
            ),
            opening,
        )
    slope = [(x - ridge_half, top), (x + ridge_half, top), (corner + wide * 0.04, eave), (x - half, eave)]
    canvas.gradient([slope], mood.lit(roof, distance), mood.between(roof, 0.35, distance))
    canvas.polygon(
        [(x + ridge_half, top), (x + half, eave), (corner + wide * 0.04, eave)], mood.between(roof, 0.8, distance)
    )
    if tall > 60:
        for row in range(1, 7):
            t = row / 7
            y = top + (eave - top) * t
            left = x - ridge_half + (-half + ridge_half) * t
            canvas.line(
                [(left, y), (x + ridge_half + (corner + wide * 0.04 - x - ridge_half) * t, y)],
                mood.between(roof, 0.6, distance),
                1.1,
            )
    canvas.line(
        [(x - ridge_half, top), (x + ridge_half, top)],
        mood.lit(mix(roof, PLASTER, 0.35), distance),
        max(1.5, tall * 0.022),
    )
    canvas.line(
        [(x - half, eave), (corner + wide * 0.04, eave), (x + half, eave)],
        mood.shaded(roof, distance * 0.8),
        max(1.4, tall * 0.02),
    )
