"""The checks that a text passes through, in order. Each is a pure function of facts gathered once (`Attempt`).

A phase passes the text, holds it for a moderator, or refuses it. The first refusal ends the checks; if several phases
would hold a text, it is held for the first, and the log names them all. A new rule is one fact and one table row.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser

from articles.models import Edition
from comments import limits, refusals, sanctions
from comments import text as texts
from comments.models import Comment, Sanction, Term, Thread
from comments.refusals import Refused
from comments.spam import Signs
from newsroom.accounts.models import User

HeldFor, Rule = Comment.HeldFor, Thread.Rule


class Sent(NamedTuple):
    """An earlier comment of the same author."""

    at: datetime
    text: str
    state: str


@dataclass(frozen=True)
class Attempt:
    """Somebody wants a text to stand under a story: all that the phases may look at. The text is clean already.

    `has_accepted` is None where there are no terms in force that anybody could accept. `recent` are the author's newest
    comments, newest first, as many as the limits need; `listed` are the terms found in the text, each with the words
    that were found.
    """

    by: User | AnonymousUser
    edition: Edition | None
    now: datetime
    rule: str = Rule.AUTOMATIC
    closes_at: datetime | None = None
    is_verified: bool = False
    has_accepted: bool | None = None
    sanction: Sanction | None = None
    is_newsroom: bool = False
    parent: Comment | None = None
    text: str = ""
    signs: Signs = field(default_factory=Signs)
    listed: Sequence[tuple[Term, str]] = ()
    recent: Sequence[Sent] = ()
    passed: int = 0
    is_night: bool = False


@dataclass(frozen=True)
class Hold:
    """Taken, but only its author and the moderators see it until one of them has decided."""

    reason: Comment.HeldFor
    evidence: Mapping[str, Any] = field(default_factory=dict)


Phase = Callable[[Attempt], Hold | Refused | None]


@dataclass(frozen=True)
class Judgement:
    """What came of it: nothing to say, a hold, or a refusal, and what each phase said on the way."""

    refusal: Refused | None
    held_for: str
    log: list[dict[str, Any]]


def judge(attempt: Attempt, phases: Mapping[str, Phase]) -> Judgement:
    """Ask each phase in turn, until one refuses."""
    log: list[dict[str, Any]] = []
    held_for = ""
    for name, phase in phases.items():
        said = phase(attempt)
        if said is None:
            log.append({"phase": name, "status": "pass"})
        elif isinstance(said, Refused):
            log.append({"phase": name, "status": "refuse", "reason": said.code, "evidence": dict(said.evidence)})
            return Judgement(said, "", log)
        else:
            log.append({"phase": name, "status": "hold", "reason": said.reason, "evidence": dict(said.evidence)})
            held_for = held_for or said.reason
    return Judgement(None, held_for, log)


def _story(attempt: Attempt) -> Refused | None:
    if attempt.edition is None:
        return refusals.NotPublic()
    return refusals.Retracted() if attempt.edition.is_retraction else None


def _login(attempt: Attempt) -> Refused | None:
    if not attempt.by.is_authenticated:
        return refusals.NotLoggedIn()
    return None if attempt.by.is_active else refusals.Inactive()


def _sanction(attempt: Attempt) -> Hold | Refused | None:
    """Barred, or read first."""
    if attempt.sanction is None:
        return None
    return sanctions.refusal(attempt.sanction) or Hold(HeldFor.SANCTION, {"sanction": attempt.sanction.pk})


def _address(attempt: Attempt) -> Refused | None:
    return None if attempt.is_verified else refusals.Unverified()


def _consent(attempt: Attempt) -> Refused | None:
    if attempt.has_accepted is None:
        return refusals.NoTerms()
    return None if attempt.has_accepted else refusals.TermsNotAccepted()


def _rule(attempt: Attempt) -> Refused | None:
    """The rule of the story, the end that a person set, and its age: what a person chose wins over the age."""
    if attempt.rule == Rule.NEVER:
        return refusals.NeverOpen()
    if attempt.rule == Rule.CLOSED:
        return refusals.Closed()
    if attempt.closes_at:
        return refusals.Closed() if attempt.now >= attempt.closes_at else None
    has_an_end = attempt.rule in (Rule.AUTOMATIC, Rule.PREMODERATED)
    if has_an_end and attempt.edition and attempt.now >= attempt.edition.published_at + limits.CLOSES_AFTER:
        return refusals.ClosedByAge()
    return None


def _answered(attempt: Attempt) -> Refused | None:
    """Nobody piles on below a comment that is gone."""
    return refusals.AnswersNothing() if attempt.parent and not attempt.parent.is_shown else None


def _length(attempt: Attempt) -> Refused | None:
    if len(attempt.text) > limits.MAX_LENGTH:
        return refusals.TooLong(len(attempt.text))
    return refusals.Empty() if texts.is_blank(attempt.text) else None


def _repeat(attempt: Attempt) -> Refused | None:
    since = attempt.now - limits.REPEAT_WINDOW
    again = any(sent.at > since and sent.text == attempt.text for sent in attempt.recent)
    return refusals.Repeated() if again else None


def _pace(attempt: Attempt) -> Refused | None:
    """Not too fast, not too many: whoever is new gets less room than others, for what advertises comes in floods."""
    if attempt.recent and _is_new(attempt) and not attempt.is_newsroom:
        if attempt.recent[0].at > attempt.now - limits.NEW_PACE:
            return refusals.TooFastWhenNew(attempt.recent[0].at + limits.NEW_PACE - attempt.now)
        today = [sent for sent in attempt.recent if sent.at > attempt.now - limits.DAY]
        if len(today) >= limits.NEW_PER_DAY:
            return refusals.TooManyWhenNew(today[limits.NEW_PER_DAY - 1].at + limits.DAY - attempt.now)
    if attempt.recent and attempt.recent[0].at > attempt.now - limits.PACE:
        return refusals.TooFast(attempt.recent[0].at + limits.PACE - attempt.now)
    within = [sent for sent in attempt.recent if sent.at > attempt.now - limits.HOUR]
    if len(within) >= limits.PER_HOUR:
        return refusals.TooMany(within[-1].at + limits.HOUR - attempt.now)
    return None


def _terms(attempt: Attempt) -> Hold | Refused | None:
    found = {term.phrase: words for term, words in attempt.listed}
    for term, words in attempt.listed:
        if term.action == Term.Action.REFUSE:
            return refusals.ListedTerm(words, found)
    return Hold(HeldFor.TERM, found) if found else None


def _spam(attempt: Attempt) -> Hold | Refused | None:
    """Wares with the way to them are refused. Half of it holds: a word alone may be the news itself."""
    signs = attempt.signs
    if signs.is_advertising:
        return refusals.Advertising(signs)
    if signs.promises or signs.hidden:
        return Hold(HeldFor.ADVERTISING, signs.evidence)
    if signs.contacts or signs.identities:
        return Hold(HeldFor.CONTACT, signs.evidence)
    return None


def _links(attempt: Attempt) -> Hold | None:
    most = 0 if _is_new(attempt) else limits.MAX_LINKS
    return Hold(HeldFor.LINKS, {"links": attempt.signs.links, "most": most}) if attempt.signs.links > most else None


def _is_new(attempt: Attempt) -> bool:
    """Whether somebody is here for the first day, or readers have not seen two of his comments yet."""
    joined_today = attempt.by.is_authenticated and attempt.by.date_joined > attempt.now - limits.FIRST_DAY
    return joined_today or attempt.passed < limits.NEWCOMER


def _premoderation(attempt: Attempt) -> Hold | None:
    return Hold(HeldFor.PREMODERATED) if attempt.rule == Rule.PREMODERATED else None


def _newcomer(attempt: Attempt) -> Hold | None:
    return Hold(HeldFor.NEWCOMER, {"passed": attempt.passed}) if attempt.passed < limits.NEWCOMER else None


def _record(attempt: Attempt) -> Hold | None:
    """What moderators decided about this author's comments of the last days."""
    since = attempt.now - limits.RECORD_WINDOW
    states = [sent.state for sent in attempt.recent if sent.at > since]
    hidden, decided = states.count("hidden"), states.count("hidden") + states.count("approved")
    if decided >= limits.RECORD_DECISIONS and hidden >= limits.RECORD_SHARE * decided:
        return Hold(HeldFor.RECORD, {"hidden": hidden, "decided": decided})
    return None


def _night(attempt: Attempt) -> Hold | None:
    return Hold(HeldFor.NIGHT) if attempt.is_night and attempt.passed < limits.TRUSTED else None


def _of_readers(phase: Phase) -> Phase:
    """A phase that is not asked of the newsroom's own people: they answer to their editor."""
    return lambda attempt: None if attempt.is_newsroom else phase(attempt)


# What keeps somebody from writing here at all, whatever the text.
DOORS: dict[str, Phase] = {
    "story": _story,
    "rule": _rule,  # before the log-in: nobody is asked to log in to a thread that is closed
    "login": _login,
    "sanction": _sanction,
    "address": _address,
    "consent": _consent,
}
TEXT: dict[str, Phase] = {
    "answered": _answered,
    "length": _length,
    "repeat": _repeat,
    "pace": _pace,
    "terms": _terms,
    "spam": _of_readers(_spam),
    "links": _of_readers(_links),
    "premoderation": _of_readers(_premoderation),
    "newcomer": _of_readers(_newcomer),
    "record": _of_readers(_record),
    "night": _of_readers(_night),
}
ALL = {**DOORS, **TEXT}
