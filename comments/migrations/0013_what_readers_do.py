import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0012_a_device_only_of_who_has_no_account"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="commenter",
            name="mail",
            field=models.CharField(
                choices=[
                    ("at-once", "at once"),
                    ("daily", "once a day, at seven in the morning"),
                    ("off", "not at all"),
                ],
                default="off",
                max_length=10,
                verbose_name="mail about replies",
            ),
        ),
        migrations.AddField(
            model_name="thread",
            name="picks",
            field=models.PositiveIntegerField(default=0, verbose_name="picks"),
        ),
        migrations.CreateModel(
            name="Highlight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("pick", "picked"),
                            ("unpick", "no longer picked"),
                            ("pin", "shown first"),
                            ("unpin", "no longer shown first"),
                        ],
                        max_length=10,
                        verbose_name="act",
                    ),
                ),
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
                        related_name="highlights",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "highlight",
                "verbose_name_plural": "highlights",
                "ordering": ["-at", "-pk"],
                "default_permissions": ["view"],
            },
        ),
        migrations.CreateModel(
            name="Mute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "muted",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mutes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "muted reader",
                "verbose_name_plural": "muted readers",
                "ordering": ["muted__display_name"],
                "default_permissions": [],
                "constraints": [
                    models.UniqueConstraint(fields=("reader", "muted"), name="mutes_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reader", models.F("muted")), _negated=True), name="mutes_somebody_else"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reactions", to="comments.comment"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reactions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reaction",
                "verbose_name_plural": "reactions",
                "default_permissions": [],
                "constraints": [models.UniqueConstraint(fields=("reader", "comment"), name="agrees_once")],
            },
        ),
        migrations.CreateModel(
            name="Tiding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("reply", "a reply"), ("pick", "a pick of the newsroom")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="mailed at")),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tidings", to="comments.comment"
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tidings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tiding",
                "verbose_name_plural": "tidings",
                "default_permissions": [],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mailed_at__isnull", True)), fields=["reader", "at"], name="tiding_waiting"
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("reader", "comment", "kind"), name="told_once")],
            },
        ),
        Freeze("Highlight"),
    ]
