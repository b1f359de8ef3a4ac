"""Why a comment or a decision was not accepted: a sentence for the person, and an HTTP status."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any, ClassVar

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from comments import limits
from comments.spam import Signs


class Refused(Exception):
    """A text that is not accepted. `sentence` says what to do; `retry_after` is in seconds, if waiting helps.

    If it is refused for its content, what was found in it is recorded.
    """

    status: ClassVar[int] = 400
    is_recorded: ClassVar[bool] = False
    is_for_everybody: ClassVar[bool] = False  # applies to everybody, not only to this visitor
    code: ClassVar[str] = "refused"
    sentence: str | Promise = _("This comment cannot be taken.")
    retry_after: int | None = None
    evidence: Mapping[str, Any] = {}

    def __str__(self) -> str:
        return str(self.sentence)


class NotLoggedIn(Refused):
    status, code = 403, "not-logged-in"
    sentence = _("Log in to comment.")


class Inactive(Refused):
    status, code = 403, "inactive"
    sentence = _("This account has been switched off, so it cannot comment.")


class Banned(Refused):
    status, code = 403, "banned"
    sentence = _("You have been barred from commenting here. Your data and your right to complain stay yours.")


class Suspended(Refused):
    status, code = 403, "suspended"

    def __init__(self, until: datetime) -> None:
        day = date_format(localtime(until), "j F Y H.i")
        self.sentence = _("You cannot comment until %(moment)s WIB.") % {"moment": day}


class Warned(Refused):
    """There is an unread warning. `where` is its page."""

    status, code = 403, "warned"
    sentence = _("The moderators have sent you a warning. Read it first, then send your comment.")


class Unverified(Refused):
    status, code = 403, "unverified"
    sentence = _("Confirm your e-mail address first. We have sent you a link.")


class TermsNotAccepted(Refused):
    status, code = 403, "terms"
    sentence = _("Agree to the comment terms to send your comment.")


class NoTerms(Refused):
    status, code = 403, "no-terms"
    sentence = _("Comments are not open yet: the comment terms have not been published.")


class NotPublic(Refused):
    status, code = 404, "not-public"
    sentence = _("There is no such story.")


class Retracted(Refused):
    status, code, is_for_everybody = 403, "retracted", True
    sentence = _("This story was retracted. Its comments are closed.")


class Closed(Refused):
    status, code, is_for_everybody = 403, "closed", True
    sentence = _("The newsroom has closed the comments on this story.")


class ClosedByAge(Closed):
    sentence = _("Comments close two weeks after a story has appeared. What was said stays.")


class NeverOpen(Refused):
    status, code, is_for_everybody = 403, "never-open", True
    sentence = _("This story takes no comments.")


class AnswersNothing(Refused):
    status, code = 409, "answers-nothing"
    sentence = _("The comment that you answer is no longer there. You can still write under the story.")


class Empty(Refused):
    status, code = 400, "empty"
    sentence = _("Write something first.")


class TooLong(Refused):
    status, code = 413, "too-long"

    def __init__(self, length: int) -> None:
        self.sentence = _("Your comment has %(length)s characters. Shorten it to at most %(most)s.") % {
            "length": _grouped(length),
            "most": _grouped(limits.MAX_LENGTH),
        }


class _Wait(Refused):
    """Refused for now: says when it will be accepted."""

    status = 429

    def __init__(self, wait: timedelta) -> None:
        self.retry_after = max(1, ceil(wait.total_seconds()))


class TooFast(_Wait):
    code = "too-fast"
    sentence = _("You have just sent a comment. Wait a few seconds, then send this one again.")


class TooMany(_Wait):
    code = "too-many"
    sentence = _("You have sent very many comments in this hour. Take a break, then send this one.")


class TooFastWhenNew(_Wait):
    code = "too-fast"
    sentence = _("As long as you are new here, wait half a minute between two comments. Then send this one again.")


class TooManyWhenNew(_Wait):
    code = "too-many"
    sentence = _("As long as you are new here, you can send ten comments a day. Send this one tomorrow.")


class TooManyRefused(_Wait):
    code = "too-many-refused"
    sentence = _("Very many of your texts have been refused today. Send this one tomorrow, or write to the newsroom.")


class TooManyComplaints(_Wait):
    code = "too-many-complaints"
    sentence = _("You have sent many complaints in a short time. They will all be read. Send this one later.")


class Repeated(Refused):
    status, code = 409, "repeated"
    sentence = _("You have just sent the same text. Your first comment has arrived.")


class ListedTerm(Refused):
    status, code, is_recorded = 400, "term", True

    def __init__(self, words: str, found: Mapping[str, str]) -> None:
        self.sentence = _("“%(words)s” is not taken here. Say it in other words, then send your comment again.") % {
            "words": words
        }
        self.evidence = found


class Advertising(Refused):
    status, code, is_recorded = 400, "advertising", True

    def __init__(self, signs: Signs) -> None:
        named = (*signs.contacts, *signs.promises, *signs.hidden)
        self.sentence = _(
            "This reads like an advertisement (%(found)s). Take it out, then send your comment again."
        ) % {"found": ", ".join(f"“{words}”" for words in named[:3])}
        self.evidence = signs.evidence


class SentAlready(Refused):
    status, code = 409, "sent-already"
    sentence = _("This form has been used already. Your new text has not been sent yet: press the button once more.")


class Conflict(Exception):
    """The comment is not in the state that the decision needs, because somebody was faster. The message says so."""


def _grouped(number: int) -> str:
    """The Indonesian number format: 2.000."""
    return f"{number:,}".replace(",", ".")
