"""Reads settings from the environment, and says in a sentence what is missing."""

import re
import secrets
from collections.abc import Sequence
from datetime import time
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def boolean(env: environ.Env, name: str, *, default: bool) -> bool:
    """The flag `name`. Any word but yes and no is refused: `DEBUG=flase` must not mean no by luck, nor yes."""
    value = env.str(name, default="1" if default else "0").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Set {name}=1 or {name}=0.")
    return value in TRUE


def one_of(env: environ.Env, name: str, allowed: Sequence[str]) -> str:
    """The value of `name`, the first of these where it is not set. Any other is refused."""
    value = env.str(name, default="").strip() or allowed[0]
    if value not in allowed:
        choice = ", ".join(f'"{one}"' for one in allowed)
        raise ImproperlyConfigured(f"{name}={value!r} is not known. Set {name} to one of {choice}.")
    return value


def hours(env: environ.Env, name: str) -> tuple[time, time] | None:
    """The hours in `name`, written as 23.00-06.00; None where it is not set. They may pass midnight."""
    value = env.str(name, default="").strip()
    if not value:
        return None
    try:
        begins, ends = (time.fromisoformat(part.strip().replace(".", ":")) for part in value.split("-"))
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r} are no hours. Write them as {name}=23.00-06.00.") from None
    if begins == ends:
        raise ImproperlyConfigured(f"{name}={value!r} begins when it ends. Leave {name} out for no such hours.")
    return begins, ends


def folder(env: environ.Env, name: str, *, within: Sequence[str]) -> Path | None:
    """The folder `name`, which holds these folders; None where it is not set."""
    value = env.str(name, default="").strip()
    if not value:
        return None
    missing = [str(Path(value, part)) for part in within if not Path(value, part).is_dir()]
    if missing:
        raise ImproperlyConfigured(
            f"{name}={value!r} does not hold {' and '.join(missing)}. Make them, empty if need be."
        )
    return Path(value)


def required(env: environ.Env, name: str, *, example: str, fallback: str | None) -> str:
    """The value of `name`; without one the `fallback`, and where there is none the site does not start."""
    value = env.str(name, default="").strip()
    if value:
        return value
    if fallback is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Put a line like {name}={example} into .env, or start with DEMO=1."
        )
    return fallback


def address(env: environ.Env, name: str) -> str:
    """The web address `name`, or "" where it is not set."""
    value: str = env.str(name, default="").strip()
    if value and not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise ImproperlyConfigured(f"{name}={value!r} is not a web address. Set one like https://hub.example/.")
    return value


def kept_secret(path: Path, *, length: int) -> str:
    """The secret stored at `path`, made at the first call and readable by its owner only.

    Only a demo lives on this: a production site is given its secrets.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(length))
    return path.read_text().strip()


def postgresql(*, wait: int) -> dict[str, object]:
    """How connections to PostgreSQL are kept: a pool for each process, four threads and some slack.

    `wait`: seconds for a connection. Where the database is away, a thread must not wait for longer than readers do, who
    still get the pages that are kept. Each connection is tried before it is used (0.1 ms), so that a database that was
    restarted costs nobody an error.

    What is asked for the third time on a connection stays prepared there (newsroom/prepared.py). Nothing is compiled
    to machine code: our queries read few rows, and where the planner guesses otherwise that takes 80 ms.
    """
    pool = {"min_size": 1, "max_size": 8, "timeout": wait}
    options = {"pool": pool, "connect_timeout": wait, "prepare_threshold": 2, "options": "-c jit=off"}
    return {"CONN_HEALTH_CHECKS": True, "OPTIONS": options}
