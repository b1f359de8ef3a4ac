"""A pytest plugin, loaded before Django: sets what an operator would set, unless the environment has it already."""

import os
import re
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

# Processes that share the suite (pytest-xdist) inherit this environment. Databases are told apart by pytest-django.
_FOLDER = "newsroom-test-"
for _name in ("MEDIA_ROOT", "STATIC_ROOT"):
    if _FOLDER in os.environ.get(_name, _FOLDER):
        os.environ[_name] = tempfile.mkdtemp(prefix=_FOLDER)
_number = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
if _number and "redis" in os.environ.get("CACHE_URL", ""):
    os.environ["CACHE_URL"] = re.sub(r"/\d+$", f"/{_number}", os.environ["CACHE_URL"])
