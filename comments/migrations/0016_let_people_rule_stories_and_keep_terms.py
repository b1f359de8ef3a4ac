from django.db import migrations

from newsroom.accounts.roles import grant
from newsroom.frozen import Freeze

RULE = "comments.thread.rule_thread"
KEEP_TERMS = "comments.term.keep_terms"


class Migration(migrations.Migration):
    dependencies = [("comments", "0015_rule_stories_keep_terms_and_watch")]

    operations = [
        migrations.RunPython(
            grant({"Moderator": [RULE, KEEP_TERMS], "Managing editor": [RULE, KEEP_TERMS], "Editor": [RULE]}),
            migrations.RunPython.noop,
        ),
        Freeze("TermChange"),
        Freeze("Ruling", erasable=["note"]),
    ]
