"""Whom a text names with “@Nama Lengkap”: the people of the desk, by their full names."""

import re
from dataclasses import dataclass, field

from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from articles import permissions
from articles.models import Article
from newsroom.accounts.models import User

MOST_OFFERED = 8

_HANDLE = re.compile(r"(?<!\w)@(\w+)")


@dataclass(frozen=True)
class Named:
    """The people whom a text names, each once; and the words behind an @ that are nobody's name."""

    people: list[User] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def desk() -> "QuerySet[User]":
    """Whoever works on stories."""
    return User.objects.filter(_may("edit_article") | _may("report_article"), is_active=True).distinct()


def readers_of(article: Article) -> "QuerySet[User]":
    """The people of the desk who may see this story: permissions.can_see, as a query."""
    its_reporter = Q(pk=article.reporter_id) & _may("report_article")
    return User.objects.filter(_may("edit_article") | its_reporter, is_active=True).distinct()


def offered(article: Article, begins: str, *, without: User) -> list[User]:
    """Those whom a text about this story may name, by some letters of their name. One query."""
    found = readers_of(article).exclude(pk=without.pk).exclude(display_name="")
    for word in begins.split():
        found = found.filter(display_name__icontains=word)
    return list(found.order_by("display_name", "pk")[:MOST_OFFERED])


def named_in(text: str, article: Article) -> Named:
    """Whom the text names. ValidationError for somebody who may not see the story, or whose name two people bear.

    No query where there is no @; otherwise one, and the rights of each person named.
    """
    if "@" not in text:
        return Named()
    by_name: dict[str, list[User]] = {}
    for person in desk():
        if person.display_name:
            by_name.setdefault(person.display_name.casefold(), []).append(person)
    people: list[User] = []
    for name in sorted(by_name, key=len, reverse=True):  # “@Rina Wulandari” does not name Rina
        pattern = re.compile(rf"(?<!\w)@{_spaced(name)}(?!\w)", re.IGNORECASE)
        text, times = pattern.subn(" ", text)
        if times:
            people.append(_the_one(by_name[name], article))
    return Named(people, list(dict.fromkeys(_HANDLE.findall(text))))


def _the_one(bearers: list[User], article: Article) -> User:
    readers = [person for person in bearers if permissions.can_see(person, article)]
    if not readers:
        raise ValidationError(
            {
                "text": _("%(name)s may not see this story and is not told about it. Leave the name out.")
                % {"name": bearers[0]}
            }
        )
    if len(readers) > 1:
        raise ValidationError(
            {
                "text": _("More than one person at the desk is called %(name)s. Tell the right one in person.")
                % {"name": bearers[0]}
            }
        )
    return readers[0]


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _may(right: str) -> Q:
    rights = Permission.objects.filter(codename=right, content_type__app_label="articles")
    return Q(is_superuser=True) | Q(groups__permissions__in=rights) | Q(user_permissions__in=rights)
