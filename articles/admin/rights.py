"""The checks of articles/permissions.py, for a request."""

from django.http import HttpRequest

from articles import permissions
from articles.models import Article
from newsroom.accounts.permissions import who_asks


def works_here(request: HttpRequest) -> bool:
    """Whether the logged-in person works on stories."""
    return request.user.is_authenticated and permissions.is_on_the_desk(who_asks(request))


def may_read(request: HttpRequest, article: Article | None) -> bool:
    return works_here(request) and (article is None or permissions.can_see(who_asks(request), article))


def may_write(request: HttpRequest, article: Article | None) -> bool:
    """Whether the form opens for writing.

    A POST passes in every status, because workflow.save refuses it with the typed text kept; a 403 here would lose it.
    """
    if article is None or article.pk is None or not works_here(request):
        return works_here(request)
    user = who_asks(request)
    return permissions.can_see(user, article) if request.method == "POST" else permissions.can_change(user, article)
