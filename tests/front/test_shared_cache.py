"""Without Redis, nothing is found or stored, and there is no error."""

from newsroom.shared_cache import ForgivingRedisCache


def test_without_redis_the_cache_is_empty_and_complains_to_the_log_only() -> None:
    cache = ForgivingRedisCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_connect_timeout": 0.2}})

    cache.set("kunci", 1)
    cache.set_many({"kunci": 1})

    assert cache.get("kunci", "bawaan") == "bawaan"
    assert cache.get_many(["kunci"]) == {}
    assert "kunci" not in cache
    assert cache.add("kunci", 1)
    assert cache.incr("kunci") == 1
    assert cache.get_or_set("kunci", lambda: 7) == 7
    assert not cache.delete("kunci")
    assert not cache.touch("kunci")
