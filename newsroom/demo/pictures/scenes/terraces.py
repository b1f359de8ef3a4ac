"""Rice terraces."""

import math
from random import Random

from ..built import PLASTER
from ..canvas import WIDTH, Canvas
from ..geometry import Outline, down_from, height_at, ribbon
from ..moods import Mood, ink, mix
from ..nature import EARTH, GRASS, JUNGLE, LEAF, hills, open_sky, palm
from ..people import person
from .volcano import cone

PADDY = (ink("#8fbf4f"), ink("#b6cc58"), ink("#6fa650"), ink("#d6c565"))


def rice_terraces(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Flooded and green terraces stepping down a valley, palms on the banks, a volcano behind."""
    horizon = rng.uniform(330, 420)
    sun_x, _ = open_sky(canvas, mood, rng, horizon)
    cone(
        canvas,
        mood,
        rng,
        rng.uniform(350, 1150),
        horizon - rng.uniform(120, 190),
        horizon + 40,
        rng.uniform(420, 560),
        0.72,
    )
    hills(canvas, mood, rng, top=horizon - 10, bottom=horizon + 45, count=3, rise=44)
    canvas.veil(mood.haze, [(horizon - 30, 0), (horizon + 50, 0.55), (horizon + 120, 0)])
    levels = rng.randint(11, 14)
    sweep = rng.uniform(60, 150) * rng.choice((-1, 1))
    phase, bends = rng.uniform(0, 6.3), rng.uniform(0.6, 1.15)
    knee = rng.uniform(0.3, 0.7)
    y = horizon + 34
    flooded = rng.uniform(0.25, 0.55)
    for level in range(levels):
        near = level / (levels - 1)
        y += 8 + 92 * near**1.55
        distance = 0.62 * (1 - near) ** 1.3
        line = []
        for step in range(75):
            x = -40 + step * 21.4
            t = x / WIDTH
            curve = math.sin(phase + bends * 6.3 * t + level * 0.12) + 0.3 * math.sin(phase * 2 + 12 * t - level * 0.35)
            spur = math.exp(-(((t - knee - 0.02 * level) / 0.17) ** 2))
            line.append(
                (x, y + sweep * (t - 0.5) * (0.5 + 0.6 * near) + curve * (12 + 40 * near) + spur * (20 + 58 * near))
            )
        _terrace(canvas, mood, rng, line, near, distance, flooded)
        if level in (1, 2, 4, 6) or (level > 5 and rng.random() < 0.35):
            for _ in range(rng.randint(2, 5) if near < 0.5 else 1):
                x = rng.uniform(60, 1440)
                tall = (60 + 250 * near) * rng.uniform(0.8, 1.2)
                palm(
                    canvas,
                    rng,
                    x,
                    height_at(line, x) + 4,
                    tall,
                    mood.shaded(JUNGLE, distance * 0.9),
                    mood.lit(LEAF, distance),
                )
    canvas.glow(sun_x, horizon + 120, 620, mood.sun, 0.25, 0.5)
    for _ in range(rng.randint(2, 4)):
        x = rng.uniform(450, 1050)
        person(canvas, rng, x, rng.uniform(640, 760), 46, mood.silhouette, hat=True, top=mood.shaded(mood.accent))
    side = rng.choice((120, 1380))
    palm(
        canvas,
        rng,
        side,
        1010,
        rng.uniform(620, 720),
        mix(mood.silhouette, mood.shaded(JUNGLE), 0.4),
        mood.between(LEAF, 0.45),
        lean=0.12 if side < 700 else -0.12,
    )
    palm(
        canvas,
        rng,
        side + (90 if side < 700 else -90),
        1020,
        rng.uniform(380, 460),
        mix(mood.silhouette, mood.shaded(JUNGLE), 0.4),
        mood.between(LEAF, 0.45),
        lean=0.2 if side < 700 else -0.2,
    )


def _terrace(
    canvas: Canvas, mood: Mood, rng: Random, line: Outline, near: float, distance: float, flooded: float
) -> None:
    """One step of the hillside: its bank, its rim and a field of water or rice cut up by low dikes."""
    area = down_from(line)
    bank = mood.shaded(mix(LEAF, EARTH, 0.35), distance)
    lift = 5 + 20 * near
    canvas.polygon(area, bank)
    canvas.fade([[*line, *[(x, y + lift) for x, y in reversed(line)]]], mood.lit(LEAF, distance), [(0, 0.55), (1, 0.1)])
    field_line = [(x, y + lift) for x, y in line]
    cut, x = [], -40.0
    while x < WIDTH + 40:
        wide = rng.uniform(150, 420) * (0.35 + near)
        cut.append((x, min(WIDTH + 40, x + wide)))
        x += wide
    for left, right in cut:
        part = [p for p in field_line if left - 22 <= p[0] <= right]
        if len(part) < 2:
            continue
        fall = 26 + 130 * near
        skew = (left - 750) * 0.0004 * fall
        shape = [*part, *[(x + skew, y + fall) for x, y in reversed(part)]]
        if rng.random() < flooded:
            canvas.gradient(
                [shape], mix(mood.horizon, mood.lit(PADDY[0]), 0.12), mix(mood.middle, mood.shaded(JUNGLE), 0.3)
            )
        else:
            rice = rng.choice(PADDY)
            canvas.gradient([shape], mood.lit(rice, distance), mood.between(rice, 0.45, distance))
            if near > 0.45:
                tuft = mood.between(rice, 0.5, distance)
                for row in range(3):
                    for px, py in part[:: 1 if near > 0.6 else 2]:
                        canvas.line(
                            [(px + row * 7, py + 9 + row * 11 * near), (px + row * 7 - 2, py + 3 + row * 11 * near)],
                            tuft,
                            1.4 + near,
                        )
        dike = mood.between(mix(LEAF, EARTH, 0.4), 0.7, distance)
        canvas.polygon(ribbon([shape[0], shape[-1]], 2 + 3 * near, 2 + 4 * near), dike)
    rim = [(x, y + lift) for x, y in line]
    canvas.line(rim, mood.lit(mix(GRASS, PLASTER, 0.25), distance), 1.4 + 3.4 * near)
