"""A factory by the water."""

from random import Random

from ..built import PLASTER, TILE
from ..canvas import WIDTH, Canvas
from ..geometry import arc, box, down_from, wave
from ..moods import Mood, ink, mix
from ..nature import GRASS, ROCK, WATER, birds, blades, glitter, hills, open_sky, smoke

BRICK = ink("#a85f48")


def factory(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Saw-tooth roofs and chimneys across a canal, smoke leaning with the wind."""
    ground = rng.uniform(700, 740)
    sun_x, _ = open_sky(canvas, mood, rng, ground - 120, low=rng.uniform(30, 180), radius=rng.uniform(60, 96))
    hills(canvas, mood, rng, top=ground - 180, bottom=ground - 120, count=2, rise=80)
    wind = rng.choice((-1, 1))
    for layer, (count, tall, distance) in enumerate(((4, 290, 0.62), (rng.randint(2, 4), 455, 0.12))):
        for k in range(count):
            x = 180 + 1150 * (k + rng.uniform(0.15, 0.85)) / count
            high = tall * rng.uniform(0.78, 1.15)
            # Smoke is pale against a dark sky and dark against a bright one, or it is lost.
            tint = (
                mix(mood.horizon, mood.sun, 0.3)
                if mood.name in ("dusk", "afterglow")
                else mix(mood.shaded(ROCK), mood.haze, 0.3)
            )
            smoke(
                canvas,
                rng,
                x,
                ground - high,
                wind * rng.uniform(260, 430),
                rng.uniform(100, 170),
                26 + 18 * layer,
                mood.between(ROCK, 0.5, 0.2),
                tint,
                0.75 - 0.3 * (1 - layer),
            )
            _chimney(canvas, mood, x, ground, high, 18 + 18 * layer, distance, banded=layer == 1 and rng.random() < 0.5)
        if layer == 0:
            _sheds(canvas, mood, rng, -60, 1560, ground, 90, 0.5)
            canvas.veil(mood.haze, [(ground - 260, 0), (ground - 40, 0.45), (ground, 0.45)])
    for _ in range(rng.randint(2, 4)):
        _tank(
            canvas,
            mood,
            rng.choice((rng.uniform(60, 330), rng.uniform(1150, 1440))),
            ground,
            rng.uniform(64, 92),
            rng.uniform(150, 230),
            0.12,
        )
    left = rng.uniform(150, 400)
    span = rng.uniform(720, 900)
    _sheds(canvas, mood, rng, left, left + span, ground, rng.uniform(205, 260), 0.03)
    _pipes(canvas, mood, rng, left - 190, left + span + 160, ground)
    canvas.gradient([box(-10, ground, 1510, ground + 34)], mood.between(ROCK, 0.35), mood.shaded(ROCK))
    canvas.reflect(rng, ground + 32, tint=mood.shaded(WATER), strength=0.62, ripple=2.8, stretch=0.72)
    canvas.veil(mix(mood.shaded(WATER), mood.silhouette, 0.5), [(ground + 32, 0.05), (1000, 0.6)])
    if mood.has_sun:
        glitter(canvas, rng, sun_x, ground + 40, 980, mix(mood.sun, mood.horizon, 0.2), count=80, width=56, alpha=0.6)
    bank = wave(rng, 960, 14, turns=0.6)
    canvas.polygon(down_from(bank), mood.silhouette)
    blades(canvas, rng, 0, WIDTH, 1000, 120, [mood.silhouette, mix(mood.silhouette, mood.shaded(GRASS), 0.6)], 300)
    birds(canvas, rng, rng.uniform(400, 1100), rng.uniform(140, 230), 7, 11, mix(mood.silhouette, mood.haze, 0.25))


def _chimney(
    canvas: Canvas, mood: Mood, x: float, foot: float, tall: float, wide: float, distance: float, *, banded: bool
) -> None:
    shape = [
        (x - wide / 2 * 1.25, foot),
        (x - wide / 2 * 0.8, foot - tall),
        (x + wide / 2 * 0.8, foot - tall),
        (x + wide / 2 * 1.25, foot),
    ]
    canvas.gradient([shape], mood.lit(BRICK, distance), mood.shaded(BRICK, distance), across=True)
    top = foot - tall
    canvas.gradient(
        [box(x - wide * 0.52, top - 4, x + wide * 0.52, top + wide * 0.5)],
        mood.lit(mix(BRICK, PLASTER, 0.3), distance),
        mood.shaded(BRICK, distance),
        across=True,
    )
    for k in range(1, 4 if banded else 2):
        y = top + wide * (0.3 + 1.5 * k)
        half = wide / 2 * (0.8 + 0.45 * (y - top) / tall)
        canvas.gradient(
            [box(x - half, y, x + half, y + wide * (0.62 if banded else 0.2))],
            mood.lit(PLASTER, distance),
            mood.shaded(PLASTER, distance),
            across=True,
        )


def _sheds(
    canvas: Canvas, mood: Mood, rng: Random, left: float, right: float, foot: float, tall: float, distance: float
) -> None:
    """A row of north-light roofs: glazed steep side, tiled gentle side."""
    count = max(4, round((right - left) / (tall * 0.9)))
    wide = (right - left) / count
    glows = mood.has_lamps_on
    canvas.gradient(
        [box(left, foot - tall * 0.62, right, foot)], mood.lit(BRICK, distance), mood.between(BRICK, 0.6, distance)
    )
    for k in range(count):
        x = left + k * wide
        eave, top = foot - tall * 0.62, foot - tall
        pane = mix(mood.accent, mood.haze, distance * 0.7) if glows else mix(mood.middle, mood.shaded(WATER), 0.35)
        canvas.polygon([(x, eave), (x + wide * 0.24, top), (x + wide, eave)], mood.between(BRICK, 0.75, distance))
        canvas.gradient(
            [[(x + wide * 0.24, top), (x + wide * 1.02, eave), (x + wide * 0.98, eave + 5), (x + wide * 0.2, top + 8)]],
            mood.lit(TILE, distance),
            mood.between(TILE, 0.4, distance),
        )
        canvas.polygon(
            [
                (x + wide * 0.06, eave - tall * 0.06),
                (x + wide * 0.2, top + tall * 0.1),
                (x + wide * 0.3, top + tall * 0.12),
                (x + wide * 0.3, eave - tall * 0.06),
            ],
            pane,
        )
        if distance < 0.3:
            for row in range(2):
                y = eave + tall * (0.1 + 0.26 * row)
                for pane_x in range(3):
                    px = x + wide * (0.14 + 0.27 * pane_x)
                    canvas.polygon(
                        box(px, y, px + wide * 0.19, y + tall * 0.17),
                        mix(pane, mood.silhouette, 0.12 if glows and rng.random() < 0.6 else 0.5),
                    )
                    canvas.line(
                        [(px + wide * 0.095, y), (px + wide * 0.095, y + tall * 0.17)], mood.between(BRICK, 0.6), 1.3
                    )
            canvas.polygon(box(x - 3, eave, x + 3, foot), mood.between(BRICK, 0.7, distance))


def _tank(canvas: Canvas, mood: Mood, x: float, foot: float, half: float, tall: float, distance: float) -> None:
    steel = mix(PLASTER, ROCK, 0.35)
    canvas.gradient(
        [[*arc(x, foot - tall, half, half * 0.24, 180, 360, 18), (x + half, foot), (x - half, foot)]],
        mood.lit(steel, distance),
        mood.shaded(steel, distance),
        across=True,
    )
    for k in (0.33, 0.66):
        canvas.line([(x - half, foot - tall * k), (x + half, foot - tall * k)], mood.shaded(steel, distance), 1.4, 0.7)
    zigzag = [(x - half * 0.6 + half * 1.2 * t / 6, foot - tall * t / 6) for t in range(7)]
    canvas.line(zigzag, mood.shaded(steel, distance), 2.2)


def _pipes(canvas: Canvas, mood: Mood, rng: Random, left: float, right: float, foot: float) -> None:
    y = foot - rng.uniform(44, 58)
    for k, wide in enumerate((9, 6, 6)):
        canvas.gradient(
            [box(left, y + k * 11, right, y + k * 11 + wide)], mood.lit(mix(PLASTER, ROCK, 0.5)), mood.shaded(ROCK)
        )
    x = left
    while x < right:
        canvas.polygon(box(x, y - 8, x + 5, foot), mood.shaded(ROCK))
        x += 74
