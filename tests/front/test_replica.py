"""Only anonymous public pages read the replica, and a replica that fails causes no error."""

from typing import Any

import pytest
from django.db import OperationalError, router
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from articles.models import Article, Edition
from newsroom import caching, replica


class Health:
    def __init__(self, *, is_good: bool) -> None:
        self.is_good, self.failures = is_good, 0

    def ask(self) -> bool:
        return self.is_good

    def failed(self) -> None:
        self.failures += 1


@pytest.fixture
def health(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Health:
    settings.REPLICA_URL = "postgres://copy"
    settings.DATABASE_ROUTERS = ["newsroom.replica.Router"]
    health = Health(is_good=True)
    monkeypatch.setattr(replica, "_health", health)
    monkeypatch.setattr(replica, "connections", {replica.ALIAS: type("Closed", (), {"close": staticmethod(int)})})
    return health


def where(request: HttpRequest) -> HttpResponse:
    return HttpResponse(router.db_for_read(Edition))


public = caching.public(where)


def visit(view: Any, **cookies: str) -> str:
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    return str(view(request).content.decode())


def test_a_strangers_page_reads_the_replica_and_everything_else_the_primary(health: Health) -> None:
    assert visit(public) == "replica"
    assert visit(where) == "default"
    assert visit(public, sessionid="tebakan") == "default"
    assert router.db_for_write(Article) == "default"
    assert router.db_for_read(Edition) == "default", "outside of the page again"


def test_without_a_replica_or_with_one_that_lags_pages_read_the_primary(health: Health, settings: Any) -> None:
    health.is_good = False
    assert visit(public) == "default"

    health.is_good, settings.REPLICA_URL = True, ""
    assert visit(public) == "default"


def test_a_replica_that_fails_in_the_middle_of_a_page_costs_nobody_an_error(health: Health) -> None:
    @caching.public
    def failing(request: HttpRequest) -> HttpResponse:
        if router.db_for_read(Edition) == "replica":
            raise OperationalError("server closed the connection unexpectedly")
        return where(request)

    assert visit(failing) == "default"
    assert health.failures == 1


def test_where_the_primary_is_away_a_replica_that_lags_is_better_than_no_page(health: Health) -> None:
    health.is_good = False

    @caching.public
    def failing(request: HttpRequest) -> HttpResponse:
        if router.db_for_read(Edition) == "default":
            raise OperationalError("connection refused")
        return where(request)

    assert visit(failing) == "replica"


def test_an_error_of_both_stays_an_error(health: Health) -> None:
    @caching.public
    def failing(request: HttpRequest) -> HttpResponse:
        raise OperationalError("both are away")

    with pytest.raises(OperationalError):
        visit(failing)


def test_only_the_primary_is_migrated(health: Health) -> None:
    assert router.allow_migrate("default", "articles")
    assert not router.allow_migrate("replica", "articles")


def test_one_look_a_second_and_none_for_a_while_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[bool] = []
    clock = [100.0]
    monkeypatch.setattr(replica, "_looks_good", lambda: looks.append(True) or True)
    monkeypatch.setattr(replica.time, "monotonic", lambda: clock[0])
    health = replica._Health()

    assert [health.ask() for _ in range(3)] == [True] * 3
    assert len(looks) == 1
    health.failed()
    clock[0] += replica.AVOID - 0.1
    assert not health.ask()
    clock[0] += 0.2
    assert health.ask()
