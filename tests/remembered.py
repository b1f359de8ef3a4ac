"""Shared test setup runs once and is then replayed as SQL.

What setup does depends on what is in the database. So it is replayed only if the test has so far written nothing but
other `@remembered` setup, exactly the same that preceded it when it was recorded: then its statements meet the same
database and leave the same rows. After any other write or rollback, the rest of the test runs for real. So does
everything on PostgreSQL, where a rolled-back row does not give back its id.
"""

import copy
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import UserSettingsHolder, settings
from django.db import connection, models
from django.utils import timezone, translation

P = ParamSpec("P")
Result = TypeVar("Result")
Statement = tuple[str, Any, bool]

YOUNG = timedelta(minutes=1)  # recordings expire: a story published “an hour ago” must not become much older
MOST = 1_000  # scenes, some 10 kB each
_READING = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "EXPLAIN", "PRAGMA")


@dataclass(eq=False)
class _Scene:
    played_at: datetime
    statements: list[Statement]
    on_commit: list[tuple[Callable[[], Any], bool]]
    after: tuple[Any, list[dict[str, Any]]]  # the result, and the state of the arguments

    def put_back(self, arguments: list[models.Model]) -> Any:
        with connection.cursor() as cursor:
            for sql, parameters, is_many in self.statements:
                (cursor.executemany if is_many else cursor.execute)(sql, parameters)
        for act, robust in self.on_commit:
            connection.on_commit(act, robust=robust)
        result, states = copy.deepcopy(self.after)
        for argument, state in zip(arguments, states, strict=True):
            argument.__dict__.update(state)
        return result


class _Test:
    """What the current test has written: only scenes, of which `last` is the last, or something else as well."""

    is_only_scenes = True
    last: _Scene | None = None
    now_writing: list[Statement] | None = None  # the statements of the running scene


_remembered: dict[Hashable, _Scene] = {}


def begin() -> None:
    """A new test begins, on an empty database."""
    _Test.is_only_scenes, _Test.last, _Test.now_writing = True, None, None


def watch(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
    """Wraps every statement of the connection (`execute_wrappers`)."""
    if sql.startswith(_READING):
        return execute(sql, parameters, many, context)
    parameters = [tuple(row) for row in parameters] if many else parameters
    if _Test.now_writing is None or sql.startswith("ROLLBACK"):
        _Test.is_only_scenes = False
    else:
        _Test.now_writing.append((sql, parameters if many or parameters is None else tuple(parameters), many))
    return execute(sql, parameters, many, context)


def remembered(play: Callable[P, Result]) -> Callable[P, Result]:
    """Run or replay a setup function. Its arguments are rows and plain values; with a datetime it always runs."""

    @wraps(play)
    def scene(*args: P.args, **kwargs: P.kwargs) -> Result:
        if not _Test.is_only_scenes or _Test.now_writing is not None or watch not in connection.execute_wrappers:
            return play(*args, **kwargs)
        try:
            key = (_Test.last, play, _key(args), _key(kwargs), translation.get_language(), _settings())
        except TypeError:
            return play(*args, **kwargs)
        arguments = [value for value in (*args, *kwargs.values()) if isinstance(value, models.Model)]
        known, now = _remembered.get(key), timezone.now()
        _Test.now_writing = []
        try:
            if known and timedelta(0) <= now - known.played_at <= YOUNG:
                result = known.put_back(arguments)
            else:
                waiting = len(connection.run_on_commit)
                result = play(*args, **kwargs)
                acts = [(act, robust) for _savepoints, act, robust in connection.run_on_commit[waiting:]]
                after = copy.deepcopy((result, [vars(argument) for argument in arguments]))
                known = _Scene(now, _Test.now_writing, acts, after)
                if _Test.is_only_scenes:
                    _remember(key, known)
            _Test.last = known
        except BaseException:
            _Test.is_only_scenes = False
            raise
        finally:
            _Test.now_writing = None
        return result

    return scene


def _remember(key: Hashable, scene: _Scene) -> None:
    if len(_remembered) >= MOST:
        _remembered.clear()
    _remembered[key] = scene


def _key(value: Any) -> Hashable:
    """What the value is in any test. TypeError if that cannot be said, as of a datetime."""
    if value is None or isinstance(value, (str, int, float, bytes, timedelta, Enum)):
        return value
    if isinstance(value, models.Model) and value.pk:
        return value._meta.label, value.pk
    if isinstance(value, (list, tuple)):
        return tuple(_key(one) for one in value)
    if isinstance(value, dict):
        return tuple((name, _key(one)) for name, one in value.items())
    if type(value).__module__.startswith("tests."):  # people who come together, like those of a desk
        return type(value).__qualname__, _key(vars(value))
    raise TypeError(value)


def _settings() -> Hashable:
    """The settings that the test has changed."""
    changed, holder = [], settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        changed += [(name, repr(value)) for name, value in vars(holder).items() if name.isupper()]
        holder = holder.default_settings
    return tuple(changed)
