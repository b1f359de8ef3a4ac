import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_sections_have_editors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submitted", "waiting for an editor"),
                            ("returned", "sent back to you"),
                            ("approved", "approved and live"),
                            ("scheduled", "approved and scheduled"),
                            ("live", "live now"),
                            ("emergency", "published in an emergency"),
                            ("unscheduled", "taken out of the schedule"),
                            ("retracted", "retracted"),
                            ("reference", "refers to a retracted story"),
                            ("unheard", "nobody could be told"),
                            ("mention", "mentions you"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("sentence", models.TextField(verbose_name="sentence")),
                ("told_at", models.DateTimeField(verbose_name="told at")),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="mailed at")),
                ("read_at", models.DateTimeField(null=True, verbose_name="read at")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="articles.step",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-told_at", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "-told_at", "-id"], name="notice_to_person"),
                    models.Index(condition=models.Q(("read_at", None)), fields=["person"], name="notice_unread"),
                    models.Index(condition=models.Q(("mailed_at", None)), fields=["told_at"], name="notice_unmailed"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "step", "kind"), name="each_person_once_per_event")
                ],
            },
        ),
        Freeze("Notice", marks=["mailed_at", "read_at"]),
    ]
