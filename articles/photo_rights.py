"""Whether a photo may be used, and where it is used."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import dates, permissions
from articles.models import Article, Edition, EditionPhoto, Journalist, Photo
from newsroom.accounts.models import User

_MOST_USES = 30


@dataclass(frozen=True)
class Use:
    """A story that shows a photo: live, in a working copy or in another edition. No id where it may not be opened."""

    article_id: int | None
    headline: str
    where: str


def problems(photo: Photo, at: datetime | None = None) -> list[str]:
    """Why this photo may not be published at this moment, a sentence each. No query."""
    found = []
    if not photo.alt.strip() or not photo.credit.strip():
        found.append(_("Give the photo “%(photo)s” an alternative text and a credit.") % {"photo": photo})
    if has_ended(photo, at):
        found.append(ended(photo))
    return found


def has_ended(photo: Photo, at: datetime | None = None) -> bool:
    """Whether its licence has expired by that moment. No query."""
    return bool(photo.expires_on and photo.expires_on < day_of(at))


def ended(photo: Photo) -> str:
    words = {"photo": photo, "day": dates.print_day(photo.expires_on) if photo.expires_on else ""}
    return _("The licence of the photo “%(photo)s” ended on %(day)s. Choose another photo.") % words


def day_of(at: datetime | None) -> date:
    """The date in Jakarta."""
    return timezone.localdate(at or timezone.now(), timezone.get_default_timezone())


def with_uses(photos: "QuerySet[Photo]", *, by: User, now: datetime | None = None) -> "QuerySet[Photo]":
    """The same photos, each knowing where readers see it, whose portrait it is, and which story in work leads with it.

    A story in work that this person may not see is not named.

    No further query. Not which stories in work have it in their text: that would scan them for each photo (see `uses`).
    """
    ever = EditionPhoto.objects.filter(photo=OuterRef("pk")).order_by()
    live = ever.live(now).standing()
    leading = Article.objects.filter(status__in=Article.IN_WORK, lead_photo=OuterRef("pk")).order_by("-changed_at")
    headline: F | Case = F("headline")
    if not permissions.may_edit_others(by):
        headline = Case(When(reporter=by, then=F("headline")), default=Value(_colleagues()))
    return photos.annotate(
        live_in=Subquery(live.order_by("-edition_id").values("edition__headline")[:1]),
        # Not how many: with pictures that illustrate thousands of stories, counting them took two seconds.
        is_live_again=Exists(live.order_by("-edition_id")[1:2]),
        was_printed=Exists(ever),
        lead_in_work=Subquery(leading.annotate(said=headline).values("said")[:1]),
        portrait_of=Subquery(Journalist.objects.filter(portrait=OuterRef("pk")).order_by("pk").values("name")[:1]),
    )


def portraits(photo: Photo) -> "QuerySet[Journalist]":
    """The journalists whose pages show it."""
    return Journalist.objects.filter(portrait=photo)


def uses(photo: Photo, *, by: User, now: datetime | None = None) -> list[Use]:
    """Where a photo is used: live, in working copies, and in other editions. Three queries, four for a reporter.

    What no reader has seen, and this person may not see either, is not named. Scans only the texts of unfinished
    stories, whose number does not grow with the archive.
    """
    now = now or timezone.now()
    live = Edition.objects.live(now).standing().filter(pk__in=photo.uses.values("edition"))
    others = Edition.objects.filter(pk__in=photo.uses.values("edition")).order_by("-pk")
    in_work = Article.objects.filter(status__in=Article.IN_WORK).order_by("-changed_at")
    lead = in_work.filter(lead_photo=photo)
    inside = in_work.filter(body__contains=f'data-photo="{photo.pk}"')
    found = [Use(pk, headline, _("live")) for pk, headline in live.values_list("article", "headline")[:_MOST_USES]]
    work = (lead | inside).values_list("pk", "headline")[:_MOST_USES]
    found += [Use(pk, headline or _("(no headline yet)"), _("in work")) for pk, headline in work]
    known, unseen = {use.article_id for use in found}, {pk for pk, _headline in work}
    for pk, headline, begins, ends in others.values_list("article", "headline", "live_from", "live_until")[:_MOST_USES]:
        if pk not in known:
            known.add(pk)
            found.append(Use(pk, headline, _("scheduled") if begins > now else _("in an earlier edition")))
            if begins > now or begins == ends:
                unseen.add(pk)
    secret = unseen - _may_see(by, unseen)
    return [Use(None, _colleagues(), use.where) if use.article_id in secret else use for use in found]


def _may_see(by: User, stories: set[int]) -> set[int]:
    """Those of these stories that this person may see. One query for a reporter."""
    if permissions.may_edit_others(by):
        return stories
    return set(Article.objects.filter(pk__in=stories, reporter=by).values_list("pk", flat=True))


def _colleagues() -> str:
    return _("(a colleague’s story)")
