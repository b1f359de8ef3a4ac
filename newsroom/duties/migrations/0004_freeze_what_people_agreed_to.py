from django.db import migrations

from newsroom.frozen import Freeze


class Migration(migrations.Migration):
    dependencies = [("duties", "0003_managing_editors_keep_people_and_duties")]

    operations = [Freeze("Policy")]
