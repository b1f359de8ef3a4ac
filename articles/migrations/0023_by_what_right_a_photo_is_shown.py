from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0022_journalists_have_a_portrait"),
    ]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="expires_on",
            field=models.DateField(
                blank=True,
                help_text="The last day. After it no story may show it.",
                null=True,
                verbose_name="may be used until",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="licence",
            field=models.CharField(
                choices=[
                    ("own", "own photo"),
                    ("agency", "agency"),
                    ("handout", "handout"),
                    ("permission", "with the owner's permission"),
                    ("cc", "Creative Commons"),
                    ("public-domain", "public domain"),
                ],
                default="own",
                max_length=15,
                verbose_name="licence",
            ),
        ),
        migrations.AddField(
            model_name="photo",
            name="taken_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="taken at"),
        ),
    ]
