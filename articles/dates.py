"""Dates as the paper prints them. Has its own tables, because Django's localized formatting is twenty times slower."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

WIB = ZoneInfo("Asia/Jakarta")
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)  # fmt: skip
SHORT_MONTHS = tuple(month[:3] if month != "Agustus" else "Agu" for month in MONTHS)


def print_full(moment: datetime, zone: ZoneInfo = WIB) -> str:
    """In full, in the time zone of the section: "Kamis, 24 Oktober 2024 15.30 WIB"."""
    at = moment.astimezone(zone)
    return f"{print_day(at)} {at.hour:02}.{at.minute:02} {ZONES[zone.key]}"


def print_wib(moment: datetime) -> str:
    """In full, in Jakarta time, which the desk uses."""
    return print_full(moment)


def print_short(moment: datetime, zone: ZoneInfo = WIB) -> str:
    """For lists: "24 Okt 2024, 15.30 WIB"."""
    at = moment.astimezone(zone)
    return f"{at.day} {SHORT_MONTHS[at.month - 1]} {at.year}, {at.hour:02}.{at.minute:02} {ZONES[zone.key]}"


def print_clock(moment: datetime, zone: ZoneInfo = WIB) -> str:
    """For lists of one day: "15.30 WIB"."""
    at = moment.astimezone(zone)
    return f"{at.hour:02}.{at.minute:02} {ZONES[zone.key]}"


def print_day(day: date) -> str:
    """ "Kamis, 24 Oktober 2024". A datetime is not converted to another zone."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def today() -> date:
    """The day in Jakarta."""
    return timezone.now().astimezone(WIB).date()


def print_span(span: timedelta) -> str:
    """A duration in its two largest units: "12 menit", "2 jam 10 menit", "3 hari". The sign is ignored."""
    minutes = abs(span) // timedelta(minutes=1)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} hari {hours} jam" if days < 3 and hours else f"{days} hari"
    if hours:
        return f"{hours} jam {minutes % 60} menit" if minutes % 60 else f"{hours} jam"
    return f"{minutes} menit" if minutes else "sebentar"


def print_term(term: timedelta) -> str:
    """A retention period in words: "90 hari", "6 bulan", "5 tahun". Months have 30 days, years 365."""
    for days, unit, least in ((365, "tahun", 1), (30, "bulan", 6)):
        if term.days >= least * days and not term.days % days:
            return f"{term.days // days} {unit}"
    return f"{term.days} hari"


def machine(moment: datetime, zone: ZoneInfo = WIB) -> str:
    """For `<time datetime>`: "2024-10-24T15:30:00+07:00"."""
    return moment.astimezone(zone).isoformat(timespec="seconds")
