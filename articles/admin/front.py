"""The lists of stories on the front page of the desk. Each is short and is read from an index."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import body, dates, permissions, presence, reads
from articles.admin.targets import of_retracted
from articles.models import Article, Bundle, Confirmation, Edition, Remark, Step
from newsroom.accounts.models import User
from newsroom.desk_front import MOST_ROWS, Part, Row

LATE = timedelta(hours=2)  # in the queue; longer waits are shown in red
UNVERIFIED_FOR = timedelta(hours=24)  # live; longer waits are shown in red
RECENT = timedelta(days=2)
FEW = 8  # rows in lists that need no action
READ_DAYS = 7
NO_WRITING = timedelta(days=14)  # drafts that have not changed for longer do not count as in progress

Status, Verb = Article.Status, Step.Verb


def parts(user: User, now: datetime) -> list[Part]:
    """The lists for this person. At most six queries for a reporter, seventeen for an editor."""
    found: list[Part] = []
    if user.has_perm("articles.report_article"):
        found += [_returned(user), _drafts(user), _with_editors(user), _read(user, now)]
    if permissions.may_edit_others(user):
        found += [_unread(), _queue(user, now), _unverified(now), _stale_references(now), _scheduled(now)]
        found += [_bundles(now), _in_work(user, now), _just_published(now)]
    return found


# -- For reporters -------------------------------------------------------------------------------------------------


def _returned(user: User) -> Part:
    sent_back = Step.objects.filter(article=OuterRef("pk"), verb=Verb.SEND_BACK).order_by("-at", "-pk")
    stories = _own(user, Status.RETURNED).annotate(
        note=Subquery(sent_back.values("note")[:1]),
        note_by=Subquery(sent_back.values("by__display_name")[:1]),
        note_at=Subquery(sent_back.values("at")[:1]),
        remarks_all=_count_of(Remark.objects.all()),
        remarks_open=_count_of(Remark.objects.open()),
    )
    rows = [
        _row(
            article,
            *_to_do(article),
            note=article.note or "",
            note_by=article.note_by or "",
            clock=article.note_at,
            label=_("ago"),
        )
        for article in stories[:MOST_ROWS]
    ]
    return Part(
        "returned", _("Returned to you"), rows, order=10, is_urgent=True, more_url=_list_url(status=Status.RETURNED)
    )


def _count_of(remarks: "QuerySet[Remark]") -> Coalesce:
    """A subquery that counts these remarks for each story."""
    counted = remarks.filter(article=OuterRef("pk")).order_by().values("article").annotate(number=Count("pk"))
    return Coalesce(Subquery(counted.values("number")), 0)


def _to_do(story: Any) -> list[str]:
    if not story.remarks_all:
        return []
    done = {"done": story.remarks_all - story.remarks_open, "all": story.remarks_all}
    return [_("%(done)s of %(all)s remarks resolved") % done]


def _drafts(user: User) -> Part:
    rows = [
        _row(article, _("changed %(when)s") % {"when": dates.print_short(article.changed_at)})
        for article in _own(user, Status.DRAFT)[:MOST_ROWS]
    ]
    nothing = "" if permissions.may_edit_others(user) else _("No drafts. “New story” above begins one.")
    more_url = _list_url(status=Status.DRAFT, milik="saya")
    return Part("drafts", _("My drafts"), rows, order=50, nothing=nothing, more_url=more_url)


def _with_editors(user: User) -> Part:
    stories = _own(user, Status.SUBMITTED).order_by("submitted_at", "pk")[:MOST_ROWS]
    rows = [_row(article, clock=article.submitted_at, label=_("waiting")) for article in stories]
    return Part("with-editors", _("With the editors"), rows, order=55)


def _read(user: User, now: datetime) -> Part:
    """The person's newest live stories and how often each was read in the last seven days. Three queries."""
    published = Article.objects.filter(reporter=user, status=Status.PUBLISHED).order_by("-changed_at", "-pk")
    ids = list(published.values_list("pk", flat=True)[:FEW])
    live = Edition.objects.live(now).filter(article__in=ids).select_related("section").defer("body", "html", "notes")
    editions = {edition.article_id: edition for edition in live}
    counts = reads.reads_of(editions, (now - timedelta(days=READ_DAYS)).astimezone(dates.WIB).date())
    rows = [
        Row(
            edition.headline,
            _change_url(edition.article_id),
            [str(edition.section), dates.print_short(edition.published_at)],
            [("retracted", _("is retracted"))] if edition.is_retraction else [],
            figure=_grouped(counts.get(edition.article_id, 0)),
            figure_label=_("read in 7 days"),
        )
        for edition in (editions[pk] for pk in ids if pk in editions)
    ]
    return Part(
        "read", _("My stories that readers see"), rows, order=70, more_url=_list_url(milik="saya", pembaca="tayang")
    )


