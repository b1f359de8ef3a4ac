"""The list of stories: its columns, filters and markers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import dates, presence
from articles.admin.searching import SearchesHeadlines
from articles.models import Article, BundleStory, Edition
from newsroom.accounts.permissions import who_asks


def with_marks(articles: "QuerySet[Article]", now: datetime | None = None) -> "QuerySet[Article]":
    """Annotate whether each story is live, scheduled, retracted or in a bundle. No further query."""
    now = now or timezone.now()
    of_this = Edition.objects.filter(article=OuterRef("pk"))
    bundled = BundleStory.objects.open(now).filter(article=OuterRef("pk"))
    return articles.annotate(
        is_live=Exists(of_this.live(now).standing()),
        is_retracted=Exists(of_this.live(now).retracted()),
        goes_live=Subquery(of_this.pending(now).order_by("live_from").values("live_from")[:1]),
        in_bundle=Subquery(bundled.values("bundle__name")[:1]),
    )


def badges(article: Any) -> SafeString:
    """The badges of a story, for its status and for what readers see. Their words suffice without the colours."""
    marks: list[tuple[str, str]] = []
    if article.status != Article.Status.PUBLISHED:
        marks.append((article.status, article.get_status_display()))
    if article.is_retracted:
        marks.append(("retracted", _("is retracted")))
    if article.is_live:
        marks.append(("live", _("live")))
    if article.goes_live:
        marks.append(("scheduled", _("live from %(when)s") % {"when": dates.print_short(article.goes_live)}))
    if article.in_bundle:
        marks.append(("scheduled", _("bundle: %(name)s") % {"name": article.in_bundle}))
    if not marks:
        marks.append((article.status, article.get_status_display()))
    if article.paid_by:
        marks.append(("paid", _("advertorial")))
    return format_html_join(" ", '<span class="badge badge--{}">{}</span>', marks)


def _since(article: Any) -> SafeString:
    """How long it has waited, beside the badge that says that it waits."""
    if article.status != Article.Status.SUBMITTED or article.submitted_at is None:
        return SafeString("")
    since = _("since %(when)s") % {"when": dates.print_short(article.submitted_at)}
    return format_html(' <small class="since">{}</small>', since)


class Mine(admin.SimpleListFilter):
    title = gettext_lazy("ownership")
    parameter_name = "milik"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("saya", _("my stories"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Article]") -> "QuerySet[Article]":
        return queryset.filter(reporter=request.user.pk) if self.value() == "saya" else queryset


class Publication(admin.SimpleListFilter):
    title = gettext_lazy("publication")
    parameter_name = "pembaca"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [
            ("tayang", _("live")),
            ("terjadwal", _("scheduled")),
            ("dicabut", _("is retracted")),
            ("belum", _("not published yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Article]") -> "QuerySet[Article]":
        """Filter by publication state. Rare states have indexes; common ones fill the first page quickly."""
        editions = Edition.objects.order_by()
        if self.value() == "terjadwal":
            return queryset.filter(pk__in=editions.pending().beginning(timezone.now()).values("article"))
        if self.value() == "dicabut":
            return queryset.filter(pk__in=editions.live().retracted().values("article"))
        if self.value() == "belum":
            marks: dict[str, bool] = {"is_live": False, "is_retracted": False, "goes_live__isnull": True}
            # As a subquery it uses its index; together with the annotations, SQLite would scan the archive.
            in_work = Article.objects.filter(status__in=Article.IN_WORK).order_by().values("pk")
            return queryset.filter(pk__in=in_work, **marks)
        live: dict[str, bool] = {"is_live": True} if self.value() == "tayang" else {}
        return queryset.filter(**live)


class PaidFor(admin.SimpleListFilter):
    title = gettext_lazy("payment")
    parameter_name = "berbayar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("ya", _("advertorial"))]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Article]") -> "QuerySet[Article]":
        """Rare among all stories, so that it has an index of its own."""
        return queryset.filter(paid_by__gt="") if self.value() == "ya" else queryset


class InSection(admin.RelatedFieldListFilter):
    """Filter by section, including stories without one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = format_html("{}", _("not chosen yet"))


class ArticleList(SearchesHeadlines):
    """The change list of stories."""

    story = "pk"

    list_display = ["headline_shown", "state", "section", "reporter", "changed"]
    list_display_links = ["headline_shown"]
    list_filter = ["status", Publication, Mine, PaidFor, ("section", InSection)]
    list_select_related = ["section", "reporter"]
    sortable_by = ["changed"]
    actions = None  # no bulk actions: each story needs its own decision

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Stories"), **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Add to each story of the page who has it open now. One query."""
        changelist = super().get_changelist_instance(request)
        at_work = presence.in_list(changelist.result_list, user=who_asks(request))
        for article in changelist.result_list:
            article.at_work = at_work.get(article.pk, [])
        return changelist

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Newest first; but whoever waits for an editor is read in turn, as on the front page of the desk."""
        waiting = request.GET.get("status__exact") == Article.Status.SUBMITTED
        return ["submitted_at", "pk"] if waiting else ["-changed_at", "-pk"]

    @admin.display(description=gettext_lazy("headline"))
    def headline_shown(self, article: Article) -> str:
        return str(article)

    @admin.display(description=gettext_lazy("state"))
    def state(self, article: Any) -> SafeString:
        at_work = format_html_join("", ' <small class="at-work">{}</small>', ((who,) for who in article.at_work))
        return badges(article) + _since(article) + at_work

    @admin.display(description=gettext_lazy("changed"), ordering="changed_at")
    def changed(self, article: Article) -> SafeString:
        return format_html(
            '<time datetime="{}">{}</time>', dates.machine(article.changed_at), dates.print_short(article.changed_at)
        )
