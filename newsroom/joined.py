"""Joins the stylesheets and scripts of each kind of page into one file, to save requests.

The sources stay small and separate (static/css/, static/reader/). `collectstatic` finds the joined files like any
others, so there is no build step, and the tables below are all the configuration. On a slow line a request costs 150
ms.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from newsroom import identity

_EVERYWHERE = ("tokens", "identity", "base", "masthead", "paper")
STYLESHEETS: dict[str, tuple[str, ...]] = {
    "css/page.css": _EVERYWHERE,
    "css/story.css": (*_EVERYWHERE, "pages/article", "pages/story-tools", "most-read", "comments"),
    "css/front.css": (*_EVERYWHERE, "pages/fronts", "most-read"),
    "css/list.css": (*_EVERYWHERE, "forms", "pages/lists", "pages/calendar"),
    "css/charts.css": (*_EVERYWHERE, "pages/lists", "most-read"),
    "css/search.css": (*_EVERYWHERE, "forms", "pages/search"),
}
# Modules without exports. Those before `parsed` run at once, those after it when the document is parsed.
SCRIPTS: dict[str, tuple[str, ...]] = {
    "reader/story.js": ("paper", "parsed", "read", "comments"),
    "reader/thread.js": ("paper", "parsed", "comments", "new-comments"),
}
_FOLDER = settings.VAR_DIR / "joined"


class JoinedFiles(BaseFinder):
    """Finds the files named in STYLESHEETS and SCRIPTS, built from their sources on demand."""

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = _join(path) if path in STYLESHEETS or path in SCRIPTS else None
        if find_all or kwargs.get("all"):
            return [str(found)] if found else []
        return str(found) if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        for path in (*STYLESHEETS, *SCRIPTS):
            _join(path)
            yield path, FileSystemStorage(location=_FOLDER)


def _join(path: str) -> Path:
    """The joined file, rewritten only if its content has changed, because collectstatic goes by modification time."""
    if path in STYLESHEETS:
        content = "\n".join(identity.source(f"css/{name}.css") for name in STYLESHEETS[path])
    else:
        content = "\n".join(_apart(identity.source(f"reader/{name}.js")) for name in SCRIPTS[path])
    joined: Path = _FOLDER / path
    if not joined.exists() or joined.read_text() != content:
        joined.parent.mkdir(parents=True, exist_ok=True)
        joined.write_text(content)
    return joined


def _apart(script: str) -> str:
    """Wrap a module in a block, so that its names stay private."""
    return f"{{\n{script}}}"
