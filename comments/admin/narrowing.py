"""Filters the list of comments by one reader or one story."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Edition
from comments.models import Comment
from newsroom.accounts.models import User
from newsroom.pointers import may_be_id


class _Of(admin.SimpleListFilter):
    """A filter that offers only the value in the URL: a list of all readers or stories would be endless."""

    field: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        asked = self.value() or ""
        return [(asked, self.name(int(asked)))] if may_be_id(asked) else []

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Comment]") -> "QuerySet[Comment]":
        return queryset.filter(**{self.field: self.value()}) if self.lookup_choices else queryset

    def name(self, pk: int) -> str:
        raise NotImplementedError


class ByReader(_Of):
    title = gettext_lazy("author")
    parameter_name = "penulis"
    field = "author"

    def name(self, pk: int) -> str:
        reader = User.objects.filter(pk=pk).first()
        return str(reader) if reader else _("nobody")


class OnStory(_Of):
    title = gettext_lazy("story")
    parameter_name = "berita"
    field = "article"

    def name(self, pk: int) -> str:
        """The live headline, because not every moderator may see working copies."""
        headline = Edition.objects.live().filter(article=pk).values_list("headline", flat=True).first()
        return headline or _("a story that readers do not see")
