import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom.accounts.roles import grant
from newsroom.frozen import Freeze, OnTheWayBack

RIGHTS = ["comments.term.view_term"]


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0009_freeze_the_chain"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        OnTheWayBack(Freeze("Verdict", erasable=["text"])),
        migrations.CreateModel(
            name="Commenter",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="commenter",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("passed", models.PositiveSmallIntegerField(default=0, verbose_name="comments that readers have seen")),
            ],
            options={
                "verbose_name": "commenter",
                "verbose_name_plural": "commenters",
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phrase", models.CharField(max_length=100, verbose_name="word or phrase")),
                ("key", models.CharField(editable=False, max_length=200, unique=True)),
                (
                    "action",
                    models.CharField(
                        choices=[("hold", "hold for a moderator"), ("refuse", "refuse")],
                        default="hold",
                        max_length=10,
                        verbose_name="action",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires at")),
                ("hits", models.PositiveIntegerField(default=0, editable=False, verbose_name="hits")),
                ("added_at", models.DateTimeField(verbose_name="added at")),
            ],
            options={
                "verbose_name": "listed word",
                "verbose_name_plural": "listed words",
                "ordering": ["phrase"],
                "default_permissions": ["view"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="verdict",
            name="only_refused_texts_are_kept_here",
        ),
        migrations.RemoveField(
            model_name="verdict",
            name="text",
        ),
        migrations.AddField(
            model_name="comment",
            name="held_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("premoderated", "every comment on this story is read before it appears"),
                    ("sanction", "your comments are read before they appear, by a decision of the moderators"),
                    ("term", "it has a word that a moderator looks at first"),
                    ("advertising", "it reads like an advertisement"),
                    ("contact", "it has a telephone number, a short link or a personal number"),
                    ("links", "it has more links than usual"),
                    ("newcomer", "the first two comments of every reader are read before they appear"),
                    ("record", "several of your comments were hidden in the last days"),
                    ("night", "no moderator is here at night"),
                ],
                editable=False,
                max_length=15,
                verbose_name="held for",
            ),
        ),
        migrations.AddConstraint(
            model_name="verdict",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "refused"), ("comment__isnull", False), _connector="XOR"),
                name="refused_or_a_comment",
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="added by",
            ),
        ),
        Freeze("Verdict"),
        migrations.RunPython(grant({"Moderator": RIGHTS, "Managing editor": RIGHTS}), migrations.RunPython.noop),
    ]
