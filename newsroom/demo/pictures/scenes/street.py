"""A shopping street in the rain."""

from random import Random

from ..built import ASPHALT, GLASS, PLASTER, lamp_post, tower
from ..canvas import Canvas
from ..geometry import Outline, Perspective, arc, box
from ..moods import Color, Mood, ink, mix
from ..people import umbrella

AWNINGS = (ink("#c8553d"), ink("#2f7f86"), ink("#d99a3d"), ink("#5b7f4b"), ink("#a64b5f"))


def rainy_street(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A shopping street in the rain: lit windows mirrored in the wet road, people under umbrellas."""
    vanish, horizon = rng.uniform(600, 900), rng.uniform(500, 545)
    canvas.sky(mood, horizon, (vanish, horizon - 60), 620)
    view = Perspective(vanish, horizon, rng.uniform(1.6, 2.6), 820)
    blocks = street_blocks(rng)
    warm = mix(mood.lamplight, (255, 240, 205), 0.35)
    _far_street(canvas, mood, rng, vanish, horizon)
    state = rng.getstate()
    canvas.gradient([box(-10, horizon, 1510, 1010)], mix(mood.horizon, mood.haze, 0.4), mood.shaded(ASPHALT))
    for upside in (True, False):
        rng.setstate(state)
        for block in blocks:
            facade(canvas, mood, rng, view, block, warm, -1 if upside else 1)
        if upside:
            canvas.ripple(rng, horizon, 3.4)
            canvas.fade(
                [view.floor(-60, 60, 0.9, 300)], mood.shaded(ASPHALT), [(0, 0.22), (0.4, 0.42), (1, 0.72)], grain=0.2
            )
    for side in (-1, 1):
        curb = [view.at(side * 4.1, 1.2), view.at(side * 4.1, 160), view.at(side * 4.3, 160), view.at(side * 4.3, 1.2)]
        canvas.polygon(curb, mix(mood.horizon, mood.shade, 0.45), 0.8)
    for z in (40, 26, 17, 11.5, 8, 5.6):
        canvas.polygon(view.floor(-0.09, 0.09, z, z * 1.16), mood.lit(PLASTER), 0.5)
    canvas.glow(vanish, horizon + 10, 330, mix(warm, mood.horizon, 0.3), 0.6)
    for z in sorted((rng.uniform(16, 40) for _ in range(3)), reverse=True):
        _headlights(canvas, mood, view, rng.choice((-1.9, 1.9)), z, warm)
    for z in (34, 20, 12):
        for side in (-1, 1):
            x, y = view.at(side * 4.6, z)
            lamp_post(canvas, x, y, view.scale(z) * 5, mood.silhouette, mood.lamplight, side=-side)
    cloths = [mix(mood.accent, ink("#c8452f"), 0.75), ink("#d9a441"), ink("#2f6f78"), ink("#e9e1cf"), ink("#7a4a68")]
    rng.shuffle(cloths)
    count = rng.randint(8, 12)
    for index, z in enumerate(
        sorted((4.6 + 17 * (k + rng.random()) ** 1.5 / count**1.5 for k in range(count)), reverse=True)
    ):
        x, y = view.at(rng.uniform(-3.9, 3.9), z)
        x = min(1180, max(320, x))
        cloth = mix(mood.between(cloths[index % 5], 0.3), mood.haze, 0.4 * min(1, z / 30))
        tall, dark = view.scale(z) * 1.72, mix(mood.silhouette, mood.haze, 0.4 * min(1, z / 30))
        canvas.soft([box(x - tall * 0.14, y, x + tall * 0.14, y + tall * 0.62)], dark, 0.6, tall * 0.04)
        canvas.glow(x, y + tall * 0.85, tall * 0.55, cloth, 0.45, 0.42)
        umbrella(canvas, rng, x, y, tall, cloth, dark, mix(cloth, warm, 0.4))
    slant = rng.uniform(-0.12, 0.12)
    for _ in range(520):
        x, y, length = rng.uniform(-40, 1540), rng.uniform(-40, 1000), rng.uniform(14, 62)
        canvas.line(
            [(x, y), (x + length * slant, y + length)], mood.sun, rng.choice((0.8, 0.8, 1.3)), rng.uniform(0.08, 0.26)
        )
    for _ in range(46):
        z = rng.uniform(2.2, 12)
        x, y = view.at(rng.uniform(-5, 5), z)
        size = view.scale(z) * 0.1
        ring = arc(x, y, size, size * 0.26, steps=20)
        canvas.line(ring, mix(mood.sun, mood.haze, 0.3), 1.2, 0.4)


def street_blocks(rng: Random) -> list[tuple[int, float, float, float, Color]]:
    """(side, near, far, height, wall) for both sides of the street, farthest first."""
    walls = (ink("#9c6f5c"), ink("#b79a78"), ink("#7d8a8c"), ink("#a88a86"), ink("#6f7f78"))
    blocks = []
    for side in (-1, 1):
        z = 1.6
        while z < 90:
            deep = rng.uniform(3.5, 6.5) * (1 + z / 26)
            blocks.append((side, z, z + deep, rng.uniform(7, 15), rng.choice(walls)))
            z += deep
    return sorted(blocks, key=lambda block: -block[1])


def _far_street(canvas: Canvas, mood: Mood, rng: Random, vanish: float, horizon: float) -> None:
    for _ in range(12):
        tower(
            canvas,
            mood,
            rng,
            vanish + rng.gauss(0, 130),
            horizon + 4,
            rng.uniform(30, 64),
            rng.uniform(90, 300),
            rng.uniform(0.5, 0.8),
            glow=0.3,
        )


def facade(
    canvas: Canvas,
    mood: Mood,
    rng: Random,
    view: Perspective,
    block: tuple[int, float, float, float, Color],
    warm: Color,
    up: int,
    *,
    alight: float = 0.34,
    signs: bool = True,
) -> None:
    """One house front along the street, upright (`up` 1) or as its reflection (-1)."""
    side, near, far, tall, wall = block
    x = side * 6.2
    distance = min(0.78, near / 62)

    def face(z1: float, z2: float, y1: float, y2: float, push: float = 0.0) -> Outline:
        at = x - side * push
        return [view.at(at, z1, up * y1), view.at(at, z1, up * y2), view.at(at, z2, up * y2), view.at(at, z2, up * y1)]

    tone = mood.between(wall, 0.55 if side < 0 else 0.8, distance)
    canvas.polygon(face(near, far, 0, tall), tone)
    canvas.polygon(face(near, far, tall - 0.3, tall, 0.25), mix(tone, mood.horizon, 0.2))
    bays = max(1, round((far - near) / 2.2))
    deep = (far - near) / bays
    for floor in range(1, int(tall / 3.0)):
        for bay in range(bays):
            a = near + deep * (bay + 0.25)
            shines = rng.random() < alight
            pane = (
                mix(mix(warm, mood.lamplight, rng.random() * 0.5), mood.haze, distance * 0.6)
                if shines
                else mix(mood.shaded(GLASS, distance), mood.horizon, 0.18)
            )
            canvas.polygon(face(a, a + deep * 0.5, floor * 3.0 + 0.7, floor * 3.0 + 2.3), pane)
    for bay in range(bays):
        a = near + deep * (bay + 0.1)
        if rng.random() < alight * 2:
            shop = mix(mix(warm, mood.lamplight, rng.random() * 0.7), mood.shade, rng.uniform(0.0, 0.45))
            canvas.polygon(face(a, a + deep * 0.8, 0.45, 2.45), mix(shop, mood.haze, distance * 0.5))
            # A darker sill and goods in the window keep the panes from reading as blank sheets.
            canvas.polygon(
                face(a, a + deep * 0.8, 0.45, 0.85), mix(mix(shop, mood.silhouette, 0.55), mood.haze, distance * 0.5)
            )
            for k in (0.08, 0.3, 0.56):
                b = a + deep * (k + rng.uniform(-0.03, 0.06))
                canvas.polygon(
                    face(b, b + deep * rng.uniform(0.05, 0.12), 0.85, rng.uniform(0.95, 1.25)),
                    mix(mix(shop, mood.silhouette, 0.55), mood.haze, distance * 0.5),
                )
            canvas.polygon(face(a, a + deep * 0.8, 1.95, 2.03), mood.shaded(wall, distance))
        else:
            canvas.polygon(
                face(a, a + deep * 0.8, 0.1, 2.45),
                mix(mood.shaded(wall, distance), mood.silhouette, 0.3 * (1 - distance)),
            )
            for k in range(7):
                canvas.polygon(
                    face(a, a + deep * 0.8, 0.4 + k * 0.28, 0.46 + k * 0.28), mood.between(wall, 0.8, distance)
                )
        canvas.polygon(face(a + deep * 0.37, a + deep * 0.42, 0.35, 2.5), mood.shaded(wall, distance))
        cloth = mood.between(rng.choice(AWNINGS), 0.45, distance)
        top, low = view.at(x, a, up * 3.2), view.at(x - side * 1.25, a, up * 2.55)
        top2, low2 = view.at(x, a + deep * 0.84, up * 3.2), view.at(x - side * 1.25, a + deep * 0.84, up * 2.55)
        canvas.polygon([top, top2, low2, low], cloth)
        canvas.polygon(
            [
                low,
                low2,
                (low2[0], low2[1] + up * view.scale(a + deep) * 0.22),
                (low[0], low[1] + up * view.scale(a) * 0.22),
            ],
            mix(cloth, mood.silhouette, 0.35),
        )
    if signs and rng.random() < 0.5:
        a = near + deep * 0.5
        glow_ink = mood.between(rng.choice(AWNINGS), 0.1)
        canvas.polygon(
            [
                view.at(x - side * 0.2, a, up * 3.6),
                view.at(x - side * 1.0, a, up * 3.6),
                view.at(x - side * 1.0, a, up * 5.6),
                view.at(x - side * 0.2, a, up * 5.6),
            ],
            mix(glow_ink, warm, 0.45),
        )


def _headlights(canvas: Canvas, mood: Mood, view: Perspective, x: float, z: float, warm: Color) -> None:
    size = view.scale(z)
    cx, cy = view.at(x, z)
    body = [
        (cx - size * 0.85, cy - size * 0.2),
        (cx - size * 0.85, cy - size * 0.8),
        (cx - size * 0.62, cy - size * 1.42),
        (cx + size * 0.62, cy - size * 1.42),
        (cx + size * 0.85, cy - size * 0.8),
        (cx + size * 0.85, cy - size * 0.2),
    ]
    canvas.polygon(body, mix(mood.silhouette, mood.haze, 0.25))
    canvas.polygon(
        [
            (cx - size * 0.56, cy - size * 0.84),
            (cx - size * 0.48, cy - size * 1.3),
            (cx + size * 0.48, cy - size * 1.3),
            (cx + size * 0.56, cy - size * 0.84),
        ],
        mix(mood.haze, mood.horizon, 0.5),
    )
    for side in (-1, 1):
        canvas.soft(
            [box(cx + side * size * 0.6 - size * 0.12, cy, cx + side * size * 0.6 + size * 0.12, cy + size * 2.2)],
            warm,
            0.5,
            size * 0.1,
        )
        canvas.glow(cx + side * size * 0.6, cy - size * 0.55, size * 0.95, warm, 0.85)
        canvas.ellipse(
            cx + side * size * 0.6, cy - size * 0.55, size * 0.13, size * 0.11, mix(warm, (255, 255, 255), 0.6)
        )
