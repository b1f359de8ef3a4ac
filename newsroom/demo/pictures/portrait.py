"""Portraits of the demo's journalists: hair, dress and light but, as in all of these pictures, no face."""

from random import Random

from PIL import Image

from .canvas import Canvas
from .geometry import Outline, Point, arc, bezier
from .moods import Color, ink, mix

WALLS = (
    (ink("#e9c9a0"), ink("#c98d5c")),
    (ink("#b9cdc9"), ink("#6f9393")),
    (ink("#d9c7c0"), ink("#a07a78")),
    (ink("#c8cfdd"), ink("#7683a3")),
    (ink("#dcd5b4"), ink("#a09a63")),
)
SKINS = (ink("#c98d63"), ink("#b57a50"), ink("#9c653f"), ink("#dba67c"))
CLOTHES = (ink("#2f4858"), ink("#7a3b2e"), ink("#51613c"), ink("#8a6d3b"), ink("#4a3f63"), ink("#e6dcc8"))
SCARVES = (ink("#8d4a4f"), ink("#2f6f73"), ink("#d8cbb2"), ink("#5a5f87"))
HAIR = ink("#1d1716")
MIDDLE = 750  # of the sheet; the head is drawn around it

LOOKS = ("short", "long", "bun", "scarf", "curls")


def portrait(look: str, *, seed: int, size: tuple[int, int] = (720, 720)) -> Image.Image:
    """Head and shoulders of somebody, an RGB picture of `size` pixels. The same look and seed give the same picture."""
    rng = Random(f"portrait/{look}/{seed}")
    canvas = Canvas(size, (0.5, 0.5), mirrored=seed % 2 == 1)
    near, far = WALLS[seed % len(WALLS)]
    skin, cloth = SKINS[(seed * 3 + 1) % len(SKINS)], CLOTHES[(seed * 5 + 2) % len(CLOTHES)]
    scarf = SCARVES[seed % len(SCARVES)]
    canvas.gradient([[(200, -10), (1300, -10), (1300, 1010), (200, 1010)]], near, far)
    canvas.glow(560, 300, 520, mix(near, (255, 250, 235), 0.7), 0.75)
    if look in ("long", "bun"):
        _hair_behind(canvas, look)
    _shoulders(canvas, rng, cloth, scarf if look == "scarf" else None)
    if look == "scarf":
        _scarf(canvas, skin, scarf)
    else:
        _head(canvas, skin)
        _hair(canvas, rng, look)
    return canvas.finish(vignette=0.16)


def _shoulders(canvas: Canvas, rng: Random, cloth: Color, scarf: Color | None) -> None:
    slope = rng.uniform(-12, 12)
    body: Outline = [
        *bezier((300, 1010), (330, 800 + slope), (590, 735), 18),
        *bezier((590, 735), (750, 800), (910, 735), 10),
        *bezier((910, 735), (1170, 800 - slope), (1200, 1010), 18),
    ]
    canvas.soft([[(x + 26, y + 14) for x, y in body]], (20, 16, 24), 0.28, 26)
    canvas.gradient([body], mix(cloth, (255, 240, 215), 0.22), mix(cloth, (14, 12, 24), 0.25), across=True)
    if scarf is None:  # the two sides of a collar
        for side in (-1, 1):
            lapel: list[Point] = [
                (MIDDLE + side * 150, 738),
                (MIDDLE + side * 196, 800),
                (MIDDLE + side * 70, 930),
                (MIDDLE + side * 8, 838),
            ]
            canvas.polygon(lapel, mix(cloth, (255, 245, 225), 0.3 if side < 0 else 0.12))


