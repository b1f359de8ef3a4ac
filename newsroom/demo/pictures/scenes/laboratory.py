"""A laboratory bench."""

import math
from random import Random

from ..built import PLASTER, WOOD, tower
from ..canvas import Canvas
from ..geometry import Outline, Point, arc, bezier, box, ribbon
from ..moods import Color, Mood, ink, mix
from ..nature import JUNGLE, LEAF, ROCK, canopy

LIQUIDS = (
    ink("#d9603b"),
    ink("#e3a93b"),
    ink("#2f8f8a"),
    ink("#7a5aa0"),
    ink("#5f9f4f"),
    ink("#c8455f"),
    ink("#3f7fb0"),
)


def laboratory(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A bench by a tall window: microscope, flasks of colour, their light thrown along the bench."""
    bench = rng.uniform(690, 730)
    wall = mix(mood.lit(ink("#a9b8b4")), mood.shade, 0.5)
    canvas.gradient([box(-10, -10, 1510, 1010)], mix(wall, mood.silhouette, 0.25), wall)
    _window(canvas, mood, rng, rng.uniform(380, 560), 70, rng.uniform(600, 680), bench - 60)
    _shelf(canvas, mood, rng, rng.uniform(1120, 1180), 300, 480)
    _shelf(canvas, mood, rng, rng.uniform(1120, 1180), 500, 480)
    _shelf(canvas, mood, rng, rng.uniform(-140, -100), 330, 400)
    top = mix(mood.lit(ink("#6f5a4c")), mood.silhouette, 0.2)
    canvas.gradient([box(-10, bench, 1510, 1010)], mix(top, mood.horizon, 0.5), mix(top, mood.silhouette, 0.45))
    canvas.glow(750, bench + 20, 700, mix(mood.sun, mood.horizon, 0.3), 0.55, 0.3)
    canvas.polygon(box(-10, bench - 3, 1510, bench + 4), mix(mood.sun, mood.horizon, 0.4), 0.7)
    items: list[tuple[float, str]] = []
    kinds = ["erlenmeyer", "beaker", "round", "rack", "cylinder", "erlenmeyer", "beaker", "round"]
    rng.shuffle(kinds)
    scope_x = rng.uniform(520, 980)
    x = rng.uniform(60, 130)
    for kind in kinds:
        if abs(x - scope_x) < 205:
            x = scope_x + 215
        if x > 1430:
            break
        items.append((x, kind))
        x += rng.uniform(125, 185)
    fall = rng.uniform(-0.3, 0.3)
    for index, (at, kind) in enumerate(items):
        foot = bench + 62 + 46 * (index % 2)
        _glass(canvas, mood, rng, at, foot, rng.uniform(0.95, 1.25), kind, rng.choice(LIQUIDS), fall)
    _microscope(canvas, mood, scope_x, bench + 120, rng.uniform(1.12, 1.24), fall, rng.choice((-1, 1)))
    _dish(canvas, mood, rng, scope_x + rng.choice((-1, 1)) * rng.uniform(230, 290), bench + 180)
    canvas.fade([box(-10, bench + 120, 1510, 1010)], mood.silhouette, [(0, 0.0), (1, 0.5)])


def _window(canvas: Canvas, mood: Mood, rng: Random, left: float, top: float, wide: float, foot: float) -> None:
    """A steel window with the city or trees beyond, and the light it lets in."""
    right = left + wide
    canvas.gradient([box(left, top, right, foot)], mood.middle, mood.horizon)
    canvas.glow(left + wide * rng.uniform(0.3, 0.7), foot - 150, wide * 0.55, mood.sun, 0.8)
    if rng.random() < 0.5:
        for _ in range(13):
            x, w = rng.uniform(left + 40, right - 40), rng.uniform(32, 58)
            tower(
                canvas,
                mood,
                rng,
                x,
                foot,
                w,
                rng.uniform(70, 260),
                rng.uniform(0.62, 0.82),
                glow=0.4 if mood.is_dark else 0,
            )
    line = [(left - 10, foot - 40), (right + 10, foot - 56)]
    inner = [(x, y) for x, y in line]
    canopy(
        canvas,
        rng,
        inner,
        30,
        mood.shaded(JUNGLE, 0.5),
        mood.lit(LEAF, 0.5),
        bottom=foot,
        left=left + 26,
        right=right - 26,
    )
    frame = mix(mood.silhouette, mood.shade, 0.4)
    for k in range(5):
        x = left + wide * k / 4
        canvas.polygon(box(x - (7 if k in (0, 4) else 4), top, x + (7 if k in (0, 4) else 4), foot), frame)
    for k in range(4):
        y = top + (foot - top) * k / 3
        canvas.polygon(box(left - 7, y - 4, right + 7, y + 4), frame)
    canvas.polygon(box(left - 26, foot, right + 26, foot + 16), mix(frame, mood.horizon, 0.35))
    beam = [(left, top), (right, top), (right + 330, 1010), (left - 330, 1010)]
    canvas.soft([beam], mix(mood.sun, mood.horizon, 0.4), 0.14, 26)


def _shelf(canvas: Canvas, mood: Mood, rng: Random, left: float, y: float, wide: float) -> None:
    """A wall shelf of bottles and jars, in the half dark."""
    canvas.soft([box(left + 14, y + 8, left + wide + 10, y + 40)], mood.silhouette, 0.4, 9)
    x = left + 22
    while x < left + wide - 40:
        w, h = rng.uniform(22, 44), rng.uniform(52, 118)
        tone = mix(mood.between(rng.choice((*LIQUIDS, ink("#6f4a30"), ink("#8a5f3a"))), 0.62), mood.shade, 0.25)
        neck = w * rng.uniform(0.18, 0.3)
        canvas.gradient(
            [
                [
                    (x, y),
                    (x, y - h * 0.66),
                    (x + w / 2 - neck, y - h * 0.82),
                    (x + w / 2 - neck, y - h),
                    (x + w / 2 + neck, y - h),
                    (x + w / 2 + neck, y - h * 0.82),
                    (x + w, y - h * 0.66),
                    (x + w, y),
                ]
            ],
            mix(tone, mood.horizon, 0.25),
            tone,
        )
        canvas.polygon(box(x + w * 0.12, y - h * 0.5, x + w * 0.88, y - h * 0.2), mix(mood.lit(PLASTER), tone, 0.35))
        canvas.polygon(box(x + w * 0.1, y - h * 0.62, x + w * 0.2, y - h * 0.06), mix(mood.sun, tone, 0.3), 0.4)
        x += w + rng.uniform(5, 24)
    canvas.gradient([box(left, y, left + wide, y + 11)], mood.lit(WOOD), mood.shaded(WOOD))


def _glass(
    canvas: Canvas, mood: Mood, rng: Random, x: float, foot: float, s: float, kind: str, liquid: Color, fall: float
) -> None:
    """One piece of glassware with its liquid, highlights and a coloured shadow that leans towards the viewer."""
    body: Outline
    fill = rng.uniform(0.35, 0.7)
    if kind == "rack":
        _rack(canvas, mood, rng, x, foot, s, fall)
        return
    if kind == "erlenmeyer":
        tall, half, neck = 200 * s, 68 * s, 17 * s

        def half_at(t: float) -> float:
            return half if t < 0.04 else (half + (neck - half) * (t - 0.04) / 0.62 if t < 0.66 else neck)
    elif kind == "beaker":
        tall, half = 150 * s, 56 * s

        def half_at(t: float) -> float:
            return half
    elif kind == "cylinder":
        tall, half = 290 * s, 24 * s

        def half_at(t: float) -> float:
            return half * 1.9 if t < 0.035 else half
    else:
        tall, half, neck = 205 * s, 72 * s, 16 * s

        def half_at(t: float) -> float:
            return max(neck, half * math.sqrt(max(0.0, 1 - ((t - 0.35) / 0.36) ** 2))) if t < 0.71 else neck

    steps = [k / 40 for k in range(41)]
    body = [(x - half_at(t), foot - tall * t) for t in steps] + [
        (x + half_at(t), foot - tall * t) for t in reversed(steps)
    ]
    color = mix(mood.lit(liquid), liquid, 0.45)
    shadow = [(px + (foot - py) * fall, foot + (foot - py) * 0.55) for px, py in body]
    canvas.soft([shadow], mood.silhouette, 0.42, 5)
    canvas.glow(x + tall * 0.2 * fall, foot + tall * 0.2, half * 1.5, mix(color, mood.sun, 0.4), 0.75, 0.5)
    canvas.polygon(body, mix(mood.sun, mood.horizon, 0.5), 0.24)
    wet = [t for t in steps if t <= fill and t >= 0.03]
    canvas.gradient(
        [
            [(x - half_at(t) + 4, foot - tall * t) for t in wet]
            + [(x + half_at(t) - 4, foot - tall * t) for t in reversed(wet)]
        ],
        mix(color, mood.sun, 0.22),
        mix(color, mood.silhouette, 0.28),
    )
    level = half_at(fill) - 4
    canvas.ellipse(x, foot - tall * fill, level, max(3, level * 0.13), mix(color, mood.sun, 0.5))
    for _ in range(6):
        t = rng.uniform(0.06, fill - 0.05)
        canvas.ellipse(
            x + rng.uniform(-0.6, 0.6) * half_at(t), foot - tall * t, 2.6, 2.6, mix(color, mood.sun, 0.5), 0.7
        )
    edge = mix(mood.sun, mood.horizon, 0.3)
    canvas.line([*body, body[0]], edge, 2, 0.5)
    streak = [(x - half_at(t) * 0.72, foot - tall * t) for t in steps if 0.1 < t < 0.62]
    canvas.polygon(ribbon(streak, 9 * s, 4 * s), (255, 253, 244), 0.4)
    canvas.polygon(
        ribbon([(x + half_at(t) * 0.84, foot - tall * t) for t in steps if 0.08 < t < 0.5], 3 * s, 3 * s),
        (255, 253, 244),
        0.4,
    )
    rim = half_at(1.0) + 5 * s
    canvas.ellipse(x, foot - tall, rim, rim * 0.2 + 2, edge, 0.75)
    canvas.ellipse(x, foot - tall, rim - 4, rim * 0.16, mix(mood.shade, mood.haze, 0.3), 0.7)
    if kind in ("cylinder", "beaker", "erlenmeyer"):
        for k in range(1, 7):
            t = 0.12 + k * 0.085
            canvas.line(
                [(x + half_at(t) * 0.1, foot - tall * t), (x + half_at(t) * (0.5 if k % 2 else 0.36), foot - tall * t)],
                edge,
                1.6,
                0.8,
            )


def _rack(canvas: Canvas, mood: Mood, rng: Random, x: float, foot: float, s: float, fall: float) -> None:
    """Test tubes in a wooden stand."""
    half, tall = 84 * s, 120 * s
    canvas.soft(
        [
            [
                (x - half, foot),
                (x + half, foot),
                (x + half + tall * fall, foot + tall * 0.5),
                (x - half + tall * fall, foot + tall * 0.5),
            ]
        ],
        mood.silhouette,
        0.4,
        6,
    )
    canvas.polygon(box(x - half, foot - 14 * s, x + half, foot), mood.shaded(WOOD))
    for k in range(5):
        cx, r = x - half * 0.76 + half * 0.38 * k, 11 * s
        liquid = LIQUIDS[(k + rng.randint(0, 1)) % len(LIQUIDS)]
        color = mix(mood.lit(liquid), liquid, 0.45)
        top, low = foot - tall * 1.32, foot - 16 * s
        canvas.polygon(
            [(cx - r, top), (cx + r, top), (cx + r, low - r), *arc(cx, low - r, r, r, 0, 180, 10), (cx - r, low - r)],
            mix(mood.sun, mood.horizon, 0.5),
            0.35,
        )
        level = foot - tall * rng.uniform(0.45, 1.0)
        canvas.gradient(
            [
                [
                    (cx - r + 2, level),
                    (cx + r - 2, level),
                    (cx + r - 2, low - r),
                    *arc(cx, low - r, r - 2, r - 2, 0, 180, 10),
                    (cx - r + 2, low - r),
                ]
            ],
            mix(color, mood.sun, 0.2),
            mix(color, mood.silhouette, 0.2),
        )
        canvas.ellipse(cx, top, r + 2, 4, mix(mood.sun, mood.horizon, 0.3), 0.8)
        canvas.polygon(box(cx - r * 0.6, top + 8, cx - r * 0.25, low - 14), (255, 253, 244), 0.4)
    canvas.gradient(
        [box(x - half, foot - tall * 0.86, x + half, foot - tall * 0.74)], mood.lit(WOOD), mood.between(WOOD, 0.5)
    )
    for side in (-1, 1):
        canvas.polygon(
            box(x + side * half - 7 * s, foot - tall * 0.95, x + side * half + 7 * s, foot),
            mood.between(WOOD, 0.3 if side < 0 else 0.7),
        )


def _microscope(canvas: Canvas, mood: Mood, x: float, foot: float, s: float, fall: float, facing: int) -> None:
    """A microscope in profile, dark metal with a lit edge."""
    dark = mix(mood.silhouette, mood.shade, 0.2)
    metal, light = mix(dark, mood.lit(ROCK), 0.25), mix(mood.sun, mood.horizon, 0.4)

    def at(px: float, py: float) -> Point:
        return x + facing * px * s, foot + py * s

    def part(points: list[tuple[float, float]], color: Color = dark) -> None:
        canvas.polygon([at(*p) for p in points], color)

    canvas.soft(
        [
            [
                (px + (foot - py) * fall, foot + (foot - py) * 0.5)
                for px, py in (at(-120, 0), at(-90, -150), at(-30, -400), at(60, -400), at(110, -200), at(120, 0))
            ]
        ],
        mood.silhouette,
        0.5,
        8,
    )
    part([(-118, 0), (-114, -22), (-60, -34), (66, -34), (112, -26), (116, 0)])
    part([(-114, -22), (-60, -34), (66, -34), (112, -26), (110, -22), (60, -29), (-58, -29)], light)
    arm = [at(*p) for p in bezier((70, -30), (150, -190), (20, -318), 20)]
    canvas.polygon(ribbon(arm, 54 * s, 36 * s), dark)
    canvas.polygon(ribbon([(px + facing * 18 * s, py - 5 * s) for px, py in arm[2:]], 5 * s, 4 * s), light, 0.75)
    part([(-104, -132), (58, -132), (58, -116), (-104, -116)], metal)
    part([(-104, -132), (58, -132), (58, -128), (-104, -128)], light)
    part([(-56, -140), (10, -140), (10, -133), (-56, -133)], mix(light, (255, 255, 255), 0.3))
    canvas.glow(*at(-24, -134), 64 * s, mood.accent, 0.75, 0.6)
    part([(-46, -112), (-4, -112), (-10, -78), (-40, -78)], metal)
    part([(-34, -78), (-16, -78), (-14, -36), (-36, -36)], dark)
    canvas.ellipse(*at(96, -106), 23 * s, 23 * s, metal)
    canvas.ellipse(*at(96, -106), 15 * s, 15 * s, dark)
    canvas.ellipse(*at(92, -110), 7 * s, 7 * s, mix(metal, light, 0.45))
    canvas.ellipse(*at(90, -176), 15 * s, 15 * s, metal)
    canvas.ellipse(*at(90, -176), 9 * s, 9 * s, dark)

    def tube(a: tuple[float, float], b: tuple[float, float], wide: float, end: float, color: Color) -> None:
        canvas.polygon(ribbon([at(*a), at(*b)], wide * s, end * s), color)

    tube((-24, -198), (-24, -150), 27, 18, metal)
    canvas.polygon(ribbon([at(-32, -197), at(-31, -152)], 4 * s, 3 * s), light, 0.9)
    tube((-24, -150), (-24, -141), 13, 9, mix(light, metal, 0.3))
    tube((-8, -204), (22, -166), 22, 14, metal)
    tube((-42, -206), (-66, -170), 20, 12, metal)
    part([(-62, -224), (22, -224), (14, -198), (-54, -198)], dark)
    part([(-56, -300), (30, -310), (34, -224), (-52, -224)], dark)
    part([(-56, -300), (-46, -301), (-43, -224), (-52, -224)], light)
    tube((-34, -296), (-96, -386), 44, 36, dark)
    tube((-94, -383), (-116, -415), 27, 33, metal)
    canvas.polygon(ribbon([at(-52, -296), at(-113, -384)], 5 * s, 4 * s), light, 0.85)
    part([(-6, -306), (32, -310), (26, -330), (0, -328)], metal)


def _dish(canvas: Canvas, mood: Mood, rng: Random, x: float, y: float) -> None:
    """A petri dish with colonies."""
    color = mix(mood.lit(rng.choice(LIQUIDS)), PLASTER, 0.35)
    canvas.soft([arc(x + 6, y + 18, 92, 26)], mood.silhouette, 0.5, 5)
    canvas.ellipse(x, y + 8, 88, 26, mix(mood.sun, mood.shade, 0.45))
    canvas.ellipse(x, y, 88, 25, mix(mood.sun, mood.horizon, 0.4))
    canvas.ellipse(x, y, 83, 22, mix(color, mood.shade, 0.2))
    for _ in range(13):
        angle, reach = rng.uniform(0, 6.28), rng.random() ** 0.5 * 0.8
        r = rng.uniform(3, 9)
        canvas.ellipse(
            x + 83 * reach * math.cos(angle),
            y + 22 * reach * math.sin(angle),
            r,
            r * 0.4,
            mix(mood.sun, color, 0.25),
            0.85,
        )
