from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles.models import Article, Edition
from articles.permissions import can_see
from comments import permissions, rulings, watching
from comments.admin.form_page import DONE, FormPages, carry_out
from comments.desk_forms import RuleForm, WatchForm
from comments.models import Ruling, Thread, Watch
from newsroom import desk_lists
from newsroom.accounts.permissions import who_asks
from newsroom.pointers import is_address, may_be_id, path_of

_RULINGS = 50  # newest rows of a story's log that are shown


@admin.register(Thread)
class ThreadAdmin(FormPages):
    """The rules for comments: a list of the stories that have some, and a page for every story."""

    list_display = ["headline", "rule_badge", "closes_at", "shown", "watched"]
    list_filter = ["rule"]
    search_fields = ["article_id"]  # makes the admin show the search box; see get_search_results
    search_help_text = gettext_lazy("Search by words of the headline, or paste the address of any story")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return permissions.can_rule(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return permissions.can_rule(request.user)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Thread]":
        """The threads of live stories, with the live headline, because not everybody here may see working copies."""
        live = Edition.objects.live().filter(article=OuterRef("article"))
        watched = Watch.objects.in_force(timezone.now()).filter(article=OuterRef("article"))
        found = Thread.objects.filter(Exists(live))
        return found.annotate(live_headline=Subquery(live.titled().values("title")[:1]), is_watched=Exists(watched))

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return ["-article_id"]

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Thread]", search_term: str
    ) -> "tuple[QuerySet[Thread], bool]":
        found = Edition.objects.live().headed(search_term, most=desk_lists.MOST_FOUND + 1)
        return queryset.filter(article__in=found.order_by().values("article")) if search_term else queryset, False

    def get_urls(self) -> list[URLPattern]:
        guard = self.admin_site.admin_view
        return [
            path("<int:article_id>/pantau/", guard(require_POST(self.watch_view)), name="comments_thread_watch"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("story"))
    def headline(self, thread: Thread) -> str:
        return thread.live_headline  # type: ignore[attr-defined]

    @admin.display(description=gettext_lazy("rule"))
    def rule_badge(self, thread: Thread) -> SafeString:
        return format_html('<span class="badge">{}</span>', thread.get_rule_display())

    @admin.display(description=gettext_lazy("watched"), empty_value="")
    def watched(self, thread: Thread) -> SafeString | None:
        if not thread.is_watched:  # type: ignore[attr-defined]
            return None
        return format_html('<span class="badge">{}</span>', _("watched"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list. Searching for a URL leads to the page of that story, even if it has no comments yet."""
        typed = request.GET.get(SEARCH_VAR, "").strip()
        if is_address(typed):
            if found := _story_at(typed):
                return redirect("admin:comments_thread_change", found)
            messages.error(request, _("No story stands at this address. Copy it from the browser."))
        return super().changelist_view(request, extra_context)

    def change_view(self, request: HttpRequest, object_id: str, *_args: Any, **_options: Any) -> HttpResponse:
        """The rule of a story with its log. 404 for a story that this person may not see."""
        article, headline, address = self._story(request, object_id)
        stored = Thread.objects.filter(pk=article.pk).first() or Thread(article=article)
        if request.method != "POST":
            kept = {"rule": stored.rule, "closes_at": stored.closes_at}
            return self._page(request, article, headline, address, RuleForm(initial=kept))
        form, seen = RuleForm(request.POST), request.POST.get("seen") or None
        status, conflict = carry_out(
            form, lambda typed: rulings.rule(article, by=who_asks(request), seen=seen, **typed)
        )
        if status == DONE:
            messages.success(request, _("The rule for comments on this story is changed."))
            return redirect(request.path)
        return self._page(request, article, headline, address, form, status=status, conflict=conflict)

    def watch_view(self, request: HttpRequest, article_id: int) -> HttpResponse:
        article, headline, address = self._story(request, str(article_id))
        form = WatchForm(request.POST)
        status, conflict = carry_out(form, lambda typed: watching.watch(article, by=who_asks(request), **typed))
        if status == DONE:
            messages.success(request, _("This story is on the watch list."))
            return redirect("admin:comments_thread_change", article.pk)
        return self._page(request, article, headline, address, RuleForm(), status=status, conflict=conflict, watch=form)

    def _story(self, request: HttpRequest, article_id: str) -> tuple[Article, str, str]:
        """A story with the headline and URL that this person may see. Two queries."""
        if not permissions.can_rule(request.user):
            raise PermissionDenied(_("Only a moderator or an editor may do that."))
        article = Article.objects.filter(pk=article_id).first() if may_be_id(article_id) else None
        if article is None:
            raise Http404
        live = Edition.objects.live().titled().filter(article=article).only("path").first()
        if live:
            return article, live.title, live.path
        if not can_see(who_asks(request), article):
            raise Http404
        return article, str(article), ""

    def _page(
        self,
        request: HttpRequest,
        article: Article,
        headline: str,
        address: str,
        form: RuleForm,
        *,
        status: int = 200,
        conflict: str = "",
        watch: WatchForm | None = None,
    ) -> HttpResponse:
        now = timezone.now()
        stored = Thread.objects.filter(pk=article.pk).first() or Thread(article=article)
        on_list = Watch.objects.in_force(now).filter(article=article).select_related("by").first()
        return self.answer(
            request,
            "thread/page.html",
            status=status,
            title=headline,
            article=article,
            address=address,
            story_url=reverse("admin:articles_article_change", args=[article.pk])
            if can_see(who_asks(request), article)
            else "",
            thread=stored,
            sentence=stored.rule_in_words(now),
            form=form,
            conflict=conflict,
            rulings=Ruling.objects.filter(article=article).select_related("by")[:_RULINGS],
            on_list=on_list,
            watch_form=watch or WatchForm(),
            may_watch=permissions.can_watch(request.user),
        )


def _story_at(address: str) -> int | None:
    return Edition.objects.live().filter(path=path_of(address)).values_list("article", flat=True).first()
