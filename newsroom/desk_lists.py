"""Pagination for the desk's lists without counting all rows."""

from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

MOST_LISTED = 1_000  # rows that can be paged through; whoever looks for an older one filters or searches


class CappedPaginator(Paginator):
    """Pages of the first rows of a list: two queries, neither of which counts or skips through the archive.

    The first finds the ids in their order and stops at the limit, so a search looks through the table once; the second
    reads the rows of the one page by their ids.
    """

    object_list: Any

    @cached_property
    def _ids(self) -> list[Any]:
        return list(self.object_list.values_list("pk", flat=True)[: MOST_LISTED + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self._ids), MOST_LISTED)

    @property
    def is_capped(self) -> bool:
        """Whether the list goes on behind the last page."""
        return len(self._ids) > MOST_LISTED

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        ids = self._ids[first : min(first + self.per_page, MOST_LISTED)]
        return self._get_page(self.object_list.filter(pk__in=ids), number, self)  # type: ignore[attr-defined]


class Narrowing(NamedTuple):
    """A filter that is in use, what was chosen, and the address of the list without it."""

    title: Any
    choice: Any
    without: str


class _BoundedChangeList(ChangeList):
    """Sorts by what the list offers and has an index for, whatever the address asks; reads the table once."""

    @cached_property
    def narrowings(self) -> list[Narrowing]:
        """The filters in use. The first choice of each is the one that keeps everything."""
        offered = [(spec.title, list(spec.choices(self))) for spec in self.filter_specs]
        return [
            Narrowing(title, choice["display"], str(choices[0]["query_string"]))
            for title, choices in offered
            for choice in choices[1:]
            if choice["selected"]
        ]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.narrowings)

    @property
    def without_search(self) -> str:
        """The address of the list with its filters, but without what was searched for."""
        return self.get_query_string(remove=[SEARCH_VAR])

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:  # Django would ask for everything again; the ids of the only page are known
            self.result_list = self.paginator.page(1).object_list

    def get_ordering_field(self, field_name: Any) -> Any:
        if field_name not in (self.sortable_by or ()):
            return None
        return super().get_ordering_field(field_name)


class BoundedList(admin.ModelAdmin):
    """A list of the desk that opens as fast with a hundred thousand rows as with ten."""

    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by: ClassVar[list[str] | tuple[str, ...] | None] = ()
    empty_value_display = ""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; a button for rows of which none is marked says so in our words, and changes nothing."""
        if request.method == "POST" and "index" in request.POST and not request.POST.getlist(ACTION_CHECKBOX_NAME):
            messages.warning(request, _("Mark the rows first. Nothing has been changed."))
            return redirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Act on the rows that were ticked, and no others: Django's "select all" includes rows that nobody has seen."""
        ticked = request.POST.copy()
        ticked["select_across"] = "0"
        request.POST = ticked  # type: ignore[assignment]
        return super().response_action(request, *args, **kwargs)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _BoundedChangeList
