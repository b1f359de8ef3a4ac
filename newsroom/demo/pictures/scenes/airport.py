"""An airport."""

from random import Random

from ..built import LIVERIES, PLASTER
from ..canvas import Canvas
from ..geometry import Outline, Perspective, Point, arc, bezier, box, ribbon, turned
from ..moods import Color, Mood, ink, mix
from ..nature import EARTH, GRASS, JUNGLE, LEAF, ROCK, WATER, blades, canopy, hills, open_sky

TARMAC = ink("#6a6d72")


def airport(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """The tail of a parked airliner, the runway running into the light, another aircraft climbing away."""
    horizon = rng.uniform(590, 640)
    sun_x, _ = open_sky(canvas, mood, rng, horizon, low=rng.uniform(60, 180), radius=rng.uniform(54, 84))
    hills(canvas, mood, rng, top=horizon - 90, bottom=horizon - 14, count=3, rise=90)
    canopy(
        canvas,
        rng,
        [(-40, horizon - 6), (1540, horizon - 6)],
        9,
        mood.shaded(JUNGLE, 0.4),
        mood.lit(LEAF, 0.45),
        bottom=horizon + 8,
    )
    _terminal(canvas, mood, rng, rng.uniform(60, 120), horizon + 4)
    canvas.gradient(
        [box(-10, horizon + 4, 1510, 1010)], mood.lit(GRASS, 0.4), mood.between(mix(GRASS, EARTH, 0.3), 0.4)
    )
    vanish = rng.uniform(250, 560)
    view = Perspective(vanish, horizon - 4, 3.4, 900)
    canvas.gradient([view.floor(-14, 60, 3, 400)], mix(mood.horizon, mood.lit(TARMAC), 0.35), mood.between(TARMAC, 0.5))
    canvas.glow(sun_x, horizon + 30, 640, mood.sun, 0.5, 0.35)
    chalk = mood.lit((248, 244, 230))
    for k in range(16):
        z = 7.5 * 1.26**k
        canvas.polygon(view.floor(-0.35, 0.35, z, z * 1.12), chalk, 0.9)
    for edge in (-10.0, 10.0):
        canvas.polygon(
            [view.at(edge - 0.16, 5), view.at(edge - 0.16, 300), view.at(edge + 0.16, 300), view.at(edge + 0.16, 5)],
            chalk,
            0.85,
        )
    for edge in (-11.2, 11.2):
        for k in range(22):
            z = 8 * 1.17**k
            x, y = view.at(edge, z, 0.3)
            size = max(1.4, view.scale(z) * 0.09)
            canvas.glow(x, y, size * 7, mood.accent, 0.75)
            canvas.ellipse(x, y, size, size * 0.8, mix(mood.accent, (255, 255, 255), 0.5))
    livery = rng.choice(LIVERIES)
    _climbing(canvas, mood, rng, rng.uniform(520, 720), rng.uniform(170, 290), rng.uniform(90, 135), livery[0])
    if rng.random() < 0.6:
        others = [pair for pair in LIVERIES if pair is not livery]
        _parked(canvas, mood, rng, rng.choice(others), rng.uniform(1010, 1130), 668, rng.uniform(0.34, 0.44))
    size = rng.uniform(0.82, 1.16)
    _parked(canvas, mood, rng, livery, rng.uniform(760, 860), 960 - 170 * size + rng.uniform(-24, 8), size)
    blades(canvas, rng, -20, 420, 1010, 62, [mood.shaded(JUNGLE), mood.between(GRASS, 0.6)], 130)
    canvas.fade([box(-10, 800, 1510, 1010)], mood.silhouette, [(0, 0.0), (1, 0.4)])


def _terminal(canvas: Canvas, mood: Mood, rng: Random, x: float, foot: float) -> None:
    """A control tower and a low terminal with a curved roof."""
    tone, dark = mood.lit(PLASTER, 0.3), mood.shaded(PLASTER, 0.3)
    roof = bezier((x - 30, foot - 40), (x + 180, foot - 96), (x + 430, foot - 34), 20)
    canvas.gradient([[*roof, (x + 430, foot), (x - 30, foot)]], tone, dark)
    canvas.polygon(
        [(x - 16, foot - 32), (x + 416, foot - 26), (x + 416, foot - 4), (x - 16, foot - 4)],
        mix(mood.accent, mood.haze, 0.35) if mood.has_lamps_on else mood.shaded(WATER, 0.3),
    )
    for k in range(28):
        canvas.line([(x - 10 + k * 15.4, foot - 38), (x - 10 + k * 15.4, foot)], tone, 1.6)
    tx, tall = x + 290, rng.uniform(190, 250)
    canvas.gradient(
        [[(tx - 15, foot), (tx - 10, foot - tall), (tx + 10, foot - tall), (tx + 15, foot)]], tone, dark, across=True
    )
    canvas.polygon(
        [(tx - 12, foot - tall + 22), (tx - 36, foot - tall), (tx + 36, foot - tall), (tx + 12, foot - tall + 22)], dark
    )
    canvas.polygon(
        [(tx - 33, foot - tall), (tx - 41, foot - tall - 30), (tx + 41, foot - tall - 30), (tx + 33, foot - tall)],
        mood.accent if mood.has_lamps_on else mood.shaded(WATER, 0.1),
    )
    for k in (-20, 0, 20):
        canvas.line([(tx + k * 0.85, foot - tall), (tx + k, foot - tall - 30)], tone, 2)
    canvas.polygon(
        [
            (tx - 44, foot - tall - 30),
            (tx - 30, foot - tall - 42),
            (tx + 30, foot - tall - 42),
            (tx + 44, foot - tall - 30),
        ],
        tone,
    )
    canvas.line([(tx, foot - tall - 42), (tx, foot - tall - 84)], dark, 2)


def _climbing(canvas: Canvas, mood: Mood, rng: Random, x: float, y: float, size: float, paint: Color) -> None:
    """A distant airliner taking off, seen from the side."""
    dark, light = mix(mood.silhouette, mood.haze, 0.3), mix(mood.lit(PLASTER), mood.haze, 0.2)
    turn, s = -14, size

    def put(shape: Outline, color: Color) -> None:
        canvas.polygon(turned([(x + px * s, y + py * s) for px, py in shape], turn, (x, y)), color)

    put([(0.1, 0.0), (-0.3, -0.26), (-0.42, -0.26), (-0.2, 0.0)], dark)
    put(
        [
            *bezier((-1, -0.05), (-0.5, -0.1), (0.7, -0.085), 8),
            *bezier((0.7, -0.085), (1.0, -0.05), (1.04, 0.03), 6),
            *bezier((1.04, 0.03), (0.6, 0.1), (-0.2, 0.08), 6),
            (-1, -0.03),
        ],
        light,
    )
    put([*bezier((1.04, 0.03), (0.6, 0.1), (-0.2, 0.08), 6), (-1, -0.03), (-0.2, 0.03)], mix(light, dark, 0.55))
    put([(-1, -0.05), (-1.08, -0.38), (-0.94, -0.38), (-0.66, -0.07)], mood.between(paint, 0.2))
    put([(-1, -0.03), (-1.22, -0.1), (-1.14, -0.12), (-0.76, -0.04)], dark)
    put([(0.22, 0.05), (-0.34, 0.3), (-0.5, 0.3), (-0.14, 0.05)], dark)
    put([(0.2, 0.12), (0.2, 0.2), (0.0, 0.2), (-0.02, 0.12)], dark)


def _parked(canvas: Canvas, mood: Mood, rng: Random, livery: tuple[Color, Color], x: float, y: float, s: float) -> None:
    """The rear half of an airliner, its nose out of the picture; the fin carries two plain sweeps of colour."""
    pale = mix(PLASTER, (255, 255, 255), 0.4)
    lit, dark = mood.lit(pale), mood.shaded(pale)

    def at(px: float, py: float) -> Point:
        return x + px * s, y + py * s

    canvas.soft([[at(-240, 156), at(60, 128), at(780, 150), at(780, 196), at(-40, 184)]], mood.silhouette, 0.62, 12)
    for gear in (330, 372):
        canvas.line([at(gear, 60), at(gear, 140)], mood.silhouette, 9 * s)
        canvas.ellipse(*at(gear, 146), 25 * s, 25 * s, mood.silhouette)
        canvas.ellipse(*at(gear, 146), 10 * s, 10 * s, mood.between(ROCK, 0.3))
    canvas.polygon([at(-92, -46), at(-250, -104), at(-210, -112), at(20, -52)], dark)
    fin = [
        at(-118, -78),
        at(-232, -418),
        at(-116, -424),
        *bezier(at(-116, -424), at(30, -170), at(210, -112), 12),
        at(40, -70),
    ]
    canvas.gradient([fin], mood.lit(livery[0]), mood.between(livery[0], 0.45))
    canvas.polygon(
        [
            at(-152, -180),
            *bezier(at(-152, -180), at(-60, -190), at(-52, -318), 10),
            at(-22, -270),
            *bezier(at(-22, -270), at(-10, -130), at(-132, -120), 10),
        ],
        mood.lit(livery[1]),
    )
    canvas.polygon(
        [
            at(-126, -100),
            *bezier(at(-126, -100), at(30, -120), at(34, -192), 10),
            at(70, -158),
            *bezier(at(70, -158), at(76, -90), at(-60, -76), 10),
        ],
        mood.lit(mix(pale, livery[1], 0.1)),
    )
    canvas.polygon([at(-118, -78), at(-232, -418), at(-206, -419), at(-84, -78)], mood.shaded(livery[0]), 0.6)
    canvas.line([at(-206, -419), at(-84, -78)], mood.shaded(livery[0]), 1.6)
    hull = [
        *bezier(at(-226, -44), at(-60, -92), at(210, -112), 12),
        at(780, -118),
        at(780, 96),
        at(330, 94),
        *bezier(at(330, 94), at(80, 84), at(-226, -30), 16),
    ]
    canvas.gradient([hull], lit, dark)
    belly = [
        at(780, 40),
        at(330, 36),
        *bezier(at(330, 36), at(70, 30), at(-226, -34), 14),
        *bezier(at(-226, -30), at(80, 84), at(330, 94), 14),
        at(780, 96),
    ]
    canvas.fade([belly], mood.shaded(livery[0]), [(0, 0.15), (1, 0.8)])
    canvas.polygon(
        ribbon([*bezier(at(-190, -44), at(40, -14), at(300, -12), 12), at(780, -12)], 5 * s, 14 * s),
        mood.lit(livery[0]),
    )
    canvas.polygon([at(-226, -44), at(-248, -40), at(-248, -34), at(-226, -30)], dark)
    for k in range(17):
        wx = 150 + k * 36
        lit_pane = mood.has_lamps_on
        canvas.polygon(
            [at(wx, -66), at(wx + 13, -66), at(wx + 14, -40), at(wx - 1, -40)],
            mix(mood.accent, (255, 240, 210), 0.4) if lit_pane else mood.shaded(WATER),
        )
    canvas.line(
        [*(at(k, -96 - k * 0.02) for k in (86, 130)), at(130, 20), at(86, 18), at(86, -96)], mix(lit, dark, 0.5), 1.6
    )
    wing = [at(430, 42), at(780, 10), at(780, 64), at(500, 74)]
    canvas.gradient([wing], mix(lit, dark, 0.25), dark)
    canvas.gradient(
        [[*arc(*at(610, 108), 26 * s, 50 * s, 90, 270, 16), *arc(*at(760, 108), 30 * s, 56 * s, 270, 450, 16)]],
        mood.lit(livery[0]),
        mood.shaded(livery[0]),
    )
    canvas.polygon(arc(*at(612, 108), 20 * s, 44 * s, steps=24), mix(mood.silhouette, dark, 0.4))
    canvas.gradient([[at(-70, -38), at(-262, -18), at(-226, -4), at(120, -18), at(96, -42)]], lit, dark)
