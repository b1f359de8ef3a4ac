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
    """The flag `name`. Anything but yes and no raises, so that `DEBUG=flase` does not silently mean either."""
    value = env.str(name, default="1" if default else "0").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Set {name}=1 or {name}=0.")
    return value in TRUE


def one_of(env: environ.Env, name: str, allowed: Sequence[str]) -> str:
    """The value of `name`; the first of these if it is not set. Any other raises."""
    value = env.str(name, default="").strip() or allowed[0]
    if value not in allowed:
        choice = ", ".join(f'"{one}"' for one in allowed)
        raise ImproperlyConfigured(f"{name}={value!r} is not known. Set {name} to one of {choice}.")
    return value


def hours(env: environ.Env, name: str) -> tuple[time, time] | None:
    """The hours in `name`, such as 23.00-06.00, possibly past midnight; None if it is not set."""
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
    """The folder `name`, which must contain these folders; None if it is not set."""
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
    """The value of `name`, or the `fallback`; if there is neither, the site does not start."""
    value = env.str(name, default="").strip()
    if value:
        return value
    if fallback is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Put a line like {name}={example} into .env, or start with DEMO=1."
        )
    return fallback


def address(env: environ.Env, name: str) -> str:
    """The URL `name`, or "" if it is not set."""
    value: str = env.str(name, default="").strip()
    if value and not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise ImproperlyConfigured(f"{name}={value!r} is not a web address. Set one like https://hub.example/.")
    return value


def origin_of(hosts: Sequence[str]) -> str:
    """HTTPS at the first of these allowed hosts that is named in full.

    Of ".namamedia.com", which allows every host of a domain, the domain; "*" names nothing.
    """
    named = [host for host in hosts if host and not host.startswith((".", "*"))]
    named += [host.removeprefix(".") for host in hosts if host.startswith(".")]
    if not named:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS names no host that links could lead to. Set SITE_URL=https://www.namamedia.com."
        )
    return f"https://{named[0]}"


def kept_secret(path: Path, *, length: int) -> str:
    """The secret stored at `path`, generated on the first call and readable only by its owner.

    Only for demos: production sites are given their secrets.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(length))
    return path.read_text().strip()


# How PostgreSQL should plan our queries, all of which read a few rows through an index:
# - no JIT compilation: if the planner overestimates the number of rows, it costs 80 ms;
# - prepared statements are planned once. By default PostgreSQL planned those of the front page for every request, which
#   took three quarters of the database's time (1.0 ms; 0.26 without);
# - random_page_cost for SSDs. With the default (4) a search of a small archive read every text instead of using the
#   index (25 ms; 0.7 with it);
# - no parallel workers. A plan without values overestimates rare rows, such as breaking news, and in an archive of a
#   million stories it started two processes to find none of them (14 ms of 16 for the front page; 0.1 without).
PLANNER = (
    "-c jit=off -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
)


def postgresql(*, wait: int) -> dict[str, object]:
    """Options for connections to PostgreSQL: a pool per process, for four threads and some slack.

    `wait` is how many seconds to wait for a connection. If the database is down, no thread should wait longer than
    readers would, who still get cached pages. Each connection is checked before use (0.1 ms), so that a restart of the
    database causes no errors.

    A query becomes a prepared statement the third time it runs on a connection (newsroom/prepared.py); PLANNER says how
    it is planned.
    """
    pool = {"min_size": 1, "max_size": 8, "timeout": wait}
    options = {"pool": pool, "connect_timeout": wait, "prepare_threshold": 2, "options": PLANNER}
    return {"CONN_HEALTH_CHECKS": True, "OPTIONS": options}
