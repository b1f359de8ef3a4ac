"""The note on a story's page at the desk that says whether it takes comments."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, Edition
from comments import permissions
from comments.models import Thread
from newsroom.accounts.models import User
from newsroom.desk_story import Note


def notes(user: User, article_id: int, now: datetime) -> list[Note]:
    """A single note, with a link for people who may change the rule. One query."""
    retracted = Edition.objects.live(now).retracted().filter(article=OuterRef("pk"))
    stories = Article.objects.select_related("thread").annotate(is_retracted=Exists(retracted)).defer("body")
    story = stories.get(pk=article_id)
    if story.is_retracted:
        return [Note(_("Comments"), _("Not shown: this story is retracted."))]
    thread = getattr(story, "thread", None) or Thread(article_id=article_id)
    sentence = thread.rule_in_words(now)
    if not permissions.can_rule(user):
        return [Note(_("Comments"), sentence)]
    return [Note(_("Comments"), sentence, rule_url(article_id), _("Change the rule for comments"))]


def rule_url(article_id: int) -> str:
    return reverse("admin:comments_thread_change", args=[article_id])
