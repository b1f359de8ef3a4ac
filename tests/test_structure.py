"""The boundaries between the parts (CONTRIBUTING.md), checked in the source."""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("articles", "comments", "newsroom", "tests", "static", "templates", "bench", "deploy")
MAX_LINES = 400  # longer files have more than one subject

VERBS = ["articles/editions.py", "articles/addresses.py", "articles/photos.py", "articles/picks.py"]
VERBS += ["articles/contents.py", "articles/history.py", "articles/working_copy.py"]
VERBS += ["articles/drafts.py", "articles/presence.py", "articles/readings.py", "articles/remarks.py"]
VERBS += ["articles/notices.py", "articles/preview_links.py", "comments/moderation.py", "comments/pipeline.py"]
VERBS += [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "articles/workflow").glob("*.py"))]
MODEL_ORDER = [
    {"section", "topic", "journalist", "photo", "hub_call"},
    {"article"},
    {"confirmation", "draft", "edition", "former_address", "likeness", "presence", "reading", "remark"},
    {"bundle", "front", "reads", "search", "step"},
    {"notice", "preview_link"},
]
# Each prints HTML that has been cleaned.
MAY_SAY_SAFE = {"articles/article.html", "articles/article_lite.html", "duties/policy.html"}


def files(*endings: str) -> Iterator[Path]:
    for part in PARTS:
        yield from (path for path in sorted((ROOT / part).rglob("*")) if path.suffix in endings and path.is_file())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def imports(path: Path) -> Iterator[str]:
    """Every name that a file imports, also inside functions: "articles.models", "articles.models.Edition"."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name(path)}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def python(app: str) -> list[Path]:
    return sorted((ROOT / app).rglob("*.py"))


def test_articles_know_nothing_of_comments() -> None:
    for path in python("articles"):
        assert not [module for module in imports(path) if module.split(".")[0] == "comments"], name(path)


def test_comments_see_articles_through_models_and_permissions_only() -> None:
    for path in python("comments"):
        for module in imports(path):
            if module.split(".")[0] == "articles":
                assert module.split(".")[1] in {"models", "permissions"}, f"{name(path)}: {module}"


@pytest.mark.parametrize("verbs", VERBS)
def test_verbs_never_see_a_request(verbs: str) -> None:
    path = ROOT / verbs
    assert not [module for module in imports(path) if module.startswith(("django.http", "django.shortcuts"))]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.arg):
            assert node.arg != "request", f"{verbs}:{node.lineno}"
        if isinstance(node, ast.Name | ast.Attribute):
            assert "HttpRequest" not in ast.unparse(node), f"{verbs}:{node.lineno}"


def test_models_import_one_way() -> None:
    rank = {module: number for number, level in enumerate(MODEL_ORDER) for module in level}
    for path in (ROOT / "articles/models").glob("[a-z]*.py"):
        for module in imports(path):
            if module.startswith("articles.models."):
                other = module.split(".")[2]
                assert other in rank, f"{name(path)}: import {other} from the file that defines it"
                assert rank[other] < rank[path.stem] or (other, path.stem) == ("journalist", "article"), name(path)


def test_models_import_no_verb_view_or_form() -> None:
    for path in [*python("articles/models"), *python("comments/models")]:
        for module in imports(path):
            assert not re.search(r"\.(workflow|editions|moderation|pipeline|views|forms|admin)\b", module), name(path)


def test_no_file_is_named_after_nothing() -> None:
    nameless = {"services", "utils", "util", "helpers", "common", "misc", "manager", "managers", "data", "info"}
    assert [name(path) for path in files(".py", ".js", ".css") if path.stem in nameless] == []


def test_no_file_is_two() -> None:
    written = [path for path in files(".py", ".css", ".js") if path.parent.name != "migrations"]  # generated
    long = {name(path): len(path.read_text().splitlines()) for path in written}
    assert {path: lines for path, lines in long.items() if lines > MAX_LINES} == {}


def test_only_cleaned_html_is_called_safe() -> None:
    for path in files(".html", ".txt", ".xml"):
        inside = path.relative_to(ROOT / "templates").as_posix() if "templates" in path.parts else name(path)
        if inside not in MAY_SAY_SAFE:
            assert not re.search(r"\|\s*safe\b", path.read_text()), f"{inside}: |safe"


@pytest.mark.parametrize("path", list(files(".html")), ids=name)
def test_no_template_needs_an_exception_from_the_content_security_policy(path: Path) -> None:
    source = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)
    may_use_a_nonce = "admin" in path.relative_to(ROOT).parts
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", source):
        if "src=" in tag or "application/ld+json" in tag or "application/json" in tag:
            continue
        assert may_use_a_nonce, tag
        assert 'nonce="{{ request.csp_nonce }}"' in tag, tag
    assert not re.search(r"<[^>]*\sstyle\s*=", source), "style attribute"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", source), "event handler"
    assert not re.search(r"""=\s*["']?\s*javascript:""", source, re.IGNORECASE)
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!example\.)[^"]+\.(?:js|css|woff2?)"', source), "third party"
