"""Things that grow, drift and fly: hills, trees, palms, clouds, birds, water light."""

import math
from random import Random

from .canvas import WIDTH, Canvas, stars, sun_disc
from .geometry import Outline, arc, bezier, blob, down_from, height_at, ribbon, ridge, smooth, turned
from .moods import Color, Mood, ink, mix

LEAF = ink("#4f8a4a")
JUNGLE = ink("#3f7454")
GRASS = ink("#86a84e")
EARTH = ink("#a8794f")
BARK = ink("#7a5a44")
WATER = ink("#7fb0b5")
ROCK = ink("#8c8783")

# Leaf dabs are drawn by the thousand: a few ready shapes, moved and scaled, are enough.
_DABS = [blob(Random(number), 0, 0, 1, 0.7, 0.2, 7) for number in range(24)]


def open_sky(
    canvas: Canvas, mood: Mood, rng: Random, horizon: float, *, low: float = 90, radius: float = 0
) -> tuple[float, float]:
    """A sky with its sun or moon and its clouds; returns where the light stands."""
    x = rng.choice((rng.uniform(420, 640), rng.uniform(860, 1080)))
    y = horizon - low - rng.uniform(0, 150 if not mood.is_dark else 260)
    canvas.sky(mood, horizon, (x, y))
    if mood.is_dark:
        stars(canvas, rng, 260, horizon - 40)
    if mood.has_sun:
        sun_disc(canvas, mood, x, y, radius or rng.uniform(34, 62))
    if rng.random() < 0.5 and not mood.is_dark:
        clouds(canvas, mood, rng, rng.randint(4, 7), 120, horizon - 60)
    else:
        streaks(canvas, mood, rng, rng.randint(5, 10), 120, horizon - 40)
    return x, y


def clouds(
    canvas: Canvas, mood: Mood, rng: Random, count: int, top: float, bottom: float, *, size: float = 1.0
) -> None:
    """Flat-bottomed clouds, lit from above and dissolving below; smaller towards `bottom`, as perspective asks."""
    for index in range(count):
        share = (index + rng.random()) / count
        y = top + (bottom - top) * share
        near = (1.25 - share) * size
        width, x = rng.uniform(170, 340) * near, rng.uniform(-60, WIDTH + 60)
        puffs = []
        for _ in range(9):
            t = rng.uniform(-1, 1)
            rx = width * rng.uniform(0.14, 0.3)
            ry = width * rng.uniform(0.05, 0.12) * (1.15 - abs(t))
            puffs.append(arc(x + t * width * 0.62, y - ry * 0.8, rx, ry, steps=28))
        puffs.append(arc(x, y, width * 0.95, width * 0.035, steps=40))
        dark = mood.is_dark
        top_ink = mix(mood.haze, mood.horizon, 0.3) if dark else mix(mood.sun, mood.horizon, 0.3)
        canvas.fade(puffs, top_ink, [(0, 0.5 if dark else 0.9), (0.6, 0.3 if dark else 0.55), (1, 0.0)], grain=0.35)


def streaks(
    canvas: Canvas, mood: Mood, rng: Random, count: int, top: float, bottom: float, color: Color | None = None
) -> None:
    """Long thin bars of evening cloud."""
    for _ in range(count):
        share = rng.random()
        y, x = top + (bottom - top) * share, rng.uniform(0, WIDTH)
        length, thick = rng.uniform(240, 680) * (1.2 - share * 0.6), rng.uniform(5, 17) * (1.2 - share * 0.8)
        upper = [
            (x - length / 2 + length * t / 12, y - thick * math.sin(math.pi * t / 12) * rng.uniform(0.5, 1))
            for t in range(13)
        ]
        lower = [(x + length / 2 - length * t / 12, y + thick * 0.35 * math.sin(math.pi * t / 12)) for t in range(13)]
        canvas.polygon(smooth(upper, 3) + lower, color or mix(mood.middle, mood.sun, 0.45), rng.uniform(0.25, 0.6))


