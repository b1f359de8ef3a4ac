"""How the desk prints dates where nobody says how: as the paper does, not as Django's own Indonesian formats do."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i T"
DATETIME_FORMAT = "j M Y, H.i T"
