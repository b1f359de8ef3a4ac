from django.db import migrations, models


class Migration(migrations.Migration):
    """All files of a photo share a folder with its original: the index finds the photo to which a file belongs."""

    dependencies = [("articles", "0003_roles")]

    operations = [
        migrations.AlterField(
            model_name="photo",
            name="original",
            field=models.CharField(db_index=True, editable=False, max_length=120, verbose_name="original file"),
        ),
    ]
