"""Who may do what to a story. Each right is a named function that workflow, admin and views call.

They cost no queries beyond the person's own permissions. Who may approve what is in four_eyes.py.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.models import Article, Remark
    from newsroom.accounts.models import User


def is_on_the_desk(user: "User") -> bool:
    """Whether this is a member of the newsroom who works on stories."""
    return user.has_perm("articles.report_article") or may_edit_others(user)


def may_edit_others(user: "User") -> bool:
    return user.has_perm("articles.edit_article")


def may_manage(user: "User") -> bool:
    return user.has_perm("articles.manage_article")


def can_see(user: "User", article: "Article") -> bool:
    return may_edit_others(user) or is_its_reporter(user, article)


def is_its_reporter(user: "User", article: "Article") -> bool:
    return user.has_perm("articles.report_article") and article.reporter_id == user.pk


def can_change(user: "User", article: "Article") -> bool:
    """Whether this person may change the text now. A published story must be opened for an update first.

    And a dropped one must be taken up again.
    """
    if article.status in (article.Status.PUBLISHED, article.Status.DROPPED):
        return False
    if may_edit_others(user):
        return True
    return is_its_reporter(user, article) and article.status in (article.Status.DRAFT, article.Status.RETURNED)


def can_remark(user: "User", article: "Article") -> bool:
    """Whether this person may write and answer remarks: everybody who may read the story at the desk."""
    return can_see(user, article)


def can_resolve(user: "User", article: "Article") -> bool:
    """Whether this person may resolve remarks: editors, and the reporter while they can edit the story.

    Not while the editors are reading it.
    """
    return may_edit_others(user) or can_change(user, article)


def can_reopen(user: "User", remark: "Remark") -> bool:
    """Editors, and whoever resolved it by mistake, while they may resolve remarks."""
    if may_edit_others(user):
        return True
    return remark.resolved_by_id == user.pk and can_resolve(user, remark.article)
