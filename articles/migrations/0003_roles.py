from django.db import migrations

from newsroom.accounts.roles import grant

_PHOTOS = ["articles.photo.view_photo", "articles.photo.add_photo", "articles.photo.change_photo"]
_LOOK = ["articles.section.view_section", "articles.topic.view_topic", "articles.journalist.view_journalist"]
_SHAPE = [
    *(f"articles.{model}.{verb}_{model}" for model in ("topic", "journalist") for verb in ("add", "change")),
    "articles.edition.view_edition",
    "articles.step.view_step",
]
_MANAGE = [f"articles.section.{verb}_section" for verb in ("add", "change")]

REPORTER = ["articles.article.report_article", *_PHOTOS, *_LOOK]
EDITOR = [*REPORTER, "articles.article.edit_article", *_SHAPE]
MANAGING_EDITOR = [*EDITOR, "articles.article.manage_article", *_MANAGE]


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_freeze_what_was_approved"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(
            grant({"Reporter": REPORTER, "Editor": EDITOR, "Managing editor": MANAGING_EDITOR}),
            migrations.RunPython.noop,
        ),
    ]
