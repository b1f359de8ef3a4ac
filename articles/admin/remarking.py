"""Views to write, answer, resolve and reopen remarks: plain forms, and JSON for the desk's scripts."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import mentions, remarks
from articles.admin.margin import margin_of
from articles.admin.refusals import sentences, status_of
from articles.models import Article, Remark
from articles.passages import CONTEXT, Passage
from articles.workflow import Conflict
from newsroom.accounts import namesakes
from newsroom.accounts.permissions import who_asks

_ACTS: dict[str, tuple[Callable[..., remarks.Said], Promise]] = {
    "answer": (remarks.answer, gettext_lazy("Answered.")),
    "resolve": (remarks.resolve, gettext_lazy("Resolved.")),
    "reopen": (remarks.reopen, gettext_lazy("Open again.")),
}


class HasMargin(admin.ModelAdmin):
    """The part of ArticleAdmin that handles remarks. Permissions are checked in articles/remarks.py."""

    def get_urls(self) -> list[Any]:
        guard, of_story = self.admin_site.admin_view, "<int:object_id>/remarks/"
        return [
            path(of_story, guard(self.remarks_view), name="articles_article_remarks"),
            path(f"{of_story}people/", guard(self.people_view), name="articles_article_people"),
            path(f"{of_story}<int:remark_id>/<str:act>/", guard(self.remark_view), name="articles_article_remark"),
            *super().get_urls(),
        ]

    def remarks_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """GET: the margin as a page. POST: add a remark."""
        article = self._of_margin(request, object_id)
        if request.method != "POST":
            return self._margin_page(request, article)
        place, text = request.POST.get("place", Remark.Place.STORY), request.POST.get("text", "")
        return self._try(
            request,
            article,
            lambda: remarks.write(article, by=who_asks(request), text=text, place=place, passage=_passage(request)),
            str(_("Remark saved.")),
        )

    def remark_view(self, request: HttpRequest, object_id: int, remark_id: int, act: str) -> HttpResponse:
        """Answer, resolve or reopen a remark. 404 for one on another story. A GET changes nothing."""
        article = self._of_margin(request, object_id)
        remark = article.remarks.filter(pk=remark_id).first()
        if remark is None or act not in _ACTS:
            raise Http404
        if request.method != "POST":
            return redirect(_address(article, remark))
        verb, done = _ACTS[act]
        return self._try(
            request,
            article,
            lambda: verb(remark, by=who_asks(request), text=request.POST.get("text", "")),
            str(done),
            remark=remark,
        )

    def people_view(self, request: HttpRequest, object_id: int) -> JsonResponse:
        """The people whom a remark on this story can mention, matched by a part of their name (`q`)."""
        article = self._of_margin(request, object_id)
        question = request.GET.get("q", "").replace("\0", "")[:60]
        found = mentions.offered(article, question, without=who_asks(request))
        return JsonResponse(
            {
                "results": [
                    {
                        "id": person.pk,
                        "title": name,
                        "detail": _("its reporter") if person.pk == article.reporter_id else _("editor"),
                    }
                    for name, person in found.items()
                ]
            }
        )

    def _of_margin(self, request: HttpRequest, object_id: int) -> Article:
        """The story. 404 for people who may not see it."""
        article: Article | None = self.get_object(request, str(object_id))
        if article is None:
            raise Http404
        return article

    def _try(
        self,
        request: HttpRequest,
        article: Article,
        say: Callable[[], remarks.Said],
        done: str,
        *,
        remark: Remark | None = None,
    ) -> HttpResponse:
        """Call the verb, and show its outcome or the refusal with the typed text; as JSON if a script asks."""
        try:
            said = say()
        except PermissionDenied as refusal:
            if not _wants_json(request):
                raise
            return JsonResponse({"errors": [str(refusal)]}, status=403)
        except (Conflict, ValidationError) as refusal:
            if _wants_json(request):
                return JsonResponse({"errors": sentences(refusal)}, status=status_of(refusal))
            return self._margin_page(request, article, refusal, remark)
        sentence = " ".join([done, *_who_was_told(said)])
        if not _wants_json(request):
            messages.success(request, sentence)
            return redirect(_address(article, said.remark))
        context = {"margin": margin_of(self._of_margin(request, article.pk), who_asks(request)), "stored": article}
        parts = {
            name: render_to_string(f"admin/articles/article/_{name}.html", context, request)
            for name in ("margin", "to_do")
        }
        return JsonResponse({**parts, "sentence": sentence, "id": said.remark.pk})

    def _margin_page(
        self,
        request: HttpRequest,
        article: Article,
        refusal: Conflict | ValidationError | None = None,
        remark: Remark | None = None,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Remarks"),
            "subtitle": str(article),
            "opts": Article._meta,
            "article": article,
            "stored": article,
            "margin": margin_of(article, who_asks(request)),
            "change_url": reverse("admin:articles_article_change", args=[article.pk]),
            "refused": sentences(refusal) if refusal else [],
            "refused_on": remark.pk if remark else 0,
            "typed": request.POST if refusal else {},
        }
        status = status_of(refusal) if refusal else 200
        return TemplateResponse(request, "admin/articles/article/margin.html", context, status=status)


def _passage(request: HttpRequest) -> Passage:
    block = request.POST.get("block", "")
    return Passage(
        request.POST.get("quote", ""),
        request.POST.get("prefix", "")[-CONTEXT:],
        request.POST.get("suffix", "")[:CONTEXT],
        int(block) if block.isdecimal() and len(block) < 7 else 0,
    )


def _address(article: Article, remark: Remark) -> str:
    return f"{reverse('admin:articles_article_change', args=[article.pk])}#catatan-{remark.pk}"


def _who_was_told(said: remarks.Said) -> list[str]:
    found = []
    if said.told:
        found.append(_("Told: %(names)s.") % {"names": ", ".join(namesakes.told_apart(said.told))})
    if said.unknown:
        names = ", ".join(f"@{name}" for name in said.unknown)
        found.append(_("Nobody at the desk is called %(names)s: write the full name.") % {"names": names})
    return found


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
