"""A volcano, as a scene and as something to put behind one."""

from random import Random

from ..canvas import WIDTH, Canvas
from ..geometry import Outline, blob, down_from, height_at, ribbon, ridge, wave
from ..moods import Mood, mix
from ..nature import GRASS, JUNGLE, LEAF, ROCK, birds, blades, canopy, open_sky, smoke
from ..people import person


def volcano(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """One great volcano over a sea of cloud, forested ridges in front, walkers or a tree on the nearest."""
    horizon = rng.uniform(600, 660)
    sun_x, _ = open_sky(canvas, mood, rng, horizon, low=230)
    x = rng.uniform(590, 910)
    top = rng.uniform(170, 270)
    far_x = x + rng.choice((-1, 1)) * rng.uniform(420, 560)
    cone(canvas, mood, rng, far_x, rng.uniform(380, 450), horizon + 60, rng.uniform(330, 430), 0.72)
    smoke(
        canvas,
        rng,
        x,
        top + 10,
        rng.choice((-1, 1)) * rng.uniform(160, 420),
        rng.uniform(90, 170),
        34,
        mood.shaded(ROCK),
        mix(mood.sun, mood.horizon, 0.4),
        0.6,
    )
    cone(canvas, mood, rng, x, top, horizon + 130, rng.uniform(640, 780), 0.3)
    canvas.veil(mood.haze, [(horizon - 160, 0), (horizon, 0.5), (horizon + 130, 0.9), (horizon + 180, 0.9)])
    for level in range(3):
        y = horizon + 10 + level * 42
        clouds_ink = mix(mood.haze, mood.sun, 0.45 - 0.12 * level)
        puffs = [
            blob(
                rng,
                rng.uniform(-50, 1550),
                y + rng.uniform(-10, 12),
                rng.uniform(70, 170),
                rng.uniform(14, 34),
                0.08,
                20,
            )
            for _ in range(16)
        ]
        canvas.fade(puffs, clouds_ink, [(0, 0.85), (0.5, 0.5), (1, 0)], grain=0.4)
    for level in range(3):
        near = level / 2
        line = ridge(rng, horizon + 120 + 95 * level, 60 + 30 * near, rough=0.48)
        dark, light = mood.shaded(JUNGLE, 0.42 - 0.34 * near), mood.between(LEAF, 0.25, 0.4 - 0.3 * near)
        canopy(canvas, rng, line, 13 + 16 * near, dark, light, bottom=1040)
        if level < 2:
            canvas.veil(
                mood.haze,
                [(horizon + 130 + 95 * level, 0), (horizon + 225 + 95 * level, 0.45), (horizon + 300 + 95 * level, 0)],
            )
    crest = wave(rng, 945, 34, turns=0.8)
    canvas.polygon(down_from(crest), mood.silhouette)
    blades(canvas, rng, 0, WIDTH, 1000, 100, [mood.silhouette, mix(mood.silhouette, mood.shaded(GRASS), 0.5)], 240)
    spot = rng.uniform(520, 980)
    for index in range(rng.randint(1, 3)):
        px = spot + index * rng.uniform(30, 52)
        person(canvas, rng, px, height_at(crest, px) + 6, 92, mood.silhouette)
        canvas.polygon(
            blob(rng, px - 9, height_at(crest, px) - 54, 10, 17, 0.05), mix(mood.silhouette, mood.accent, 0.55)
        )
    birds(canvas, rng, 1500 - sun_x, rng.uniform(260, 380), rng.randint(5, 9), 11, mix(mood.silhouette, mood.haze, 0.3))


def cone(
    canvas: Canvas, mood: Mood, rng: Random, x: float, top: float, foot: float, reach: float, distance: float
) -> tuple[Outline, float]:
    """A volcano with concave flanks and gullies, lit on the left; returns its outline and the width of the crater."""
    crater = reach * rng.uniform(0.045, 0.08)
    tall = foot - top

    def flank(side: int) -> Outline:
        points = []
        for step in range(25):
            t = step / 24
            points.append(
                (
                    x + side * (crater + (reach - crater) * t),
                    top + tall * (1 - (1 - t) ** 2.1) + (rng.uniform(-1, 1) * tall * 0.008 if 0 < step < 24 else 0),
                )
            )
        return points

    left, right = flank(-1), flank(1)
    rim = [
        (x - crater * 0.4, top + tall * 0.03),
        (x + crater * 0.2, top + tall * 0.015),
        (x + crater * 0.6, top + tall * 0.035),
    ]
    shape = [*reversed(left), *rim, *right]
    stone = mix(ROCK, JUNGLE, 0.35)
    canvas.gradient([shape], mood.lit(stone, distance * 0.75), mood.lit(stone, min(1, distance * 1.25)))
    middle = [(x + crater * 0.2, top)]
    for step in range(1, 15):
        t = step / 14
        middle.append((x + reach * 0.1 * t + rng.uniform(-1, 1) * reach * 0.03 * t, top + tall * t))
    canvas.gradient(
        [[*rim[1:], *right, *reversed(middle)]],
        mood.shaded(stone, distance * 0.75),
        mood.shaded(stone, min(1, distance * 1.3)),
    )
    for _ in range(26):
        side = rng.choice((-1, 1))
        start, length = rng.random() * 0.25, rng.uniform(0.2, 0.55)
        spread = rng.uniform(0.05, 0.95)
        gully = []
        for step in range(8):
            t = start + length * step / 7
            half = crater + (reach - crater) * (1 - (1 - t) ** (1 / 2.1)) if t < 1 else reach
            gully.append((x + side * half * spread + rng.uniform(-3, 3), top + tall * t))
        tone = (
            mood.shaded(stone, distance * 0.8)
            if side < 0
            else mix(mood.shaded(stone, distance * 0.8), mood.silhouette, 0.3)
        )
        canvas.polygon(ribbon(gully, 1, rng.uniform(5, 14) * reach / 500), tone, 0.35)
    return shape, crater
