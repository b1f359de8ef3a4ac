"""comments.transparency: the figures of a month, counted once, and the public page."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import complaints, moderation, refusals, terms, transparency
from comments.models import Comment, Month
from tests import cast
from tests.clock import at
from tests.comments import thread

WIB = ZoneInfo("Asia/Jakarta")
OCTOBER, NOVEMBER = datetime(2026, 10, 1, tzinfo=WIB), datetime(2026, 11, 1, tzinfo=WIB)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("hours", "percent", "value"),
    [
        ([], 50, None),
        ([3.0], 50, 3.0),
        ([1.0, 2.0, 9.0], 50, 2.0),
        ([1.0] * 19 + [90.0], 95, 1.0),
        ([1.0, 90.0], 95, 90.0),
    ],
)
def test_percentiles(hours: list[float], percent: int, value: float | None) -> None:
    assert transparency.percentile(hours, percent) == value


@given(st.lists(st.floats(0, 1000), min_size=1).map(sorted))
def test_half_of_all_took_no_longer_than_the_median(hours: list[float]) -> None:
    median = transparency.percentile(hours, 50)
    assert median is not None
    assert sum(each <= median + 0.05 for each in hours) * 2 >= len(hours)


@pytest.mark.django_db
def test_a_month_is_counted_in_jakarta_from_its_first_to_its_last_second() -> None:
    comments = thread.comments(thread.commenter(), thread.story(), 5)
    moments = (OCTOBER - SECOND, OCTOBER, OCTOBER + HOUR, NOVEMBER - SECOND, NOVEMBER)
    for comment, moment in zip(comments, moments, strict=True):
        Comment.objects.filter(pk=comment.pk).update(created_at=moment)
    made = cast.made()
    for number, (comment, took) in enumerate(zip(comments[1:4], (2, 10, 50), strict=True)):
        complaints.complain(comment, reason="hate", device=str(number), now=OCTOBER + HOUR)
        if took == 10:
            moderation.approve(comment, by=made, now=OCTOBER + (1 + took) * HOUR)
        else:
            moderation.hide(comment, by=made, reason="hate", now=OCTOBER + (1 + took) * HOUR)
    figures = transparency.figures_between(OCTOBER, NOVEMBER)
    assert figures["received"] == 3
    assert (figures["hidden"], figures["hidden_by"]) == (2, {"hate": 2})
    assert (figures["complaints"], figures["answered"], figures["upheld"], figures["in_time"]) == (3, 3, 2, 2)
    assert (figures["median_hours"], figures["p95_hours"]) == (10.0, 50.0)


@pytest.mark.django_db
def test_a_complaint_counts_in_the_month_in_which_its_deadline_falls_and_undecided_it_is_late() -> None:
    """Cases are (received, hours from the end of October; decided after this many hours, or None)."""
    made = cast.made()
    received_and_took = [(-60, 48), (-60, 48.1), (-60, None), (-49, 400), (-48, 1), (-1, None), (-800, 1)]
    comments = thread.comments(thread.commenter(), thread.story(), len(received_and_took))
    for number, (comment, (received, took)) in enumerate(zip(comments, received_and_took, strict=True)):
        moment = NOVEMBER + received * HOUR
        complaints.complain(comment, reason="hate", device=str(number), now=moment)
        if took:
            moderation.approve(comment, by=made, now=moment + took * HOUR)

    october = transparency.figures_between(OCTOBER, NOVEMBER)
    november = transparency.figures_between(NOVEMBER, NOVEMBER + 30 * 24 * HOUR)

    assert (october["due"], october["in_time"]) == (4, 1)
    assert (november["due"], november["in_time"]) == (2, 1)


@pytest.mark.django_db
def test_the_page_says_how_many_answers_came_in_time_and_of_how_many() -> None:
    figures = transparency.figures_between(OCTOBER, NOVEMBER) | {"due": 200, "in_time": 199, "answered": 150}
    Month.objects.create(first=date(2026, 10, 1), figures=figures, counted_at=NOVEMBER)
    html = Client().get("/transparansi/2026-10/").content.decode()
    assert "<dd>99% (199 dari 200)</dd>" in html  # not rounded up to 100%
    assert "Yang sampai saat itu belum diputuskan dihitung terlambat" in html


@pytest.mark.django_db
def test_a_month_that_was_counted_by_what_was_decided_still_says_so() -> None:
    figures = transparency.figures_between(OCTOBER, NOVEMBER) | {"in_time": 3, "answered": 4}
    del figures["due"]
    Month.objects.create(first=date(2026, 10, 1), figures=figures, counted_at=NOVEMBER)
    html = Client().get("/transparansi/2026-10/").content.decode()
    assert "<dd>75% (3 dari 4)</dd>" in html
    assert "laporan yang diputuskan pada bulan ini" in html


@pytest.mark.django_db
def test_closed_months_are_counted_once_and_the_running_one_never() -> None:
    comment = thread.comments(thread.commenter(), thread.story(), 1)[0]
    Comment.objects.filter(pk=comment.pk).update(created_at=OCTOBER)
    for _minute in range(5):
        transparency.count_closed_months(now=NOVEMBER + 15 * HOUR)
    assert [month.first for month in Month.objects.all()] == [date(2026, 10, 1)]
    Comment.objects.filter(pk=comment.pk).update(created_at=NOVEMBER)
    transparency.count_closed_months(now=NOVEMBER + 15 * HOUR)
    assert Month.objects.get().figures["received"] == 1


@pytest.mark.django_db
def test_a_month_is_not_counted_while_its_last_second_may_still_be_written() -> None:
    comment = thread.comments(thread.commenter(), thread.story(), 1)[0]
    Comment.objects.filter(pk=comment.pk).update(created_at=OCTOBER)
    transparency.count_closed_months(now=NOVEMBER + timedelta(seconds=1))
    assert not Month.objects.exists()
    transparency.count_closed_months(now=NOVEMBER + HOUR)
    assert Month.objects.get().first == date(2026, 10, 1)


@pytest.mark.django_db
def test_the_page_reads_one_row_and_is_the_same_for_all_strangers() -> None:
    client = Client()
    assert "Belum ada bulan" in client.get("/transparansi/").content.decode()
    figures = {**transparency.figures_between(OCTOBER, NOVEMBER), "hidden_by": {"spam": 7}}
    costs = []
    for month in (9, 10):
        Month.objects.create(first=date(2026, month, 1), figures=figures, counted_at=NOVEMBER)
        with CaptureQueriesContext(connection) as queries:
            response = client.get("/transparansi/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert "Oktober 2026" in response.content.decode()
    assert not response.cookies
    assert "s-maxage" in response["Cache-Control"]
    assert "September 2026" in client.get("/transparansi/2026-09/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["2026-12", "2026-1", "2026-13", "kemarin", "0", "9999-99"])
def test_a_month_without_figures_is_no_page(name: str) -> None:
    Month.objects.create(first=date(2026, 1, 1), figures={}, counted_at=NOVEMBER)
    assert Client().get(f"/transparansi/{name}/").status_code == 404


@pytest.mark.django_db
def test_the_running_month_says_when_it_is_counted() -> None:
    with at(NOVEMBER + 15 * HOUR):
        answer = Client().get("/transparansi/2026-11/")
    assert answer.status_code == 404
    assert "November 2026 belum selesai." in answer.content.decode()


@pytest.mark.django_db
def test_a_month_in_which_nothing_happened_says_so_without_a_figure_that_is_none() -> None:
    figures = transparency.figures_between(OCTOBER, NOVEMBER)
    Month.objects.create(first=date(2026, 10, 1), figures=figures, counted_at=NOVEMBER)
    html = Client().get("/transparansi/2026-10/").content.decode()
    assert "None" not in html
    assert "<dd>–</dd>" in html
    assert "<table" not in html


@pytest.mark.django_db
def test_a_month_of_long_ago_keeps_its_page() -> None:
    figures = transparency.figures_between(OCTOBER, NOVEMBER)
    for back in range(40):
        first = date(2026 - back // 12, 12 - back % 12, 1)
        Month.objects.create(first=first, figures=figures, counted_at=NOVEMBER)
    assert "September 2023" in Client().get("/transparansi/2023-09/").content.decode()


@pytest.mark.django_db
def test_what_the_pipeline_refused_is_told_by_reason() -> None:
    putri, edition = thread.commenter(), thread.story()
    moment = timezone.now()
    with pytest.raises(refusals.Advertising):
        thread.comment(putri, edition, "Slot gacor, hubungi WA 0812-3456-7890", now=moment)
    terms.add("kampret", action="refuse", note="", by=cast.made())
    with pytest.raises(refusals.ListedTerm):
        thread.comment(putri, edition, "Dasar kampret!", now=timezone.now())
    figures = transparency.figures_between(moment, moment + HOUR)
    Month.objects.create(first=date(2026, 10, 1), figures=figures, counted_at=NOVEMBER)
    html = Client().get("/transparansi/2026-10/").content.decode()
    assert {*re.findall(r'<th scope="row">([^<]+)</th><td>(\d+)', html)} == {
        ("Iklan dengan nomor atau tautan", "1"),
        ("Kata dalam daftar moderator", "1"),
    }