def hills(
    canvas: Canvas,
    mood: Mood,
    rng: Random,
    *,
    top: float,
    bottom: float,
    count: int,
    material: Color = JUNGLE,
    rise: float = 60,
    rough: float = 0.5,
) -> list[Outline]:
    """Ranges of hills, each nearer and darker than the last, with mist in the valleys; returns their crest lines."""
    lines = []
    for index in range(count):
        share = index / max(1, count - 1)
        y = top + (bottom - top) * share
        distance = 0.82 - 0.6 * share
        line = ridge(rng, y, rise * (0.7 + 0.5 * share), rough=rough)
        area = down_from(line, y + 260)
        canvas.gradient(
            [area], mood.between(material, 0.55, distance), mood.between(material, 0.2, min(0.95, distance + 0.3))
        )
        canvas.fade([area], mood.lit(material, distance * 0.7), [(0, 0.5), (0.3, 0.0), (1, 0.0)])
        lines.append(line)
    return lines


def palm(
    canvas: Canvas,
    rng: Random,
    x: float,
    foot: float,
    height: float,
    color: Color,
    light: Color,
    *,
    lean: float | None = None,
) -> None:
    """A coconut palm: a bent trunk and a crown of drooping fronds, `light` on those that face up."""
    lean = rng.uniform(-0.22, 0.22) if lean is None else lean
    top_x, top_y = x + lean * height, foot - height
    trunk = bezier((x, foot), (x + lean * height * 0.15, foot - height * 0.55), (top_x, top_y), 12)
    canvas.polygon(ribbon(trunk, height * 0.04, height * 0.016), color)
    canvas.polygon(
        ribbon([(px - height * 0.006, py) for px, py in trunk], height * 0.012, height * 0.004), mix(color, light, 0.45)
    )
    fine = height * canvas.scale > 160
    angles = sorted((rng.uniform(-9, 9) + a for a in range(-208, 40, 27)), key=lambda a: -math.sin(math.radians(a)))
    for order, angle in enumerate(angles):
        reach = height * rng.uniform(0.36, 0.48)
        up, out = math.sin(math.radians(angle)), math.cos(math.radians(angle))
        peak = top_x + out * reach * 0.5, top_y + up * reach * 0.78 - reach * 0.1
        tip = top_x + out * reach * 1.05, top_y + up * reach * 0.52 + reach * 0.36
        rib = bezier((top_x, top_y), peak, tip, 16 if fine else 8)
        tint = mix(color, light, 0.12 + 0.75 * max(0.0, -up) * (0.5 + 0.5 * order / len(angles)))
        _frond(canvas, rib, reach, tint)


def _frond(canvas: Canvas, rib: Outline, reach: float, color: Color) -> None:
    canvas.polygon(ribbon(rib, reach * 0.035, reach * 0.012), color)
    last = len(rib) - 1
    for index in range(1, last + 1):
        (ax, ay), (bx, by) = rib[index - 1], rib[index]
        length = reach * 0.23 * math.sin(math.pi * (0.12 + 0.8 * index / last)) ** 0.7
        dx, dy = bx - ax, by - ay
        step = math.hypot(dx, dy) or 1
        for side in (-1, 1):
            # Leaflets point back to the tip and hang: half along the rib, half down.
            nx, ny = -dy / step * side, dx / step * side
            tip = bx + (nx * 0.5 + dx / step * 0.7) * length, by + (ny * 0.5 + dy / step * 0.7 + 0.3) * length
            canvas.polygon([(ax, ay), ((ax + 2 * bx) / 3, (ay + 2 * by) / 3), tip], color)


