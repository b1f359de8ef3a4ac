import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_moderators")]

    operations = [
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_thread",
        ),
        migrations.AddField(
            model_name="comment",
            name="agreed",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="agreed"),
        ),
        migrations.AddField(
            model_name="comment",
            name="answer",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="comments.comment",
                verbose_name="answer",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="edited_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="edited at"),
        ),
        migrations.AddField(
            model_name="comment",
            name="heat",
            field=models.BigIntegerField(default=0, editable=False, verbose_name="heat"),
        ),
        migrations.AddField(
            model_name="comment",
            name="parent",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="comments.comment",
                verbose_name="in answer to",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="picked_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="picked at"),
        ),
        migrations.AddField(
            model_name="comment",
            name="place",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "nowhere"), (1, "under the story"), (2, "under a comment")],
                default=0,
                editable=False,
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="replies",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="replies"),
        ),
        migrations.AddField(
            model_name="comment",
            name="root",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="comments.comment",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="voice",
            field=models.CharField(
                choices=[("reader", "Reader"), ("newsroom", "Redaksi"), ("writer", "Penulis")],
                default="reader",
                editable=False,
                max_length=10,
                verbose_name="speaks for",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="rule",
            field=models.CharField(
                choices=[
                    ("automatic", "open, closes by itself"),
                    ("open", "open until somebody closes it"),
                    ("premoderated", "each comment waits for a moderator; closes by itself"),
                    ("closed", "closed; what was said stays"),
                    ("never", "no comments on this story"),
                ],
                default="automatic",
                max_length=12,
                verbose_name="rule",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="version",
            field=models.PositiveIntegerField(default=0, verbose_name="version"),
        ),
        migrations.AlterField(
            model_name="comment",
            name="state",
            field=models.CharField(
                choices=[
                    ("visible", "visible"),
                    ("approved", "approved"),
                    ("held", "waiting"),
                    ("hidden", "hidden"),
                    ("deleted", "deleted"),
                ],
                default="visible",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["article", "place", "-created_at", "-id"], name="comment_thread"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["article", "place", "-heat", "-id"], name="comment_hottest"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["article", "place", "-replies", "-id"], name="comment_most_replied"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["root", "place", "created_at", "id"], name="comment_replies"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("picked_at__isnull", False)),
                fields=["article", "-picked_at"],
                name="comment_picked",
            ),
        ),
    ]
