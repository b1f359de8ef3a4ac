"""What makes the paper its own: a folder of the newsroom that comes before ours for styles, pictures and templates."""

import functools
import re
from pathlib import Path

from django.contrib.staticfiles.finders import FileSystemFinder

_PAPER = re.compile(r"--paper:\s*([^;]+);")


def stylesheet(name: str) -> Path:
    """The source of this name: the newsroom's own where it has one, else ours."""
    return Path(str(FileSystemFinder().find(f"css/{name}.css")))


@functools.cache
def paper_colours() -> tuple[str, str]:
    """The colour of the paper by day and by night, for the frame that a browser draws around it."""
    colours = [*_PAPER.findall(stylesheet("tokens").read_text())[:2]]
    own = _PAPER.findall(stylesheet("identity").read_text())[:2]
    light, dark = [*own, *colours[len(own) :]]
    return light.strip(), dark.strip()
