import pytest
from django.core.exceptions import ValidationError

from newsroom.accounts.names import tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Putri \t Ayu ", "Putri Ayu"),
        ("I Made Wirawan", "I Made Wirawan"),
        ("Ｐｕｔｒｉ", "Putri"),
        ("Pu\u202etri", "Putri"),
    ],
)
def test_a_name_is_kept_as_people_read_it(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize(
    "name",
    [
        "",
        "12345",
        "···",
        "putri@contoh.test",
        "www.slot-gacor",
        "slot.com",
        "http://x",
        "Redaksi",
        "REDAKSI",
        "Namamedia",
    ],
)
def test_a_name_that_would_mislead_or_advertise_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        tidy(name)


def test_invisible_signs_do_not_smuggle_a_reserved_name_in() -> None:
    with pytest.raises(ValidationError):
        tidy("Re\u200bdaksi")
