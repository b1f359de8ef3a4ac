from django.db import migrations

from articles.headline_index import IndexHeadlines


class Migration(migrations.Migration):
    """Some two minutes for a million stories on SQLite, in which nobody else writes; on PostgreSQL nobody waits."""

    atomic = False

    dependencies = [("articles", "0033_find_editions_by_their_headlines")]

    operations = [
        IndexHeadlines("Article"),
        IndexHeadlines("Edition"),
    ]
