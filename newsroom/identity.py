"""The newsroom's own styles, images and templates: a folder that takes precedence over the built-in ones."""

import functools
import re
from pathlib import Path

from django.contrib.staticfiles.finders import FileSystemFinder

_PAPER = re.compile(r"--paper:\s*([^;]+);")


def source(path: str) -> str:
    """The stylesheet or script at this path in static/: the newsroom's own if it has one, otherwise ours."""
    return Path(str(FileSystemFinder().find(path))).read_text()


@functools.cache
def paper_colours() -> tuple[str, str]:
    """The background colours of the light and dark schemes, for the browser's theme colour."""
    colours = [*_PAPER.findall(source("css/tokens.css"))[:2]]
    own = _PAPER.findall(source("css/identity.css"))[:2]
    light, dark = [*own, *colours[len(own) :]]
    return light.strip(), dark.strip()
