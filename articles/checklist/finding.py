from dataclasses import dataclass
from enum import StrEnum

from articles.passages import Passage


class Gate(StrEnum):
    """Which gate the story stands before: to the editors, or to the readers."""

    EDITORS = "editors"
    READERS = "readers"


@dataclass(frozen=True)
class Finding:
    """One thing the checklist has to say: a sentence and the place, so that the desk can jump there."""

    sentence: str
    field: str = "body"  # of the story's form
    passage: Passage | None = None  # of the text
    remark: int | None = None  # in the margin of the story
    read_also: int | None = None  # the story that the text refers to
    blocks: bool = False  # required: nothing passes the gate with it. The others only advise
