"""The newsroom's own styles, images and templates: a folder that takes precedence over the built-in ones."""

import functools
import re
from pathlib import Path

from django.contrib.staticfiles.finders import FileSystemFinder

_PAPER = re.compile(r"--paper:\s*([^;]+);")


def source(path: str) -> str:
    """The style or script at this path below static/: the newsroom's own where it has one, else ours."""
    return Path(str(FileSystemFinder().find(path))).read_text()


@functools.cache
def paper_colours() -> tuple[str, str]:
    """The colour of the paper by day and by night, for the frame that a browser draws around it."""
    colours = [*_PAPER.findall(source("css/tokens.css"))[:2]]
    own = _PAPER.findall(source("css/identity.css"))[:2]
    light, dark = [*own, *colours[len(own) :]]
    return light.strip(), dark.strip()
