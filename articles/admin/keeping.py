"""Keeps text that was typed into the story form but not saved: stores, offers, compares and merges it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _

from articles import dates, drafts, permissions, presence
from articles.admin import autosave, bylines, comparing, merging, typed
from articles.admin.refusals import RefusableAdmin, sentences
from articles.models import Article, Draft
from articles.workflow import Conflict
from newsroom.accounts.permissions import who_asks
from newsroom.pointers import may_be_id


class KeepsEveryText(RefusableAdmin):
    """The part of ArticleAdmin that handles versions and unsaved texts."""

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        of_story: dict[str, Callable[..., HttpResponse]] = {
            "autosave": self.autosave_view,
            "presence": self.presence_view,
            "take-over": self.take_over_view,
            "compare": self.compare_view,
            "restore/<str:key>": self.restore_view,
            "merge/<int:draft_id>": self.merge_view,
            "set-aside/<int:draft_id>": self.set_aside_view,
        }
        return [
            path("add/autosave/", guard(self.autosave_view), name="articles_article_add_autosave"),
            *(
                path(f"<int:object_id>/{tail}/", guard(view), name=f"articles_article_{tail.split('/')[0]}")
                for tail, view in of_story.items()
            ),
            *super().get_urls(),
        ]

    # -- Pages beside the form ---------------------------------------------------------------------------------------

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The stored versions of a story. 404 for people who may not see it."""
        return comparing.history_page(request, self._story(request, object_id), self._context(request))

    def compare_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return comparing.compare_page(request, self._story(request, object_id), self._context(request))

    def restore_view(self, request: HttpRequest, object_id: int, key: str) -> HttpResponse:
        return comparing.restore(request, self._story(request, object_id), key)

    def set_aside_view(self, request: HttpRequest, object_id: int, draft_id: int) -> HttpResponse:
        article = self._story(request, object_id)
        return comparing.set_aside(request, article, self._unsaved(request, article, draft_id))

    def merge_view(self, request: HttpRequest, object_id: int, draft_id: int) -> HttpResponse:
        article = self._story(request, object_id)
        draft = self._unsaved(request, article, draft_id)
        return merging.merge_page(request, article, draft, self._context(request))

    def autosave_view(self, request: HttpRequest, object_id: int | None = None) -> JsonResponse:
        return autosave.autosave(self, request, object_id)

    def presence_view(self, request: HttpRequest, object_id: int) -> JsonResponse:
        return autosave.ping(self, request, object_id)

    def take_over_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        article = self._story(request, object_id)
        if request.method == "POST":
            try:
                drafts.take_over(article, by=who_asks(request), sheet=autosave.sheet_of(request))
            except (Conflict, ValidationError) as refusal:
                messages.error(request, " ".join(sentences(refusal)))
            else:
                messages.success(request, _("You edit this story now. What others had typed is in its history."))
        return redirect("admin:articles_article_change", article.pk)

    # -- The form ----------------------------------------------------------------------------------------------------

    def opened(self, request: HttpRequest, object_id: str | None) -> str | None:
        """Continue the story that this window has started, and load the draft that the form should show."""
        sheet = autosave.sheet_of(request)
        if object_id is None and sheet:
            begun = autosave.story_of_sheet(who_asks(request), sheet)
            object_id = str(begun.pk) if begun else None
        if request.method == "GET" and object_id and "naskah" in request.GET:
            number = request.GET["naskah"]
            draft = self._readable(request, self._story(request, object_id), int(number) if may_be_id(number) else 0)
            request.draft = draft  # type: ignore[attr-defined]
        return object_id

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.draft = getattr(request, "draft", None)
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Article, inline: Any, prefix: str) -> dict[str, Any]:
        arguments = super().get_formset_kwargs(request, obj, inline, prefix)
        draft: Draft | None = getattr(request, "draft", None)
        if request.method == "POST":
            arguments["data"] = bylines.reconcile(arguments["data"], prefix, obj)
        elif draft:
            arguments |= {"initial": typed.rows_of(draft.contents), "queryset": inline.model.objects.none()}
        elif obj.pk is None:
            arguments["initial"] = bylines.for_new_story(request)
        return arguments

    def get_formsets_with_inlines(self, request: HttpRequest, obj: Article | None = None) -> Any:
        draft: Draft | None = getattr(request, "draft", None)
        for formset, inline in super().get_formsets_with_inlines(request, obj):
            if draft:
                formset.extra = len(draft.contents["bylines"])
            elif obj is None and request.method != "POST":
                formset.extra = 1
            yield formset, inline

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj: Article | None = kwargs.get("obj")
        refusal = getattr(request, "refusal", None)
        if obj and obj.pk and isinstance(refusal, Conflict):
            return self._two_texts(request, obj, context, refusal)
        if obj and obj.pk and request.method != "POST":
            user = who_asks(request)
            draft: Draft | None = getattr(request, "draft", None)
            context["opened"] = draft
            context["opened_at"] = dates.print_short(draft.at) if draft else ""
            context["offers"] = [] if draft else drafts.offered(obj, user)
            if permissions.can_change(user, obj):
                context["others"] = presence.others(obj, user=user)
        return super().render_change_form(request, context, *args, **kwargs)

    def _two_texts(
        self, request: HttpRequest, article: Article, context: dict[str, Any], refusal: Conflict
    ) -> HttpResponse:
        """Keep the typed text as unsaved, and show the merge page with both texts."""
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        text = typed.typed_in(form, formsets)
        try:
            version = int(request.POST.get("version", ""))
        except ValueError:
            version = 0
        sheet = autosave.sheet_of(request)
        stored = self._story(request, article.pk)
        draft = drafts.keep_unsaved(stored, text.contents, by=who_asks(request), version=version, sheet=sheet)
        return merging.merge_page(request, stored, draft, self._context(request), refusal)

    # -- Finding -----------------------------------------------------------------------------------------------------

    def _story(self, request: HttpRequest, object_id: int | str) -> Article:
        story: Article | None = self.get_object(request, str(object_id))
        if story is None:
            raise Http404
        return story

    def _readable(self, request: HttpRequest, article: Article, draft_id: int) -> Draft:
        draft = article.drafts.readable_by(who_asks(request)).filter(pk=draft_id).first()
        if draft is None:
            raise Http404
        return draft

    def _unsaved(self, request: HttpRequest, article: Article, draft_id: int) -> Draft:
        """An unsaved text of this person. 404 for any other draft."""
        draft = article.drafts.unsaved().filter(pk=draft_id, by=who_asks(request)).first()
        if draft is None:
            raise Http404
        return draft

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        return dict(self.admin_site.each_context(request))