def tree(
    canvas: Canvas,
    rng: Random,
    x: float,
    foot: float,
    height: float,
    dark: Color,
    light: Color,
    *,
    trunk: Color | None = None,
    spread: float = 0.42,
) -> None:
    """A broad-crowned tree built of leaf masses: dark below, lighter dabs towards the upper left."""
    trunk_ink = trunk or mix(dark, (20, 16, 20), 0.4)
    canvas.polygon(
        ribbon(
            bezier(
                (x, foot), (x + rng.uniform(-0.03, 0.03) * height, foot - height * 0.3), (x, foot - height * 0.62), 6
            ),
            height * 0.06,
            height * 0.03,
        ),
        trunk_ink,
    )
    cx, cy, rx, ry = x, foot - height * 0.68, height * spread, height * 0.33
    for side in (-1, 1):
        canvas.polygon(
            ribbon(
                bezier(
                    (x, foot - height * 0.36),
                    (x + side * height * 0.05, foot - height * 0.5),
                    (x + side * rx * 0.6, cy),
                    6,
                ),
                height * 0.03,
                height * 0.012,
            ),
            trunk_ink,
        )
    for k in range(22):
        angle, reach = k * 2.4, (k / 22) ** 0.5 * 0.78
        size = rng.uniform(0.2, 0.34)
        canvas.polygon(
            blob(
                rng,
                cx + rx * reach * math.cos(angle),
                cy + ry * reach * math.sin(angle),
                rx * size,
                ry * size * 1.1,
                0.1,
                18,
            ),
            dark,
        )
    large = height * canvas.scale > 260
    dabs(canvas, rng, cx, cy, rx, ry, dark, light, 210 if large else 24, 0.6 if large else 1.0)


def dabs(
    canvas: Canvas,
    rng: Random,
    cx: float,
    cy: float,
    rx: float,
    ry: float,
    dark: Color,
    light: Color,
    count: int,
    fineness: float = 1.0,
) -> None:
    """Leaf dabs over an elliptical crown, lighter and denser towards the upper left."""
    for step in range(count):
        share = step / count
        angle, reach = rng.uniform(0, 6.28), rng.random() ** 0.5
        x, y = cx + rx * reach * math.cos(angle) * 0.95, cy + ry * reach * math.sin(angle) * 0.95
        lit = 0.5 - 0.32 * (x - cx) / rx - 0.55 * (y - cy) / ry
        if lit < rng.uniform(0.1, 0.75) * (0.4 + share):
            continue
        size = rx * rng.uniform(0.05, 0.13) * fineness
        canvas.polygon(
            [(x + px * size, y + py * size) for px, py in rng.choice(_DABS)],
            mix(dark, light, min(1, 0.25 + 0.75 * share * lit)),
        )


def canopy(
    canvas: Canvas,
    rng: Random,
    line: Outline,
    size: float,
    dark: Color,
    light: Color,
    *,
    bottom: float,
    left: float = -40,
    right: float = WIDTH + 40,
) -> None:
    """A continuous belt of tree crowns along a line, filled down to `bottom`."""
    crowns, x = [], left
    while x < right:
        radius = size * rng.uniform(0.55, 1.15)
        crowns.append((x, height_at(line, x) - radius * 0.2, radius))
        x += radius * rng.uniform(0.7, 1.1)
    masses = [blob(rng, cx, cy, radius, radius * 0.85, 0.12, 16) for cx, cy, radius in crowns]
    foot = [(left, bottom), *((cx, cy) for cx, cy, _ in crowns), (right, bottom)]
    canvas.gradient([*masses, foot], mix(dark, light, 0.25), dark)
    for cx, cy, radius in crowns:
        dabs(canvas, rng, cx, cy, radius, radius * 0.8, dark, light, 26 if size * canvas.scale > 64 else 9)


def birds(canvas: Canvas, rng: Random, x: float, y: float, count: int, size: float, color: Color) -> None:
    """A loose flock on the wing."""
    for _ in range(count):
        bx, by = x + rng.gauss(0, size * 6), y + rng.gauss(0, size * 2.4)
        s, tilt = size * rng.uniform(0.6, 1.1), rng.uniform(-0.3, 0.3)
        flap = rng.uniform(0.2, 0.6)
        left = bezier((bx, by), (bx - s * 0.5, by - s * (flap + 0.25)), (bx - s, by - s * (flap - 0.3 + tilt)), 6)
        right = bezier((bx, by), (bx + s * 0.5, by - s * (flap + 0.25)), (bx + s, by - s * (flap - 0.3 - tilt)), 6)
        canvas.polygon(ribbon(left, s * 0.17, s * 0.02), color)
        canvas.polygon(ribbon(right, s * 0.17, s * 0.02), color)


