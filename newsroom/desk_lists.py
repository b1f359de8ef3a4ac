"""Pagination for the desk's lists without counting all rows."""

from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, SEARCH_VAR, ChangeList
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from newsroom.pointers import may_be_id

MOST_LISTED = 1_000  # rows that can be paged through; to find older ones, filter or search
MOST_FOUND = 200  # of a search: with a common word and a filter, each costs the look-up of many that do not pass


class CappedPaginator(Paginator):
    """Pages through the first rows of a list with two queries, neither of which counts or skips all rows.

    The first finds the ids in order and stops at the limit, so that a search scans the table only once; the second
    loads the rows of the page by their ids.
    """

    object_list: Any
    most: int = MOST_LISTED

    @cached_property
    def _ids(self) -> list[Any]:
        return list(self.object_list.values_list("pk", flat=True)[: self.most + 1])

    @cached_property
    def count(self) -> int:
        return min(len(self._ids), self.most)

    @property
    def is_capped(self) -> bool:
        """Whether there are more rows than the pages show."""
        return len(self._ids) > self.most

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        ids = self._ids[first : min(first + self.per_page, self.most)]
        return self._get_page(self.object_list.filter(pk__in=ids), number, self)  # type: ignore[attr-defined]


class Narrowing(NamedTuple):
    """An active filter, its value, and the URL of the list without it."""

    title: Any
    choice: Any
    without: str


class _BoundedChangeList(ChangeList):
    """Sorts only by columns that the list offers and has an index for, whatever the URL says."""

    @cached_property
    def narrowings(self) -> list[Narrowing]:
        """The active filters. The first choice of a filter is always the one that shows everything."""
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
        """The URL of the list with its filters, but without the search."""
        return self.get_query_string(remove=[SEARCH_VAR])

    def get_results(self, request: HttpRequest) -> None:
        try:
            super().get_results(request)
        except OverflowError as problem:  # a filter in the URL names a number that SQLite cannot hold
            raise IncorrectLookupParameters(problem) from problem
        if not self.multi_page:  # Django would run the query again, but the ids of the only page are known
            self.result_list = self.paginator.page(1).object_list

    def get_ordering_field(self, field_name: Any) -> Any:
        if field_name not in (self.sortable_by or ()):
            return None
        return super().get_ordering_field(field_name)


class BoundedList(admin.ModelAdmin):
    """A list at the desk that opens as fast with a hundred thousand rows as with ten."""

    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by: ClassVar[list[str] | tuple[str, ...] | None] = ()
    empty_value_display = ""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list. An action without ticked rows changes nothing and says so in our words."""
        if request.method == "POST" and "index" in request.POST and not request.POST.getlist(ACTION_CHECKBOX_NAME):
            messages.warning(request, _("Mark the rows first. Nothing has been changed."))
            return redirect(request.get_full_path())
        if ERROR_FLAG in request.GET and len(request.GET) > 1:
            # Django sends whoever asks for the impossible to this address, and would call it a broken database.
            return redirect(request.path)
        return super().changelist_view(request, extra_context)

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Act on the rows that were ticked, and no others: Django's "select all" includes rows that nobody has seen."""
        ticked = request.POST.copy()
        ticked["select_across"] = "0"
        ticked.setlist(ACTION_CHECKBOX_NAME, [pk for pk in ticked.getlist(ACTION_CHECKBOX_NAME) if may_be_id(pk)])
        request.POST = ticked  # type: ignore[assignment]
        return super().response_action(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row with this id, or None: also for what can be the id of no row."""
        return super().get_object(request, object_id, from_field) if may_be_id(str(object_id)) else None

    def get_paginator(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Paginator:
        paginator: Any = super().get_paginator(request, *args, **kwargs)
        paginator.most = MOST_FOUND if request.GET.get(SEARCH_VAR) else MOST_LISTED
        return paginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _BoundedChangeList
