"""A cable-stayed bridge."""

from collections.abc import Callable
from random import Random

from ..built import BOXES, PLASTER, tower
from ..canvas import Canvas
from ..geometry import box, down_from, ribbon, wave
from ..moods import Color, Mood, mix
from ..nature import JUNGLE, LEAF, ROCK, WATER, birds, canopy, glitter, hills, open_sky, swell
from .sea import DEEP, outrigger, under_sky


def bridge(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A cable-stayed bridge across a strait, its fans of cable against the light."""
    water = rng.uniform(690, 730)
    sun_x, _ = open_sky(canvas, mood, rng, water, low=rng.uniform(120, 260), radius=rng.uniform(54, 88))
    hills(canvas, mood, rng, top=water - 150, bottom=water - 50, count=3, rise=110)
    if rng.random() < 0.6:
        for _ in range(16):
            tower(
                canvas,
                mood,
                rng,
                rng.uniform(80, 620),
                water - 20,
                rng.uniform(26, 48),
                rng.uniform(50, 190),
                rng.uniform(0.55, 0.75),
                glow=0.5 if mood.is_dark else 0,
            )
    canopy(
        canvas,
        rng,
        [(-40, water - 14), (1540, water - 14)],
        12,
        mood.shaded(JUNGLE, 0.4),
        mood.lit(LEAF, 0.45),
        bottom=water + 2,
    )
    canvas.veil(mood.haze, [(water - 170, 0), (water - 20, 0.45), (water, 0.45)])
    deck_y, arch = water - rng.uniform(105, 135), rng.uniform(26, 50)

    def deck(x: float) -> float:
        return deck_y - arch * (1 - ((x - 750) / 900) ** 2)

    towers = rng.choice(((rng.uniform(600, 900),), (rng.uniform(360, 430), rng.uniform(1070, 1140))))
    reach = 640 if len(towers) == 1 else 385
    tall = rng.uniform(400, 450) if len(towers) == 1 else rng.uniform(320, 370)
    style = rng.choice(("needle", "portal"))
    pale, dark = mood.lit(mix(PLASTER, ROCK, 0.15), 0.05), mood.shaded(ROCK, 0.02)
    for x in towers:
        _cables(canvas, mood, x + 20, tall, reach, deck, 0.32)
    for x in range(-30, 1560, 170):
        if all(abs(x - t) > reach * 0.98 for t in towers):
            canvas.gradient([box(x - 11, deck(x), x + 11, water + 4)], pale, dark, across=True)
    span = [(x, deck(x)) for x in range(-60, 1580, 20)]
    for x in towers:
        _pylon(canvas, x, deck(x), water, tall, style, pale, dark)
    canvas.polygon([*[(x, y + 2) for x, y in span], *[(x, y + 21) for x, y in reversed(span)]], dark)
    canvas.polygon([*[(x, y - 4) for x, y in span], *[(x, y + 5) for x, y in reversed(span)]], pale)
    for x in towers:
        _cables(canvas, mood, x, tall, reach, deck, 0.85)
    for _ in range(rng.randint(9, 14)):
        x = rng.uniform(-20, 1520)
        wide = rng.choice((9, 10, 22))
        canvas.polygon(
            box(x - wide, deck(x) - (16 if wide > 12 else 10), x + wide, deck(x) - 4),
            mix(mood.between(rng.choice(BOXES), 0.4), mood.silhouette, 0.3),
        )
    for x in range(-20, 1540, 62):
        canvas.line([(x, deck(x) - 3), (x, deck(x) - 30)], dark, 1.5)
        if mood.has_lamps_on:
            canvas.glow(x, deck(x) - 30, 26, mood.accent, 0.7)
            canvas.ellipse(x, deck(x) - 30, 2.6, 2.6, mix(mood.accent, (255, 255, 255), 0.4))
    canvas.reflect(
        rng, water + 2, tint=mix(under_sky(mood, DEEP), mood.silhouette, 0.1), strength=0.62, ripple=3.0, stretch=0.66
    )
    canvas.veil(mix(under_sky(mood, DEEP), mood.silhouette, 0.4), [(water + 2, 0.0), (1000, 0.55)])
    if mood.has_sun:
        glitter(canvas, rng, sun_x, water + 10, 980, mix(mood.sun, mood.horizon, 0.2), count=120, width=60, alpha=0.7)
    swell(canvas, rng, water + 20, 1000, mood.silhouette, mix(mood.horizon, mood.lit(WATER), 0.4), count=50)
    for _ in range(rng.randint(1, 2)):
        outrigger(canvas, mood, rng, rng.uniform(380, 1120), rng.uniform(790, 840), rng.uniform(60, 84), 0.05)
    bank = wave(rng, 965, 22, turns=0.6)
    canvas.polygon(down_from(bank), mood.silhouette)
    canopy(canvas, rng, bank, 26, mood.silhouette, mood.shaded(JUNGLE), bottom=1040)
    birds(canvas, rng, rng.uniform(350, 1150), rng.uniform(180, 300), 6, 12, mix(mood.silhouette, mood.haze, 0.2))


def _cables(
    canvas: Canvas, mood: Mood, x: float, tall: float, reach: float, deck: Callable[[float], float], alpha: float
) -> None:
    wire = mix(mood.lit(PLASTER), mood.silhouette, 0.15 if mood.is_dark else 0.45)
    count = 17
    for side in (-1, 1):
        for k in range(1, count + 1):
            end = x + side * reach * k / count
            start = deck(x) - tall * (0.46 + 0.5 * k / count)
            canvas.line([(x, start), (end, deck(end))], wire, 1.7, alpha)


def _pylon(
    canvas: Canvas, x: float, deck: float, water: float, tall: float, style: str, pale: Color, dark: Color
) -> None:
    """The tower seen a little from the side: two legs, the far one in shade."""
    top = deck - tall
    if style == "needle":
        canvas.gradient(
            [[(x - 26, water + 4), (x - 9, top), (x + 9, top), (x + 34, water + 4)]], pale, dark, across=True
        )
    else:
        for off, tone, shade in ((30, dark, dark), (0, pale, dark)):
            canvas.gradient(
                [ribbon([(x + off - 4, water + 4), (x + off * 0.55, top)], 34, 19)], tone, shade, across=True
            )
        for t in (0.3, 0.72):
            y = deck - tall * t
            canvas.polygon(box(x, y - 7, x + 26, y + 7), dark)
    canvas.polygon([(x - 40, water + 6), (x - 30, water - 18), (x + 46, water - 18), (x + 56, water + 6)], dark)
    canvas.polygon(box(x - 30, water - 22, x + 46, water - 15), pale)
