import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.accounts.roles import grant
from newsroom.frozen import Freeze

RIGHTS = ["comments.verdict.view_verdict"]


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_roles"),
        ("comments", "0006_where_comments_stand"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.TextField(verbose_name="text")),
                ("until", models.DateTimeField(verbose_name="until")),
            ],
            options={
                "verbose_name": "earlier text",
                "verbose_name_plural": "earlier texts",
                "ordering": ["number"],
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("shown", "shown at once"), ("held", "held for a moderator"), ("refused", "refused")],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=20, verbose_name="reason")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("phases", models.JSONField(default=list, verbose_name="phases")),
                ("at", models.DateTimeField(db_index=True, verbose_name="at")),
            ],
            options={
                "verbose_name": "verdict of the pipeline",
                "verbose_name_plural": "verdicts of the pipeline",
                "ordering": ["-at", "-pk"],
                "default_permissions": ["view"],
            },
        ),
        migrations.AddField(
            model_name="revision",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="revisions",
                to="comments.comment",
                verbose_name="comment",
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="article",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="verdict",
            name="comment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="verdicts",
                to="comments.comment",
                verbose_name="comment",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(fields=("comment", "number"), name="revision_number_per_comment"),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("comment", None), ("outcome", "refused")), ("text", ""), _connector="OR"),
                name="only_refused_texts_are_kept_here",
            ),
        ),
        Freeze("Revision"),
        Freeze("Verdict"),
        migrations.RunPython(grant({"Moderator": RIGHTS, "Managing editor": RIGHTS}), migrations.RunPython.noop),
    ]
