"""Scenes that many tests begin with are played by the verbs once, and put back by the statements that they ran.

What a scene does depends on what is in the database. So one is put back only where the test has written nothing but
scenes so far, the very ones after which it was played when it was remembered: its statements then meet the database
that they met first, and leave the same rows. Whatever else is written, or undone, has the rest of the test played anew.
So is everything on PostgreSQL, where a row that was rolled back does not give back its id.
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

YOUNG = timedelta(minutes=1)  # older, a scene is played anew: what was live “for an hour” must not become older by much
MOST = 1_000  # scenes, some 10 kB each
_READING = ("SELECT", "SAVEPOINT", "RELEASE", "BEGIN", "EXPLAIN", "PRAGMA")


@dataclass(eq=False)
class _Scene:
    played_at: datetime
    statements: list[Statement]
    on_commit: list[tuple[Callable[[], Any], bool]]
    after: tuple[Any, list[dict[str, Any]]]  # what was returned, and the arguments as they were then

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
    """What the test at hand has written: nothing but scenes, of which this is the last, or something else."""

    is_only_scenes = True
    last: _Scene | None = None
    now_writing: list[Statement] | None = None  # the statements of the scene that is being played


_remembered: dict[Hashable, _Scene] = {}


def begin() -> None:
    """Another test begins, with an empty database."""
    _Test.is_only_scenes, _Test.last, _Test.now_writing = True, None, None


def watch(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: Any) -> Any:
    """Stands around every statement of the connection (`execute_wrappers`)."""
    if sql.startswith(_READING):
        return execute(sql, parameters, many, context)
    parameters = [tuple(row) for row in parameters] if many else parameters
    if _Test.now_writing is None or sql.startswith("ROLLBACK"):
        _Test.is_only_scenes = False
    else:
        _Test.now_writing.append((sql, parameters if many or parameters is None else tuple(parameters), many))
    return execute(sql, parameters, many, context)


def remembered(play: Callable[P, Result]) -> Callable[P, Result]:
    """The scene, played or put back. Its arguments are rows and plain values; of moments it is never remembered."""

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
    """TypeError for what has no name that would mean the same in another test."""
    if value is None or isinstance(value, (str, int, float, bytes, timedelta, Enum)):
        return value
    if isinstance(value, models.Model) and value.pk:
        return value._meta.label, value.pk
    if isinstance(value, (list, tuple)):
        return tuple(_key(one) for one in value)
    if isinstance(value, dict):
        return tuple((name, _key(one)) for name, one in value.items())
    raise TypeError(value)


def _settings() -> Hashable:
    """What the test has changed in the settings."""
    changed, holder = [], settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        changed += [(name, repr(value)) for name, value in vars(holder).items() if name.isupper()]
        holder = holder.default_settings
    return tuple(changed)
