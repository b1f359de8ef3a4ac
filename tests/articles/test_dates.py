"""articles.dates: how dates and times are printed."""

from datetime import timedelta

import pytest

from articles import dates


@pytest.mark.parametrize(
    ("days", "printed"),
    [
        (1, "1 hari"),
        (30, "30 hari"),
        (90, "90 hari"),
        (180, "6 bulan"),
        (200, "200 hari"),
        (360, "12 bulan"),
        (365, "1 tahun"),
        (366, "366 hari"),
        (5 * 365, "5 tahun"),
    ],
)
def test_a_term_is_said_in_what_is_meant(days: int, printed: str) -> None:
    assert dates.print_term(timedelta(days=days)) == printed
