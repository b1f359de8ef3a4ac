"""Finds the members of the newsroom that a text mentions as “@Nama Lengkap”.

People with the same name are told apart by the local part of their e-mail address: “@Nama Lengkap (alamat)”.
"""

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
    """The people mentioned in a text, without duplicates, and mentions that match nobody."""

    people: list[User] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def desk() -> "QuerySet[User]":
    """Everybody who works on stories."""
    return User.objects.filter(_may("edit_article") | _may("report_article"), is_active=True).distinct()


def readers_of(article: Article) -> "QuerySet[User]":
    """The members of the desk who may see this story: permissions.can_see as a query."""
    its_reporter = Q(pk=article.reporter_id) & _may("report_article")
    return User.objects.filter(_may("edit_article") | its_reporter, is_active=True).distinct()


def offered(article: Article, begins: str, *, without: User) -> dict[str, User]:
    """The people who can be mentioned on this story, matched by a part of their name. One query.

    Loads all who may see the story, a few dozen, because namesakes have to be known.
    """
    readers = list(readers_of(article).exclude(display_name="").order_by("display_name", "pk"))
    wanted = begins.casefold().split()
    found = [person for person in readers if all(word in person.display_name.casefold() for word in wanted)]
    named = {_written(person, _namesakes(person, readers)): person for person in found if person.pk != without.pk}
    return dict(list(named.items())[:MOST_OFFERED])


def named_in(text: str, article: Article) -> Named:
    """Whom the text mentions. Raises ValidationError for people who may not see the story and for ambiguous names.

    No query without an @; otherwise one, plus the permissions of each person mentioned.
    """
    if "@" not in text:
        return Named()
    by_name: dict[str, list[User]] = {}
    for person in desk():
        if person.display_name:
            by_name.setdefault(_name(person), []).append(person)
    people: list[User] = []
    for name in sorted(by_name, key=len, reverse=True):  # “@Rina Wulandari” does not mention Rina
        pattern = re.compile(rf"(?<!\w)@{_spaced(name)}(?!\w)(\s*\(([^()\s@][^()\s]*)\))?", re.IGNORECASE)
        meant = [_addressed(by_name[name], match[2] or "") for match in pattern.finditer(text)]
        people += [_the_one(bearers, article) for bearers in meant]
        text = pattern.sub(lambda match: " " + (match[1] or ""), text)  # there may be another name in the brackets
    return Named(list(dict.fromkeys(people)), list(dict.fromkeys(_HANDLE.findall(text))))


def _addressed(bearers: list[User], address: str) -> list[User]:
    """The namesakes with this address, or this local part; all of them if nobody matches."""
    wanted = address.casefold()
    return [person for person in bearers if wanted in (person.email, _mailbox(person))] or bearers


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
        choice = ", ".join(sorted(f"@{_written(person, readers)}" for person in readers))
        raise ValidationError(
            {
                "text": _("More than one person at the desk is called %(name)s. Write which one you mean: %(choice)s.")
                % {"name": readers[0], "choice": choice}
            }
        )
    return readers[0]


def _written(person: User, namesakes: list[User]) -> str:
    """The unambiguous mention of this person. `namesakes` are all with the same name, including this one."""
    if len(namesakes) < 2:
        return person.display_name
    same = [other for other in namesakes if _mailbox(other) == _mailbox(person)]
    return f"{person.display_name} ({person.email if len(same) > 1 else _mailbox(person)})"


def _namesakes(person: User, people: list[User]) -> list[User]:
    return [other for other in people if _name(other) == _name(person)]


def _name(person: User) -> str:
    return " ".join(person.display_name.casefold().split())


def _mailbox(person: User) -> str:
    return person.email.partition("@")[0]


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _may(right: str) -> Q:
    rights = Permission.objects.filter(codename=right, content_type__app_label="articles")
    return Q(is_superuser=True) | Q(groups__permissions__in=rights) | Q(user_permissions__in=rights)
