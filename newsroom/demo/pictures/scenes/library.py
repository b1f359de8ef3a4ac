"""A library reading room."""

import math
from random import Random

from ..built import PLASTER, WOOD
from ..canvas import WIDTH, Canvas
from ..geometry import arc, bezier, box, ribbon
from ..moods import Color, Mood, ink, mix
from ..nature import JUNGLE, LEAF, canopy

BINDINGS = (
    ink("#8f3f35"),
    ink("#b5763f"),
    ink("#2f5a60"),
    ink("#d9c39a"),
    ink("#3f4a66"),
    ink("#6a3f4f"),
    ink("#5f6f45"),
    ink("#c89a4f"),
    ink("#a8563f"),
)


def library(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """Two storeys of books round a tall window, a long table of readers under brass lamps."""
    floor = rng.uniform(760, 790)
    warm = mix(mood.accent, (255, 226, 170), 0.5)
    base = mix(mood.between(WOOD, 0.55), mood.silhouette, 0.25)
    canvas.gradient([box(-10, -10, 1510, 1010)], mix(base, mood.silhouette, 0.45), base)
    middle, half = rng.uniform(700, 800), rng.uniform(150, 200)
    gallery = 372
    bay = 218
    edges = [middle - half - 40 - k * bay for k in range(4)] + [middle + half + 40 + (k - 1) * bay for k in range(1, 5)]
    for left, right in [(e - bay, e) for e in edges[:4]] + [(e, e + bay) for e in edges[4:]]:
        if right < -40 or left > WIDTH + 40:
            continue
        dim = min(0.65, abs((left + right) / 2 - middle) / 1000)
        _bookcase(canvas, mood, rng, left + 9, right - 9, -30, gallery - 44, 4, dim, warm)
        _bookcase(canvas, mood, rng, left + 9, right - 9, gallery + 44, floor - 22, 4, dim, warm)
        pillar = mix(mood.between(WOOD, 0.3), mood.silhouette, 0.1 + dim * 0.5)
        for x in (left, right):
            canvas.gradient(
                [box(x - 10, -30, x + 10, floor)],
                mix(pillar, warm, 0.25),
                mix(pillar, mood.silhouette, 0.4),
                across=True,
            )
    if rng.random() < 0.5:
        _arched_window(canvas, mood, rng, middle, half, floor)
    else:
        for side in (-1, 1):
            _arched_window(canvas, mood, rng, middle + side * (half * 0.5 + 8), half * 0.4, floor)
    rail = mix(mood.between(WOOD, 0.4), mood.silhouette, 0.25)
    for left, right in ((-20, middle - half - 34), (middle + half + 34, 1520)):
        canvas.gradient([box(left, gallery + 18, right, gallery + 40)], mix(rail, warm, 0.3), rail)
        canvas.polygon(box(left, gallery - 46, right, gallery - 38), mix(rail, warm, 0.35))
        x = left
        while x < right:
            canvas.line([(x, gallery - 40), (x, gallery + 20)], mix(rail, mood.silhouette, 0.3), 3.2)
            x += 19
        canvas.soft([box(left, gallery + 42, right, gallery + 64)], mood.silhouette, 0.6, 8)
    ladder = middle + rng.choice((-1, 1)) * rng.uniform(430, 520)
    for side in (-1, 1):
        canvas.polygon(
            ribbon([(ladder + side * 32, floor), (ladder + side * 22 + 36, gallery + 30)], 8, 7), mix(rail, warm, 0.25)
        )
    for k in range(1, 10):
        t = k / 10
        cx, w = ladder + 36 * t, 32 - 10 * t
        canvas.line(
            [(cx - w, floor - (floor - gallery - 30) * t), (cx + w, floor - (floor - gallery - 30) * t)],
            mix(rail, warm, 0.15),
            5,
        )
    canvas.gradient([box(-10, floor, 1510, 1010)], mix(base, warm, 0.22), mix(base, mood.silhouette, 0.55))
    canvas.soft(
        [[(middle - half, floor), (middle + half, floor), (middle + half * 2.6, 1010), (middle - half * 2.6, 1010)]],
        mix(mood.sun, mood.horizon, 0.3),
        0.4,
        18,
    )
    for k in range(-9, 10):
        canvas.line([(middle + k * 92, floor), (middle + k * 250, 1010)], mood.silhouette, 1.6, 0.35)
    _reading_table(canvas, mood, rng, middle, floor, warm)


def _bookcase(
    canvas: Canvas,
    mood: Mood,
    rng: Random,
    left: float,
    right: float,
    top: float,
    foot: float,
    shelves: int,
    dim: float,
    warm: Color,
) -> None:
    """Shelves of books, upright, some leaning, with a gap now and then."""
    back = mix(mood.shaded(WOOD), mood.silhouette, 0.55)
    canvas.polygon(box(left, top, right, foot), back)
    deep = (foot - top) / shelves
    for shelf in range(shelves):
        y = top + deep * (shelf + 1) - 8
        x = left + 3
        while x < right - 8:
            if rng.random() < 0.05:
                x += rng.uniform(8, 26)
                continue
            wide, tall = rng.uniform(6.5, 15), (deep - 14) * rng.uniform(0.68, 0.94)
            tone = mix(
                mix(mood.between(rng.choice(BINDINGS), 0.3), warm, 0.08),
                mood.silhouette,
                0.12 + dim * rng.uniform(0.75, 1.0),
            )
            end = min(right - 3, x + wide)
            if rng.random() < 0.05 and end + tall * 0.2 < right - 4:
                canvas.polygon(
                    [
                        (x, y),
                        (x + wide, y),
                        (x + wide + tall * 0.18, y - tall * 0.95),
                        (x + tall * 0.18, y - tall * 0.98),
                    ],
                    tone,
                )
                x += wide + tall * 0.2
                continue
            canvas.polygon(box(x, y - tall, end, y), tone)
            canvas.polygon(box(x, y - tall, x + 1.6, y), mix(tone, warm, 0.35))
            if wide > 9:
                gilt = mix(tone, warm, 0.45)
                canvas.polygon(box(x + 1.5, y - tall * 0.82, end - 1.5, y - tall * 0.79), gilt)
                canvas.polygon(box(x + 1.5, y - tall * 0.24, end - 1.5, y - tall * 0.2), gilt)
            x = end + 0.9
        canvas.polygon(
            box(left, y, right, y + 8), mix(mix(mood.between(WOOD, 0.35), warm, 0.15), mood.silhouette, dim * 0.8)
        )
        canvas.fade([box(left, y - deep + 8, right, y - deep + 40)], mood.silhouette, [(0, 0.65), (1, 0)], grain=0)


def _arched_window(canvas: Canvas, mood: Mood, rng: Random, x: float, half: float, floor: float) -> None:
    """The great window: sky, trees, leading, and a glow into the room."""
    spring, foot = 250, floor - 150
    stone = mix(mood.between(PLASTER, 0.55), mood.silhouette, 0.15)
    canvas.gradient(
        [[*arc(x, spring, half + 34, half + 34, 180, 360, 40), (x + half + 34, floor), (x - half - 34, floor)]],
        mix(stone, mood.sun, 0.15),
        mix(stone, mood.silhouette, 0.4),
    )
    shape = [*arc(x, spring, half, half, 180, 360, 40), (x + half, foot), (x - half, foot)]
    canvas.gradient([shape], mix(mood.middle, mood.horizon, 0.25), mix(mood.horizon, mood.sun, 0.45))
    canvas.glow(x, foot - 170, half * 1.1, mood.sun, 0.75)
    canopy(
        canvas,
        rng,
        [(x - half, foot - 70), (x + half, foot - 50)],
        30,
        mood.shaded(JUNGLE, 0.55),
        mood.lit(LEAF, 0.5),
        bottom=foot,
        left=x - half - 24,
        right=x + half + 24,
    )
    for side in (-1, 1):
        # Crowns swell past the glass; the jambs cover what does.
        edge = x + side * (half + 17)
        canvas.polygon(box(edge - 17, spring, edge + 17, floor), mix(stone, mood.silhouette, 0.12))
    canvas.polygon(box(x - half - 34, foot, x + half + 34, floor), mix(stone, mood.silhouette, 0.25))
    for k in range(1, 6):
        lx = x - half + 2 * half * k / 6
        rise = math.sqrt(max(0, half**2 - (lx - x) ** 2))
        canvas.line([(lx, spring - rise), (lx, foot)], mix(mood.silhouette, mood.shade, 0.4), 4)
    for k in range(6):
        y = spring + (foot - spring) * k / 5
        canvas.line([(x - half, y), (x + half, y)], mix(mood.silhouette, mood.shade, 0.4), 4)
    canvas.line(arc(x, spring, half * 0.55, half * 0.55, 180, 360, 24), mix(mood.silhouette, mood.shade, 0.4), 4)
    canvas.polygon(box(x - half - 20, foot, x + half + 20, foot + 14), mix(stone, mood.sun, 0.3))
    canvas.glow(x, spring + 160, half * 2.6, mix(mood.sun, mood.horizon, 0.4), 0.35)


def _reading_table(canvas: Canvas, mood: Mood, rng: Random, middle: float, floor: float, warm: Color) -> None:
    top = floor + 62
    dark = mix(mood.silhouette, mood.shaded(WOOD), 0.3)
    seats = [x for x in range(230, 1330, 185) if rng.random() < 0.62]
    for x in seats:
        lean = rng.uniform(-8, 8)
        tone = mix(dark, mood.between(rng.choice(BINDINGS), 0.5), 0.35)
        canvas.polygon(
            [
                *bezier((x - 48, top + 4), (x - 52, top - 78), (x + lean, top - 88), 10),
                *bezier((x + lean, top - 88), (x + 52, top - 78), (x + 48, top + 4), 10),
            ],
            tone,
        )
        canvas.polygon(arc(x + lean * 1.4, top - 112, 21, 26, steps=22), dark)
        canvas.polygon(ribbon([(x + lean, top - 96), (x + lean, top - 78)], 20, 26), dark)
        canvas.polygon([*arc(x + lean * 1.4, top - 118, 23, 24, 175, 365, 16)], mix(dark, (0, 0, 0), 0.3))
        canvas.polygon(
            [
                *bezier((x + lean + 10, top - 86), (x + 50, top - 76), (x + 48, top + 2), 10),
                (x + 43, top + 2),
                (x + 40, top - 62),
            ],
            mix(tone, warm, 0.55),
        )
    canvas.soft([box(120, top + 30, 1380, top + 160)], mood.silhouette, 0.6, 16)
    canvas.gradient(
        [[(150, top - 4), (1350, top - 4), (1440, top + 44), (60, top + 44)]],
        mix(mood.lit(WOOD), warm, 0.35),
        mix(mood.between(WOOD, 0.4), mood.silhouette, 0.1),
    )
    canvas.gradient([box(60, top + 44, 1440, top + 70)], mix(mood.between(WOOD, 0.5), warm, 0.1), dark)
    for x in (130, 520, 960, 1350):
        canvas.gradient([box(x - 15, top + 70, x + 15, 1010)], mood.between(WOOD, 0.55), dark, across=True)
    shade = rng.choice((ink("#3f7a5f"), ink("#a8503a"), ink("#c89a4a"), ink("#2f5f70")))
    for x in range(300, 1260, 225):
        canvas.glow(x, top + 8, 190, warm, 0.75, 0.34)
        canvas.glow(x, top - 50, 150, warm, 0.5)
        canvas.line([(x, top + 12), (x, top - 70)], mix(warm, dark, 0.35), 6)
        canvas.ellipse(x, top + 14, 34, 8, mix(warm, dark, 0.45))
        lamp = [
            *bezier((x - 66, top - 62), (x - 58, top - 104), (x, top - 104), 10),
            *bezier((x, top - 104), (x + 58, top - 104), (x + 66, top - 62), 10),
        ]
        canvas.gradient([lamp], mix(shade, warm, 0.15), mix(shade, warm, 0.5))
        canvas.ellipse(x, top - 62, 66, 7, mix(warm, (255, 250, 230), 0.5))
    for x in seats:
        bx = x + rng.uniform(20, 60)
        for side in (-1, 1):
            canvas.polygon(
                [(bx, top + 30), (bx + side * 44, top + 26), (bx + side * 38, top + 8), (bx, top + 12)],
                mix(mood.lit(PLASTER), warm, 0.35 if side < 0 else 0.15),
            )
    for _ in range(3):
        pile = rng.uniform(180, 1300)
        for level in range(rng.randint(2, 4)):
            w = rng.uniform(34, 44)
            canvas.polygon(
                box(pile - w, top + 18 - level * 12, pile + w, top + 29 - level * 12),
                mix(mood.between(rng.choice(BINDINGS), 0.2), warm, 0.12),
            )
