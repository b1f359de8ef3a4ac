"""Three-way merge of two texts of one story: changes of one side are taken, and a person resolves conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from articles import body_shape, compare
from articles.contents import Contents

_MOST_BLOCKS = 1_000  # three times the paragraphs of the longest story; beyond this, a person chooses one text


class Side(StrEnum):
    THEIRS = "theirs"  # what is stored
    MINE = "mine"  # what was typed, based on an older version
    BOTH = "both"  # both sides' paragraphs, if none was changed by both


@dataclass(frozen=True)
class Question:
    """A field in which the two texts differ; `proposed` is None if both changed it."""

    name: str
    label: str
    proposed: Side | None
    both: str | None = None  # the text with the changes of both sides

    @property
    def choices(self) -> list[Side]:
        return [Side.THEIRS, Side.MINE, *([Side.BOTH] if self.both is not None else [])]


def questions(base: Contents | None, theirs: Contents, mine: Contents) -> list[Question]:
    """The fields that differ, with a proposal if there is no conflict. `base` is the common ancestor, if known."""
    found = []
    for name in compare.differ(theirs, mine):
        proposed, both = None, None
        if base is not None and name in base:
            if name not in compare.differ(base, mine):
                proposed = Side.THEIRS
            elif name not in compare.differ(base, theirs):
                proposed = Side.MINE
            elif name == "body":
                both = paragraphs(*(compare.html_of(said) for said in (base, theirs, mine)))
                proposed = Side.BOTH if both is not None else None
        found.append(Question(name, compare.label(name), proposed, both))
    return found


def answered(
    asked: Sequence[Question], answers: Mapping[str, str], theirs: Contents, mine: Contents
) -> Contents | None:
    """The merged text with these answers; None if one is missing."""
    merged = {**theirs, "photos": {**theirs["photos"], **mine["photos"]}}
    for question in asked:
        answer = answers.get(question.name)
        if answer not in question.choices:
            return None
        if answer == Side.MINE:
            merged[question.name] = mine[question.name]
        elif answer == Side.BOTH:
            merged[question.name] = question.both
    return merged


def paragraphs(base: str, theirs: str, mine: str) -> str | None:
    """The text with the changes of both sides; None if both changed the same place."""
    old, left, right = (body_shape.blocks(html) for html in (base, theirs, mine))
    if max(len(old), len(left), len(right)) > _MOST_BLOCKS:
        return None
    changes = [*_changes(old, left), *_changes(old, right)]
    changes.sort(key=lambda change: change[:2])
    result: list[str] = []
    here = 0
    for number, change in enumerate(changes):
        begin, end, new = change
        before = changes[number - 1] if number else None
        if change == before:
            continue  # both sides made the same change
        if before and (begin < here or (begin == here and not (_rewrites(before) and _rewrites(change)))):
            return None
        result += [*old[here:begin], *new]
        here = end
    return "".join([*result, *old[here:]])


def _rewrites(change: tuple[int, int, list[str]]) -> bool:
    """Whether it puts something in the place of something. Neighbours may; what one adds beside a cut is unclear."""
    begin, end, new = change
    return begin < end and bool(new)


def _changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(a, b, list(new[c:d])) for change, a, b, c, d in matcher.get_opcodes() if change != "equal"]
