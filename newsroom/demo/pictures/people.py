"""Small figures seen from far off: only posture, never a face."""

from random import Random

from .canvas import Canvas
from .geometry import Outline, Point, arc, bezier, ribbon
from .moods import Color, ink, mix

CLOTHES = (ink("#b4533c"), ink("#d7a650"), ink("#3f6f7d"), ink("#e8dcc4"), ink("#71506a"))


def figure(
    rng: Random, x: float, foot: float, height: float, *, walking: bool | None = None, hat: bool = False
) -> list[Outline]:
    """The outlines that together make one standing or walking person, facing left or right."""
    h, side = height, rng.choice((-1, 1))
    stride = (rng.uniform(0.1, 0.17) if (rng.random() < 0.6 if walking is None else walking) else 0.035) * h
    hip, shoulder, head = foot - h * 0.47, foot - h * 0.81, foot - h * 0.92
    back = x - side * h * 0.01
    shapes = [
        arc(x + side * h * 0.015, head, h * 0.062, h * 0.08, steps=14),
        ribbon([(x, head + h * 0.05), (x, shoulder + h * 0.02)], h * 0.06, h * 0.07),
        [
            (back - h * 0.085, shoulder + h * 0.035),
            (back - h * 0.05, shoulder - h * 0.005),
            (back + h * 0.05, shoulder - h * 0.005),
            (back + h * 0.085, shoulder + h * 0.035),
            (back + h * 0.08, hip + h * 0.05),
            (back - h * 0.08, hip + h * 0.05),
        ],
        ribbon(
            bezier((x - h * 0.02, hip), (x + side * stride * 0.9, hip + h * 0.22), (x + side * stride, foot), 6),
            h * 0.11,
            h * 0.055,
        ),
        ribbon(
            bezier(
                (x + h * 0.01, hip),
                (x - side * stride * 0.3, hip + h * 0.24),
                (x - side * stride * 1.1, foot - h * 0.012),
                6,
            ),
            h * 0.105,
            h * 0.05,
        ),
        ribbon(
            bezier(
                (x - side * h * 0.07, shoulder + h * 0.03),
                (x - side * h * 0.12, shoulder + h * 0.2),
                (x - side * (h * 0.06 + stride * 0.5), hip + h * 0.03),
                5,
            ),
            h * 0.05,
            h * 0.035,
        ),
        ribbon(
            bezier(
                (x + side * h * 0.07, shoulder + h * 0.03),
                (x + side * h * 0.11, shoulder + h * 0.19),
                (x + side * (h * 0.06 + stride * 0.7), hip + h * 0.01),
                5,
            ),
            h * 0.05,
            h * 0.035,
        ),
    ]
    if hat:
        shapes.append([(x - h * 0.17, head - h * 0.015), (x, head - h * 0.13), (x + h * 0.17, head - h * 0.015)])
    return shapes


def person(
    canvas: Canvas,
    rng: Random,
    x: float,
    foot: float,
    height: float,
    color: Color,
    *,
    walking: bool | None = None,
    hat: bool = False,
    top: Color | None = None,
) -> None:
    """One person as a silhouette, with a coloured shirt when `top` is given."""
    shapes = figure(rng, x, foot, height, walking=walking, hat=hat)
    for shape in shapes:
        canvas.polygon(shape, color)
    if top is not None:
        for shape in (shapes[2], shapes[5], shapes[6]):
            canvas.polygon(shape, top)
    if hat:
        canvas.polygon(shapes[-1], mix(color, (214, 178, 120), 0.65))


def cast(shapes: list[Outline], foot: float, slant: float, length: float) -> list[Outline]:
    """The shapes laid down on the ground as a shadow from `foot`.

    `slant` shears it sideways; `length` is its share of the height, negative when it falls towards the viewer.
    """

    def laid(point: Point) -> Point:
        x, y = point
        return x + (foot - y) * slant, foot - (foot - y) * length

    return [[laid(point) for point in shape] for shape in shapes]


def umbrella(
    canvas: Canvas, rng: Random, x: float, foot: float, height: float, color: Color, dark: Color, light: Color
) -> None:
    """Somebody walking under an open umbrella, the cloth lit from one side."""
    person(canvas, rng, x, foot, height, dark, walking=True)
    width, rim = height * 0.42, foot - height * 0.9
    tilt = rng.uniform(-0.06, 0.06) * height
    crown = (x + tilt, rim - height * 0.27)
    dome = bezier((x - width, rim + tilt), (x - width * 0.75 + tilt, crown[1] - height * 0.02), crown, 8) + bezier(
        crown, (x + width * 0.75 + tilt, crown[1] - height * 0.02), (x + width, rim - tilt), 8
    )
    edge: Outline = []
    for index in range(4):
        ax, bx = x + width - index * width / 2, x + width - (index + 1) * width / 2
        ay, by = rim - tilt + tilt * index / 2, rim - tilt + tilt * (index + 1) / 2
        edge += bezier((ax, ay), ((ax + bx) / 2, (ay + by) / 2 - height * 0.07), (bx, by), 5)
    canvas.line([(x, foot - height * 0.5), (crown[0], crown[1] - height * 0.05)], dark, max(1.2, height * 0.014))
    canvas.polygon(dome + edge, color)
    panel = bezier(crown, (x - width * 0.5 + tilt, crown[1] + height * 0.05), (x - width * 0.45, rim), 6)
    canvas.polygon([*dome[:9], *panel], light)
    canvas.polygon(
        [
            *dome[8:],
            *edge[:6],
            *bezier((x + width * 0.5, rim), (x + width * 0.45 + tilt, crown[1] + height * 0.05), crown, 6),
        ],
        mix(color, dark, 0.35),
    )
