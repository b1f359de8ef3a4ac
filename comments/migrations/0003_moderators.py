from django.db import migrations

from newsroom.accounts.roles import grant

MODERATOR = [
    "comments.comment.moderate_comment",
    "comments.comment.view_comment",
    "comments.decision.view_decision",
]


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_freeze_decisions"),
        ("articles", "0003_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(
            grant({"Moderator": MODERATOR, "Managing editor": MODERATOR}),
            migrations.RunPython.noop,
        ),
    ]
