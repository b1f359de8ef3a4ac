"""A football stadium."""

import math
from random import Random

from ..built import PLASTER
from ..canvas import WIDTH, Canvas
from ..geometry import Outline, Perspective, arc, bezier, box, ribbon, turned
from ..moods import Color, Mood, ink, mix
from ..nature import JUNGLE, ROCK, clouds
from ..people import cast, figure, person

TURF = ink("#6fa050")
CLAY = ink("#b9543c")
CROWD = (ink("#b4533c"), ink("#d7a650"), ink("#3f6f7d"), ink("#e8dcc4"), ink("#71506a"), ink("#4a5a66"))


def stadium(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A full stadium under floodlights, seen from high in the near stand."""
    horizon = rng.uniform(345, 385)
    middle = rng.uniform(690, 810)
    canvas.sky(mood, horizon, (middle, horizon - 60), 760)
    clouds(canvas, mood, rng, 4, 60, 210)
    lamps = mix(mood.sun, (255, 255, 255), 0.4)
    _stand(canvas, mood, rng, middle, horizon)
    view = Perspective(middle, horizon - 60, 26, 900)
    far, near, half = 118, 38, 36
    apron = view.floor(-half - 9, half + 9, 30, far + 7)
    canvas.gradient([apron], mood.between(CLAY, 0.45, 0.15), mood.between(CLAY, 0.3))
    for side in (-1, 1):
        _side_stand(canvas, mood, rng, view, side, half + 9)
    canvas.gradient([view.floor(-70, 70, 20, near - 5)], mood.shaded(ROCK), mood.silhouette)
    stripes = rng.choice((8, 10, 12))
    across = rng.random() < 0.5
    for k in range(stripes):
        tone = TURF if k % 2 else mix(TURF, ink("#8fba5f"), 0.5)
        a, b = k / stripes, (k + 1) / stripes
        strip = (
            view.floor(-half + 2 * half * a, -half + 2 * half * b, near, far)
            if across
            else view.floor(-half, half, near + (far - near) * a, near + (far - near) * b)
        )
        canvas.gradient([strip], mood.lit(tone, 0.06), mix(mood.lit(tone), mood.shaded(tone), 0.25))
    canvas.glow(middle, horizon + 220, 560, lamps, 0.22, 0.5)
    chalk = mood.lit((250, 248, 238))
    _pitch_lines(canvas, view, chalk, near, far, half)
    shadow_ink = mood.shaded(JUNGLE)
    for _ in range(rng.randint(14, 19)):
        z = near + 4 + (far - near - 8) * rng.random() ** 0.9
        x, y = view.at(rng.uniform(-half + 3, half - 3), z)
        tall = view.scale(z) * 3.1  # taller than life: at thumbnail size a true player is a speck
        shapes = figure(rng, x, y, tall, walking=True)
        for slant in (-1.2, 1.2):
            for shape in cast(shapes, y, slant, -0.35):
                canvas.polygon(shape, shadow_ink, 0.35)
        person(
            canvas,
            rng,
            x,
            y,
            tall,
            mood.silhouette,
            walking=True,
            top=mood.lit(rng.choice((ink("#d9502f"), ink("#efe6d2")))),
        )
    for side in (-1, 1):
        floodlight(
            canvas, mood, middle + side * rng.uniform(500, 560), horizon + 30, rng.uniform(280, 320), lamps, side
        )
    for row, (y, size) in enumerate(((905, 36), (962, 50), (1030, 66))):
        tone = mix(mood.silhouette, mood.haze, 0.2 - 0.1 * row)
        x = rng.uniform(-40, 0)
        while x < WIDTH + 30:
            canvas.polygon(arc(x, y, size * 0.36, size * 0.44, steps=16), tone)
            canvas.polygon(
                [
                    *bezier(
                        (x - size * 0.85, y + size * 1.6), (x - size * 0.8, y + size * 0.42), (x, y + size * 0.4), 7
                    ),
                    *bezier(
                        (x, y + size * 0.4), (x + size * 0.8, y + size * 0.42), (x + size * 0.85, y + size * 1.6), 7
                    ),
                ],
                tone,
            )
            if rng.random() < 0.14:
                for side in (-1, 1):
                    canvas.polygon(
                        ribbon(
                            bezier(
                                (x + side * size * 0.6, y + size * 0.7),
                                (x + side * size * 1.05, y),
                                (x + side * size * 0.75, y - size * 1.1),
                                8,
                            ),
                            size * 0.3,
                            size * 0.17,
                        ),
                        tone,
                    )
            x += size * rng.uniform(1.25, 1.9)
        canvas.polygon(box(-10, y + size * 1.1, 1510, 1060), tone)


def _stand(canvas: Canvas, mood: Mood, rng: Random, middle: float, horizon: float) -> None:
    """The far curve of the bowl: two tiers full of people under a roof."""
    foot = horizon + 118

    def rim(rise: float, curve: float) -> Outline:
        return [(x, foot - rise + curve * ((x - middle) / 750) ** 2) for x in range(-60, 1581, 30)]

    roof, under, upper, gap, lower, base = (
        rim(262, -96),
        rim(226, -70),
        rim(206, -50),
        rim(112, 26),
        rim(96, 34),
        rim(0, 120),
    )
    canvas.gradient([[*under, (WIDTH + 60, 1010), (-60, 1010)]], mood.shaded(ROCK, 0.2), mood.silhouette)
    for top, low, rows in ((upper, gap, 11), (lower, base, 13)):
        canvas.gradient([[*top, *reversed(low)]], mood.between(ROCK, 0.75, 0.2), mood.between(ROCK, 0.5, 0.05))
        for row in range(rows):
            t = (row + 0.5) / rows
            for _ in range(104):
                share = rng.random()
                index = share * (len(top) - 1.001)
                k, part = int(index), index % 1
                x = top[k][0] + 30 * part
                ty, by = top[k][1] + (top[k + 1][1] - top[k][1]) * part, low[k][1] + (low[k + 1][1] - low[k][1]) * part
                size = 1.7 + 1.5 * t + 0.8 * abs(x - middle) / 750
                canvas.ellipse(
                    x,
                    ty + (by - ty) * t,
                    size,
                    size * 1.15,
                    mix(mood.between(rng.choice(CROWD), 0.3), mood.haze, 0.3 - 0.2 * t),
                )
    canvas.fade([[*upper, *reversed(gap)]], mood.silhouette, [(0, 0.7), (0.55, 0.1), (1, 0)], grain=0.2)
    canvas.polygon([*gap, *reversed(lower)], mood.lit(PLASTER, 0.25))
    canvas.polygon([*roof, *reversed(under)], mood.between(PLASTER, 0.35, 0.25))
    canvas.polygon([*under, *[(x, y + 7) for x, y in reversed(under)]], mood.lit(PLASTER, 0.05))
    for index in range(0, len(roof), 3):
        canvas.line([roof[index], under[index]], mood.shaded(ROCK, 0.2), 2)
        canvas.line([roof[index], (roof[index][0], roof[index][1] - 26)], mood.shaded(ROCK, 0.3), 2)
    for index in range(len(under) - 1):
        x, y = under[index]
        canvas.ellipse(x, y + 5, 3, 2, mix(mood.sun, (255, 255, 255), 0.5))
        if mood.is_dark:
            canvas.glow(x, y + 8, 26, mood.sun, 0.4)


def _side_stand(canvas: Canvas, mood: Mood, rng: Random, view: Perspective, side: int, edge: float) -> None:
    """The long stand down one side, rising from the apron."""
    low, high = (
        [view.at(side * edge, 30), view.at(side * edge, 126)],
        [view.at(side * (edge + 34), 126, 15), view.at(side * (edge + 34), 30, 15)],
    )
    canvas.gradient([[*low, *high]], mood.between(ROCK, 0.75, 0.15), mood.shaded(ROCK))
    for _ in range(620):
        t, z = rng.randint(1, 14) / 15, 36 + 88 * rng.random() ** 1.4
        x, y = view.at(side * (edge + 34 * t), z, 15 * t)
        if -10 < x < WIDTH + 10:
            size = view.scale(z) * 0.24
            canvas.ellipse(x, y, size, size * 1.1, mix(mood.between(rng.choice(CROWD), 0.4), mood.haze, 0.1))
    canvas.polygon([*low, view.at(side * edge, 126, 1.4), view.at(side * edge, 30, 1.4)], mood.lit(PLASTER, 0.2))


def _pitch_lines(canvas: Canvas, view: Perspective, chalk: Color, near: float, far: float, half: float) -> None:
    def line(points: list[tuple[float, float]]) -> None:
        spots = [view.at(x, z) for x, z in points]
        middle = points[len(points) // 2][1]
        canvas.line(spots, chalk, max(1.3, view.scale(middle) * 0.17), 0.92)

    halfway = (near + far) / 2
    line([(-half, near), (half, near)])
    line([(-half, far), (half, far)])
    for side in (-1, 1):
        line([(side * half, near), (side * half, halfway), (side * half, far)])
    line([(-half, halfway), (half, halfway)])
    line([(9.2 * math.cos(k * math.pi / 20), halfway + 9.2 * math.sin(k * math.pi / 20)) for k in range(41)])
    for goal, inward in ((near, 1), (far, -1)):
        for wide, deep in ((20.2, 15.0), (9.2, 5.5)):
            line([(-wide, goal), (-wide, goal + inward * deep), (wide, goal + inward * deep), (wide, goal)])
    a, b = view.at(-3.7, far), view.at(3.7, far)
    top = view.scale(far) * 3.2
    canvas.line([a, (a[0], a[1] - top), (b[0], b[1] - top), b], chalk, 2.4)


def floodlight(canvas: Canvas, mood: Mood, x: float, foot: float, tall: float, lamps: Color, side: int) -> None:
    top = foot - tall
    strength = 0.95 if mood.is_dark or not mood.has_sun or mood.name == "dusk" else 0.45
    canvas.soft(
        [[(x - side * 20, top), (x + side * 40, top), (x - side * 420, foot + 380), (x - side * 760, foot + 240)]],
        lamps,
        0.16 * strength,
        16,
    )
    canvas.polygon(ribbon([(x - 9, foot), (x - 4, top)], 5, 3), mood.shaded(ROCK))
    canvas.polygon(ribbon([(x + 9, foot), (x + 4, top)], 5, 3), mood.shaded(ROCK))
    for k in range(9):
        y = foot - tall * k / 9
        spread = 9 - 5 * k / 9
        canvas.line([(x - spread, y), (x + spread, y - tall / 9)], mood.shaded(ROCK), 1.5)
    canvas.polygon(turned(box(x - 50, top - 50, x + 50, top + 14), side * 6, (x, top)), mood.silhouette)
    canvas.glow(x, top - 18, 190, lamps, 0.85 * strength)
    for row in range(4):
        for k in range(6):
            px, py = turned([(x - 40 + k * 16, top - 41 + row * 15.5)], side * 6, (x, top))[0]
            canvas.ellipse(px, py, 5.4, 5.2, mix(lamps, (255, 255, 255), 0.5))
