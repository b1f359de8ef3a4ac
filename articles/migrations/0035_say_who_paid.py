from django.db import migrations, models

from articles.headline_index import IndexHeadlines
from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    dependencies = [("articles", "0034_find_headlines_by_their_parts")]

    operations = [
        OnTheWayBack(IndexHeadlines("Article", rebuilt=True)),
        OnTheWayBack(IndexHeadlines("Edition", rebuilt=True)),
        OnTheWayBack(Freeze("Edition", interval=True)),
        migrations.AddField(
            model_name="article",
            name="paid_by",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="Only for an advertorial or other paid content: whoever pays for it. Readers see “Advertorial” wherever the story appears and this name on its page, and it is not counted as news (Pedoman Pemberitaan Media Siber, point 6). Empty for news.",
                max_length=100,
                verbose_name="paid for by",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="paid_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=100, verbose_name="paid for by"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_by", ""), models.Q(("breaking_until", None), ("unverified", "")), _connector="OR"
                ),
                name="paid_content_is_no_news",
            ),
        ),
        IndexHeadlines("Article", rebuilt=True),
        IndexHeadlines("Edition", rebuilt=True),
        Freeze("Edition", interval=True),
    ]
