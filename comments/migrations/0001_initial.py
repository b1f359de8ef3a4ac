import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0003_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Thread",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="thread",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("shown", models.PositiveIntegerField(default=0, verbose_name="visible comments")),
            ],
            options={
                "verbose_name": "thread",
                "verbose_name_plural": "threads",
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "state",
                    models.CharField(
                        choices=[("visible", "visible"), ("hidden", "hidden")],
                        default="visible",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("submission", models.UUIDField(editable=False, verbose_name="submission")),
                ("created_at", models.DateTimeField(verbose_name="sent at")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="commenter",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment",
                "verbose_name_plural": "comments",
                "ordering": ["-created_at", "-pk"],
                "permissions": [("moderate_comment", "Can hide comments and show them again")],
                "default_permissions": ["view"],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[("hide", "hid"), ("restore", "showed again")], max_length=10, verbose_name="act"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spam", "spam or advertising"),
                            ("abusive", "insult or harassment"),
                            ("hate", "hatred about ethnicity, religion, race or group (SARA)"),
                            ("false", "lie or slander"),
                            ("obscene", "obscene or sadistic"),
                            ("personal-data", "personal data of others"),
                            ("off-topic", "has nothing to do with the story"),
                            ("illegal", "presumed to break the law"),
                        ],
                        max_length=15,
                        verbose_name="reason",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-at", "-pk"],
                "default_permissions": ["view"],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="decision",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="comments.decision",
                verbose_name="last decision",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["comment", "-at", "-id"], name="decision_of_comment"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("act", "hide"), ("reason", ""), _connector="XOR"), name="hidden_for_a_reason"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["article", "-created_at", "-id"], name="comment_thread"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["author", "-created_at"], name="comment_by_author"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["state", "-created_at", "-id"], name="comment_by_state"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["-created_at", "-id"], name="comment_latest"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.UniqueConstraint(fields=("author", "submission"), name="one_comment_per_submission"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="comment_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "hidden"), _negated=True), ("decision__isnull", False), _connector="OR"
                ),
                name="hidden_by_a_decision",
            ),
        ),
    ]
