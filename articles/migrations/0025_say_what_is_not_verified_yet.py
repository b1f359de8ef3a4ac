from django.db import migrations, models

from newsroom.frozen import Freeze, OnTheWayBack


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0024_steps_of_the_safeguards"),
    ]

    operations = [
        OnTheWayBack(Freeze("Edition", interval=True)),
        migrations.AddField(
            model_name="article",
            name="unverified",
            field=models.CharField(
                blank=True,
                help_text="Only where the public must know now and it cannot be verified in time. Write for the readers what is not verified and why: it is printed with the story until you empty this field.",
                max_length=300,
                verbose_name="not verified yet",
            ),
        ),
        migrations.AddField(
            model_name="edition",
            name="unverified",
            field=models.CharField(blank=True, max_length=300, verbose_name="not verified yet"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                condition=models.Q(("live_until", None), models.Q(("unverified", ""), _negated=True)),
                fields=["live_from"],
                name="edition_unverified",
            ),
        ),
        Freeze("Edition", interval=True),
    ]
