import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_sections_keep_former_addresses"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        OnTheWayBack(Freeze("Notice", marks=["mailed_at", "read_at"])),
        OnTheWayBack(Freeze("Step")),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("submitted", "waiting for an editor"),
                    ("returned", "sent back to you"),
                    ("approved", "approved and live"),
                    ("scheduled", "approved and scheduled"),
                    ("bundled", "approved, goes live with its bundle"),
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
        migrations.AlterField(
            model_name="step",
            name="verb",
            field=models.CharField(
                choices=[
                    ("create", "started"),
                    ("edit", "edited"),
                    ("take-over", "took over the editing"),
                    ("submit", "submitted"),
                    ("withdraw-submission", "withdrew the submission"),
                    ("send-back", "sent back"),
                    ("approve", "approved"),
                    ("emergency", "published in an emergency"),
                    ("second-read", "read as second reader"),
                    ("revise", "opened for an update"),
                    ("discard", "discarded the update"),
                    ("unschedule", "unscheduled"),
                    ("retract", "retracted"),
                    ("embargo", "put under embargo"),
                    ("lift-embargo", "lifted the embargo"),
                    ("confirm", "recorded a confirmation"),
                    ("waive-confirmation", "waived the confirmation"),
                    ("ask-legal", "asked for a legal check"),
                    ("clear-legal", "cleared it legally"),
                    ("bundle", "put into a bundle"),
                    ("unbundle", "taken out of a bundle"),
                    ("release", "released together with its bundle"),
                    ("hold", "held back with its bundle"),
                ],
                max_length=20,
                verbose_name="step",
            ),
        ),
        migrations.CreateModel(
            name="Bundle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("live_from", models.DateTimeField(blank=True, null=True, verbose_name="goes live at")),
                ("is_released", models.BooleanField(default=False, verbose_name="is in the schedule")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
            ],
            options={
                "verbose_name": "bundle",
                "verbose_name_plural": "bundles",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BundleStory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_over", models.BooleanField(default=False)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundled",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "bundle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="stories", to="articles.bundle"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="articles.edition"
                    ),
                ),
            ],
            options={
                "verbose_name": "story of a bundle",
                "verbose_name_plural": "stories of a bundle",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.AddIndex(
            model_name="bundle",
            index=models.Index(fields=["is_released", "live_from"], name="bundle_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="a_bundle_has_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundle",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_released", False), ("live_from__isnull", False), _connector="OR"),
                name="what_is_released_has_its_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlestory",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_over", False)), fields=("article",), name="a_story_is_in_one_bundle"
            ),
        ),
        migrations.AddConstraint(
            model_name="bundlestory",
            constraint=models.UniqueConstraint(fields=("bundle", "article"), name="a_story_is_in_a_bundle_once"),
        ),
        Freeze("Notice", marks=["mailed_at", "read_at"]),
        Freeze("Step"),
    ]
