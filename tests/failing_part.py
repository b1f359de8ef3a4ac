"""An app whose erasure, export and purge fail, to test that the others still run."""

from datetime import datetime

from newsroom.accounts.models import User


def erase(user: User, *, now: datetime) -> None:
    if user.display_name == "Joko":
        raise RuntimeError("this row is locked")


def purge(*, now: datetime, most: int) -> dict[str, int]:
    raise RuntimeError("this row is locked")
