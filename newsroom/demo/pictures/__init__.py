"""Pictures for the demo newspaper, drawn by the program: no photographer, no licence, no download.

`draw("sawah", seed=3)` returns a finished picture. The same scene, seed and size always give the same picture.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from PIL import Image

from .canvas import Canvas
from .moods import (
    AFTERGLOW,
    DAWN,
    DOWNPOUR,
    DUSK,
    GOLDEN,
    MIST,
    MOONLIT,
    MORNING,
    NIGHT,
    NOON,
    OVERCAST,
    PLUM,
    RAIN,
    Mood,
)
from .portrait import LOOKS, portrait
from .scenes import (
    airport,
    badminton,
    beach,
    bridge,
    factory,
    harbour,
    laboratory,
    library,
    market,
    observatory,
    plantation,
    public_building,
    rainforest,
    running_track,
    sea,
    skyline,
    solar_field,
    stadium,
    street,
    terraces,
    viaduct,
    village,
    volcano,
)


@dataclass(frozen=True)
class Scene:
    """What to draw, in which lights, and where a crop should stay (0..1 from the top left)."""

    paint: Callable[[Canvas, Mood, Random], None]
    moods: tuple[Mood, ...]
    focus: tuple[float, float] = (0.5, 0.5)


_BOOK: dict[str, Scene] = {
    "kota": Scene(skyline.skyline, (GOLDEN, NOON, DUSK, OVERCAST, DAWN, MORNING)),
    "kota-malam": Scene(skyline.night_city, (NIGHT, PLUM, MOONLIT, AFTERGLOW)),
    "sawah": Scene(terraces.rice_terraces, (DAWN, NOON, DUSK, MIST, GOLDEN, MORNING)),
    "pelabuhan": Scene(harbour.harbour, (GOLDEN, DUSK, OVERCAST, MORNING, AFTERGLOW, NOON), (0.5, 0.54)),
    "gunung": Scene(volcano.volcano, (GOLDEN, AFTERGLOW, NOON, MOONLIT, DAWN, MIST), (0.5, 0.45)),
    "laut": Scene(sea.open_sea, (DUSK, MORNING, NIGHT, GOLDEN, NOON, OVERCAST), (0.5, 0.54)),
    "pasar": Scene(market.market, (MORNING, GOLDEN, NIGHT, DAWN, DUSK, NOON), (0.5, 0.52)),
    "stadion": Scene(stadium.stadium, (NIGHT, DUSK, MOONLIT, OVERCAST, AFTERGLOW, PLUM), (0.5, 0.52)),
    "jembatan": Scene(bridge.bridge, (DUSK, MORNING, NIGHT, GOLDEN, OVERCAST, AFTERGLOW), (0.5, 0.5)),
    "hujan": Scene(street.rainy_street, (RAIN, DOWNPOUR, PLUM, OVERCAST), (0.5, 0.58)),
    "hutan": Scene(rainforest.rainforest, (MIST, GOLDEN, MOONLIT, DAWN, MORNING)),
    "gedung": Scene(public_building.public_building, (NOON, DUSK, GOLDEN, OVERCAST, AFTERGLOW, MORNING), (0.5, 0.56)),
    "kereta": Scene(viaduct.viaduct, (MORNING, GOLDEN, DUSK, MIST, DAWN, OVERCAST), (0.5, 0.45)),
    "langit-malam": Scene(observatory.observatory, (NIGHT, PLUM, MOONLIT, AFTERGLOW), (0.5, 0.55)),
    "laboratorium": Scene(laboratory.laboratory, (MORNING, DUSK, NIGHT, GOLDEN, OVERCAST, DAWN), (0.5, 0.6)),
    "pabrik": Scene(factory.factory, (GOLDEN, OVERCAST, DUSK, DAWN, AFTERGLOW, MORNING), (0.5, 0.55)),
    "desa": Scene(village.village, (GOLDEN, MORNING, DUSK, MIST, DAWN, NOON), (0.5, 0.58)),
    "bulu-tangkis": Scene(badminton.badminton, (MORNING, DUSK, GOLDEN, NOON, AFTERGLOW)),
    "perpustakaan": Scene(library.library, (GOLDEN, AFTERGLOW, MORNING, NIGHT, OVERCAST, DUSK), (0.5, 0.6)),
    "bandara": Scene(airport.airport, (DUSK, MORNING, GOLDEN, AFTERGLOW, NOON, DAWN), (0.5, 0.56)),
    "kebun": Scene(plantation.plantation, (MORNING, DUSK, MIST, GOLDEN, NOON, DAWN), (0.5, 0.55)),
    "pantai": Scene(beach.beach, (NOON, GOLDEN, DUSK, MORNING, DAWN, OVERCAST), (0.5, 0.55)),
    "lintasan": Scene(running_track.running_track, (GOLDEN, MORNING, DUSK, NOON, DAWN, OVERCAST), (0.5, 0.56)),
    "panel-surya": Scene(solar_field.solar_field, (NOON, DUSK, DAWN, GOLDEN, AFTERGLOW, MORNING), (0.5, 0.58)),
}

SCENES: tuple[str, ...] = tuple(_BOOK)
__all__ = ["LOOKS", "SCENES", "draw", "focal_point", "portrait"]


def draw(scene: str, *, seed: int, size: tuple[int, int] = (1800, 1200)) -> Image.Image:
    """An RGB picture of the scene in `size` pixels, up to half a second of processor time at the full size.

    Raises ValueError for a scene that is not in `SCENES`.
    """
    chosen = _find(scene)
    rng = Random(f"{scene}/{seed}")
    mood = chosen.moods[seed % len(chosen.moods)]  # neighbouring seeds never share a light
    turned_over = (seed + seed // len(chosen.moods)) % 2 == 1  # nor a direction; the second round swaps the pairing
    canvas = Canvas(size, chosen.focus, mirrored=turned_over)
    chosen.paint(canvas, mood, rng)
    return canvas.finish()


def focal_point(scene: str) -> tuple[float, float]:
    """The point that crops must keep, as shares of width and height."""
    return _find(scene).focus


def _find(scene: str) -> Scene:
    if scene not in _BOOK:
        raise ValueError(f"There is no picture of {scene!r}; choose one of {', '.join(SCENES)}.")
    return _BOOK[scene]
