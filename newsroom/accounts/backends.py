"""Authentication is allauth's; this loads the logged-in user by a prepared query.

Every page for somebody who is logged in loads them: 0.1 ms of CPU instead of 0.7.
"""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from newsroom.accounts.models import User
from newsroom.prepared import Prepared


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        """The user of a session, unless the account is deactivated. One query."""
        for user in _person(pk=user_id):
            return user if self.user_can_authenticate(user) else None
        return None


@Prepared
def _person(pk: int) -> QuerySet[User]:
    return User.objects.filter(pk=pk)
