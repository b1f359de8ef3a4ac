"""How long comment data is kept, with the reason for each period. Enforced every night by `manage.py purge`.

The law gives no number of days (UU 27/2022, articles 16(2)g and 42 to 44: no longer than the purpose requires, and say
how long). These periods are our choices; have counsel confirm them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments import personal_data
from comments.models import Comment, Complaint, Remark, Revision, Verdict


@dataclass(frozen=True)
class Term:
    """A kind of data: what it is, how long it is kept, why, and how it is deleted."""

    what: object
    kept: timedelta
    source: object
    purge: Callable[[datetime, datetime, int], int]  # (older than, now, at most) -> rows


def _devices(before: datetime, now: datetime, most: int) -> int:
    done = Complaint.objects.filter(decided_at__lt=before).exclude(device="", email="")
    return Complaint.objects.filter(pk__in=_first(done, most)).update(device="", email="")


def _hidden(before: datetime, now: datetime, most: int) -> int:
    hidden = Comment.objects.filter(state=Comment.State.HIDDEN, decision__at__lt=before)
    return personal_data.wipe(hidden, now=now, most=most)


def _deleted(before: datetime, now: datetime, most: int) -> int:
    deleted = Comment.objects.filter(state=Comment.State.DELETED, created_at__lt=before)
    return personal_data.wipe(deleted, now=now, most=most)


def _erased(before: datetime, now: datetime, most: int) -> int:
    left = Comment.objects.filter(author__erasures__done_at__lt=before)
    return personal_data.wipe(left, now=now, most=most)


def _dossiers(before: datetime, now: datetime, most: int) -> int:
    old = Complaint.objects.filter(decided_at__lt=before).exclude(words="", quoted="")
    old = old.filter(personal_data.is_no_evidence(now, of="comment"))
    return Complaint.objects.filter(pk__in=_first(old, most)).update(words="", quoted="")


def _earlier(before: datetime, now: datetime, most: int) -> int:
    old = Revision.objects.filter(until__lt=before).exclude(text="")
    old = old.filter(personal_data.is_no_evidence(now, of="comment"))
    return Revision._base_manager.filter(pk__in=_first(old, most)).update(text="")


def _found(before: datetime, now: datetime, most: int) -> int:
    old = Verdict.objects.filter(at__lt=before).exclude(phases=[])
    old = old.filter(Q(comment=None) | personal_data.is_no_evidence(now, of="comment"))
    return Verdict._base_manager.filter(pk__in=_first(old, most)).update(phases=[])


def _remarks(before: datetime, now: datetime, most: int) -> int:
    removed, _models = Remark.objects.filter(pk__in=_first(Remark.objects.filter(at__lt=before), most)).delete()
    return removed


def _first(rows: object, most: int) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])  # type: ignore[attr-defined]


DAY, MONTH, YEAR = timedelta(days=1), timedelta(days=30), timedelta(days=365)
_ABUSE = _("to recognise who complains again and again; afterwards nobody needs it")
_APPEAL = _("for appeals, complaints to the Press Council and the author's record; afterwards only the decision stays")
_EVIDENCE = _("only as long as they are evidence")
_MEND = _("to mend the filter where it was wrong; afterwards only its verdict stays")
_DOSSIER = _("to prove what was done in time (Pedoman Pemberitaan Media Siber 3(f) and (g)); choice of the house")
TERMS: dict[str, Term] = {
    "devices": Term(_("Hashed device and e-mail of a complainant, after the answer"), 90 * DAY, _ABUSE, _devices),
    "hidden": Term(_("Words of a hidden comment"), 6 * MONTH, _APPEAL, _hidden),
    "deleted": Term(
        _("Words of a comment that its author deleted"), 30 * DAY, _("for complaints on their way"), _deleted
    ),
    "erased": Term(_("Words of an erased account that were evidence"), timedelta(0), _EVIDENCE, _erased),
    "dossiers": Term(_("Words of a complaint and its copy of the comment"), 5 * YEAR, _DOSSIER, _dossiers),
    "earlier": Term(_("What a comment said before its author changed it"), 6 * MONTH, _APPEAL, _earlier),
    "found": Term(_("Words, numbers and links that were found in a text"), 90 * DAY, _MEND, _found),
    "remarks": Term(_("Notes of moderators about a reader"), 2 * YEAR, _APPEAL, _remarks),
}


def purge(*, now: datetime, most: int) -> dict[str, int]:
    """Delete what has outlived its period, at most `most` rows of a kind. Returns how many of each. Idempotent."""
    return {name: term.purge(now - term.kept, now, most) for name, term in TERMS.items()}
