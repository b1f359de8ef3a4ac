"""One view for all verbs: GET shows what will happen, POST does it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles import body, checklist, four_eyes, turns, workflow
from articles.admin import comparing, preview, report, targets
from articles.admin.forms import VerbForm
from articles.admin.margin import Margin
from articles.admin.panel import Panel, panel_of
from articles.admin.verb_pages import PAGES, VerbPage
from articles.models import Article, Step
from articles.workflow import Conflict
from newsroom import mistakes
from newsroom.accounts.models import User
from newsroom.accounts.permissions import who_asks

_READS_REMARKS = {Step.Verb.SUBMIT, Step.Verb.SEND_BACK, Step.Verb.APPROVE, Step.Verb.EMERGENCY, Step.Verb.SECOND_READ}
_GATES = {
    Step.Verb.SUBMIT: checklist.Gate.EDITORS,
    Step.Verb.APPROVE: checklist.Gate.READERS,
    Step.Verb.EMERGENCY: checklist.Gate.READERS,
}


def verb_page(
    request: HttpRequest, *, article: Article | None, verb: Step.Verb, context: dict[str, Any]
) -> HttpResponse:
    """The page of a verb. 403 for the wrong person, 409 in the wrong status, 400 for an invalid form."""
    if article is None:
        raise Http404
    page = PAGES[verb]
    if request.method != "POST":
        refusal = _why_not(article, page, request)
        return _show(request, article, page, page.form(article=article), context, refusal=refusal)
    form = page.form(request.POST, article=article)
    if not form.is_valid():
        article.refresh_from_db()  # somebody may have acted since the story was loaded
        return _show(request, article, page, form, context, refusal=_why_not(article, page, request), status=400)
    try:
        with transaction.atomic():
            if page.shows_text:
                _must_be_unchanged(article, form.cleaned_data["version"])
            outcome = page.act(article, who_asks(request), form.cleaned_data)
    except ValidationError as problem:
        form.refuse(problem)
        return _show(request, article, page, form, context, status=400)
    except Conflict as conflict:
        article.refresh_from_db()
        form.read_newest()
        return _show(request, article, page, form, context, refusal=conflict)
    report.say(request, article, page.told(outcome))
    return redirect("admin:articles_article_change", article.pk)


def _must_be_unchanged(article: Article, version: int) -> None:
    """Lock the story, after its bundle, and raise Conflict unless it is the version on the screen."""
    workflow.bundles.lock_place(article, now=turns.take())
    workflow.must_be_version(Article.objects.select_for_update(no_key=True).get(pk=article.pk), version)


def _why_not(article: Article, page: VerbPage, request: HttpRequest) -> Conflict | None:
    """Why the verb would be refused now, or None. PermissionDenied for the wrong person."""
    user = who_asks(request)
    rule = workflow.RULES[page.verb]
    if not rule.who(user, article):
        raise PermissionDenied(rule.refusal)
    if page.verb in workflow.available_verbs(article, user):
        return None
    if (
        page.verb == Step.Verb.APPROVE
        and article.status in rule.states
        and not four_eyes.is_second_pair_of_eyes(user, article)
    ):
        raise PermissionDenied(_("You wrote or changed this story yourself. Another editor must approve it."))
    return Conflict(
        _("This story is %(status)s now, so that cannot be done. Load the page again to see what happened.")
        % {"status": article.get_status_display()}
    )


def _this_round(panel: Panel) -> Margin:
    newest = panel.scheduled or panel.live
    return panel.margin.since(newest.approved_at if newest else None)


def _show(
    request: HttpRequest,
    article: Article,
    page: VerbPage,
    form: VerbForm,
    context: dict[str, Any],
    *,
    refusal: Conflict | None = None,
    status: int = 200,
) -> HttpResponse:
    user = who_asks(request)
    panel = panel_of(article, user)
    mistakes.point_at_first(form)
    context |= {
        "title": page.label,
        "subtitle": str(article),
        "article": article,
        "page": page,
        "form": form,
        "refusal": refusal,
        "possible": page in (*panel.buttons, *panel.safeguards),
        "round": _this_round(panel) if page.verb in _READS_REMARKS else None,
        "panel": panel,
        "opts": Article._meta,
        "change_url": reverse("admin:articles_article_change", args=[article.pk]),
    }
    if page.shows_text:
        context |= _text_in_full(article, user)
        context["news"] = comparing.news_for(article, user) if page.verb == Step.Verb.APPROVE else []
    if page.verb in _GATES:
        found = checklist.findings(article, gate=_GATES[page.verb])
        context["gaps"] = [finding for finding in found if finding.blocks]
        context["advice"] = [finding for finding in found if not finding.blocks]
    return TemplateResponse(request, "admin/articles/article/verb.html", context, status=status if not refusal else 409)


def _text_in_full(article: Article, user: User) -> dict[str, Any]:
    """The working copy as readers would see it, with its length and names."""
    return {
        "text": preview.text_of(article, targets.lookup(body.read_also_ids(article.body), user)),
        "lead": preview.lead_of(article),
        "words": body.count_words(article.body),
        "bylines": list(article.bylines.select_related("journalist")),
    }
