"""Tea on rolling hills."""

from random import Random

from ..built import PLASTER
from ..canvas import WIDTH, Canvas
from ..geometry import Outline, bezier, blob, down_from, height_at, ribbon, wave
from ..moods import Color, Mood, ink, mix
from ..nature import GRASS, JUNGLE, LEAF, hills, open_sky, tree
from ..people import person


def plantation(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Clipped tea rows running over rolling ground to a far line of trees, pickers between them."""
    horizon = rng.uniform(270, 450)
    sun_x, _ = open_sky(canvas, mood, rng, horizon, low=70)
    hills(canvas, mood, rng, top=horizon - 80, bottom=horizon + 20, count=3, rise=100, rough=0.44)
    canvas.veil(mood.haze, [(horizon - 40, 0), (horizon + 30, 0.5), (horizon + 100, 0)])
    tea = mix(LEAF, GRASS, rng.uniform(0.15, 0.6))
    folds = rng.choice((2, 3, 4))
    for fold in range(folds):
        near = fold / (folds - 1)
        y = horizon + 40 + (790 - horizon) * near**1.15
        distance = 0.5 * (1 - near) ** 1.3
        crest = wave(rng, y, 46 - 8 * near, turns=0.55)
        canvas.gradient([down_from(crest)], mood.lit(tea, distance), mood.shaded(tea, distance * 0.6))
        _tea_rows(canvas, mood, rng, crest, tea, near, distance, vanish=rng.uniform(300, 1200))
        if fold < folds - 1:
            for _ in range(rng.randint(3, 6)):
                x = rng.uniform(0, WIDTH)
                tree(
                    canvas,
                    rng,
                    x,
                    height_at(crest, x) + 8,
                    (80 + 70 * near) * rng.uniform(0.8, 1.3),
                    mood.shaded(JUNGLE, distance),
                    mood.between(LEAF, 0.1, distance),
                    spread=0.3,
                )
            canvas.veil(mood.haze, [(y + 80, 0), (y + 150, 0.3), (y + 240, 0)])
        for _ in range(2 + fold):
            x = rng.uniform(330, 1170)
            foot = height_at(crest, x) + 46 + 80 * near
            tall = 38 + 56 * near
            person(
                canvas,
                rng,
                x,
                foot,
                tall,
                mix(mood.silhouette, mood.haze, distance * 0.5),
                walking=False,
                hat=True,
                top=mood.between(rng.choice((mood.accent, PLASTER, ink("#3f6f8f"))), 0.3),
            )
            canvas.polygon(
                blob(rng, x, foot + tall * 0.04, tall * 0.5, tall * 0.34, 0.1), mood.between(tea, 0.55, distance)
            )
    canvas.glow(sun_x, horizon + 60, 560, mood.sun, 0.28, 0.6)


def _tea_rows(
    canvas: Canvas, mood: Mood, rng: Random, crest: Outline, tea: Color, near: float, distance: float, vanish: float
) -> None:
    """Rows fanning out from a point behind the crest, each a dark alley beside a lit hedge."""
    dark, light = mood.shaded(mix(tea, JUNGLE, 0.6), distance), mood.lit(mix(tea, GRASS, 0.5), distance)
    step = 34 + 26 * near
    bend = rng.uniform(-90, 90)
    count = round(1900 / step)
    for index in range(-count // 2, count // 2 + 1):
        top_x = vanish + index * step
        if not -300 < top_x < 1800:
            continue
        start = (top_x, height_at(crest, top_x) - 1)
        end = (vanish + index * step * 4.2, start[1] + 620)
        pull = ((start[0] + end[0]) / 2 - (end[0] - start[0]) * 0.16 + bend, start[1] + 250)
        alley = bezier(start, pull, end, 14)
        canvas.polygon(ribbon(alley, step * 0.14, step * 1.25), dark, 0.85)
        shifted = [(x - step * (0.12 + 0.9 * t / 14), y) for t, (x, y) in enumerate(alley)]
        canvas.polygon(ribbon(shifted, step * 0.1, step * 0.75), light, 0.55)
    if near > 0.4:
        for _ in range(420):
            x = rng.uniform(0, WIDTH)
            y = height_at(crest, x) + 14 + rng.random() ** 1.2 * 560
            size = 2.5 + (y - height_at(crest, x)) * 0.016
            canvas.polygon(blob(rng, x, y, size * 1.5, size, 0.2, 7), rng.choice((light, dark)), 0.4)
