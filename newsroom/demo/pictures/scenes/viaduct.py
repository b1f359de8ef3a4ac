"""A train on a viaduct."""

import math
from collections.abc import Callable
from random import Random

from ..built import LIVERIES, PLASTER
from ..canvas import Canvas
from ..geometry import Outline, Perspective, Point, wave
from ..moods import Mood, ink, mix
from ..nature import JUNGLE, LEAF, WATER, birds, canopy, hills, open_sky, palm

STONE = ink("#c4b09a")

# Along the viaduct (0..1), metres up, metres back from its face: where that is in the picture.
Along = Callable[..., Point]


def viaduct(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A train crossing a high arched viaduct over a misty valley."""
    horizon = rng.uniform(400, 460)
    sun_x, _ = open_sky(canvas, mood, rng, horizon, low=80, radius=rng.uniform(46, 76))
    hills(canvas, mood, rng, top=horizon - 120, bottom=horizon + 60, count=4, rise=150, rough=0.47)
    canvas.veil(mood.haze, [(horizon - 40, 0), (horizon + 130, 0.7), (horizon + 300, 0.2)])
    valley = wave(rng, horizon + 190, 50, turns=0.5)
    canopy(canvas, rng, valley, 17, mood.shaded(JUNGLE, 0.45), mood.lit(LEAF, 0.45), bottom=1040)
    canvas.veil(mood.haze, [(horizon + 130, 0), (horizon + 270, 0.55), (horizon + 400, 0)])
    _river(canvas, mood, rng, horizon)
    view = Perspective(750, horizon + 40, rng.uniform(3, 9), 900)
    near_x, near_z, far_x, far_z = -40.0, rng.uniform(38, 44), 104.0, rng.uniform(88, 124)
    deck, depth = 12.5, 34.0

    def at(t: float, y: float, push: float = 0.0) -> Point:
        return view.at(near_x + (far_x - near_x) * t, near_z + (far_z - near_z) * t + push, y)

    bays = rng.randint(11, 14)
    for bay in reversed(range(bays)):
        _arch(canvas, mood, at, (bay / bays, (bay + 1) / bays), deck, depth, min(0.62, 0.03 + 0.6 * bay / bays))
        if bay in (bays - 3, bays - 6):
            canvas.veil(mood.haze, [(horizon + 60, 0), (horizon + 250, 0.22), (horizon + 380, 0)])
    _train(canvas, mood, rng, at, deck, rng.uniform(0.13, 0.2))
    rails = [at(k / 60, deck + 0.9) for k in range(61)]
    wall = [at(k / 60, deck - 0.5) for k in range(61)]
    canvas.gradient([rails + wall[::-1]], mood.lit(mix(STONE, PLASTER, 0.3), 0.3), mood.lit(mix(STONE, PLASTER, 0.4)))
    canvas.line(wall, mood.shaded(STONE, 0.2), 2.2)
    for k in range(1, 26):
        t = (k / 26) ** 1.5
        canvas.line(
            [at(t, deck + 0.6, 3), at(t, deck + 7.6, 3)],
            mix(mood.silhouette, mood.haze, 0.15 + 0.5 * t),
            max(1, view.scale(near_z + (far_z - near_z) * t) * 0.16),
        )
    canvas.line([at(k / 40, deck + 7.0, 3) for k in range(41)], mix(mood.silhouette, mood.haze, 0.35), 1.2)
    canvas.veil(mood.haze, [(horizon + 220, 0), (horizon + 400, 0.35), (horizon + 480, 0.0)])
    for level in range(2):
        bank = wave(rng, 890 + 70 * level, 40, turns=0.7)
        canopy(
            canvas,
            rng,
            bank,
            34 + 14 * level,
            mix(mood.shaded(JUNGLE, 0.1 - 0.1 * level), mood.silhouette, 0.25 + 0.3 * level),
            mood.between(LEAF, 0.35 + 0.2 * level),
            bottom=1040,
        )
    for x in (rng.uniform(40, 240), rng.uniform(1180, 1440)):
        palm(
            canvas,
            rng,
            x,
            1000,
            rng.uniform(260, 400),
            mix(mood.silhouette, mood.shaded(JUNGLE), 0.5),
            mood.between(LEAF, 0.4),
        )
    birds(canvas, rng, 1500 - sun_x, rng.uniform(160, 260), 6, 11, mix(mood.silhouette, mood.haze, 0.3))


def _river(canvas: Canvas, mood: Mood, rng: Random, horizon: float) -> None:
    """A stream that winds down the valley floor, bright where it holds the sky."""
    x, swing, phase = rng.uniform(600, 900), rng.uniform(110, 190), rng.uniform(0, 6)
    left, right = [], []
    for step in range(31):
        t = step / 30
        center = x + swing * math.sin(phase + t * 6) * (0.3 + t)
        half = 3 + 62 * t**1.6
        left.append((center - half, horizon + 240 + 330 * t**1.2))
        right.append((center + half, horizon + 240 + 330 * t**1.2))
    canvas.gradient([left + right[::-1]], mix(mood.horizon, mood.haze, 0.6), mix(mood.horizon, mood.shaded(WATER), 0.6))


def _arch(
    canvas: Canvas, mood: Mood, at: Along, span: tuple[float, float], deck: float, depth: float, distance: float
) -> None:
    """One bay of the viaduct: wall with a round opening, the shaded soffit seen through it."""
    a, b = span
    wide = b - a
    pier = wide * 0.17
    low = deck - depth
    spring = deck - 8.5
    middle = (a + b) / 2
    reach = wide / 2 - pier

    def opening(push: float) -> Outline:
        return [
            at(middle + reach * math.cos(math.radians(angle)), spring + 6.2 * math.sin(math.radians(angle)), push)
            for angle in range(0, 181, 12)
        ]

    lit, dark = mood.lit(STONE, distance), mood.shaded(STONE, distance)
    # The soffit and inner pier face belong to the far side of the bridge, four metres back.
    back = [at(b - pier, low, 4), *opening(4), at(a + pier, low, 4)]
    front = [at(b - pier, low), *opening(0), at(a + pier, low)]
    inner = [front[k] for k in range(len(front))] + back[::-1]
    canvas.polygon(inner, dark)
    right, left = at(b, low), at(a, low)
    canvas.gradient(
        [[at(a, deck), at(b, deck), right, at(b - pier, low), *opening(0), at(a + pier, low), left]],
        lit,
        mood.between(STONE, 0.55, min(0.9, distance + 0.12)),
    )
    ring = [
        at(middle + reach * 1.16 * math.cos(math.radians(angle)), spring + 7.0 * math.sin(math.radians(angle)))
        for angle in range(0, 181, 12)
    ]
    canvas.polygon(ring + opening(0)[::-1], mood.between(STONE, 0.3, distance))
    for share in (a, b):
        for y in (spring - 5, spring - 10, spring - 15, spring - 20):
            canvas.line(
                [at(max(a, share - pier), y), at(min(b, share + pier), y)], mood.between(STONE, 0.6, distance), 1.3, 0.5
            )
    canvas.polygon(
        [at(a, spring + 0.5), at(a + pier, spring + 0.5), at(a + pier, spring - 0.3), at(a, spring - 0.3)],
        mood.lit(mix(STONE, PLASTER, 0.4), distance),
    )


def _train(canvas: Canvas, mood: Mood, rng: Random, at: Along, deck: float, start: float) -> None:
    """A long-nosed express coming towards the viewer, its windows lit in low light."""
    body, stripe = rng.choice(LIVERIES)
    pale = mix(PLASTER, (255, 255, 255), 0.3)
    cars, long = 7, 0.085
    for car in reversed(range(cars)):
        a = start + sum(long * (0.9**k) for k in range(car))
        b = a + long * 0.9**car * 0.985
        distance = min(0.5, a * 0.8)
        lit, dark = mood.lit(pale, distance), mood.shaded(pale, distance)
        nose = (
            [
                at(a - long * 0.34, deck + 1.32),
                at(a - long * 0.3, deck + 2.3),
                at(a - long * 0.16, deck + 4.26),
                at(a, deck + 5.8),
            ]
            if car == 0
            else [at(a, deck + 1.04), at(a, deck + 5.8)]
        )
        canvas.gradient([[*nose, at(b, deck + 5.8), at(b, deck + 1.04)]], lit, mix(lit, dark, 0.4))
        canvas.polygon(
            [
                *((nose[0], nose[1]) if car == 0 else (at(a, deck + 0.9), at(a, deck + 2.3))),
                at(a, deck + 2.3),
                at(b, deck + 2.3),
                at(b, deck + 0.9),
                at(a, deck + 0.9),
            ],
            mood.between(body, 0.25, distance),
        )
        canvas.polygon(
            [at(a, deck + 2.3), at(b, deck + 2.3), at(b, deck + 2.65), at(a, deck + 2.65)], mood.lit(stripe, distance)
        )
        canvas.polygon(
            [
                at(a, deck + 5.8),
                at(b, deck + 5.8),
                at(b, deck + 6.29, 1),
                at(a + (long * 0.05 if car == 0 else 0), deck + 6.29, 1),
            ],
            mood.between(pale, 0.75, distance),
        )
        pane = mix(mood.accent, (255, 240, 205), 0.4) if mood.has_lamps_on else mood.shaded(WATER, distance * 0.7)
        canvas.polygon(
            [
                at(a + long * 0.05, deck + 3.28),
                at(a + long * 0.05, deck + 4.82),
                at(b - long * 0.05, deck + 4.82),
                at(b - long * 0.05, deck + 3.28),
            ],
            mix(mood.shaded(WATER, distance * 0.7), mood.silhouette, 0.3),
        )
        for k in range(8):
            u = a + long * 0.06 + (b - a - long * 0.12) * k / 8
            v = u + (b - a - long * 0.12) * 0.095
            canvas.polygon([at(u, deck + 3.42), at(u, deck + 4.68), at(v, deck + 4.68), at(v, deck + 3.42)], pane)
    canvas.polygon(
        [
            at(start - long * 0.17, deck + 4.12),
            at(start - long * 0.05, deck + 5.38),
            at(start, deck + 5.38),
            at(start - long * 0.03, deck + 4.12),
        ],
        mood.shaded(WATER),
    )
    lamp = at(start - long * 0.3, deck + 2.02)
    canvas.glow(lamp[0], lamp[1], 46, mix(mood.accent, (255, 250, 230), 0.5), 0.8)
