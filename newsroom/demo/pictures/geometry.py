"""Curves and outlines as lists of points; nothing here touches a picture."""

import math
from itertools import pairwise
from random import Random

Point = tuple[float, float]
Outline = list[Point]


def bezier(start: Point, pull: Point, end: Point, steps: int = 16) -> Outline:
    """The quadratic curve from `start` to `end`, bent towards `pull`."""
    curve: Outline = []
    for step in range(steps + 1):
        t = step / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        curve.append((a * start[0] + b * pull[0] + c * end[0], a * start[1] + b * pull[1] + c * end[1]))
    return curve


def smooth(points: Outline, steps: int = 6) -> Outline:
    """A Catmull-Rom curve through the points, open at both ends."""
    padded = [points[0], *points, points[-1]]
    curve: Outline = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            x, y = (_catmull_rom(*axis, step / steps) for axis in zip(a, b, c, d, strict=True))
            curve.append((x, y))
    return [*curve, points[-1]]


def _catmull_rom(p: float, q: float, r: float, s: float, t: float) -> float:
    return 0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3)


def arc(cx: float, cy: float, rx: float, ry: float, start: float = 0, end: float = 360, steps: int = 24) -> Outline:
    """Points on an ellipse, degrees clockwise from three o'clock."""
    return [
        (
            cx + rx * math.cos(math.radians(start + (end - start) * i / steps)),
            cy + ry * math.sin(math.radians(start + (end - start) * i / steps)),
        )
        for i in range(steps + 1)
    ]


def box(left: float, top: float, right: float, bottom: float) -> Outline:
    """An upright rectangle."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ribbon(spine: Outline, start_width: float, end_width: float) -> Outline:
    """The outline of a stroke along `spine` that tapers from one width to the other."""
    left: Outline = []
    right: Outline = []
    last = len(spine) - 1
    for index, (x, y) in enumerate(spine):
        (ax, ay), (bx, by) = spine[max(0, index - 1)], spine[min(last, index + 1)]
        length = math.hypot(bx - ax, by - ay) or 1.0
        half = (start_width + (end_width - start_width) * index / last) / 2
        nx, ny = -(by - ay) / length * half, (bx - ax) / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left + right[::-1]


def turned(points: Outline, degrees: float, center: Point) -> Outline:
    """The points turned clockwise about `center`."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    cx, cy = center
    return [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in points]


def blob(
    rng: Random, cx: float, cy: float, rx: float, ry: float | None = None, wobble: float = 0.14, steps: int = 14
) -> Outline:
    """A rounded, slightly uneven shape: a crown of leaves, a puff of smoke, a rock."""
    ry = rx if ry is None else ry
    phase, lobes = rng.uniform(0, 6.3), rng.choice((3, 4, 5))
    outline: Outline = []
    for index in range(steps):
        angle = 2 * math.pi * index / steps
        reach = 1 + wobble * math.sin(lobes * angle + phase) + rng.uniform(-wobble, wobble) * 0.5
        outline.append((cx + rx * reach * math.cos(angle), cy + ry * reach * math.sin(angle)))
    return outline


def ridge(
    rng: Random, y: float, rise: float, *, left: float = -40, right: float = 1540, rough: float = 0.5, levels: int = 7
) -> Outline:
    """A hill line by midpoint displacement about height `y`, up to about `rise` above or below it."""
    heights = [rng.uniform(-1, 1), rng.uniform(-1, 1), rng.uniform(-1, 1)]
    swing = 0.8
    for _ in range(levels - 1):
        finer = [heights[0]]
        for a, b in pairwise(heights):
            finer += [(a + b) / 2 + rng.uniform(-swing, swing), b]
        heights, swing = finer, swing * rough
    step = (right - left) / (len(heights) - 1)
    return [(left + index * step, y + height * rise * 0.6) for index, height in enumerate(heights)]


def wave(
    rng: Random, y: float, rise: float, *, left: float = -40, right: float = 1540, steps: int = 60, turns: float = 2.0
) -> Outline:
    """A soft rolling line made of three sines."""
    parts = [(rng.uniform(0.5, 1.1) * turns * (k + 1), rng.uniform(0, 6.3), 1 / (k + 1)) for k in range(3)]
    line: Outline = []
    for index in range(steps + 1):
        t = index / steps
        line.append(
            (
                left + (right - left) * t,
                y + rise * 0.6 * sum(size * math.sin(6.283 * turn * t + phase) for turn, phase, size in parts),
            )
        )
    return line


def down_from(line: Outline, bottom: float = 1040) -> Outline:
    """The area under a line, closed at `bottom`."""
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


def height_at(line: Outline, x: float) -> float:
    """The y of a left-to-right line at `x`."""
    for (ax, ay), (bx, by) in pairwise(line):
        if ax <= x <= bx:
            return ay + (by - ay) * (x - ax) / ((bx - ax) or 1)
    return line[0][1] if x < line[0][0] else line[-1][1]


class Perspective:
    """A camera above level ground: maps ground metres (x right, y up, z away) to picture units."""

    def __init__(self, vanish_x: float, horizon: float, eye: float, zoom: float = 900) -> None:
        self.vanish_x, self.horizon, self.eye, self.zoom = vanish_x, horizon, eye, zoom

    def at(self, x: float, z: float, y: float = 0.0) -> Point:
        scale = self.zoom / max(z, 0.05)
        return self.vanish_x + x * scale, self.horizon + (self.eye - y) * scale

    def scale(self, z: float) -> float:
        """Picture units for one metre at distance `z`."""
        return self.zoom / max(z, 0.05)

    def floor(self, left: float, right: float, near: float, far: float) -> Outline:
        """A rectangle lying on the ground."""
        return [self.at(left, near), self.at(left, far), self.at(right, far), self.at(right, near)]
