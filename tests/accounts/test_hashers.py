from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from newsroom.accounts.hashers import ModestArgon2Hasher


def test_passwords_are_hashed_with_argon2id_of_19_mib() -> None:
    encoded = make_password("sate-lilit-bumbu-bali", hasher=ModestArgon2Hasher())
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    facts = ModestArgon2Hasher().decode(encoded)
    assert (facts["memory_cost"], facts["time_cost"], facts["parallelism"]) == (19_456, 2, 1)


def test_a_cheaper_hash_is_made_anew_at_the_next_log_in() -> None:
    class Cheaper(ModestArgon2Hasher):
        memory_cost = 8_192

    assert ModestArgon2Hasher().must_update(make_password("x", hasher=Cheaper()))
    assert not ModestArgon2Hasher().must_update(make_password("x", hasher=ModestArgon2Hasher()))


def test_the_site_hashes_with_it_first() -> None:
    from newsroom import settings as written  # the tests override the hasher with MD5, which is fast

    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert written.PASSWORD_HASHERS[0] == "newsroom.accounts.hashers.ModestArgon2Hasher"
    assert not check_password("y", make_password("x", hasher=ModestArgon2Hasher()))
