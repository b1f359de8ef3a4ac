"""The Milky Way over an observatory."""

import math
from random import Random

from ..built import PLASTER
from ..canvas import WIDTH, Canvas, stars
from ..geometry import Outline, Point, arc, bezier, blob, box, down_from, height_at, ribbon, turned, wave
from ..moods import Color, Mood, ink, mix
from ..nature import GRASS, JUNGLE, blades, hills
from ..people import person


def observatory(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """The Milky Way standing over an observatory on a ridge."""
    horizon = rng.uniform(720, 770)
    canvas.sky(mood, horizon, (rng.uniform(450, 1050), horizon + 60), 700)
    lean, middle = rng.choice((-1, 1)) * rng.uniform(24, 48), rng.uniform(640, 860)
    _milky_way(canvas, mood, rng, middle, lean)
    if rng.random() < 0.6:
        x, y = rng.uniform(250, 1250), rng.uniform(90, 300)
        canvas.polygon(ribbon([(x, y), (x + 130, y + 62)], 3.4, 0.4), (255, 250, 236), 0.8)
    hills(canvas, mood, rng, top=horizon - 60, bottom=horizon + 10, count=3, rise=90, rough=0.48)
    canvas.veil(mood.haze, [(horizon - 80, 0), (horizon + 10, 0.5), (horizon + 80, 0.2)])
    crest = wave(rng, horizon + 66, 40, turns=0.45)
    ground = mix(mood.silhouette, mood.shaded(JUNGLE), 0.35)
    spots = sorted(
        (
            (750 + math.copysign(rng.uniform(70, 220), lean), rng.uniform(112, 140)),
            *(
                (rng.choice((rng.uniform(200, 420), rng.uniform(1060, 1300))), rng.uniform(46, 70))
                for _ in range(rng.randint(1, 2))
            ),
        ),
        key=lambda spot: spot[1],
    )
    for x, r in spots:
        _dome(canvas, mood, x, height_at(crest, x) + 14, r, rng.uniform(0.2, 0.75))
    canvas.polygon(down_from(crest), ground)
    canvas.fade([down_from(crest)], mood.lit(GRASS), [(0, 0.4), (0.25, 0.0), (1, 0)])
    for x, r in spots:
        canvas.glow(x - r * 0.2, height_at(crest, x) + 14, r * 1.5, mood.accent, 0.32, 0.3)
    path = bezier(
        (spots[-1][0], height_at(crest, spots[-1][0]) + 16),
        (spots[-1][0] + rng.uniform(-260, 260), 900),
        (rng.uniform(450, 1050), 1030),
        20,
    )
    canvas.gradient([ribbon(path, 14, 140)], mix(ground, mood.lit(PLASTER), 0.45), mix(ground, mood.lit(PLASTER), 0.12))
    for _ in range(26):
        x = rng.choice((rng.uniform(-20, 470), rng.uniform(1030, 1520)))
        _pine(
            canvas,
            rng,
            x,
            height_at(crest, x) + rng.uniform(20, 200),
            rng.uniform(70, 190),
            mix(mood.silhouette, (4, 6, 12), 0.3),
        )
    px, py = path[9]
    person(canvas, rng, px + 6, py + 4, 74, mix(mood.silhouette, (0, 0, 0), 0.4), walking=False)
    blades(canvas, rng, 0, WIDTH, 1005, 60, [mix(mood.silhouette, (4, 6, 12), 0.4)], 220)


def _milky_way(canvas: Canvas, mood: Mood, rng: Random, middle: float, lean: float) -> None:
    """A leaning band of glow and dust, thick with small stars."""

    def on_band(t: float, across: float) -> Point:
        x, y = middle + across, 380 + (t - 0.5) * 1300
        return turned([(x, y)], lean, (middle, 380))[0]

    core = mix(mood.sun, mood.horizon, 0.35)
    violet = mix(mood.middle, ink("#b58ac0"), 0.45)
    canvas.soft(
        [
            [on_band(k / 10, -150 - 50 * math.sin(k)) for k in range(11)]
            + [on_band(k / 10, 150 + 50 * math.sin(k * 1.7)) for k in range(10, -1, -1)]
        ],
        violet,
        0.55,
        60,
    )
    for _ in range(26):
        t = rng.random()
        x, y = on_band(t, rng.gauss(0, 54))
        canvas.glow(x, y, rng.uniform(60, 210), mix(core, violet, rng.random() * 0.7), rng.uniform(0.2, 0.44))
    dust = []
    for _ in range(15):
        t = rng.random()
        x, y = on_band(t, rng.gauss(6, 26))
        dust.append(
            turned(
                blob(rng, x, y, rng.uniform(16, 40), rng.uniform(50, 130), 0.3, 14), lean + rng.uniform(-16, 16), (x, y)
            )
        )
    canvas.soft(dust, mix(mood.zenith, mood.silhouette, 0.3), 0.3, 12)
    stars(canvas, rng, 420, 760)
    for _ in range(1500):
        x, y = on_band(rng.uniform(-0.05, 1.05), rng.gauss(0, 95))
        if 0 < x < WIDTH and y < 760:
            size = rng.choice((0.6, 0.6, 0.8, 1.1))
            canvas.ellipse(x, y, size, size, mix((255, 255, 255), core, rng.random()), rng.uniform(0.3, 0.95))
    for _ in range(16):
        x, y = rng.uniform(0, WIDTH), rng.uniform(0, 620)
        canvas.glow(x, y, rng.uniform(9, 18), (235, 240, 255), 0.8)
        canvas.ellipse(x, y, 1.9, 1.9, (255, 255, 250))


def _dome(canvas: Canvas, mood: Mood, x: float, foot: float, r: float, slit: float) -> None:
    """An observatory dome with its slit open and a warm lamp inside."""
    pale = mix(PLASTER, (255, 255, 255), 0.2)
    lit, dark = mood.lit(pale, 0.05), mix(mood.shaded(pale), mood.silhouette, 0.2)
    drum = foot - r * 0.72
    canvas.gradient([box(x - r * 0.94, drum, x + r * 0.94, foot + 30)], lit, dark, across=True)
    canvas.gradient([[*arc(x, drum, r, r, 180, 360, 48)]], lit, dark, across=True)
    for k in range(-3, 4):
        canvas.line(
            bezier((x + k * r * 0.3, drum), (x + k * r * 0.3, drum - r * 0.72), (x, drum - r), 12), dark, 1.3, 0.6
        )
    at = x - r * 0.42 + r * 0.7 * slit
    opening = [
        (at - r * 0.13, drum - r * 0.12),
        *bezier(
            (at - r * 0.13, drum - r * 0.12),
            (at - r * 0.11, drum - r * 0.7),
            (x + (at - x) * 0.3 - r * 0.05, drum - r * 0.99),
            10,
        ),
        *bezier(
            (x + (at - x) * 0.3 + r * 0.06, drum - r * 0.99),
            (at + r * 0.13, drum - r * 0.7),
            (at + r * 0.14, drum - r * 0.12),
            10,
        ),
    ]
    canvas.gradient([opening], mix(mood.silhouette, mood.zenith, 0.3), mix(mood.accent, mood.silhouette, 0.25))
    canvas.polygon(
        ribbon(
            [(at + r * 0.02, drum - r * 0.16), (x + (at - x) * 0.55 - r * 0.04, drum - r * 0.86)], r * 0.15, r * 0.11
        ),
        mix(mood.silhouette, lit, 0.3),
    )
    canvas.polygon(box(x - r * 1.03, drum - r * 0.04, x + r * 1.03, drum + r * 0.05), mix(lit, dark, 0.5))
    canvas.polygon(box(x - r * 0.13, foot - r * 0.34, x + r * 0.13, foot + 30), mood.accent)
    for offset in (-0.62, 0.55):
        canvas.polygon(
            box(x + r * offset - r * 0.08, foot - r * 0.46, x + r * offset + r * 0.08, foot - r * 0.28),
            mix(mood.accent, dark, 0.25),
        )


def _pine(canvas: Canvas, rng: Random, x: float, foot: float, tall: float, color: Color) -> None:
    """A casuarina as a ragged dark spire."""
    outline: Outline = []
    for side in (-1, 1):
        edge = []
        for k in range(9):
            t = k / 8
            reach = tall * 0.2 * (1 - t) ** 0.8
            edge += [
                (x + side * reach * rng.uniform(0.8, 1.15), foot - tall * (0.08 + 0.9 * t)),
                (x + side * reach * 0.5, foot - tall * (0.1 + 0.9 * t)),
            ]
        outline += edge if side < 0 else edge[::-1]
    canvas.polygon(outline, color)
    canvas.polygon(ribbon([(x, foot), (x, foot - tall * 0.3)], tall * 0.04, tall * 0.03), color)
