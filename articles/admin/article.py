"""The story form. All saving goes through workflow; this module only shows the form and asks for what it needs."""

from collections.abc import Iterable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Field, QuerySet
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from js_asset import Media, Script

from articles import body, drafts, permissions, workflow
from articles.admin import bylines, picks, preview, preview_page, report, rights, targets
from articles.admin.article_list import ArticleList, with_marks
from articles.admin.forms import ArticleForm
from articles.admin.keeping import KeepsEveryText
from articles.admin.panel import panel_of
from articles.admin.remarking import HasMargin
from articles.admin.verb_pages import PAGES
from articles.admin.verbs import verb_page
from articles.admin.widgets import IMPORT_MAP, BodyEditor, PhotoField
from articles.models import Article, Step
from articles.working_copy import Parts
from newsroom.accounts.permissions import who_asks
from newsroom.desk_choices import FoundRows

_SEARCH_ENGINES: Any = (
    gettext_lazy("Address and search engines"),
    {"classes": ["collapse"], "fields": ["slug", "seo_title", "seo_description"]},
)
_FLAGS = ("harms_party", "is_developing")
_SCRIPTS = ("article-form", "autosave", "checklist", "length", "reading", "remarks")
_COUNTED = ("headline", "deck", "sources", "paid_by", "seo_title", "seo_description")


def _filled(article: Article, fields: Iterable[Any]) -> list[Any]:
    """The fields that have a value: the read-only page shows neither empty fields nor flags that are not set."""
    filled: list[Any] = []
    for field in fields:
        if isinstance(field, tuple):
            filled.extend([kept] if (kept := tuple(_filled(article, field))) else [])
        elif getattr(article, field, True):  # the computed ones (`…_shown`) have no attribute
            filled.append(field)
    return filled


# The preview page shows the story in a frame. The policy allows this for the two pages, and only on this site.
_shows_frame: Any = csp_update({"frame-src": [SELF]})


def _may_be_framed(view: Any) -> Any:
    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(view))


