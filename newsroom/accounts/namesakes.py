"""Tells apart two people of the desk with the same name, by showing their e-mail addresses."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from newsroom.accounts.models import User


def shared(person: str) -> Exists:
    """Whether another member of the staff has the same name as the user in this field. Reads an index."""
    others = User.objects.filter(display_name=OuterRef(f"{person}__display_name"), is_staff=True)
    return Exists(others.exclude(pk=OuterRef(person)).order_by())


def in_words(person: User, *, is_shared: bool) -> str:
    return f"{person} ({person.email})" if is_shared else str(person)


def told_apart(people: Iterable[User]) -> list[str]:
    """The names of these people, with the address if the name is ambiguous. One query."""
    asked = list(people)
    named = User.objects.filter(display_name__in={person.display_name for person in asked}, is_staff=True)
    bearers = list(named.values_list("display_name", flat=True))
    return [in_words(person, is_shared=bearers.count(person.display_name) > 1) for person in asked]