# -- For editors ---------------------------------------------------------------------------------------------------


def _unread() -> Part:
    """Stories that were published in an emergency and still need a second reader."""
    emergencies = Step.objects.filter(verb=Verb.EMERGENCY).order_by().values("article_id")
    last = Step.objects.filter(article=OuterRef("pk"), verb__in=(Verb.EMERGENCY, Verb.SECOND_READ))
    newest = last.order_by("-at", "-pk")
    stories = (
        _stories()
        .filter(pk__in=emergencies)
        .annotate(last_word=Subquery(newest.values("verb")[:1]), emergency_at=Subquery(newest.values("at")[:1]))
        .filter(last_word=Verb.EMERGENCY)
        .order_by("emergency_at", "pk")
    )
    rows = [
        _row(story, str(story.reporter), clock=story.emergency_at, label=_("live unread"), is_late=True)
        for story in stories[:MOST_ROWS]
    ]
    title = _("Published in an emergency, waiting for a second reader")
    return Part("unread", title, rows, order=15, is_urgent=True)


def _queue(user: User, now: datetime) -> Part:
    """Submitted stories that this person may approve, longest wait first."""
    confirmed = Exists(Confirmation.objects.filter(article=OuterRef("pk")))
    waiting = Article.objects.select_related("section", "reporter").annotate(is_confirmed=confirmed)
    stories = waiting.filter(status=Status.SUBMITTED).exclude(reporter=user).order_by("submitted_at", "pk")
    rows = [
        _row(
            story,
            str(story.reporter),
            _word_count(body.count_words(story.body)),
            badges=_flags(story, now),
            clock=story.submitted_at,
            label=_("waiting"),
            is_late=story.submitted_at is not None and story.submitted_at < now - LATE,
        )
        for story in stories[:MOST_ROWS]
    ]
    more_url = _list_url(status=Status.SUBMITTED)
    return Part("queue", _("Waiting for approval"), rows, order=20, nothing=_("Nothing is waiting."), more_url=more_url)


def _flags(story: Any, now: datetime) -> list[tuple[str, str]]:
    """The badges that an editor should see before opening the story."""
    flags = []
    if story.breaking_until and story.breaking_until > now:
        flags.append(("breaking", _("breaking")))
    if story.is_developing:
        flags.append(("developing", _("developing")))
    if story.unverified:
        flags.append(("legal", _("not verified yet")))
    if story.paid_by:
        flags.append(("paid", _("advertorial")))
    if story.legal == Article.Legal.NEEDED:
        flags.append(("legal", _("legal check needed")))
    elif story.legal == Article.Legal.CLEARED and story.legal_cleared_version != story.version:
        flags.append(("legal", _("changed since the legal check")))
    if story.harms_party and not story.is_confirmed:
        flags.append(("legal", _("nobody asked yet")))
    if story.embargo_indefinite or (story.embargo_until and story.embargo_until > now):
        flags.append(("embargo", _("embargo")))
    return flags


def _unverified(now: datetime) -> Part:
    """Live stories marked as unverified. The duty to verify them continues (Pedoman Pemberitaan Media Siber 2d)."""
    editions = Edition.objects.unverified().live(now).select_related("section").defer("body", "html", "notes")
    rows = [
        Row(
            edition.headline,
            _change_url(edition.article_id),
            [str(edition.section), edition.unverified],
            clock=edition.published_at,
            clock_label=_("live unverified"),
            is_late=edition.published_at < now - UNVERIFIED_FOR,
        )
        for edition in editions.order_by("live_from", "pk")[:MOST_ROWS]
    ]
    return Part("unverified", _("Published before it was verified"), rows, order=25, is_urgent=True)


def _stale_references(now: datetime) -> Part:
    """Live stories whose text refers to a retracted one. Readers do not see that reference any more."""
    rows = [
        Row(
            edition.headline,
            _change_url(edition.article_id),
            [str(edition.section), _("refers to “%(headline)s”") % {"headline": headline}],
        )
        for edition, headline in of_retracted(now=now, limit=MOST_ROWS)
    ]
    return Part("references", _("“Baca juga” that is no longer live"), rows, order=30)