@admin.register(Article)
class ArticleAdmin(HasMargin, KeepsEveryText, ArticleList):
    form = ArticleForm
    inlines = [bylines.BylineInline]
    autocomplete_fields = ["topics"]
    change_form_template = "admin/articles/article/change_form.html"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "headline",
                    "deck",
                    ("section", "dateline"),
                    "lead_photo",
                    "body",
                    "sources",
                    "topics",
                    _FLAGS,
                    "unverified",
                    "paid_by",
                ]
            },
        ),
        _SEARCH_ENGINES,
    ]
    read_only_fieldsets = [
        (
            None,
            {
                "fields": [
                    "headline",
                    "deck",
                    ("section", "dateline"),
                    "bylines_shown",
                    "photo_shown",
                    "text_shown",
                    "sources",
                    "topics_shown",
                    _FLAGS,
                    "unverified",
                    "paid_by",
                ]
            },
        ),
        _SEARCH_ENGINES,
    ]

    def get_urls(self) -> list[Any]:
        guard = self.admin_site.admin_view
        verbs = [
            path(f"<int:object_id>/{verb}/", guard(self.verb_view), {"verb": verb}, name=f"articles_article_{verb}")
            for verb in PAGES
        ]
        return [
            path("read-also/", guard(picks.read_also), name="articles_article_read_also"),
            path("<int:object_id>/preview/", guard(_shows_frame(self.preview_view)), name="articles_article_preview"),
            path(
                "<int:object_id>/preview/story/",
                _may_be_framed(guard(self.framed_view)),
                name="articles_article_framed",
            ),
            path(
                "<int:object_id>/preview/<int:link_id>/", guard(self.revoke_view), name="articles_article_revoke_link"
            ),
            *verbs,
            *super().get_urls(),
        ]

    def verb_view(self, request: HttpRequest, object_id: int, verb: Step.Verb) -> HttpResponse:
        article = self.get_object(request, str(object_id))
        return verb_page(request, article=article, verb=verb, context=self.admin_site.each_context(request))

    def preview_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        context = self.admin_site.each_context(request)
        return preview_page.page(request, article=self.get_object(request, str(object_id)), context=context)

    def framed_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        return preview_page.framed(request, article=self.get_object(request, str(object_id)))

    def revoke_view(self, request: HttpRequest, object_id: int, link_id: int) -> HttpResponse:
        return preview_page.revoke(request, article=self.get_object(request, str(object_id)), link_id=link_id)

    # -- Who ---------------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Article]":
        stories = Article.objects.visible_to(who_asks(request))
        return with_marks(stories.select_related("section", "reporter", "lead_photo", "legal_cleared_by"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return rights.works_here(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return rights.works_here(request)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return rights.may_read(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return rights.may_write(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False  # a story is retracted, never deleted

    # -- Showing -----------------------------------------------------------------------------------------------------

    def get_inlines(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return self.inlines if self.has_change_permission(request, obj) else []

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return self.fieldsets
        filled = [(title, options, _filled(obj, options["fields"])) for title, options in self.read_only_fieldsets]
        return [(title, {**options, "fields": fields}) for title, options, fields in filled if fields]

    def formfield_for_dbfield(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        widgets = {"body": BodyEditor, "lead_photo": PhotoField}
        if db_field.name in widgets:
            field = db_field.formfield(widget=widgets[db_field.name]())
            if field and db_field.name == "body":
                field.label = _("body of the story").capitalize()
            return field
        if db_field.name in ("deck", "unverified"):
            kwargs["widget"] = Textarea({"rows": 2})
        if db_field.name == "section":
            kwargs["empty_label"] = _("Choose a section …")
        if db_field.name == "topics" and not request.user.has_perm("articles.add_topic"):
            kwargs["help_text"] = _("A topic that is missing here is listed by an editor.")
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in _COUNTED and field:
            # With `maxlength` a browser silently truncates pasted text. Instead, a script counts and the form refuses.
            field.widget.attrs["data-most"] = field.widget.attrs.pop("maxlength")
            too_long = _("at most %(limit_value)d characters, now %(show_value)d.")
            field.error_messages["max_length"] = f"{field.label}: {too_long}"
        if db_field.name == "section" and field:
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(
            db_field, request, widget=FoundRows(db_field, self.admin_site), **kwargs
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        user = who_asks(request)
        obj: Article | None = kwargs.get("obj")
        # Not in `media`, which the change list includes too, without the import map that they need.
        scripts = [Script(f"desk/{name}.js", type="module") for name in _SCRIPTS]
        media = context["media"] + Media(importmap=IMPORT_MAP, js=scripts)
        context["media"] = Media.from_media(media, nonce=request.csp_nonce)  # type: ignore[attr-defined]
        context["title"] = str(obj) if obj else _("New story")
        context["subtitle"] = None
        if obj and obj.pk:
            typed = request.method == "POST"  # then `obj` may hold unsaved values
            stored = self.get_queryset(request).get(pk=obj.pk) if typed else obj
            if not typed and getattr(request, "draft", None) is None:  # a draft brings its own rows
                bylines.share(obj, context["inline_admin_formsets"])
            context |= {"title": str(stored), "panel": panel_of(stored, user), "stored": stored}
        own = obj is None or permissions.is_its_reporter(user, obj)
        context["offers_submit"] = own and (obj is None or obj.status in workflow.RULES[Step.Verb.SUBMIT].states)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("body of the story"))
    def text_shown(self, article: Article) -> SafeString:
        references = targets.lookup(body.read_also_ids(article.body), article.reporter)
        return format_html('<article class="story">{}</article>', preview.text_of(article, references))

    @admin.display(description=gettext_lazy("bylines"))
    def bylines_shown(self, article: Article) -> str:
        named = article.bylines.select_related("journalist")
        return " · ".join(f"{line.get_role_display().capitalize()}: {line.journalist}" for line in named) or "–"

    @admin.display(description=gettext_lazy("topics"))
    def topics_shown(self, article: Article) -> str:
        return ", ".join(str(topic) for topic in article.topics.all()) or "–"

    @admin.display(description=gettext_lazy("lead photo"))
    def photo_shown(self, article: Article) -> SafeString | str:
        return format_html('<div class="story">{}</div>', preview.lead_of(article) or "–")

    # -- Saving ------------------------------------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "_saveasnew" in request.POST:
            raise PermissionDenied(_("A story is not copied. Start a new one."))
        return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Does nothing: `save_related` stores the story together with its bylines and topics."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save through workflow. Runs on every submit: changed bylines or topics alone make a new version too."""
        typed = form.cleaned_data
        parts: Parts = {"topics": list(typed["topics"]), "sheet": typed.get("sheet")}
        for formset in formsets:
            formset.save(commit=False)  # stores nothing, but fills in the changes for the admin's log
            parts["bylines"] = bylines.in_order(formset)
        user = who_asks(request)
        if change:
            workflow.save(form.instance, by=user, version=typed.get("version") or 0, **parts)
        else:
            workflow.start(form.instance, by=user, **parts)
        drafts.finish(form.instance, typed.get("naskah"), by=user)

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._submitted(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._submitted(request, obj) or super().response_change(request, obj)

    def _submitted(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """The response to “Save and submit”, None for other buttons. If submitting is refused, the text stays saved."""
        if "_submit" not in request.POST:
            return None
        page = PAGES[Step.Verb.SUBMIT]
        try:
            workflow.submit(article, by=who_asks(request))
        except ValidationError:
            self.message_user(request, _("Saved, but not submitted: something is still missing."), "warning")
            return redirect(page.url_name, article.pk)
        report.say(request, article, str(page.done))
        return redirect("admin:articles_article_change", article.pk)
