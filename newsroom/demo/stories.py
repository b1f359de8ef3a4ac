"""Reads the demo stories from `stories/<section>/<slug>.html`: TOML between two lines of `+++`, then the body."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "stories"
TALK = Path(__file__).parent / "talk"


@dataclass(frozen=True)
class Story:
    """A story as its file describes it. Times are hours before the demo is loaded."""

    section: str
    slug: str
    body: str
    headline: str
    city: str
    writers: list[str]
    topics: list[str]
    hours_ago: float
    photo: dict[str, Any]
    deck: str = ""
    paid_by: str = ""
    photographers: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    figure: dict[str, Any] = field(default_factory=dict)  # a second photo, in front of the sub-heading `before`
    state: str = "published"
    note: str = ""
    breaking_for: float = 0  # hours from its publication
    remarks: list[dict[str, str]] = field(default_factory=list)  # in the margin of one that was sent back
    correction: dict[str, Any] = field(default_factory=dict)
    retraction: dict[str, Any] = field(default_factory=dict)
    update: dict[str, Any] = field(default_factory=dict)
    rewriting: dict[str, Any] = field(default_factory=dict)

    def published_at(self, loaded_at: datetime) -> datetime:
        return loaded_at - timedelta(hours=self.hours_ago)


def read_all() -> list[Story]:
    """Every demo story, oldest first."""
    return sorted(_read(), key=lambda story: -story.hours_ago)


def read_comments() -> list[dict[str, Any]]:
    """Every comment of the demo with its consequences (conversation.py)."""
    return [entry for path in sorted(TALK.glob("*.toml")) for entry in tomllib.loads(path.read_text())["comment"]]


def _read() -> Iterator[Story]:
    for path in sorted(FOLDER.glob("*/*.html")):
        _nothing, front_matter, body = path.read_text().split("+++\n", 2)
        yield Story(section=path.parent.name, slug=path.stem, body=body.strip(), **tomllib.loads(front_matter))
