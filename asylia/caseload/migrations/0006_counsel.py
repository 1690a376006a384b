import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("caseload", "0005_days_moved"),
    ]

    operations = [
        migrations.CreateModel(
            name="CounselRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("staff", models.CharField(db_index=True, max_length=64)),
                (
                    "stands",
                    models.CharField(choices=[("asked", "asked"), ("now", "now"), ("former", "former")], max_length=8),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="counsels", to="caseload.caserow"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "staff"), name="one_counsel")],
            },
        ),
    ]
