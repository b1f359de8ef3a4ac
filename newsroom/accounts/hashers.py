from django.contrib.auth.hashers import Argon2PasswordHasher


class ModestArgon2Hasher(Argon2PasswordHasher):
    """Argon2id at the first choice of the OWASP password sheet: 19 MiB, two passes, one lane.

    Django's default takes 100 MiB and eight lanes for each log-in: four log-ins at once would cost a small
    server 400 MiB and all its cores.
    """

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1
