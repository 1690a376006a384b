from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("caseload", "0004_receipts"),
    ]

    operations = [
        migrations.AddField("hearingrow", "closure", models.CharField(db_index=True, default="", max_length=64)),
        migrations.AddField("hearingrow", "outcome", models.CharField(default="", max_length=40)),
        migrations.AddField("hearingrow", "way", models.CharField(default="", max_length=20)),
        migrations.AddField("hearingrow", "refused", models.BooleanField(default=False)),
    ]
