from dataclasses import dataclass
from enum import StrEnum

from articles.passages import Passage


class Gate(StrEnum):
    """The gate that the story is to pass: to the editors, or to the readers."""

    EDITORS = "editors"
    READERS = "readers"


@dataclass(frozen=True)
class Finding:
    """A finding of the checklist: a sentence, and the place to jump to."""

    sentence: str
    field: str = "body"  # in the story form
    passage: Passage | None = None  # in the text
    remark: int | None = None  # id of the remark
    read_also: int | None = None  # id of the referenced story
    blocks: bool = False  # whether it blocks the gate or is only advice
