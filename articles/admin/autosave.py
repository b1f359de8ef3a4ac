"""Autosave and presence: the JSON endpoints that the story form calls while somebody is typing."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import drafts, presence
from articles.admin import rights, typed
from articles.admin.panel import checks_of, who_saved
from articles.models import Article, Draft
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks


def autosave(desk: Any, request: HttpRequest, object_id: int | None = None) -> JsonResponse:
    """Store the content of the form. 409 if the story has changed meanwhile: the text is then kept as unsaved.

    The request is the complete form, as its button sends it. With `aside` the text never goes into the working copy:
    it comes from an earlier visit.
    """
    if request.method != "POST":
        return _refuse(405, _("Send the form of the story."))
    sheet = sheet_of(request)
    if sheet is None:
        return _refuse(400, _("Load the form again: it does not say which window it is."))
    user = who_asks(request)
    article = story_of_sheet(user, sheet) if object_id is None else desk.get_object(request, str(object_id))
    if article is None and object_id is not None:
        raise Http404
    if not rights.may_write(request, article):
        return _refuse(403, _("You may not change this story."))
    try:
        return _keep(desk, request, article, user, sheet)
    except IntegrityError:
        if object_id is not None:
            raise
    # Another request of the same window has started the story at the same moment.
    return _keep(desk, request, story_of_sheet(user, sheet), user, sheet)


def ping(desk: Any, request: HttpRequest, object_id: int) -> JsonResponse:
    """Record that the form is open; return who else has it open, and who has saved since it was loaded."""
    if request.method != "POST":
        return _refuse(405, _("Send the form of the story."))
    article, sheet = desk.get_object(request, str(object_id)), sheet_of(request)
    if article is None:
        raise Http404
    if sheet is None:
        return _refuse(400, _("Load the form again: it does not say which window it is."))
    user = who_asks(request)
    if "leave" in request.POST:
        presence.leave(article, by=user, sheet=sheet)
        return JsonResponse({})
    presence.arrive(article, by=user, sheet=sheet, idle=_idle(request))
    moved = request.POST.get("version") != str(article.version)
    return JsonResponse(
        {
            "others": presence.others(article, user=user, sheet=sheet),
            "moved": who_saved(article, user) if moved else "",
        }
    )


def sheet_of(request: HttpRequest) -> UUID | None:
    """The id of the window that sent the form; None if it is missing or invalid."""
    try:
        return UUID(request.POST.get("sheet", ""))
    except ValueError:
        return None


def story_of_sheet(user: User, sheet: UUID) -> Article | None:
    """The story that this window has started, or None. One query."""
    first = Draft.objects.stood().filter(sheet=sheet, by=user).select_related("article").order_by("pk").first()
    return first.article if first else None


def _keep(desk: Any, request: HttpRequest, article: Article | None, user: User, sheet: UUID) -> JsonResponse:
    form = desk.get_form(request, article, change=article is not None)(request.POST, instance=article or Article())
    formsets, _inlines = desk._create_formsets(request, form.instance, change=article is not None)
    text = typed.typed_in(form, formsets)
    version = form.cleaned_data.get("version") or 0
    if article is None and text.is_empty:
        return JsonResponse({"state": "empty"})
    if article is not None and "aside" in request.POST:
        kept = drafts.keep_aside(article, text.contents, by=user, version=version, sheet=sheet)
        return JsonResponse({"state": "aside" if kept else "known"})
    outcome = drafts.autosave(text, by=user, version=version, sheet=sheet)
    if outcome.unsaved is None:
        drafts.finish(outcome.article, form.cleaned_data.get("naskah"), by=user)
    return _answer(outcome, form, user)


def _answer(outcome: drafts.Outcome, form: Any, user: User) -> JsonResponse:
    story, unsaved = outcome.article, outcome.unsaved
    at = f"{timezone.localtime(outcome.at):%H.%M.%S}"
    answer: dict[str, Any] = {
        "version": story.version,
        "change_url": reverse("admin:articles_article_change", args=[story.pk]),
        "autosave_url": reverse("admin:articles_article_autosave", args=[story.pk]),
        "presence_url": reverse("admin:articles_article_presence", args=[story.pk]),
    }
    if outcome.conflict and unsaved:
        kept = _("Your text is kept beside it; nothing is lost.")
        answer |= {
            "state": "conflict",
            "sentence": f"{_reason(outcome, user)} {kept}",
            "merge_url": reverse("admin:articles_article_merge", args=[story.pk, unsaved.pk]),
        }
        return JsonResponse(answer, status=409)
    if unsaved is None:
        gaps, advice = checks_of(story)
        checks = render_to_string("admin/articles/article/_checklist.html", {"gaps": gaps, "advice": advice})
        return JsonResponse(
            {**answer, "state": "saved", "sentence": _("Saved %(at)s") % {"at": at}, "checklist": checks}
        )
    problems = [str(problem) for problems in form.errors.values() for problem in problems]
    kept = _("Kept %(at)s. Press “Save” to put it into the story.") % {"at": at}
    if problems:
        kept = _("Kept %(at)s, but it cannot be saved yet:") % {"at": at}
    return JsonResponse({**answer, "state": "kept", "sentence": " ".join([kept, *problems])})


def _reason(outcome: drafts.Outcome, user: User) -> str:
    """Why the text was not saved: who saved in between or, if nobody did, the conflict itself."""
    story, typed_over = outcome.article, outcome.unsaved
    moved = typed_over is not None and typed_over.version != story.version
    return who_saved(story, user) if moved else str(outcome.conflict)


def _idle(request: HttpRequest) -> timedelta | None:
    try:
        return timedelta(seconds=min(max(int(request.POST.get("idle", "")), 0), 10**6))
    except ValueError:
        return None


def _refuse(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"errors": [sentence]}, status=status)
