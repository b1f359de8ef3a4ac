"""Default date formats at the desk: those of the paper, not Django's own Indonesian ones."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H.i T"
DATETIME_FORMAT = "j M Y, H.i T"
