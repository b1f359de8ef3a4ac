"""The search in the lists of stories and editions: by parts of the headline, by id or by URL."""

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from articles import headlines
from articles.models import Article, Edition
from newsroom import desk_lists
from newsroom.desk_lists import BoundedList
from newsroom.pointers import is_address, may_be_id, path_of

_AT_THE_DESK = re.compile(r"/article/(\d{1,18})(?:/|$)")
_TO_READERS = re.compile(r"/[-\w]+/\d{4}/\d{2}/\d{2}/([-\w]+)(?=/|$)")


class SearchesHeadlines(BoundedList):
    """A change list of rows with a headline. `story` is the lookup from a row to the id of its story."""

    search_fields = ["headline"]  # makes the admin show the search box
    search_help_text = gettext_lazy("Search in headlines, or for a number or an address")
    story: str

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        text = search_term.strip()
        if is_address(text):
            return queryset.filter(**{f"{self.story}__in": at_address(text)}), False
        named = Q(**{self.story: int(text)}) if may_be_id(text) else None
        most = desk_lists.MOST_FOUND + 1  # one more shows that there are further rows
        return headlines.holding(queryset, text, most=most, or_else=named), False


def at_address(text: str) -> list[int]:
    """The stories that are or were at a URL of the public site or of the desk. At most two queries."""
    path = path_of(text)
    if at_desk := _AT_THE_DESK.search(path):
        return [int(at_desk[1])]
    if not (to_readers := _TO_READERS.match(path)):
        return []
    stood = Edition.objects.at_address(f"{to_readers[0]}/").order_by().values_list("article", flat=True)
    return [*stood.union(Article.objects.filter(slug=to_readers[1]).order_by().values_list("pk", flat=True))]
