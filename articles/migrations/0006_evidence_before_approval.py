import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_breaking_and_developing_stories"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "party",
                    models.CharField(help_text="Name and position.", max_length=120, verbose_name="who was asked"),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in-person", "in person"),
                            ("phone", "by telephone"),
                            ("message", "by message (WhatsApp, SMS …)"),
                            ("mail", "by e-mail"),
                            ("letter", "by letter"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("answered", "answered"),
                            ("declined", "declined to comment"),
                            ("no-answer", "did not answer"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="what was said")),
                ("at", models.DateTimeField(verbose_name="recorded at")),
            ],
            options={
                "verbose_name": "confirmation",
                "verbose_name_plural": "confirmations",
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="embargo_indefinite",
            field=models.BooleanField(default=False, editable=False, verbose_name="embargo without an end"),
        ),
        migrations.AddField(
            model_name="article",
            name="embargo_reason",
            field=models.CharField(blank=True, editable=False, max_length=300, verbose_name="reason of the embargo"),
        ),
        migrations.AddField(
            model_name="article",
            name="harms_party",
            field=models.BooleanField(
                default=False,
                help_text="Somebody is accused or looks bad: whoever it is must have been asked before it goes live.",
                verbose_name="may harm somebody",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="legal",
            field=models.CharField(
                choices=[("not-required", "not required"), ("needed", "needs checking"), ("cleared", "cleared")],
                default="not-required",
                editable=False,
                max_length=12,
                verbose_name="legal check",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="legal_cleared_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="cleared by",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="legal_cleared_version",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="version cleared"),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("legal", "cleared"), _negated=True),
                    models.Q(("legal_cleared_by__isnull", False), ("legal_cleared_version__isnull", False)),
                    _connector="OR",
                ),
                name="somebody_cleared_it",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="articles.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("party", ""), _negated=True), name="somebody_was_asked"
            ),
        ),
        Freeze("Confirmation"),
    ]
