"""Who was notified of what: shown after a step was taken, and in the history of the story."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Notice, Step
from newsroom.accounts import namesakes
from newsroom.accounts.permissions import who_asks

_NAMES_SHOWN = 6  # nobody reads longer lists
_MENTIONS_SHOWN = 10


def with_told(steps: "QuerySet[Step]") -> "QuerySet[Step]":
    """Prefetch the notices of each step. One more query."""
    return steps.prefetch_related(Prefetch("notices", queryset=_with_people(Notice.objects.all())))


def newest_steps(article: Article, limit: int) -> tuple[list[Step], list[Notice]]:
    """The newest steps of a story with their notices, and the newest notices that belong to no step.

    Two queries.
    """
    steps = list(article.steps.select_related("by")[:limit])
    wanted = Q(step__in=[step.pk for step in steps]) | Q(step=None)
    told: dict[int | None, list[Notice]] = defaultdict(list)
    for notice in _with_people(article.notices.filter(wanted)):
        told[notice.step_id].append(notice)
    for step in steps:
        step._prefetched_objects_cache = {"notices": told[step.pk]}  # type: ignore[attr-defined]
    return steps, told[None][::-1][:_MENTIONS_SHOWN]


def who_was_told(step: Step) -> str:
    """Who was notified of a step, in words; "" if nobody had to be. No query after `with_told`."""
    notices = list(step.notices.all())
    if _is_unheard(notices):
        return _("Nobody could be told: there is no editor.")
    later = [whom(notice) for notice in notices if notice.kind == Notice.Kind.LIVE]
    at_once = [whom(notice) for notice in notices if notice.kind != Notice.Kind.LIVE]
    sentences = [_("Told: %(names)s.") % {"names": _names(at_once)}] if at_once else []
    if later:
        sentences.append(_("Told when it went live: %(names)s.") % {"names": _names(later)})
    return " ".join(sentences)


def whom(notice: Any) -> str:
    """The recipient's name, with the e-mail address if it is ambiguous. No query after `with_told`."""
    return namesakes.in_words(notice.person, is_shared=notice.is_shared)


def say(request: HttpRequest, article: Article, done: str) -> None:
    """Add the success message of a verb, with who was notified; a warning if nobody was who should have been."""
    step = with_told(article.steps.filter(by=who_asks(request))).first()
    unheard = step is not None and _is_unheard(list(step.notices.all()))
    told = who_was_told(step) if step else ""
    if unheard:
        told = _("Nobody could be told: there is no editor. Ask the managing editor or whoever runs this site.")
    messages.add_message(request, messages.WARNING if unheard else messages.SUCCESS, f"{done} {told}".strip())


def _with_people(notices: "QuerySet[Notice]") -> "QuerySet[Notice]":
    told = notices.select_related("person").annotate(is_shared=namesakes.shared("person"))
    return told.order_by("told_at", "pk")


def _is_unheard(notices: list[Notice]) -> bool:
    return any(notice.kind == Notice.Kind.UNHEARD for notice in notices)


def _names(names: list[str]) -> str:
    shown, rest = names[:_NAMES_SHOWN], len(names) - _NAMES_SHOWN
    more = [ngettext("%(number)s other", "%(number)s others", rest) % {"number": rest}] if rest > 0 else []
    return ", ".join(shown + more)
