from django.db import migrations

import asylia.caseload.models


class Migration(migrations.Migration):
    dependencies = [
        ("caseload", "0007_searches"),
    ]

    operations = [
        migrations.AddField("caserow", "anew", asylia.caseload.models.ListField(default=list)),
        migrations.AddField("caserow", "repeats", asylia.caseload.models.ListField(default=list)),
    ]
