"""The page that merges two texts of a story. Works without JavaScript and overwrites nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import compare, contents, dates, drafts, merge, permissions
from articles.admin import comparing
from articles.admin.panel import who_saved
from articles.admin.refusals import sentences, status_of
from articles.contents import Contents
from articles.merge import Question
from articles.models import Article, Draft
from articles.word_diff import Block
from articles.workflow import Conflict
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks


@dataclass(frozen=True)
class Shown:
    """A field that differs, as the page shows it: both texts and the changes between them."""

    question: Question
    theirs: list[Block]
    mine: list[Block]
    both: list[Block]
    change: compare.Change | None
    chosen: str

    @property
    def field(self) -> str:
        return f"pilih-{self.question.name}"


def merge_page(
    request: HttpRequest, article: Article, draft: Draft, context: dict[str, Any], refusal: Conflict | None = None
) -> HttpResponse:
    """Both texts, field by field; a POST saves the choice. 409 while the story is newer than the typed text.

    `refusal` is why the story form, which led here, could not be saved.
    """
    if "gabung" in request.POST:
        try:
            return _take(request, article, draft)
        except (Conflict, ValidationError) as problem:
            newest = Article.objects.select_related("section", "lead_photo", "reporter").get(pk=article.pk)
            told = " ".join(sentences(problem))
            return _show(request, newest, draft, context, refusal=told, status=status_of(problem))
    is_newer = article.version != draft.version
    told = str(refusal) if refusal and not is_newer else ""  # otherwise the heading says who saved in between
    return _show(request, article, draft, context, refusal=told, status=409 if refusal or is_newer else 200)


def _show(
    request: HttpRequest, article: Article, draft: Draft, context: dict[str, Any], *, refusal: str, status: int
) -> HttpResponse:
    user = who_asks(request)
    context |= {
        "title": _("Two texts of one story"),
        "subtitle": str(article),
        "article": article,
        "opts": Article._meta,
        "change_url": reverse("admin:articles_article_change", args=[article.pk]),
        "form_url": reverse("admin:articles_article_merge", args=[article.pk, draft.pk]),
        "draft": draft,
        "typed_at": dates.print_short(draft.at),
        "who": who_saved(article, user) if article.version != draft.version else "",
        "refusal": refusal,
        "shown": _shown(article, draft, user, request.POST.dict()),
        "may_save": permissions.can_change(user, article),
    }
    return TemplateResponse(request, "admin/articles/article/merge.html", context, status=status)


def _questions(article: Article, draft: Draft) -> tuple[list[Question], Contents]:
    """The fields in which the two texts differ, and the content of the stored one. Five queries."""
    ancestor = article.drafts.stood().filter(version=draft.version).first()
    theirs = contents.of(article)
    return merge.questions(ancestor.contents if ancestor else None, theirs, draft.contents), theirs


def _take(request: HttpRequest, article: Article, draft: Draft) -> HttpResponse:
    """Save the merged text, or open it in the form for further editing."""
    user = who_asks(request)
    asked, theirs = _questions(article, draft)
    answers = {question.name: request.POST.get(f"pilih-{question.name}", "") for question in asked}
    if request.POST.get("version") != str(article.version):
        raise Conflict(_("Somebody saved the story once more. Look at what is different now, then choose again."))
    merged = merge.answered(asked, answers, theirs, draft.contents)
    if merged is None:
        raise ValidationError(_("Choose one text for each field that both of you changed."))
    if request.POST["gabung"] == "sunting":
        drafts.set_aside(draft, by=user)
        kept = drafts.keep_unsaved(article, merged, by=user, version=article.version, sheet=uuid4())
        return redirect(f"{reverse('admin:articles_article_change', args=[article.pk])}?naskah={kept.pk}")
    drafts.restore(article, merged, by=user, version=article.version)
    drafts.set_aside(draft, by=user)
    messages.success(request, _("Saved. The history has both texts as they were."))
    return redirect("admin:articles_article_change", article.pk)


def _shown(article: Article, draft: Draft, user: User, answers: dict[str, str]) -> list[Shown]:
    asked, theirs = _questions(article, draft)
    mine = draft.contents
    headlines = comparing.headlines(user, theirs, mine)
    found = {change.name: change for change in compare.changes(theirs, mine, headlines)}
    return [
        Shown(
            question=question,
            theirs=compare.blocks(theirs, question.name, headlines),
            mine=compare.blocks(mine, question.name, headlines),
            both=_merged(question, theirs, mine, headlines),
            change=found.get(question.name),
            chosen=answers.get(f"pilih-{question.name}") or question.proposed or "",
        )
        for question in asked
    ]


def _merged(question: Question, theirs: Contents, mine: Contents, headlines: Mapping[int, str]) -> list[Block]:
    if question.both is None:
        return []
    photos = {**theirs["photos"], **mine["photos"]}
    return compare.blocks({"body": question.both, "photos": photos}, "body", headlines)
