"""Light: the hours and weathers a scene can be drawn in.

A scene names its materials (roof tile, leaf, concrete) and asks the mood what they look like in this light, at this
distance. That keeps every picture inside one small family of inks, as a screen print is.
"""

from dataclasses import dataclass

Color = tuple[int, int, int]


def ink(code: str) -> Color:
    """The colour written as `#rrggbb`."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: Color, second: Color, share: float) -> Color:
    """`first` with `share` (0..1) of `second` stirred in."""
    share = min(1.0, max(0.0, share))
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def under(material: Color, light: Color) -> Color:
    """The material as seen under coloured light."""
    red, green, blue = (a * b // 255 for a, b in zip(material, light, strict=True))
    return red, green, blue


@dataclass(frozen=True)
class Mood:
    """One light.

    `zenith`, `middle` and `horizon` are the sky; `light` and `shade` tint materials; `haze` is where distance leads.
    """

    name: str
    zenith: Color
    middle: Color
    horizon: Color
    sun: Color
    light: Color
    shade: Color
    haze: Color
    accent: Color
    is_dark: bool = False
    has_sun: bool = True

    def lit(self, material: Color, distance: float = 0.0) -> Color:
        """The material on the side that faces the light; `distance` runs from 0 (here) to 1 (lost in haze)."""
        return mix(under(material, self.light), self.haze, distance)

    def shaded(self, material: Color, distance: float = 0.0) -> Color:
        """The material on the side turned away from the light."""
        return mix(under(material, self.shade), self.haze, distance)

    def between(self, material: Color, share: float, distance: float = 0.0) -> Color:
        """The material part lit (0) and part shaded (1)."""
        return mix(self.lit(material, distance), self.shaded(material, distance), share)

    @property
    def has_lamps_on(self) -> bool:
        """Whether windows and street lamps are lit at this hour."""
        return self.is_dark or self.name in ("dusk", "afterglow")

    @property
    def lamplight(self) -> Color:
        """The colour of a lamp: the accent of an evening mood, amber by day, when the accents are too red to shine."""
        return self.accent if self.has_lamps_on else ink("#ffc06a")

    @property
    def silhouette(self) -> Color:
        """The darkest ink: what stands against the light."""
        return mix(under(self.shade, self.shade), (14, 16, 26), 0.35)


def _mood(name: str, sky: str, sun: str, light: str, shade: str, haze: str, accent: str, **flags: bool) -> Mood:
    zenith, middle, horizon = (ink(code) for code in sky.split())
    return Mood(name, zenith, middle, horizon, ink(sun), ink(light), ink(shade), ink(haze), ink(accent), **flags)


DAWN = _mood("dawn", "#4d6c8a #bfa5ab #f7cfa2", "#fff1d2", "#ffe0c0", "#5d6288", "#e2b8a6", "#d6583f")
MORNING = _mood("morning", "#6aa3b4 #b3d0c6 #f4ead0", "#fffbe8", "#fff3da", "#688a90", "#d5ddc9", "#dd6b3f")
NOON = _mood("noon", "#2f7f9f #7dbcc6 #dcebdd", "#fffdf0", "#fffcf0", "#64869e", "#bcd9d8", "#e2723b")
GOLDEN = _mood("golden", "#7f9a93 #e9c27c #fae6b0", "#fffae0", "#ffdea0", "#705a58", "#eecb8e", "#b8432f")
DUSK = _mood("dusk", "#2e3059 #96506e #f2a468", "#ffdc94", "#f0a084", "#483660", "#b96c78", "#ffb35c")
AFTERGLOW = _mood(
    "afterglow", "#1f2f55 #5f6c98 #ecbca4", "#ffe3c2", "#b4a2ba", "#3a3f6a", "#928aab", "#ffc374", has_sun=False
)
OVERCAST = _mood(
    "overcast", "#75888f #a4b2b1 #d8d9cb", "#eeeee2", "#d8ded8", "#60707a", "#bcc5c0", "#c85a3d", has_sun=False
)
MIST = _mood("mist", "#86a89f #b9cfc0 #ecedda", "#fbfbea", "#e2ecd6", "#48706c", "#cbdccb", "#d77a45")
NIGHT = _mood("night", "#081430 #15305a #3c6688", "#f4ecd0", "#5f7aa8", "#1c274c", "#2b4a70", "#ffc56e", is_dark=True)
MOONLIT = _mood(
    "moonlit", "#0a2230 #16485a #5f9b96", "#f6f2da", "#7098a0", "#163040", "#3b7480", "#ffb861", is_dark=True
)
PLUM = _mood(
    "plum",
    "#170f2e #3c2356 #a2567a",
    "#ffe0c0",
    "#8a6a98",
    "#291b44",
    "#5f3a6a",
    "#ffb070",
    is_dark=True,
    has_sun=False,
)
RAIN = _mood(
    "rain",
    "#2b3b47 #53676f #b3ab97",
    "#e8dfc8",
    "#9aa6a8",
    "#34434f",
    "#748489",
    "#ffb45e",
    is_dark=True,
    has_sun=False,
)
DOWNPOUR = _mood(
    "downpour",
    "#15273b #2c4a5f #6d8f94",
    "#d8e4dc",
    "#7c98a4",
    "#20364a",
    "#466577",
    "#ff9d5c",
    is_dark=True,
    has_sun=False,
)
