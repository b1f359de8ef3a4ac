"""The history of a story: compare any two versions side by side, and restore one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import compare, drafts, editions, permissions, readings
from articles.admin import targets, versions
from articles.admin.refusals import sentences
from articles.admin.versions import NOW, Version
from articles.compare import Change
from articles.contents import Contents
from articles.models import Article, Draft
from articles.workflow import Conflict
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks


@dataclass(frozen=True)
class Comparison:
    """The changes between two versions, with the URL of the page that shows just these."""

    title: str
    before: Version
    changes: list[Change]
    url: str


def history_page(request: HttpRequest, article: Article, context: dict[str, Any]) -> HttpResponse:
    """All stored versions, with a form to compare any two. Two queries besides those of every desk page."""
    user = who_asks(request)
    return _page(
        request,
        article,
        "history",
        {
            **context,
            "title": _("History of the text"),
            "versions": versions.all_of(article, user),
            "may_restore": _may_restore(article, user),
        },
    )


def compare_page(request: HttpRequest, article: Article, context: dict[str, Any]) -> HttpResponse:
    """Two versions, field by field. 404 for a version that does not exist or that this person may not read."""
    user = who_asks(request)
    before, after = (_version(article, request.GET.get(name, NOW), user) for name in ("dari", "ke"))
    return _page(
        request,
        article,
        "compare",
        {
            **context,
            "title": _("Comparison"),
            "before": before,
            "after": after,
            "changes": changes(before.says(), after.says(), user),
            "may_restore": _may_restore(article, user) and before.can_be_restored,
        },
    )


def restore(request: HttpRequest, article: Article, key: str) -> HttpResponse:
    """Restore a version as the newest one. A GET changes nothing."""
    if request.method != "POST":
        return redirect("admin:articles_article_history", article.pk)
    user = who_asks(request)
    version = _version(article, key, user)
    if not version.can_be_restored:
        raise PermissionDenied(_("This version cannot be brought back."))
    try:
        number = int(request.POST.get("version", ""))
        drafts.restore(article, version.says(), by=user, version=number)
    except ValueError:
        messages.error(request, _("Load the page again and choose the version once more."))
    except (Conflict, ValidationError) as refusal:
        messages.error(request, " ".join(sentences(refusal)))
    else:
        messages.success(
            request, _("The text of %(when)s is back as a new version. Readers see no change.") % {"when": version.when}
        )
        return redirect("admin:articles_article_change", article.pk)
    return redirect("admin:articles_article_history", article.pk)


def set_aside(request: HttpRequest, article: Article, draft: Draft) -> HttpResponse:
    """Stop offering an unsaved text. A GET changes nothing."""
    if request.method == "POST":
        drafts.set_aside(draft, by=who_asks(request))
        messages.success(request, _("Set aside. The history still has it."))
    return redirect("admin:articles_article_change", article.pk)


def changes(before: Contents, after: Contents, user: User) -> list[Change]:
    """The fields that differ. “Baca juga” targets are named by headline if this person may see it."""
    return compare.changes(before, after, headlines(user, before, after))


def headlines(user: User, *said: Contents) -> Mapping[int, str]:
    """The headlines of all “Baca juga” targets that this person may see, by id. At most three queries."""
    found = targets.lookup(compare.references(*said), user)
    return {pk: target.headline for pk, target in found.items()}


def news_for(article: Article, user: User) -> list[Comparison]:
    """What is new to an editor on the approval page: since they last read the story, and since the live edition.

    Also records that they have read this version. At most fifteen queries.
    """
    found: list[tuple[str, Version]] = []
    seen = readings.seen_before(article, user)
    if seen:
        found.append((_("Changed since you last read it"), versions.of_draft(seen)))
    live = editions.latest(article)
    if live and not live.is_retraction:
        found.append((_("Changed since the live edition"), versions.of_edition(live)))
    if article.status == Article.Status.SUBMITTED:
        readings.note(article, by=user)
    now = versions.find(article, NOW, user)
    if not found or now is None:
        return []
    says = now.says()
    path = reverse("admin:articles_article_compare", args=[article.pk])
    return [
        Comparison(title, before, changes(before.says(), says, user), f"{path}?dari={before.key}&ke={NOW}")
        for title, before in found
    ]


def _may_restore(article: Article, user: User) -> bool:
    """Whether this person may change the text or, for a published story, see it: restoring then begins an update."""
    if article.status == Article.Status.PUBLISHED:
        edition = editions.latest(article)
        return permissions.can_see(user, article) and not (edition and edition.is_retraction)
    return permissions.can_change(user, article)


def _version(article: Article, key: str, user: User) -> Version:
    version = versions.find(article, key, user)
    if version is None:
        raise Http404
    return version


def _page(request: HttpRequest, article: Article, name: str, context: dict[str, Any]) -> HttpResponse:
    context |= {
        "subtitle": str(article),
        "article": article,
        "opts": Article._meta,
        "change_url": reverse("admin:articles_article_change", args=[article.pk]),
    }
    return TemplateResponse(request, f"admin/articles/article/{name}.html", context)