def glitter(
    canvas: Canvas,
    rng: Random,
    x: float,
    top: float,
    bottom: float,
    color: Color,
    *,
    count: int = 120,
    width: float = 60,
    alpha: float = 0.8,
) -> None:
    """The path of light under a low sun: short dashes that widen and spread towards the viewer."""
    for _ in range(count):
        t = rng.random() ** 1.4
        y = top + (bottom - top) * t
        cx = x + rng.gauss(0, width * (0.35 + 1.1 * t))
        length, thick = (8 + 50 * t) * rng.uniform(0.5, 1.4), 0.9 + 2.6 * t
        canvas.polygon(
            [(cx - length, y), (cx, y - thick), (cx + length, y), (cx, y + thick)], color, alpha * rng.uniform(0.35, 1)
        )


def swell(
    canvas: Canvas, rng: Random, top: float, bottom: float, dark: Color, light: Color, *, count: int = 90
) -> None:
    """Thin crests across open water, closer together towards the horizon."""
    for _ in range(count):
        t = rng.random() ** 1.6
        y, x = top + (bottom - top) * t, rng.uniform(-50, WIDTH + 50)
        length, thick = (30 + 150 * t) * rng.uniform(0.5, 1.5), 0.8 + 4.2 * t
        crest = bezier((x - length, y), (x, y - thick * 1.6), (x + length, y), 8)
        hollow = bezier((x + length, y), (x, y + thick * 0.4), (x - length, y), 8)
        canvas.polygon(crest + hollow, light if rng.random() < 0.45 else dark, 0.2 + 0.3 * rng.random())


def blades(
    canvas: Canvas, rng: Random, left: float, right: float, foot: float, height: float, colors: list[Color], count: int
) -> None:
    """Tall grass at the foot of the picture."""
    for _ in range(count):
        x, tall = rng.uniform(left, right), height * rng.uniform(0.4, 1)
        bend = rng.uniform(-0.5, 0.5) * tall
        spine = bezier((x, foot), (x + bend * 0.2, foot - tall * 0.7), (x + bend, foot - tall), 6)
        canvas.polygon(ribbon(spine, max(2.5, tall * 0.045), 0.5), rng.choice(colors))


def fern(canvas: Canvas, rng: Random, x: float, foot: float, size: float, color: Color, light: Color) -> None:
    """A rosette of arching fern leaves."""
    for angle in range(-165, -10, 17):
        turn = math.radians(angle + rng.uniform(-8, 8))
        reach = size * rng.uniform(0.75, 1.1)
        peak = x + math.cos(turn) * reach * 0.6, foot + math.sin(turn) * reach
        tip = x + math.cos(turn) * reach * 1.15, foot + math.sin(turn) * reach * 0.62
        _frond(canvas, bezier((x, foot), peak, tip, 14), reach, mix(color, light, rng.uniform(0, 0.8)))


def smoke(
    canvas: Canvas,
    rng: Random,
    x: float,
    y: float,
    drift: float,
    rise: float,
    size: float,
    color: Color,
    light: Color,
    alpha: float = 0.55,
) -> None:
    """A plume that leaves a chimney or crater narrow and dark-edged, then widens and thins downwind."""
    puffs = []
    for step in range(18):
        t = step / 17
        radius = size * (0.25 + 1.6 * t) * rng.uniform(0.8, 1.15)
        puffs.append((x + drift * t**1.4 + rng.gauss(0, size * 0.12), y - rise * t**0.75, radius, 1 - t))
    for px, py, radius, left_over in reversed(puffs):
        canvas.fade(
            [blob(rng, px, py, radius, radius * 0.85, 0.1, 20)],
            mix(light, color, 0.25),
            [(0, alpha * (0.3 + 0.5 * left_over)), (0.75, alpha * 0.4 * (0.2 + left_over)), (1, 0)],
            grain=0.4,
        )


def leaf(x: float, y: float, length: float, degrees: float) -> Outline:
    """The outline of one leaf."""
    upper = bezier((x, y), (x + length * 0.45, y - length * 0.3), (x + length, y), 8)
    lower = bezier((x + length, y), (x + length * 0.45, y + length * 0.3), (x, y), 8)
    return turned(upper + lower, degrees, (x, y))
