"""A container harbour."""

from random import Random

from ..built import BOXES, PLASTER
from ..canvas import Canvas
from ..geometry import Point, bezier, box, ribbon
from ..moods import Color, Mood, ink, mix
from ..nature import ROCK, WATER, birds, glitter, hills, open_sky, swell
from .sea import DEEP, under_sky

STEEL = ink("#c8633f")


def harbour(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Gantry cranes at work over a container ship, stacks on the quay, a tug crossing the light on the water."""
    water = rng.uniform(690, 730)
    sun_x, _ = open_sky(canvas, mood, rng, water - 60, low=rng.uniform(120, 300), radius=rng.uniform(52, 84))
    hills(canvas, mood, rng, top=water - 130, bottom=water - 90, count=2, rise=70)
    for x in (rng.uniform(60, 300), rng.uniform(400, 900), rng.uniform(1100, 1450)):
        _crane(canvas, mood, rng, x, water - 20, 260, 0.68, raised=rng.random() < 0.5)
    _stacks(canvas, mood, rng, -40, 1540, water - 22, 20, 0.55, 4)
    canvas.veil(mood.haze, [(water - 230, 0), (water - 40, 0.42), (water, 0.42)])
    canvas.gradient([box(-10, water - 26, 1510, water)], mood.between(ROCK, 0.4, 0.15), mood.shaded(ROCK, 0.05))
    ship_x = rng.uniform(560, 700)
    spots = [
        ship_x - 250 + rng.uniform(-40, 40),
        ship_x + 90 + rng.uniform(-50, 50),
        ship_x + 440 + rng.uniform(-60, 60),
    ]
    for index, x in enumerate(spots):
        _crane(canvas, mood, rng, x, water - 16, rng.uniform(480, 540), 0.1, raised=index == 2 and rng.random() < 0.6)
    _stacks(canvas, mood, rng, ship_x + 560, 1560, water - 14, 30, 0.12, 4)
    _ship(canvas, mood, rng, ship_x, water + 16)
    canvas.reflect(
        rng, water + 14, tint=mix(under_sky(mood, DEEP), mood.silhouette, 0.2), strength=0.62, ripple=3.2, stretch=0.75
    )
    canvas.veil(mix(under_sky(mood, DEEP), mood.silhouette, 0.4), [(water + 14, 0.0), (1000, 0.55)])
    if mood.has_sun:
        glitter(canvas, rng, sun_x, water + 24, 990, mix(mood.sun, mood.horizon, 0.2), count=130, width=70, alpha=0.7)
    swell(canvas, rng, water + 30, 1000, mood.silhouette, mix(mood.horizon, mood.lit(WATER), 0.4), count=60)
    _tug(canvas, mood, rng, rng.uniform(420, 1080), rng.uniform(850, 890))
    birds(canvas, rng, rng.uniform(400, 1100), rng.uniform(170, 260), 8, 13, mix(mood.silhouette, mood.haze, 0.2))


def _crane(
    canvas: Canvas, mood: Mood, rng: Random, x: float, foot: float, tall: float, distance: float, *, raised: bool
) -> None:
    """A ship-to-shore crane in profile, its boom out over the water on the left or raised."""
    paint = mix(STEEL, rng.choice((STEEL, ink("#3f6f8c"), ink("#d9b04a"))), 0.8)
    lit, dark = mood.lit(paint, distance), mood.shaded(paint, distance)
    base, deck = tall * 0.3, foot - tall * 0.62
    leg = tall * 0.026

    def beam(points: list[Point], wide: float, tone: Color) -> None:
        canvas.polygon(ribbon(points, wide, wide), tone)

    for offset, tone in ((tall * 0.035, dark), (0.0, lit)):
        left, right = x + offset, x + base + offset
        beam([(left, foot), (left, deck)], leg, tone)
        beam([(right, foot), (right - base * 0.06, deck)], leg, tone)
        beam([(left, foot - tall * 0.2), (right, foot - tall * 0.2)], leg * 0.9, tone)
        beam([(left, foot - tall * 0.2), (right - base * 0.04, deck)], leg * 0.5, tone)
        beam([(left, deck), (left + base * 0.1, foot - tall)], leg * 0.8, tone)
        beam([(right, deck), (left + base * 0.1, foot - tall)], leg * 0.55, tone)
        for wheel in (left, right):
            canvas.polygon(box(wheel - leg * 1.6, foot - leg, wheel + leg * 1.6, foot), dark)
    apex = (x + base * 0.1, foot - tall)
    hinge = (x - tall * 0.02, deck)
    end = (x - tall * 0.2, deck - tall * 0.5) if raised else (x - tall * 0.62, deck)
    back = (x + base + tall * 0.2, deck)
    wire = mood.shaded(ROCK, distance)
    for share in (0.5, 0.95):
        canvas.line(
            [apex, (hinge[0] + (end[0] - hinge[0]) * share, hinge[1] + (end[1] - hinge[1]) * share)],
            wire,
            max(0.9, tall * 0.006),
        )
    canvas.line([apex, back], wire, max(0.9, tall * 0.006))
    beam([hinge, end], tall * 0.034, lit)
    beam([hinge, back], tall * 0.034, lit)
    canvas.line([(hinge[0], hinge[1] + tall * 0.012), (back[0], back[1] + tall * 0.012)], dark, max(1, tall * 0.012))
    canvas.polygon(
        box(x + base * 0.55, deck - tall * 0.085, x + base + tall * 0.05, deck - tall * 0.01),
        mood.lit(PLASTER, distance),
    )
    canvas.polygon(
        box(x + base * 0.8, deck - tall * 0.085, x + base + tall * 0.05, deck - tall * 0.01),
        mood.shaded(PLASTER, distance),
    )
    if not raised:
        trolley = x - tall * rng.uniform(0.12, 0.5)
        drop = tall * rng.uniform(0.1, 0.26)
        for off in (-tall * 0.03, tall * 0.03):
            canvas.line([(trolley + off, deck), (trolley + off, deck + drop)], wire, max(0.8, tall * 0.005))
        canvas.polygon(box(trolley - tall * 0.03, deck + tall * 0.01, trolley + tall * 0.03, deck + tall * 0.04), dark)
        load = mood.lit(rng.choice(BOXES), distance)
        canvas.gradient(
            [box(trolley - tall * 0.062, deck + drop, trolley + tall * 0.062, deck + drop + tall * 0.05)],
            load,
            mix(load, dark, 0.4),
        )


def _stacks(
    canvas: Canvas,
    mood: Mood,
    rng: Random,
    left: float,
    right: float,
    foot: float,
    unit: float,
    distance: float,
    levels: int,
) -> None:
    """Rows of stacked containers along the quay."""
    x = left
    while x < right:
        wide = unit * 2.4
        for level in range(rng.randint(1, levels)):
            paint = rng.choice(BOXES)
            top = foot - (level + 1) * unit
            canvas.polygon(box(x, top, x + wide - 1.5, top + unit - 1), mood.lit(paint, distance))
            canvas.polygon(box(x + wide * 0.82, top, x + wide - 1.5, top + unit - 1), mood.shaded(paint, distance))
            if distance < 0.3:
                for k in range(1, 7):
                    canvas.line(
                        [(x + wide * 0.12 * k, top + 2), (x + wide * 0.12 * k, top + unit - 3)],
                        mood.between(paint, 0.5, distance),
                        1,
                    )
        x += wide


def _ship(canvas: Canvas, mood: Mood, rng: Random, middle: float, water: float) -> None:
    """A container ship broadside, bow to the left."""
    half, free = 470, 96
    hull_ink = rng.choice((ink("#2f4f66"), ink("#7d3f3a"), ink("#3f5f57"), ink("#4a4a5a")))
    stem, stern, deck = middle - half, middle + half, water - free
    unit = 27
    columns = int((half * 2 - 250) / (unit * 2.05))
    for column in range(columns):
        x = stem + 110 + column * unit * 2.05
        for level in range(rng.randint(2, 5) if 0 < column < columns - 1 else 2):
            paint = rng.choice(BOXES)
            top = deck - (level + 1) * unit * 0.9
            canvas.gradient(
                [box(x, top, x + unit * 2, top + unit * 0.87)], mood.lit(paint, 0.04), mood.between(paint, 0.45, 0.04)
            )
            for k in range(1, 8):
                canvas.line(
                    [(x + unit * 0.25 * k, top + 2), (x + unit * 0.25 * k, top + unit * 0.84)],
                    mood.shaded(paint),
                    0.9,
                    0.35,
                )
    house = stern - 118
    canvas.gradient([box(house, deck - 190, house + 62, deck)], mood.lit(PLASTER), mood.between(PLASTER, 0.5))
    canvas.polygon(box(house + 46, deck - 190, house + 62, deck), mood.shaded(PLASTER))
    canvas.polygon(box(house - 26, deck - 198, house + 84, deck - 184), mood.lit(PLASTER))
    for row in range(6):
        for k in range(4):
            canvas.polygon(
                box(house + 5 + k * 10, deck - 172 + row * 27, house + 11 + k * 10, deck - 162 + row * 27),
                mood.accent if mood.is_dark else mood.shaded(WATER),
            )
    canvas.polygon(
        [(house + 74, deck - 60), (house + 80, deck - 160), (house + 108, deck - 160), (house + 112, deck)],
        mood.between(STEEL, 0.4),
    )
    canvas.line([(house + 30, deck - 198), (house + 30, deck - 252)], mood.silhouette, 3)
    hull = [
        *bezier((stem - 26, deck - 24), (stem + 10, water - 40), (stem + 40, water + 4), 8),
        (stern - 14, water + 4),
        *bezier((stern - 14, water + 4), (stern + 4, water - 40), (stern + 10, deck), 6),
        (stem + 70, deck),
        (stem + 50, deck - 20),
    ]
    canvas.gradient([hull], mood.lit(hull_ink, 0.06), mood.shaded(hull_ink))
    canvas.polygon(
        [(stem + 34, water - 12), (stern - 11, water - 12), (stern - 14, water + 4), (stem + 40, water + 4)],
        mood.between(ink("#a8453a"), 0.45),
    )
    canvas.line(
        [(stem - 20, deck - 20), (stem + 50, deck - 16), (stem + 70, deck + 3), (stern + 8, deck + 3)],
        mood.lit(PLASTER),
        3,
    )
    canvas.line([(stem + 10, deck + 36), (stern, deck + 36)], mood.shaded(hull_ink), 1.5)


def _tug(canvas: Canvas, mood: Mood, rng: Random, x: float, y: float) -> None:
    facing, s = rng.choice((-1, 1)), 62.0
    dark = mix(mood.silhouette, mood.shaded(STEEL), 0.3)

    def at(dx: float, dy: float) -> Point:
        return x + facing * dx * s, y + dy * s

    for k in range(6):
        wide = 1.1 - k * 0.12
        canvas.polygon(
            [at(-wide, 0.1 + k * 0.12), at(0, 0.06 + k * 0.12), at(wide, 0.1 + k * 0.12), at(0, 0.15 + k * 0.12)],
            mood.silhouette,
            0.5 - k * 0.06,
        )
    for k in range(7):
        canvas.polygon(
            [at(-1.2 - k * 0.45, 0.04 + k * 0.03), at(-0.8 - k * 0.35, -0.01), at(-0.7 - k * 0.3, 0.05)],
            mix(mood.sun, mood.horizon, 0.5),
            0.55 - k * 0.06,
        )
    canvas.polygon([at(-1.1, -0.28), at(0.5, -0.3), at(1.2, -0.52), at(1.0, 0.08), at(-1.05, 0.08)], dark)
    canvas.polygon(
        [at(-1.1, -0.28), at(0.5, -0.3), at(1.2, -0.52), at(1.18, -0.44), at(0.5, -0.22), at(-1.1, -0.2)],
        mood.between(STEEL, 0.15),
    )
    canvas.polygon([at(-0.25, -0.3), at(-0.2, -0.72), at(0.5, -0.72), at(0.62, -0.3)], mood.lit(PLASTER))
    canvas.polygon([at(-0.1, -0.72), at(-0.06, -1.08), at(0.36, -1.08), at(0.46, -0.72)], mood.between(PLASTER, 0.25))
    canvas.polygon(
        [at(-0.02, -0.82), at(0.0, -1.0), at(0.32, -1.0), at(0.38, -0.82)],
        mood.accent if mood.is_dark else mood.shaded(WATER),
    )
    canvas.polygon([at(-0.55, -0.3), at(-0.52, -0.95), at(-0.3, -0.95), at(-0.28, -0.3)], mood.between(STEEL, 0.5))
    canvas.line([at(0.15, -1.08), at(0.15, -1.5)], dark, 2)
