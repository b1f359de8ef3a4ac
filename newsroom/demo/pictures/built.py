"""Things people put up: towers and lamp posts."""

from random import Random

from .canvas import Canvas
from .geometry import bezier, box, ribbon
from .moods import Color, Mood, ink, mix

TILE = ink("#c0623e")
PLASTER = ink("#efe3cc")
CONCRETE = ink("#c9c4b8")
GLASS = ink("#7d9cab")
ASPHALT = ink("#5d626b")
WOOD = ink("#8a5a3c")
BOXES = (ink("#b9513a"), ink("#d79a3f"), ink("#3f7385"), ink("#5f8a6a"), ink("#d8cfbd"), ink("#7a4a5a"), ink("#8fa3ab"))
LIVERIES = (
    (ink("#c8452f"), ink("#e6b04a")),
    (ink("#1f6f80"), ink("#e08a4a")),
    (ink("#2f4a72"), ink("#d8c9a0")),
    (ink("#6a3f66"), ink("#e39a86")),
)

_WALLS = (ink("#c9c4b8"), ink("#9fb2ba"), ink("#b8a894"), ink("#8fa3a0"), ink("#d4c2a8"))
_GLASS = ink("#6f8fa0")


def tower(
    canvas: Canvas,
    mood: Mood,
    rng: Random,
    x: float,
    foot: float,
    wide: float,
    tall: float,
    distance: float,
    *,
    glow: float = 0.0,
) -> None:
    """An office tower with a lit and a shaded face; `glow` (0..1) is the share of windows alight."""
    wall = rng.choice(_WALLS)
    left, right, top = x - wide / 2, x + wide / 2, foot - tall
    turn = left + wide * rng.uniform(0.58, 0.8)
    lit, dark = mood.lit(wall, distance), mood.shaded(wall, distance)
    base = mix(lit, mood.haze, 0.3)
    crown = rng.choice(("flat", "step", "slant", "spire", "flat", "round"))
    if crown == "slant":
        rise = wide * rng.uniform(0.25, 0.6)
        canvas.gradient([[(left, top), (turn, top - rise), (turn, foot), (left, foot)]], lit, base)
        canvas.polygon([(turn, top - rise), (right, top - rise * 0.55), (right, foot), (turn, foot)], dark)
    elif crown == "round":
        arch = bezier((left, top), (left + wide * 0.2, top - wide * 0.5), (turn, top - wide * 0.5), 8)
        canvas.gradient([[*arch, (turn, foot), (left, foot)]], lit, base)
        canvas.polygon(
            [
                *bezier((turn, top - wide * 0.5), (right, top - wide * 0.4), (right, top), 6),
                (right, foot),
                (turn, foot),
            ],
            dark,
        )
    else:
        if crown in ("step", "spire"):
            inset, lift = wide * 0.18, wide * rng.uniform(0.3, 0.7)
            canvas.polygon(box(left + inset, top - lift, turn, top), lit)
            canvas.polygon(box(turn, top - lift, right - inset, top), dark)
            if crown == "spire":
                canvas.polygon(
                    [
                        (turn - wide * 0.035, top - lift),
                        (turn, top - lift - tall * 0.2),
                        (turn + wide * 0.035, top - lift),
                    ],
                    dark,
                )
        else:
            canvas.polygon(box(left + wide * 0.2, top - wide * 0.12, left + wide * 0.55, top), mix(lit, dark, 0.5))
            canvas.line([(left + wide * 0.7, top), (left + wide * 0.7, top - wide * 0.45)], dark, 1.6)
        canvas.gradient([box(left, top, turn, foot)], lit, base)
        canvas.polygon(box(turn, top, right, foot), dark)
    if distance < 0.7:
        _windows(canvas, mood, rng, (left, turn, right), (top, foot), distance, glow)


def _windows(
    canvas: Canvas,
    mood: Mood,
    rng: Random,
    sides: tuple[float, float, float],
    span: tuple[float, float],
    distance: float,
    glow: float,
) -> None:
    left, turn, right = sides
    top, foot = span
    floor = rng.uniform(9, 13)
    pane, deep = (
        mood.between(_GLASS, 0.45, distance),
        mix(mood.shaded(_GLASS, distance), mood.silhouette, 0.25 * (1 - distance)),
    )
    floors = int((foot - top - 12) / floor)
    if not glow and rng.random() < 0.55:
        for level in range(floors):
            y = top + 8 + level * floor
            canvas.polygon(box(left + 3, y, turn - 3, y + floor * 0.5), pane)
            canvas.polygon(box(turn + 2, y, right - 2, y + floor * 0.5), deep)
        return
    bay = rng.uniform(7, 11)
    for level in range(floors):
        y = top + 8 + level * floor
        for first, last, plain in ((left, turn, pane), (turn, right, deep)):
            bays = int((last - first - 4) / bay)
            for k in range(bays):
                alight = rng.random() < glow * 0.85
                if not alight and glow and rng.random() < 0.5:
                    continue
                x = first + 3 + k * bay
                color = (
                    mix(mix(mood.accent, (255, 246, 222), rng.random() * 0.6), mood.haze, distance * 0.75)
                    if alight
                    else plain
                )
                canvas.polygon(box(x, y, x + bay * 0.58, y + floor * 0.58), color)


def lamp_post(canvas: Canvas, x: float, foot: float, tall: float, dark: Color, lamp: Color, *, side: int = 1) -> None:
    """A street lamp with an arm over the road and its pool of light."""
    head = x + side * tall * 0.16
    canvas.polygon(ribbon([(x, foot), (x, foot - tall * 0.92)], max(1.6, tall * 0.022), max(1.2, tall * 0.014)), dark)
    canvas.line(bezier((x, foot - tall * 0.9), (x, foot - tall), (head, foot - tall), 8), dark, max(1.2, tall * 0.014))
    canvas.glow(head, foot - tall * 0.985, tall * 0.42, lamp, 0.75)
    canvas.ellipse(head, foot - tall * 0.985, tall * 0.035, tall * 0.018, mix(lamp, (255, 255, 255), 0.5))
