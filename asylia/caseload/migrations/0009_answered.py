from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("caseload", "0008_anew"),
    ]

    operations = [
        migrations.AddField("duerow", "answered", models.BooleanField(default=False)),
    ]
