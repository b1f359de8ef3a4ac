"""Authentication is allauth's; this loads the logged-in user and their permissions by prepared queries.

Every page for somebody who is logged in loads them: 0.1 ms of CPU instead of 0.7, and 0.06 instead of 0.6.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import QuerySet

from newsroom.accounts.models import User
from newsroom.prepared import Prepared


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """The user of a session, unless the account is deactivated. One query."""
        for user in _person(pk=user_id):
            return user if self.user_can_authenticate(user) else None
        return None

    def get_user_permissions(self, user_obj: User | AnonymousUser, obj: Any = None) -> set[str]:
        _load(user_obj, "_user_perm_cache", _of_user)
        return super().get_user_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: User | AnonymousUser, obj: Any = None) -> set[str]:
        _load(user_obj, "_group_perm_cache", _of_groups)
        return super().get_group_permissions(user_obj, obj)


def _load(user: User | AnonymousUser, cache: str, permissions: Prepared) -> None:
    """Fill Django's cache of permissions on the user, unless Django would query something else or has filled it."""
    if user.is_active and not user.is_superuser and not hasattr(user, cache):
        setattr(user, cache, {f"{app}.{name}" for app, name in permissions(pk=user.pk)})


@Prepared
def _person(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


@Prepared
def _of_user(pk: int) -> QuerySet[Any, Any]:
    return Permission.objects.filter(user=pk).values_list("content_type__app_label", "codename").order_by()


@Prepared
def _of_groups(pk: int) -> QuerySet[Any, Any]:
    return Permission.objects.filter(group__user=pk).values_list("content_type__app_label", "codename").order_by()
