"""`manage.py tick` and `purge` run all of their functions, even if one fails."""

from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

called: list[datetime] = []


def remember(*, now: datetime) -> None:
    called.append(now)


def fail(*, now: datetime) -> None:
    raise RuntimeError("the mail server is down")


def test_every_duty_is_called_even_after_one_failed(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    called.clear()
    settings.EACH_MINUTE = ["tests.test_tick.fail", "tests.test_tick.remember"]
    with pytest.raises(CommandError, match=r"tests\.test_tick\.fail"):
        call_command("tick")
    assert len(called) == 1
    assert "the mail server is down" in caplog.text


def test_every_duty_of_the_site_exists(settings: Any) -> None:
    for name in settings.EACH_MINUTE:
        assert callable(import_string(name))


def purge(*, now: datetime, most: int) -> dict[str, int]:
    called.append(now)
    return {}


@pytest.mark.django_db
def test_every_part_is_purged_even_after_one_failed(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    called.clear()
    settings.RETENTION = ["tests.failing_part", "tests.test_tick"]
    with pytest.raises(CommandError, match=r"tests\.failing_part"):
        call_command("purge")
    assert len(called) == 1
    assert "this row is locked" in caplog.text
