"""Redis as the shared cache. The site works without it: it never holds the only copy of anything."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """A Redis cache that finds and stores nothing while Redis is down, and logs each failure.

    Rate limits do not apply during that time. The alternative would be that nobody could log in or read.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._tried(default, super().get, key, default, version)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        found: dict[Any, Any] = self._tried({}, super().get_many, keys, version)
        return found

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return bool(self._tried(False, super().has_key, key, version))

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tried(True, super().add, *args, **kwargs))

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._tried(None, super().set, *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return list(self._tried([], super().set_many, *args, **kwargs))

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tried(False, super().touch, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._tried(False, super().delete, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._tried(delta, super().incr, key, delta, version))

    @staticmethod
    def _tried(otherwise: Any, act: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return act(*args, **kwargs)
        except RedisError as away:
            log.warning("The shared cache does not answer: %s", away)
            return otherwise
