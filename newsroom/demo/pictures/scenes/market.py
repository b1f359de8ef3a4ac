"""A market lane."""

from random import Random

from ..built import ASPHALT, CONCRETE, PLASTER, TILE, tower
from ..canvas import Canvas
from ..geometry import Perspective, bezier, box, ribbon
from ..moods import Color, Mood, ink, mix
from ..nature import JUNGLE, LEAF, palm
from ..people import CLOTHES, person
from .street import AWNINGS, facade, street_blocks


def market(canvas: Canvas, mood: Mood, rng: Random) -> None:
    """A market lane under awnings, fruit and vegetables on the stalls, shoppers in the light at its end."""
    vanish, horizon = rng.uniform(620, 880), rng.uniform(270, 320)
    view = Perspective(
        vanish, horizon, rng.uniform(4.4, 5.6), 760
    )  # from a first floor: awnings are best seen from above
    canvas.sky(mood, horizon + 60, (vanish, horizon - 30), 640)
    for _ in range(9):
        tower(
            canvas,
            mood,
            rng,
            vanish + rng.gauss(0, 210),
            horizon + 8,
            rng.uniform(40, 80),
            rng.uniform(60, 210),
            rng.uniform(0.55, 0.8),
            glow=0.2 if mood.is_dark else 0,
        )
    for x in (vanish - 90, vanish + 110):
        palm(canvas, rng, x, horizon + 20, rng.uniform(110, 170), mood.shaded(JUNGLE, 0.45), mood.lit(LEAF, 0.5))
    canvas.gradient(
        [box(-10, horizon, 1510, 1010)],
        mix(mood.horizon, mood.lit(CONCRETE), 0.4),
        mood.between(mix(ASPHALT, TILE, 0.25), 0.5),
    )
    warm = mix(mood.accent, (255, 240, 205), 0.35)
    for block in street_blocks(rng):
        facade(canvas, mood, rng, view, block, warm, 1, alight=0.4 if mood.is_dark else 0.06, signs=False)
    canvas.glow(vanish, horizon + 4, 430, mood.sun, 0.5 if mood.is_dark else 0.85)
    for k in range(26):
        z = 5 + k * 1.1
        canvas.line([view.at(-2.6, z), view.at(2.6, z)], mood.shaded(ASPHALT, 0.2), 1.2, 0.3)
    z, shops = 3.4, []
    while z < 46:
        shops.append(z)
        z += 3.1
    lamp = mix(mood.accent, (255, 244, 214), 0.55)
    for z in reversed(shops):
        for side in (-1, 1):
            _stall(canvas, mood, rng, view, side, z, z + 2.75)
        for depth in sorted((rng.uniform(0, 2.6) for _ in range(rng.randint(2, 5))), reverse=True):
            x, y = view.at(rng.uniform(-1.35, 1.35), z + depth)
            tall = view.scale(z) * rng.uniform(1.5, 1.72)
            far = min(0.6, z / 46)
            canvas.polygon(
                ribbon([(x, y), (x + tall * 0.1, y + tall * 0.34)], tall * 0.16, tall * 0.22), mood.silhouette, 0.3
            )
            person(
                canvas,
                rng,
                x,
                y,
                tall,
                mix(mood.silhouette, mood.haze, far),
                top=mix(mood.between(rng.choice(CLOTHES), 0.4), mood.haze, far),
            )
        if mood.has_lamps_on:
            _lamp_string(canvas, rng, view, z, lamp, mood)
    canvas.veil(mood.silhouette, [(780, 0), (1010, 0.5)])


