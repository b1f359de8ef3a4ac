"""The archive by day, for the whole site or one section."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import dates, furniture, month
from articles.listing import Listing
from articles.models import Edition, Section
from articles.paging import Page
from newsroom import caching
from newsroom.prepared import Prepared

PER_PAGE = 100  # stories; most days fit on one page


@require_safe
@caching.public_by("tanggal", "kanal", "sebelum")
def index(request: HttpRequest) -> HttpResponse:
    """Everything first published on one day, in all sections or one. The default is the newest day with stories.

    Http404 for future days and those before the first story, or crawlers would follow empty days for ever.
    """
    today = dates.today()
    first = _first_day() or today
    day = _day(request.GET.get("tanggal"), first, today)
    chosen = _chosen_section(request.GET.get("kanal"))
    if chosen:
        first = _first_day(chosen) or today
    page = _page(request, day, chosen)
    is_early = not page.rows and not request.GET.get("tanggal")  # early in the day, before its first story
    if is_early:
        day = _last_day(chosen) or today
        page = _page(request, day, chosen)
    context = {
        "day": day,
        "is_early": is_early and day < today,
        "chosen": chosen,
        "today": today,
        "first": first,
        "before": day - timedelta(days=1) if day > first else None,
        "after": day + timedelta(days=1) if day < today else None,
        "month": month.around(day, first=first, last=today),
        "sections": furniture.sections(),
        "page": page,
    }
    return render(request, "articles/index.html", context)


@require_safe
@caching.public
def day_of_address(request: HttpRequest, section: str, year: int, month: int, day: int) -> HttpResponse:
    """The archive page for a story URL without its last part: readers shorten URLs. No query."""
    try:
        date(year, month, day)
    except (ValueError, OverflowError):
        raise Http404 from None
    found = furniture.section_now(section)
    if found is None:
        raise Http404
    return HttpResponsePermanentRedirect(f"/indeks/?tanggal={year:04}-{month:02}-{day:02}&kanal={found.slug}")


def _page(request: HttpRequest, day: date, section: Section | None) -> Page:
    begin = datetime.combine(day, time.min, dates.WIB)
    of_day = {"begin": begin, "end": begin + timedelta(days=1)}
    return _in_section.page(request, section=section.pk, **of_day) if section else _of_day.page(request, **of_day)


def _day(asked: str | None, first: date, today: date) -> date:
    if not asked:
        return today
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise Http404 from None
    if asked != day.isoformat() or not first <= day <= today:
        raise Http404
    return day


def _chosen_section(slug: str | None) -> Section | None:
    if not slug:
        return None
    found = furniture.section(slug)
    if found is None:
        raise Http404
    return found


def _of_all(at: datetime, begin: datetime, end: datetime) -> QuerySet[Edition]:
    return Edition.objects.live(at).standing().between(begin, end)


def _of_one(at: datetime, begin: datetime, end: datetime, section: int) -> QuerySet[Edition]:
    return _of_all(at, begin, end).filter(section=section)


_of_day, _in_section = Listing(_of_all, size=PER_PAGE), Listing(_of_one, size=PER_PAGE)


def _first_day(section: Section | None = None) -> date | None:
    """The day of the first story, in all sections or one. One query."""
    now = timezone.now()
    return _in_jakarta(_oldest_in(at=now, section=section.pk) if section else _oldest(at=now))


def _last_day(section: Section | None) -> date | None:
    """The newest day with a story, in all sections or one. One query."""
    now = timezone.now()
    return _in_jakarta(_newest_in(at=now, section=section.pk) if section else _newest(at=now))


def _in_jakarta(found: Sequence[datetime]) -> date | None:
    return found[0].astimezone(dates.WIB).date() if found else None


@Prepared
def _oldest(at: datetime) -> QuerySet[Edition, datetime]:
    return Edition.objects.live(at).standing().oldest(at)


@Prepared
def _oldest_in(at: datetime, section: int) -> QuerySet[Edition, datetime]:
    return Edition.objects.live(at).standing().filter(section=section).oldest(at)


@Prepared
def _newest(at: datetime) -> QuerySet[Edition, datetime]:
    return Edition.objects.live(at).standing().newest(at)


@Prepared
def _newest_in(at: datetime, section: int) -> QuerySet[Edition, datetime]:
    return Edition.objects.live(at).standing().filter(section=section).newest(at)
