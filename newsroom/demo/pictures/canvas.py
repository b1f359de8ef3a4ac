"""The sheet a scene is drawn on: flat shapes, gradients, glow, mist, reflections and grain.

Everything is given in picture units, 1500 wide and 1000 high, and drawn larger than asked
so that edges come out smooth.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .geometry import Outline, Point, arc
from .moods import Color, Mood, mix

WIDTH, HEIGHT = 1500, 1000
NOISE_TILE = 512  # pixels; large enough that the repeat is not seen at 1800 wide
FINER = 1.5  # drawn this much larger than asked; 2 looks nearly the same under the grain and costs half as much again
FINER_SMALL = 4  # a thumbnail costs little, and needs it more
STRIP_SAMPLES = 96  # points computed for a gradient; the rest is interpolated, and grain hides the difference
SOFT_SHARE = 8  # soft shadows are drawn at an eighth of the size: blur is the dearest operation here


@lru_cache(maxsize=8)
def _noise(width: int, height: int, grain: int) -> Image.Image:
    """An L field of soft noise around 128, made from one tile.

    Image.effect_noise cannot be seeded: the same picture would differ between two runs.
    """
    rng = Random("grain")
    first, second = (Image.frombytes("L", (NOISE_TILE,) * 2, rng.randbytes(NOISE_TILE**2)) for _ in range(2))
    tile = Image.blend(first, second, 0.5)
    if grain > 1:
        tile = tile.resize((NOISE_TILE * grain,) * 2, Image.Resampling.BICUBIC)
    field = Image.new("L", (width, height))
    for top in range(0, height, tile.height):
        for left in range(0, width, tile.width):
            field.paste(tile, (left, top))
    return field


@lru_cache(maxsize=1)
def _disc() -> Image.Image:
    """A round spot of light, bright in the middle and gone at the rim, with a curve that has no visible edge."""
    return Image.radial_gradient("L").point([round(255 * max(0.0, 1 - value / 180) ** 2) for value in range(256)])


def _strip(stops: Sequence[tuple[float, int]], length: int) -> Image.Image:
    """An L column of `length` pixels through the (position 0..1, value) stops."""
    samples = min(length, STRIP_SAMPLES)
    values = bytearray(samples)
    index = 0
    for pixel in range(samples):
        t = pixel / max(1, samples - 1)
        while index < len(stops) - 2 and t > stops[index + 1][0]:
            index += 1
        (a, low), (b, high) = stops[index], stops[min(index + 1, len(stops) - 1)]
        share = min(1.0, max(0.0, (t - a) / ((b - a) or 1)))
        values[pixel] = round(low + (high - low) * share)
    return Image.frombytes("L", (1, samples), bytes(values)).resize((1, length), Image.Resampling.BILINEAR)


class Canvas:
    """A sheet of `size` pixels that shows the part of the 1500 x 1000 scene around `focus`."""

    def __init__(self, size: tuple[int, int], focus: Point, *, mirrored: bool = False) -> None:
        width, height = size
        self.size, self.mirrored = size, mirrored
        self.finer = FINER if width * height > 700_000 else FINER_SMALL
        fit = max(width / WIDTH, height / HEIGHT)
        shown = width / fit, height / fit
        center = (1 - focus[0] if mirrored else focus[0]) * WIDTH, focus[1] * HEIGHT
        self.left = min(max(center[0] - shown[0] / 2, 0), WIDTH - shown[0])
        self.top = min(max(center[1] - shown[1] / 2, 0), HEIGHT - shown[1])
        self.scale = fit * self.finer
        self.image = Image.new("RGB", (round(width * self.finer), round(height * self.finer)))
        self._pens()

    def _pens(self) -> None:
        self._solid = ImageDraw.Draw(self.image)
        self._clear = ImageDraw.Draw(self.image, "RGBA")

    # Where things are, in pixels

    def _pixels(self, points: Iterable[Point], left: float = 0, top: float = 0) -> list[Point]:
        s, dx, dy = self.scale, self.left * self.scale + left, self.top * self.scale + top
        return [(x * s - dx, y * s - dy) for x, y in points]

    def _frame(self, points: Iterable[Point]) -> tuple[int, int, int, int] | None:
        """The pixel rectangle around the points, cut to the sheet; None when nothing of it shows."""
        xs, ys = zip(*self._pixels(points), strict=True)
        left, top = max(0, int(min(xs))), max(0, int(min(ys)))
        right, bottom = min(self.image.width, int(max(xs)) + 2), min(self.image.height, int(max(ys)) + 2)
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _stencil(self, shapes: Sequence[Outline], frame: tuple[int, int, int, int]) -> Image.Image:
        stencil = Image.new("L", (frame[2] - frame[0], frame[3] - frame[1]))
        pen = ImageDraw.Draw(stencil)
        for shape in shapes:
            pen.polygon(self._pixels(shape, frame[0], frame[1]), fill=255)
        return stencil

    def _ramp(
        self,
        shapes: Sequence[Outline],
        frame: tuple[int, int, int, int],
        channels: Sequence[Sequence[tuple[float, int]]],
        across: bool,
    ) -> Image.Image:
        """A gradient over the whole extent of the shapes, cut to the frame.

        One list of stops makes an L image, three make an RGB one.
        """
        points = self._pixels(point for shape in shapes for point in shape)
        axis = 0 if across else 1
        low, high = min(p[axis] for p in points), max(p[axis] for p in points)
        length = frame[2 + axis] - frame[axis]
        spread = (high - low) or 1
        strips = [
            _strip([((low + at * spread - frame[axis]) / max(1, length), value) for at, value in stops], length)
            for stops in channels
        ]
        strip = Image.merge("RGB", strips) if len(strips) == 3 else strips[0]
        if across:
            strip = strip.transpose(Image.Transpose.TRANSPOSE)
        return strip.resize((frame[2] - frame[0], frame[3] - frame[1]), Image.Resampling.NEAREST)

    # Shapes

    def polygon(self, points: Outline, color: Color, alpha: float = 1) -> None:
        """One flat shape."""
        if alpha >= 1:
            self._solid.polygon(self._pixels(points), fill=color)
        else:
            self._clear.polygon(self._pixels(points), fill=(*color, round(alpha * 255)))

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, color: Color, alpha: float = 1) -> None:
        """One flat ellipse."""
        corners = self._pixels([(cx - rx, cy - ry), (cx + rx, cy + ry)])
        if alpha >= 1:
            self._solid.ellipse(corners, fill=color)
        else:
            self._clear.ellipse(corners, fill=(*color, round(alpha * 255)))

    def line(self, points: Sequence[Point], color: Color, width: float = 2, alpha: float = 1) -> None:
        """One stroke of even width."""
        pen, fill = (self._solid, color) if alpha >= 1 else (self._clear, (*color, round(alpha * 255)))
        # Joints are blended twice by a see-through pen, which shows as dots.
        joint = "curve" if len(points) > 2 and alpha >= 1 else None
        pen.line(self._pixels(points), fill=fill, width=max(1, round(width * self.scale)), joint=joint)

    def gradient(self, shapes: Sequence[Outline], start: Color, end: Color, *, across: bool = False) -> None:
        """Shapes filled together, from `start` at the top (or left) to `end` at the bottom (or right)."""
        frame = self._frame(point for shape in shapes for point in shape)
        if frame is None:
            return
        ramp = self._ramp(shapes, frame, [[(0, a), (1, b)] for a, b in zip(start, end, strict=True)], across)
        self.image.paste(ramp, frame, self._stencil(shapes, frame))

    def fade(
        self,
        shapes: Sequence[Outline],
        color: Color,
        stops: Sequence[tuple[float, float]],
        *,
        across: bool = False,
        grain: float = 0.6,
    ) -> None:
        """One ink laid over the shapes with the opacity of the stops (position, alpha).

        `grain` (0..1) dissolves it into dots, as sprayed ink does.
        """
        frame = self._frame(point for shape in shapes for point in shape)
        if frame is None:
            return
        ramp = self._ramp(shapes, frame, [[(at, round(255 * alpha)) for at, alpha in stops]], across)
        if grain:
            dots = _noise(*self.image.size, round(self.finer)).crop(frame)
            dotted = ImageChops.add(ramp, dots, 0.3, -850)
            ramp = Image.blend(ramp, dotted, grain)
        self.image.paste(
            Image.new("RGB", ramp.size, color), frame, ImageChops.multiply(ramp, self._stencil(shapes, frame))
        )

    # Light and air

    def sky(self, mood: Mood, horizon: float, sun: Point | None = None, reach: float = 700) -> None:
        """The whole sheet as sky, from the zenith to the horizon, lit around the sun."""
        width, height = max(8, self.image.width // SOFT_SHARE), max(8, self.image.height // SOFT_SHARE)
        top, bottom = self.top / HEIGHT, (self.top + self.image.height / self.scale) / HEIGHT
        ground = horizon / HEIGHT
        bands = []
        for a, b, c in zip(mood.zenith, mood.middle, mood.horizon, strict=True):
            stops = [
                ((at - top) / (bottom - top), value) for at, value in ((0, a), (ground * 0.55, b), (ground, c), (1, c))
            ]
            bands.append(_strip(stops, height).resize((width, height)))
        small = Image.merge("RGB", bands)
        if sun:
            ((x, y),) = self._pixels([sun])
            radius = round(reach * self.scale / SOFT_SHARE)
            spot = (
                _disc()
                .resize((radius * 2, radius * 2), Image.Resampling.BILINEAR)
                .point([round(v * 0.7) for v in range(256)])
            )
            corner = round(x / SOFT_SHARE) - radius, round(y / SOFT_SHARE) - radius
            small.paste(Image.new("RGB", spot.size, mix(mood.sun, mood.horizon, 0.25)), corner, spot)
        self.image.paste(small.resize(self.image.size, Image.Resampling.BILINEAR))

    def glow(self, x: float, y: float, radius: float, color: Color, strength: float = 0.6, squash: float = 1.0) -> None:
        """A soft round light; `squash` below 1 flattens it, as on a wet floor."""
        frame = self._frame([(x - radius, y - radius * squash), (x + radius, y + radius * squash)])
        if frame is None:
            return
        corners = self._pixels([(x - radius, y - radius * squash), (x + radius, y + radius * squash)])
        (left, top), (right, bottom) = corners
        share = 256 / max(1, right - left), 256 / max(1, bottom - top)
        # The part of the spot that falls on the sheet, in the spot's own 256 pixels.
        x1, x2 = (min(256.0, max(0.0, (edge - left) * share[0])) for edge in (frame[0], frame[2]))
        y1, y2 = (min(256.0, max(0.0, (edge - top) * share[1])) for edge in (frame[1], frame[3]))
        if x2 - x1 < 0.01 or y2 - y1 < 0.01:
            return
        dimmed = _disc().point([round(value * strength) for value in range(256)])
        spot = dimmed.resize(
            (frame[2] - frame[0], frame[3] - frame[1]), Image.Resampling.BILINEAR, box=(x1, y1, x2, y2)
        )
        self.image.paste(Image.new("RGB", spot.size, color), frame, spot)

    def veil(self, color: Color, stops: Sequence[tuple[float, float]]) -> None:
        """Mist across the sheet: (y, alpha) stops from top to bottom."""
        top, bottom = stops[0][0], stops[-1][0]
        spread = [((y - top) / (bottom - top), round(255 * alpha)) for y, alpha in stops]
        sheet: Outline = [(-10, top), (WIDTH + 10, top), (WIDTH + 10, bottom), (-10, bottom)]
        frame = self._frame(sheet)
        if frame:
            ramp = self._ramp([sheet], frame, [spread], False)
            self.image.paste(Image.new("RGB", ramp.size, color), frame, ramp)

    def soft(self, shapes: Sequence[Outline], color: Color, alpha: float, blur: float) -> None:
        """Shapes with a blurred edge: shadows, smoke, beams of light."""
        reach = blur * 2.5
        points = [point for shape in shapes for point in shape]
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        frame = self._frame([(min(xs) - reach, min(ys) - reach), (max(xs) + reach, max(ys) + reach)])
        if frame is None:
            return
        share = min(SOFT_SHARE, max(1, int(blur * self.scale / 3)))
        width, height = (frame[2] - frame[0]) // share + 1, (frame[3] - frame[1]) // share + 1
        stencil = Image.new("L", (width, height))
        pen = ImageDraw.Draw(stencil)
        for shape in shapes:
            pen.polygon(
                [(x / share, y / share) for x, y in self._pixels(shape, frame[0], frame[1])], fill=round(255 * alpha)
            )
        stencil = stencil.filter(ImageFilter.GaussianBlur(blur * self.scale / share))
        stencil = stencil.resize((width * share, height * share), Image.Resampling.BILINEAR).crop(
            (0, 0, frame[2] - frame[0], frame[3] - frame[1])
        )
        self.image.paste(Image.new("RGB", stencil.size, color), frame, stencil)

    def reflect(
        self,
        rng: Random,
        shore: float,
        *,
        tint: Color,
        strength: float,
        ripple: float = 3.0,
        stretch: float = 1.0,
        bottom: float = HEIGHT,
    ) -> None:
        """Water or wet ground below `shore` that mirrors what was drawn above it, broken into sideways ripples."""
        (_, edge), (_, low) = self._pixels([(0, shore), (0, bottom)])
        edge, low = round(edge), min(self.image.height, round(low))
        depth = low - edge
        if depth <= 0 or edge <= 0:
            return
        taken = min(edge, round(depth / stretch))
        above = self.image.crop((0, edge - taken, self.image.width, edge)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        above = above.resize((self.image.width, round(taken * stretch)), Image.Resampling.BILINEAR)
        above = Image.blend(Image.new("RGB", above.size, tint), above, strength)
        below = Image.new("RGB", (self.image.width, depth), tint)
        below.paste(above)
        row = 0
        while row < depth:
            nearness = row / depth
            rows = max(2, round(self.scale * (1.5 + 7 * nearness * rng.uniform(0.5, 1.4))))
            shift = round(rng.uniform(-1, 1) * ripple * (0.3 + 2 * nearness) * self.scale)
            slice_ = below.crop((0, row, self.image.width, min(depth, row + rows)))
            self.image.paste(slice_, (0, edge + row))
            self.image.paste(slice_, (shift, edge + row))
            row += rows

    def ripple(self, rng: Random, top: float, strength: float) -> None:
        """Shift the rows below `top` sideways, more so near the viewer, as wet ground breaks up what it mirrors."""
        ((_, edge),) = self._pixels([(0, top)])
        row, height = max(0, round(edge)), self.image.height
        while row < height:
            nearness = (row - edge) / max(1, height - edge)
            rows = max(2, round(self.scale * (1 + 4 * nearness * rng.uniform(0.5, 1.4))))
            slice_ = self.image.crop((0, row, self.image.width, min(height, row + rows)))
            self.image.paste(slice_, (round(rng.uniform(-1, 1) * strength * (0.2 + 2 * nearness) * self.scale), row))
            row += rows

    # The finished picture

    def finish(self, *, grain: float = 0.075, vignette: float = 0.22) -> Image.Image:
        """The picture at its own size, with the corners darkened a little and paper grain over all of it."""
        picture = self.image.resize(self.size, Image.Resampling.HAMMING)
        if self.mirrored:
            picture = ImageOps.mirror(picture)
        corners = Image.radial_gradient("L").point(
            [round(255 * vignette * (value / 255) ** 2.4) for value in range(256)]
        )
        corners = corners.resize(picture.size, Image.Resampling.BILINEAR)
        picture.paste(Image.new("RGB", picture.size, (16, 14, 28)), (0, 0), corners)
        grain *= min(1.0, self.size[0] / 1500)  # on a thumbnail the same grain would be gravel
        paper = _noise(*picture.size, 1).point([round(128 + (value - 128) * grain * 2.2) for value in range(256)])
        return ImageChops.overlay(picture, Image.merge("RGB", (paper,) * 3))


def stars(canvas: Canvas, rng: Random, count: int, bottom: float, color: Color = (235, 238, 245)) -> None:
    """Stars from the top down to `bottom`, fewer towards the horizon."""
    for _ in range(count):
        x, y = rng.uniform(0, WIDTH), bottom * rng.random() ** 1.3
        size = rng.choice((0.7, 0.7, 1.0, 1.0, 1.6))
        canvas.ellipse(x, y, size, size, color, rng.uniform(0.25, 0.9) * (1 - y / bottom * 0.6))


def sun_disc(canvas: Canvas, mood: Mood, x: float, y: float, radius: float) -> None:
    """The sun (or moon) as one clean disc in its halo."""
    canvas.glow(x, y, radius * 4.5, mood.sun, 0.55)
    canvas.gradient([arc(x, y, radius, radius, steps=72)], mood.sun, mix(mood.sun, mood.horizon, 0.35))