def _stall(canvas: Canvas, mood: Mood, rng: Random, view: Perspective, side: int, near: float, far: float) -> None:
    """One stall: back wall in shade, counter heaped with produce, posts, striped awning with a scalloped edge."""
    distance = min(0.66, (near - 3) / 50)
    inner, outer, front = side * 1.95, side * 4.6, side * 1.55
    back = [view.at(outer, near), view.at(outer, near, 3.2), view.at(outer, far, 3.2), view.at(outer, far)]
    canvas.polygon(back, mood.shaded(mix(TILE, ASPHALT, 0.7), distance))
    end = [view.at(inner, far), view.at(inner, far, 2.9), view.at(outer, far, 3.2), view.at(outer, far)]
    canvas.polygon(end, mix(mood.shaded(ASPHALT, distance), mood.silhouette, 0.25))
    wood = mix(ink("#8a6244"), ink("#5f7f86"), rng.choice((0.0, 0.0, 0.6)))
    canvas.polygon(
        [view.at(inner, near), view.at(inner, near, 0.72), view.at(inner, far, 0.72), view.at(inner, far)],
        mood.between(wood, 0.45, distance),
    )
    canvas.polygon(
        [view.at(inner, near), view.at(inner, near, 0.72), view.at(outer, near, 0.95), view.at(outer, near)],
        mood.shaded(wood, distance),
    )
    for k in range(1, 5):
        z = near + (far - near) * k / 5
        canvas.line(
            [view.at(inner, z), view.at(inner, z, 0.72)], mood.shaded(wood, distance), max(1, view.scale(z) * 0.02)
        )
    fruits = (
        ink("#d9572f"),
        ink("#e3a93b"),
        ink("#7f9f3d"),
        ink("#b23a3f"),
        ink("#8a5a86"),
        ink("#d8c25a"),
        ink("#4f7f4a"),
    )
    crates = 3
    for crate in reversed(range(crates)):
        z1, z2 = near + (far - near) * crate / crates, near + (far - near) * (crate + 0.92) / crates
        fruit = rng.choice(fruits)
        canvas.polygon(
            [
                view.at(inner, z1, 0.72),
                view.at(inner + side * 1.5, z1, 1.12),
                view.at(inner + side * 1.5, z2, 1.12),
                view.at(inner, z2, 0.72),
            ],
            mood.shaded(fruit, distance),
        )
        size = 0.085
        for row in range(5, -1, -1):
            for column in range(5, -1, -1):
                z = z1 + (z2 - z1) * (column + 0.5) / 6
                x, y = view.at(inner + side * (0.1 + row * 0.24), z, 0.76 + row * 0.07 + rng.uniform(0, 0.05))
                r = view.scale(z) * size * rng.uniform(0.9, 1.15)
                if r < 1.2 or not -30 < x < 1530:
                    continue
                canvas.ellipse(x, y, r, r * 0.95, mood.between(fruit, 0.62, distance))
                canvas.ellipse(
                    x - side * r * 0.22,
                    y - r * 0.24,
                    r * 0.68,
                    r * 0.64,
                    mood.lit(mix(fruit, PLASTER, rng.uniform(0, 0.14)), distance),
                )
    post = mood.shaded(wood, distance * 0.8)
    for z in (far, near):
        canvas.polygon(
            ribbon([view.at(inner, z), view.at(inner, z, 2.4)], view.scale(z) * 0.07, view.scale(z) * 0.07), post
        )
    cloth, other = rng.choice(AWNINGS), rng.choice((PLASTER, PLASTER, ink("#e6c88f")))
    bands = 8
    plain = rng.random() < 0.25
    for band in reversed(range(bands)):
        z1, z2 = near - 0.15 + (far - near + 0.2) * band / bands, near - 0.15 + (far - near + 0.2) * (band + 1) / bands
        tone = cloth if plain or band % 2 else other
        a, b, c, d = (
            view.at(outer, z1, 3.35),
            view.at(outer, z2, 3.35),
            view.at(front, z2, 2.3),
            view.at(front, z1, 2.3),
        )
        # Seen from below: cloth lets light through, so it is neither lit nor shaded.
        canvas.polygon([a, b, c, d], mood.between(tone, 0.42, distance))
        drop1, drop2 = view.scale(z1) * 0.2, view.scale(z2) * 0.2
        scallop = [
            c,
            d,
            (d[0], d[1] + drop1 * 0.75),
            ((c[0] + d[0]) / 2, (c[1] + d[1]) / 2 + (drop1 + drop2) * 0.58),
            (c[0], c[1] + drop2 * 0.75),
        ]
        canvas.polygon(scallop, mood.between(tone, 0.12, distance))


def _lamp_string(canvas: Canvas, rng: Random, view: Perspective, z: float, lamp: Color, mood: Mood) -> None:
    a, b = view.at(-1.6, z, 2.5), view.at(1.6, z, 2.5)
    cord = bezier(a, ((a[0] + b[0]) / 2, a[1] + view.scale(z) * 0.5), b, 12)
    canvas.line(cord, mix(mood.silhouette, mood.haze, min(0.6, z / 34)), max(1, view.scale(z) * 0.012))
    for x, y in cord[2:-1:3]:
        size = view.scale(z) * 0.05
        canvas.glow(x, y + size, size * 6, lamp, 0.6 if mood.is_dark or not mood.has_sun else 0.4)
        canvas.ellipse(x, y + size, size, size * 1.15, lamp)
