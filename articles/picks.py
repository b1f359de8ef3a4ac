"""The verbs of the front page: an editor arranges stories in a draft and publishes it.

The newest release is live. The query that shows it leaves out stories that are not live at that moment, so nothing has
to be cleaned up after a retraction.
"""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Edition, FrontDraft, FrontRelease
from articles.workflow import Conflict
from newsroom.accounts.models import User
from newsroom.prepared import Prepared

MOST = 7  # places at the top of the front page; those that an editor leaves empty get the newest stories


def live() -> list[int]:
    """The ids of the articles that an editor has put first, the lead first. One query."""
    found = _newest()
    return found[0] if found else []


@Prepared
def _newest() -> QuerySet[FrontRelease, list[int]]:
    return FrontRelease.objects.order_by("-pk").values_list("articles", flat=True)[:1]


def draft() -> FrontDraft:
    """The draft, or an empty one if nobody has started one. One query."""
    kept = FrontDraft.objects.select_related("changed_by").filter(pk=FrontDraft.ONLY).first()
    return kept or FrontDraft(pk=FrontDraft.ONLY, articles=[])


@transaction.atomic
def rearrange(articles: Sequence[int], *, by: User, version: int, now: datetime | None = None) -> FrontDraft:
    """Save the draft over the given version of it.

    Raises ValidationError if there are more stories than places, or readers cannot see one.
    """
    kept = _begin(by, version)
    wanted = list(dict.fromkeys(articles))
    if len(wanted) > MOST:
        raise ValidationError(_("There is room for %(most)s stories. Remove one first.") % {"most": MOST})
    added = set(wanted) - set(kept.articles)
    if added - set(Edition.objects.live(now).standing().filter(article__in=added).values_list("article", flat=True)):
        raise ValidationError(_("Only a story that readers can see now may stand on the front page."))
    return _store(kept, wanted, by, now)


@transaction.atomic
def publish(*, by: User, version: int, now: datetime | None = None) -> FrontRelease:
    """Publish the draft, exactly as it was on the editor's screen."""
    kept = _begin(by, version)
    if kept.articles == live():
        raise Conflict(_("The front page shows this list already."))
    return FrontRelease.objects.create(articles=kept.articles, by=by, at=now or timezone.now())


@transaction.atomic
def discard(*, by: User, version: int, now: datetime | None = None) -> FrontDraft:
    """Reset the draft to what is live."""
    return _store(_begin(by, version), live(), by, now)


def _begin(by: User, version: int) -> FrontDraft:
    """Lock the draft until the end of the transaction. Raises unless this person may change this version."""
    if not permissions.may_edit_others(by):
        raise PermissionDenied(_("Only an editor may arrange the front page."))
    FrontDraft.objects.get_or_create(pk=FrontDraft.ONLY)
    kept = FrontDraft.objects.select_for_update(of=("self",)).select_related("changed_by").get(pk=FrontDraft.ONLY)
    if kept.version != version:
        raise Conflict(
            _("%(who)s has rearranged this draft meanwhile. Look at it as it is now, and then go on.")
            % {"who": kept.changed_by}
        )
    return kept


def _store(kept: FrontDraft, articles: list[int], by: User, now: datetime | None) -> FrontDraft:
    kept.articles, kept.version = articles, kept.version + 1
    kept.changed_by, kept.changed_at = by, now or timezone.now()
    kept.save()
    return kept
