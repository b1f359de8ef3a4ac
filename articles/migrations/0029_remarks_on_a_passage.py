import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0028_count_what_is_printed_by_month"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("story", "the whole story"),
                            ("headline", "headline"),
                            ("deck", "deck"),
                            ("lead_photo", "lead photo"),
                            ("sources", "sources"),
                            ("body", "passage of the text"),
                        ],
                        max_length=10,
                        verbose_name="about",
                    ),
                ),
                ("quote", models.TextField(blank=True, verbose_name="quote")),
                ("prefix", models.CharField(blank=True, max_length=40)),
                ("suffix", models.CharField(blank=True, max_length=40)),
                ("block", models.PositiveIntegerField(default=0)),
                ("rivals", models.PositiveIntegerField(default=0)),
                ("paragraph", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("text", models.TextField(verbose_name="remark")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("resolved_at", models.DateTimeField(null=True, verbose_name="resolved at")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
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
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ["at", "pk"],
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="RemarkAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verb",
                    models.CharField(
                        choices=[("answer", "answered"), ("resolve", "resolved"), ("reopen", "reopened")],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="remark")),
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
                    "remark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="articles.remark"
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a remark",
                "verbose_name_plural": "answers to remarks",
                "ordering": ["at", "pk"],
                "default_permissions": [],
            },
        ),
        migrations.AddIndex(
            model_name="remark",
            index=models.Index(fields=["article", "at", "id"], name="remark_of_article"),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="a_remark_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place", "body"), _negated=True),
                    models.Q(models.Q(("quote", ""), _negated=True), models.Q(("paragraph", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_remark_on_a_passage_quotes_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at", None), ("resolved_by", None)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="somebody_resolved_the_remark",
            ),
        ),
        migrations.AddConstraint(
            model_name="remarkact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "answer"), _negated=True), models.Q(("text", ""), _negated=True), _connector="OR"
                ),
                name="an_answer_says_something",
            ),
        ),
        Freeze("Remark", marks=["resolved_at", "resolved_by_id"]),
        Freeze("RemarkAct"),
    ]
