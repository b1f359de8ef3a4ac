"""In which statuses each verb is allowed, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from articles import permissions
from articles.models import Article, Step
from newsroom.accounts.models import User

Status, Legal, Verb = Article.Status, Article.Legal, Step.Verb


LONGEST_BREAKING = timedelta(hours=24)  # news that is a day old is not breaking any more


class Conflict(Exception):
    """The story does not have the status that the verb needs, or has changed. The message says what to do."""


@dataclass(frozen=True)
class Rule:
    """In which statuses a verb is allowed, who may use it, and what anybody else is told."""

    states: tuple[str, ...]
    who: Callable[[User, Article], bool]
    refusal: Promise


def _editor(user: User, article: Article) -> bool:
    return permissions.may_edit_others(user)


def _manager(user: User, article: Article) -> bool:
    return permissions.may_manage(user)


_ONLY_REPORTER = gettext_lazy("Only the reporter of this story may do that.")
_ONLY_REPORTER_OR_EDITOR = gettext_lazy("Only the reporter of this story or an editor may change it.")
_ONLY_EDITOR = gettext_lazy("Only an editor may do that.")
_ONLY_MANAGER = gettext_lazy("Only the managing editor may do that.")

_IN_HAND = (Status.DRAFT, Status.RETURNED)
_IN_WORK = Article.IN_WORK

RULES: dict[str, Rule] = {
    Verb.EDIT: Rule(_IN_WORK, permissions.can_see, _ONLY_REPORTER_OR_EDITOR),
    Verb.SUBMIT: Rule(_IN_HAND, permissions.is_its_reporter, _ONLY_REPORTER),
    Verb.WITHDRAW_SUBMISSION: Rule((Status.SUBMITTED,), permissions.is_its_reporter, _ONLY_REPORTER),
    Verb.SEND_BACK: Rule((Status.SUBMITTED,), _editor, _ONLY_EDITOR),
    Verb.APPROVE: Rule((Status.SUBMITTED,), _editor, _ONLY_EDITOR),
    Verb.EMERGENCY: Rule((Status.DRAFT, Status.SUBMITTED), _manager, _ONLY_MANAGER),
    Verb.SECOND_READ: Rule(tuple(Status), _editor, _ONLY_EDITOR),
    Verb.REVISE: Rule((Status.PUBLISHED,), permissions.can_see, _ONLY_REPORTER_OR_EDITOR),
    Verb.DISCARD: Rule(_IN_HAND, permissions.can_see, _ONLY_REPORTER_OR_EDITOR),
    Verb.DROP: Rule(_IN_HAND, permissions.can_see, _ONLY_REPORTER_OR_EDITOR),
    Verb.TAKE_UP: Rule((Status.DROPPED,), permissions.can_see, _ONLY_REPORTER_OR_EDITOR),
    Verb.UNSCHEDULE: Rule((Status.PUBLISHED,), _editor, _ONLY_EDITOR),
    Verb.RESCHEDULE: Rule((Status.PUBLISHED,), _editor, _ONLY_EDITOR),
    Verb.RETRACT: Rule(tuple(Status), _manager, _ONLY_MANAGER),
    Verb.EMBARGO: Rule(_IN_WORK, permissions.can_see, _ONLY_REPORTER_OR_EDITOR),
    Verb.LIFT_EMBARGO: Rule(_IN_WORK, _editor, _ONLY_EDITOR),
    Verb.CONFIRM: Rule(_IN_WORK, permissions.can_see, _ONLY_REPORTER_OR_EDITOR),
    Verb.WAIVE_CONFIRMATION: Rule(_IN_WORK, _manager, _ONLY_MANAGER),
    Verb.ASK_LEGAL: Rule(_IN_WORK, permissions.can_see, _ONLY_REPORTER_OR_EDITOR),
    Verb.CLEAR_LEGAL: Rule(_IN_WORK, _manager, _ONLY_MANAGER),
}


def can_be_breaking(begins: datetime, until: datetime) -> bool:
    """Whether a story that goes live at one moment may be flagged as breaking news until another."""
    return begins < until <= begins + LONGEST_BREAKING
