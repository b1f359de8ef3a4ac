from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with the first choice of OWASP's password storage cheat sheet: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB and eight lanes per login: four logins at once would take 400 MiB and all cores of a
    small server.
    """

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1
