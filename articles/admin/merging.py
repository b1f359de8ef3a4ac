"""The page on which two texts of one story are merged. It works without JavaScript and overwrites nothing."""

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
from articles.admin.refusals import sentences
from articles.contents import Contents
from articles.merge import Question
from articles.models import Article, Draft
from articles.word_diff import Block
from articles.workflow import Conflict
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks


@dataclass(frozen=True)
class Shown:
    """One question with both answers to read: what each side says, and what is different between them."""

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
    request: HttpRequest, article: Article, draft: Draft, context: dict[str, Any], refusal: Exception | None = None
) -> HttpResponse:
    """Both texts, field by field; POST takes the answers. 409 while the story is ahead of the text that was typed."""
    user, first = who_asks(request), refusal
    typed_here = request.POST if "gabung" in request.POST else None
    theirs, mine = contents.of(article), draft.contents
    asked = merge.questions(_base(article, draft), theirs, mine)
    if typed_here is not None:
        try:
            return _take(request, article, draft, asked, theirs)
        except (Conflict, ValidationError) as problem:
            refusal = problem
            article = Article.objects.select_related("section", "lead_photo", "reporter").get(pk=article.pk)
            theirs = contents.of(article)
            asked = merge.questions(_base(article, draft), theirs, mine)
    may_save = permissions.can_change(user, article)
    who = who_saved(article, user) if article.version != draft.version else ""
    is_told = refusal is first and bool(who)  # the heading says who was faster, and that is why
    context |= {
        "title": _("Two texts of one story"),
        "subtitle": str(article),
        "article": article,
        "opts": Article._meta,
        "change_url": reverse("admin:articles_article_change", args=[article.pk]),
        "form_url": reverse("admin:articles_article_merge", args=[article.pk, draft.pk]),
        "draft": draft,
        "typed_at": dates.print_short(draft.at),
        "who": who,
        "refusal": " ".join(sentences(refusal))
        if not is_told and isinstance(refusal, Conflict | ValidationError)
        else "",
        "shown": _shown(asked, theirs, mine, user, typed_here.dict() if typed_here is not None else {}),
        "may_save": may_save,
    }
    status = (
        400 if isinstance(refusal, ValidationError) else 409 if refusal or article.version != draft.version else 200
    )
    return TemplateResponse(request, "admin/articles/article/merge.html", context, status=status)


def _base(article: Article, draft: Draft) -> Contents | None:
    """What both texts began from, if it was kept. One query."""
    kept = article.drafts.stood().filter(version=draft.version).first()
    return kept.contents if kept else None


def _take(
    request: HttpRequest, article: Article, draft: Draft, asked: list[Question], theirs: Contents
) -> HttpResponse:
    """Save the chosen text, or open it in the form to go on from there."""
    user = who_asks(request)
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


def _shown(asked: list[Question], theirs: Contents, mine: Contents, user: User, answers: dict[str, str]) -> list[Shown]:
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
