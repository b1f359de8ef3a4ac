from django.db import migrations, models

from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_find_a_photo_by_its_files"),
    ]

    operations = [
        OnTheWayBack(Freeze("Edition", interval=True)),
        migrations.AddField(
            model_name="article",
            name="breaking_until",
            field=models.DateTimeField(editable=False, null=True, verbose_name="breaking news until"),
        ),
        migrations.AddField(
            model_name="article",
            name="is_developing",
            field=models.BooleanField(
                default=False,
                help_text="A short first version: readers are told that the story is still developing.",
                verbose_name="developing story",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="breaking_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="breaking news until"),
        ),
        migrations.AddField(
            model_name="edition",
            name="is_developing",
            field=models.BooleanField(default=False, verbose_name="developing story"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("breaking_until__isnull", False)),
                fields=["breaking_until"],
                name="edition_breaking",
            ),
        ),
        Freeze("Edition", interval=True),
    ]