def _scheduled(now: datetime) -> Part:
    pending = Edition.objects.pending(now).beginning(now).select_related("section", "approved_by")
    rows = [
        Row(
            edition.headline,
            _change_url(edition.article_id),
            [str(edition.section), dates.print_short(edition.live_from), edition.get_kind_display()],
            clock=edition.live_from,
            clock_label=_("until it is live"),
        )
        for edition in pending.defer("body", "html", "notes").order_by("live_from", "pk")[:MOST_ROWS]
    ]
    return Part("scheduled", _("Scheduled"), rows, order=40, more_url=_list_url(pembaca="terjadwal"))


def _bundles(now: datetime) -> Part:
    """Open bundles. Overdue ones come first, in red."""
    found: Any = Bundle.objects.counted().open(now)[:FEW]
    rows = [
        Row(
            bundle.name,
            reverse("admin:articles_bundle_change", args=[bundle.pk]),
            [
                ngettext(
                    "%(number)d story, %(approved)d approved",
                    "%(number)d stories, %(approved)d approved",
                    bundle.number,
                )
                % {"number": bundle.number, "approved": bundle.approved}
            ],
            [("scheduled", _("scheduled"))] if bundle.is_released else [],
            clock=bundle.live_from,
            clock_label=_("until it is live") if bundle.live_from and bundle.live_from > now else _("late"),
            is_late=bundle.live_from is not None and bundle.live_from <= now,
        )
        for bundle in found
    ]
    return Part("bundles", _("Released together"), rows, order=45, more_url=reverse("admin:articles_bundle_changelist"))


def _in_work(user: User, now: datetime) -> Part:
    """The stories that others have open now, with their names; then those they changed last. Three queries."""
    open_now = presence.open_now(without=user, now=now, limit=FEW)
    writing = _stories().filter(status__in=Article.IN_WORK).exclude(reporter=user)
    opened = sorted(writing.filter(pk__in=open_now), key=lambda story: open_now.index(story.pk)) if open_now else []
    at_work = presence.in_list(opened, user=user, now=now) if opened else {}
    drafts = Article.objects.filter(status__in=(Status.DRAFT, Status.RETURNED), changed_at__gt=now - NO_WRITING)
    # As a subquery it uses its index; joined, SQLite would read everything published in that time.
    recent = _stories().filter(pk__in=drafts.order_by().values("pk")).exclude(reporter=user)
    recent = recent.exclude(pk__in=open_now).order_by("-changed_at", "-pk")
    rows = [
        _row(
            story,
            str(story.reporter),
            *at_work.get(story.pk, []),
            badges=[("live", _("open now")), *_state(story)] if story.pk in at_work else _state(story),
            clock=story.changed_at,
            label=_("ago"),
        )
        for story in [*opened, *recent[: FEW - len(opened)]]
    ]
    return Part("in-work", _("In work"), rows, order=60, beside=True, more_url=_list_url(status=Status.DRAFT))


def _just_published(now: datetime) -> Part:
    editions = Edition.objects.live(now).beginning(now - RECENT, now).select_related("section", "approved_by")
    rows = [
        Row(
            edition.headline,
            edition.path,
            [str(edition.section), str(edition.approved_by)],
            [] if edition.kind == Edition.Kind.FIRST else [(edition.kind, edition.get_kind_display())],
            clock=edition.live_from,
            clock_label=_("ago"),
        )
        for edition in editions.defer("body", "html", "notes").order_by("-live_from", "-pk")[:FEW]
    ]
    return Part("published", _("Just published"), rows, order=65, beside=True, more_url=_list_url(pembaca="tayang"))


# -- Rows ----------------------------------------------------------------------------------------------------------


def _stories() -> "QuerySet[Article]":
    return Article.objects.select_related("section", "reporter").defer("body")


def _own(user: User, status: Article.Status) -> "QuerySet[Article]":
    return _stories().filter(reporter=user, status=status).order_by("-changed_at", "-pk")


def _row(article: Article, *details: str, clock: datetime | None = None, label: str = "", **more: Any) -> Row:
    section = str(article.section) if article.section else _("no section yet")
    return Row(str(article), _change_url(article.pk), [section, *details], clock=clock, clock_label=label, **more)


def _state(article: Article) -> list[tuple[str, str]]:
    return [(article.status, article.get_status_display())] if article.status == Status.RETURNED else []


def _change_url(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


def _list_url(**filters: str) -> str:
    """The URL of the list of stories with these filters."""
    named = {"status__exact" if name == "status" else name: str(value) for name, value in filters.items()}
    return f"{reverse('admin:articles_article_changelist')}?{urlencode(named)}"


def _word_count(number: int) -> str:
    return ngettext("%(number)s word", "%(number)s words", number) % {"number": _grouped(number)}


def _grouped(number: int) -> str:
    """A number with Indonesian thousands separators."""
    return f"{number:,}".replace(",", ".")
