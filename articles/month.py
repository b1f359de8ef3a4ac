"""The calendar month around a day, beside the daily archive."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta

from articles import dates


@dataclass(frozen=True)
class Month:
    """`weeks` has (day, is it a link); `before` and `after` are days in the adjacent months, or None."""

    name: str
    weeks: list[list[tuple[date, bool]]]
    before: date | None
    after: date | None


def around(day: date, *, first: date, last: date) -> Month:
    """The month of this day, in weeks from Monday. Days of other months or outside first … last are not links."""
    begin = day.replace(day=1)
    beyond = (begin + timedelta(days=31)).replace(day=1)
    return Month(
        name=f"{dates.MONTHS[day.month - 1]} {day.year}",
        weeks=[
            [(one, one.month == day.month and first <= one <= last) for one in week]
            for week in Calendar().monthdatescalendar(day.year, day.month)
        ],
        before=begin - timedelta(days=1) if begin > first else None,
        after=beyond if beyond <= last else None,
    )
