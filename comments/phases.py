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
    """An attempt to post a text: everything that the phases may look at. The text is already normalized.

    `has_accepted` is None if there are no terms in force to accept. `recent` are the author's newest comments, newest
    first, as many as the limits need. `listed` are the listed terms in the text, with the words that matched.
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
    """Accepted, but visible only to its author and the moderators until one of them decides."""

    reason: Comment.HeldFor
    evidence: Mapping[str, Any] = field(default_factory=dict)


Phase = Callable[[Attempt], Hold | Refused | None]


@dataclass(frozen=True)
class Judgement:
    """The outcome: pass, hold or refusal, and what each phase said on the way."""

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
    """Sanctions: barred from writing, or pre-moderated."""
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
    """The rule of the story, the end that somebody has set, and its age. What somebody has set wins over the age."""
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
    """No replies to a comment that is not shown any more."""
    return refusals.AnswersNothing() if attempt.parent and not attempt.parent.is_shown else None


def flaw(text: str) -> Refused | None:
    """The refusal of a text for its length, or None."""
    if len(text) > limits.MAX_LENGTH:
        return refusals.TooLong(len(text))
    return refusals.Empty() if texts.is_blank(text) else None


def _length(attempt: Attempt) -> Refused | None:
    return flaw(attempt.text)


def _repeat(attempt: Attempt) -> Refused | None:
    since = attempt.now - limits.REPEAT_WINDOW
    again = any(sent.at > since and sent.text == attempt.text for sent in attempt.recent)
    return refusals.Repeated() if again else None


def _pace(attempt: Attempt) -> Refused | None:
    """Rate limits. They are stricter for new readers, because advertising comes in floods."""
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
    """Refuses advertising with contact details. Holds either alone, because words alone may be about the news."""
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
    """Whether this is somebody's first day, or readers have not seen two of their comments yet."""
    joined_today = attempt.by.is_authenticated and attempt.by.date_joined > attempt.now - limits.FIRST_DAY
    return joined_today or attempt.passed < limits.NEWCOMER


def _premoderation(attempt: Attempt) -> Hold | None:
    return Hold(HeldFor.PREMODERATED) if attempt.rule == Rule.PREMODERATED else None


def _newcomer(attempt: Attempt) -> Hold | None:
    return Hold(HeldFor.NEWCOMER, {"passed": attempt.passed}) if attempt.passed < limits.NEWCOMER else None


def _record(attempt: Attempt) -> Hold | None:
    """Holds if moderators have hidden comments of this author in the last days."""
    since = attempt.now - limits.RECORD_WINDOW
    states = [sent.state for sent in attempt.recent if sent.at > since]
    hidden, decided = states.count("hidden"), states.count("hidden") + states.count("approved")
    if decided >= limits.RECORD_DECISIONS and hidden >= limits.RECORD_SHARE * decided:
        return Hold(HeldFor.RECORD, {"hidden": hidden, "decided": decided})
    return None


def _night(attempt: Attempt) -> Hold | None:
    return Hold(HeldFor.NIGHT) if attempt.is_night and attempt.passed < limits.TRUSTED else None


def _of_readers(phase: Phase) -> Phase:
    """Skips a phase for the newsroom's own people, who answer to their editor."""
    return lambda attempt: None if attempt.is_newsroom else phase(attempt)


# What keeps somebody from writing here, whatever the text.
DOORS: dict[str, Phase] = {
    "story": _story,
    "rule": _rule,  # before the login, so that nobody is asked to log in to a closed thread
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
