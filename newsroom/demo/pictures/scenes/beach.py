"""A beach seen from the air."""

import math
from random import Random

from ..built import PLASTER
from ..canvas import WIDTH, Canvas
from ..geometry import Outline, arc, bezier, blob, box, down_from, height_at, ribbon, turned
from ..moods import Color, Mood, ink, mix
from ..nature import BARK, EARTH, JUNGLE, LEAF, swell
from ..people import figure
from .sea import DEEP, SAILS, under_sky

SHALLOW = ink("#5fb8b0")
SAND = ink("#ead2a4")


def beach(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A beach from the air: surf in curved bands, parasols and palms with long shadows, boats offshore."""
    tilt = rng.uniform(-0.42, 0.42)
    shore_y = rng.uniform(430, 560)
    bends, phase = rng.uniform(0.7, 1.5), rng.uniform(0, 6.3)
    slant = rng.choice((-1, 1)) * rng.uniform(0.7, 1.3), rng.uniform(0.5, 0.9)

    def edge(offset: float, swing: float = 46, fine: float = 0.0, seed: float = 0.0) -> Outline:
        line = []
        for step in range(101):
            x = -60 + step * 16.2
            t = x / WIDTH
            y = (
                shore_y
                + offset
                + tilt * (x - 750)
                + swing * math.sin(phase + bends * 6.3 * t)
                + swing * 0.4 * math.sin(phase * 2.3 + bends * 11 * t + seed)
            )
            line.append(
                (
                    x,
                    y
                    + fine * (math.sin(x / 19 + seed) + 0.7 * math.sin(x / 8.3 + seed * 2))
                    + rng.uniform(-fine, fine) * 0.3,
                )
            )
        return line

    # Water seen from straight above keeps its own colour even in evening light; under the mood alone it turns to mud.
    deep, shallow, sand = (
        mix(under_sky(mood, DEEP), ink("#1f6f88"), 0.5),
        mix(mood.lit(SHALLOW), SHALLOW, 0.45),
        mood.lit(SAND),
    )
    canvas.gradient([box(-10, -10, 1510, 1010)], deep, mix(deep, shallow, 0.5))
    for offset, share in ((-300, 0.3), (-215, 0.5), (-140, 0.7), (-75, 0.9)):
        canvas.polygon(down_from(edge(offset, 60, 4, offset), 1400), mix(deep, shallow, share), 0.6)
    swell(canvas, rng, -20, shore_y + 30, deep, mix(shallow, mood.sun, 0.3), count=80)
    for _ in range(7):
        x, y = rng.uniform(0, WIDTH), rng.uniform(0, shore_y - 120)
        canvas.soft(
            [blob(rng, x, y, rng.uniform(60, 160), rng.uniform(20, 44))], mix(deep, mood.silhouette, 0.4), 0.35, 14
        )
    canvas.polygon(down_from(edge(26), 1400), mix(sand, mood.shaded(EARTH), 0.45))
    canvas.gradient([down_from(edge(86), 1400)], mix(sand, mood.shaded(EARTH), 0.12), sand)
    canvas.fade([down_from(edge(180, 30), 1400)], mood.sun, [(0, 0.0), (0.6, 0.35), (1, 0.4)])
    white = mix(mood.lit((250, 250, 244)), mood.sun, 0.4)
    for offset, thick, alpha in ((-150, 12, 0.5), (-92, 18, 0.7), (-34, 22, 0.85), (18, 30, 0.95)):
        front, back = edge(offset, 50, 3.6, offset), edge(offset - thick, 50, 5.5, offset * 0.7)
        canvas.polygon(front + back[::-1], white, alpha * 0.75)
        canvas.polygon(front + [(x, y - 5 - 3 * math.sin(x / 23 + offset)) for x, y in reversed(front)], white, alpha)
        for _ in range(70):
            px, py = rng.choice(back)
            canvas.polygon(
                blob(
                    rng,
                    px + rng.uniform(-8, 8),
                    py - rng.uniform(0, 30),
                    rng.uniform(2, 10),
                    rng.uniform(1.5, 4),
                    0.2,
                    8,
                ),
                white,
                alpha * 0.5,
            )
    dry = edge(150)
    for _ in range(rng.randint(11, 17)):
        x = rng.uniform(30, 1470)
        y = height_at(dry, x) + rng.uniform(0, 200)
        if y < 950:
            _parasol(canvas, mood, rng, x, y, rng.uniform(27, 36), slant)
    for _ in range(rng.randint(12, 18)):
        x = rng.uniform(60, 1440)
        y = height_at(dry, x) + rng.uniform(-130, 150)
        _walker(canvas, mood, rng, x, y, slant)
    for _ in range(rng.randint(2, 4)):
        x = rng.uniform(150, 1350)
        y = height_at(dry, x) - rng.uniform(280, 520)
        if y > 40:
            _canoe(canvas, mood, rng, x, y, rng.uniform(56, 80), deep)
    for _ in range(rng.randint(8, 12)):
        x = rng.uniform(-20, 1520)
        y = height_at(dry, x) + rng.uniform(230, 420)
        _palm_from_above(canvas, mood, rng, x, y, rng.uniform(62, 112), slant)


def _parasol(canvas: Canvas, mood: Mood, rng: Random, x: float, y: float, r: float, slant: tuple[float, float]) -> None:
    cloth, other = mood.lit(rng.choice(SAILS)), mood.lit((246, 240, 226))
    towel = turned(box(x + r * 0.7, y + r * 0.5, x + r * 2.4, y + r * 1.25), rng.uniform(-30, 30), (x, y))
    canvas.polygon(towel, mood.lit(rng.choice(SAILS)), 0.9)
    canvas.polygon(
        ribbon(
            [(x + slant[0] * r * 0.2, y + slant[1] * r * 0.2), (x + slant[0] * r * 1.4, y + slant[1] * r * 1.4)],
            r * 0.1,
            r * 0.1,
        ),
        mood.shaded(EARTH),
        0.5,
    )
    canvas.polygon(arc(x + slant[0] * r * 1.5, y + slant[1] * r * 1.5, r, r * 0.95, steps=26), mood.shaded(EARTH), 0.5)
    start = rng.uniform(0, 45)
    for k in range(8):
        wedge = [(x, y), *arc(x, y, r, r, start + k * 45, start + k * 45 + 45, 6)]
        facing = math.cos(math.radians(start + k * 45 + 22) - math.atan2(slant[1], slant[0]))
        canvas.polygon(wedge, mix(cloth if k % 2 else other, mood.shaded(EARTH), max(0.0, facing) * 0.4))
    canvas.ellipse(x, y, r * 0.08, r * 0.08, other)


def _walker(canvas: Canvas, mood: Mood, rng: Random, x: float, y: float, slant: tuple[float, float]) -> None:
    """A person from above: a dot of shirt and head, told by the shadow."""
    tall = 46
    for shape in figure(rng, 0, 0, tall):
        canvas.polygon(
            [(x + px * 0.9 - py * slant[0] * 0.9, y - py * slant[1] * 0.9 + px * 0.25) for px, py in shape],
            mood.shaded(EARTH),
            0.55,
        )
    canvas.ellipse(x, y, 6.2, 4.6, mood.lit(rng.choice(SAILS)))
    canvas.ellipse(x - slant[0] * 2, y - 2.4, 3.3, 3.3, mood.silhouette)


def _canoe(canvas: Canvas, mood: Mood, rng: Random, x: float, y: float, size: float, deep: Color) -> None:
    turn = rng.uniform(-40, 40)

    def put(shape: Outline, color: Color, alpha: float = 1) -> None:
        canvas.polygon(turned([(x + px * size, y + py * size) for px, py in shape], turn, (x, y)), color, alpha)

    hull = bezier((-1, 0), (0, -0.2), (1, 0), 12) + bezier((1, 0), (0, 0.2), (-1, 0), 12)
    put([(px + 0.1, py + 0.22) for px, py in hull], mix(deep, mood.silhouette, 0.5), 0.5)
    for side in (-1, 1):
        put(ribbon([(-0.62, side * 0.52), (0.62, side * 0.52)], 0.05, 0.035), mood.lit(SAND))
    for at in (-0.34, 0.34):
        put(ribbon(bezier((at, -0.54), (at + 0.08, 0), (at, 0.54), 8), 0.035, 0.035), mood.lit(SAND))
    put(hull, mood.lit(PLASTER))
    put([(px * 0.86, py * 0.66) for px, py in hull], mood.between(rng.choice(SAILS), 0.15))
    put(box(-0.3, -0.06, -0.2, 0.06), mood.shaded(BARK))
    put(box(0.2, -0.06, 0.3, 0.06), mood.shaded(BARK))


def _palm_from_above(
    canvas: Canvas, mood: Mood, rng: Random, x: float, y: float, size: float, slant: tuple[float, float]
) -> None:
    state = rng.getstate()
    for pass_, (dx, dy) in enumerate(((slant[0] * size * 0.75, slant[1] * size * 0.75), (0, 0))):
        rng.setstate(state)
        for k in range(11):
            angle = math.radians(k * 32.7 + rng.uniform(-10, 10))
            reach = size * rng.uniform(0.8, 1.05)
            bend = angle + rng.uniform(-0.3, 0.3)
            spine = bezier(
                (x + dx, y + dy),
                (x + dx + math.cos(angle) * reach * 0.55, y + dy + math.sin(angle) * reach * 0.55),
                (x + dx + math.cos(bend) * reach, y + dy + math.sin(bend) * reach),
                10,
            )
            facing = math.cos(angle - math.atan2(-slant[1], -slant[0]))
            tone = mood.shaded(EARTH) if pass_ == 0 else mix(mood.shaded(JUNGLE), mood.lit(LEAF), 0.5 + 0.45 * facing)
            sides: tuple[Outline, Outline] = ([], [])
            for index, (px, py) in enumerate(spine):
                half = reach * 0.15 * math.sin(math.pi * min(1, 0.1 + 0.9 * index / 10)) * (1 if index % 2 else 0.62)
                nx, ny = -math.sin(angle), math.cos(angle)
                sides[0].append((px + nx * half, py + ny * half))
                sides[1].append((px - nx * half, py - ny * half))
            canvas.polygon(sides[0] + sides[1][::-1], tone, 0.5 if pass_ == 0 else 1)
            if pass_:
                canvas.line(spine, mix(tone, mood.silhouette, 0.35), 1.3)
