"""Who may manage people. Each right is a named function."""

from django.http import HttpRequest

from newsroom.accounts.models import User


def who_asks(request: HttpRequest) -> User:
    """The logged-in user, for views that require login."""
    if not isinstance(request.user, User):
        raise TypeError("This view must be open to people who have logged in only.")
    return request.user


def can_manage_people(user: User) -> bool:
    """Superusers and managing editors."""
    return user.has_perm("accounts.change_user")


def can_manage(user: User, person: User) -> bool:
    """Whether this user may change that person's permissions. Not one's own, and a superuser's only as a superuser:
    otherwise people could promote themselves."""
    return can_manage_people(user) and person.pk != user.pk and (user.is_superuser or not person.is_superuser)


def can_make_superusers(user: User) -> bool:
    return user.is_superuser