def _head(canvas: Canvas, skin: Color) -> None:
    lit, dim = mix(skin, (255, 226, 190), 0.28), mix(skin, (52, 22, 22), 0.3)
    neck: Outline = [(672, 560), (828, 560), (846, 760), *bezier((846, 760), (750, 860), (654, 760), 12)]
    canvas.gradient([neck], mix(skin, (52, 22, 22), 0.12), mix(skin, (52, 22, 22), 0.42))
    for x in (596, 904):
        canvas.ellipse(x, 452, 26, 44, lit if x < MIDDLE else dim)
    canvas.gradient([_face()], lit, dim, across=True)
    canvas.fade([_face()], (60, 24, 24), [(0.0, 0.0), (0.55, 0.0), (1.0, 0.24)], grain=0)


def _face() -> Outline:
    return [
        *arc(MIDDLE, 420, 150, 190, 180, 360, steps=30),
        *bezier((900, 420), (904, 600), (800, 652), 12),
        *bezier((800, 652), (750, 672), (700, 652), 6),
        *bezier((700, 652), (596, 600), (600, 420), 12),
    ]


def _hair_behind(canvas: Canvas, look: str) -> None:
    if look == "bun":
        canvas.ellipse(MIDDLE, 190, 84, 74, HAIR)
        return
    fall: Outline = [
        *arc(MIDDLE, 400, 196, 214, 180, 360, steps=30),
        *bezier((946, 400), (1000, 640), (930, 830), 12),
        (570, 830),
        *bezier((570, 830), (500, 640), (554, 400), 12),
    ]
    canvas.polygon(fall, HAIR)


def _hair(canvas: Canvas, rng: Random, look: str) -> None:
    parting = rng.uniform(650, 720)
    brow = rng.uniform(318, 340)
    crown: Outline = [
        *bezier((588, 470), (576, 380), (606, 330), 8),
        *arc(MIDDLE, 372, 172, 176, 188, 352, steps=30),
        *bezier((894, 330), (924, 380), (912, 470), 8),
        *bezier((898, 420), (880, brow + 30), (850, brow + 8), 6),
        *bezier((850, brow + 8), (parting + 60, brow - 36), (parting, brow - 26), 8),
        *bezier((parting, brow - 26), (630, brow), (606, 430), 8),
    ]
    canvas.polygon(crown, HAIR)
    if look == "curls":
        for _ in range(46):
            (x, y) = rng.choice(arc(MIDDLE, 350, 160, 158, 182, 358, steps=40))
            canvas.ellipse(x + rng.uniform(-16, 16), y + rng.uniform(-10, 22), rng.uniform(26, 42), 34, HAIR)
    shine = bezier((640, 300), (690, 226), (790, 222), 14)
    canvas.line(shine, mix(HAIR, (190, 160, 140), 0.5), 9, 0.35)


def _scarf(canvas: Canvas, skin: Color, cloth: Color) -> None:
    lit, dim = mix(cloth, (255, 244, 224), 0.3), mix(cloth, (20, 14, 26), 0.3)
    wrapped: Outline = [
        *arc(MIDDLE, 402, 196, 226, 180, 360, steps=36),
        *bezier((946, 402), (968, 620), (1010, 760), 12),
        *bezier((1010, 760), (900, 930), (750, 940), 14),
        *bezier((750, 940), (600, 930), (490, 760), 14),
        *bezier((490, 760), (532, 620), (554, 402), 12),
    ]
    canvas.gradient([wrapped], lit, dim, across=True)
    for start, pull, end in (
        ((560, 640), (690, 830), (930, 800)),
        ((600, 690), (720, 900), (960, 860)),
        ((940, 640), (860, 760), (700, 800)),
    ):
        canvas.line(bezier(start, pull, end, 18), dim, 7, 0.45)
    face = [(MIDDLE + (x - MIDDLE) * 0.86, 452 + (y - 452) * 0.9) for x, y in _face()]
    canvas.gradient([face], mix(skin, (255, 226, 190), 0.3), mix(skin, (52, 22, 22), 0.28), across=True)
    canvas.line(arc(MIDDLE, 430, 132, 168, 196, 344, steps=30), dim, 10, 0.4)
