"""docs/ describe every setting and command, and nothing that does not exist any more."""

import ast
import re

import pytest
from django.conf import settings
from django.core.management import get_commands

DOCS = settings.BASE_DIR / "docs"
BY_ENVIRONMENT, IN_THE_CODE = (DOCS / "settings.md").read_text().split("\n## ", maxsplit=1)
COMMANDS = sorted(name for name, app in get_commands().items() if re.match("articles|comments|newsroom", str(app)))
# Settings of Django and allauth that contain names of our code.
OF_DJANGO = {
    "INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "WSGI_APPLICATION", "TEMPLATES", "DATABASES", "CACHES", "STORAGES",
    "DATABASE_ROUTERS", "STATICFILES_FINDERS", "FORMAT_MODULE_PATH", "PASSWORD_HASHERS", "CSRF_FAILURE_VIEW",
    "ACCOUNT_ADAPTER", "ACCOUNT_SIGNUP_FORM_CLASS", "ACCOUNT_USER_DISPLAY", "MFA_FORMS",
}  # fmt: skip
READERS = ("newsroom/settings.py", "gunicorn.conf.py")


def listed(tables: str) -> set[str]:
    """The names in the first column of these tables."""
    rows = re.findall(r"^\| (`.+?) \|", tables, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def read(path: str) -> set[str]:
    """The environment variables that this file reads: `env.kind("NAME")`, `kind(env, "NAME")`."""
    found = set()
    for node in ast.walk(ast.parse((settings.BASE_DIR / path).read_text())):
        if isinstance(node, ast.Call) and re.search(r"\benv(iron)?\b", ast.unparse(node)):
            found |= _named(node)
    return found


def _named(call: ast.Call) -> set[str]:
    """The first string argument of a call, if it is a name."""
    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return {name for name in texts[:1] if re.fullmatch("[A-Z][A-Z0-9_]+", name)}


def test_every_variable_that_is_read_is_explained_and_none_that_is_not() -> None:
    assert set().union(*map(read, READERS)) == listed(BY_ENVIRONMENT)


def test_every_hook_that_is_explained_exists() -> None:
    for name in listed(IN_THE_CODE):
        assert hasattr(settings, name), name


def test_every_hook_that_names_parts_of_the_site_is_explained() -> None:
    """A hook is a setting with dotted names of our functions or modules that does not belong to Django."""
    source = ast.parse((settings.BASE_DIR / "newsroom/settings.py").read_text())
    hooks = set()
    for node in source.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            texts = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
            ours = [text for text in texts if re.match(r"(articles|comments|newsroom)\.\w", str(text))]
            hooks |= {target.id for target in targets if isinstance(target, ast.Name) and ours}
    assert hooks - OF_DJANGO == listed(IN_THE_CODE)


def test_the_file_to_begin_with_names_settings_that_exist() -> None:
    begun = re.findall(r"^(\w+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE)
    assert begun
    assert set(begun) <= listed(BY_ENVIRONMENT)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_runbook(command: str) -> None:
    assert f"manage.py {command}" in (DOCS / "runbook.md").read_text()


def test_what_the_minute_does_stands_in_the_runbook() -> None:
    told = (DOCS / "runbook.md").read_text().partition("## What falls due each minute")[2].partition("\n## ")[0]
    assert set(re.findall(r"`((?:articles|comments|newsroom)\.[\w.]+)`", told)) == set(settings.EACH_MINUTE)
