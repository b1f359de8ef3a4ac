from django.db import migrations

from newsroom.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [Freeze("Decision")]
