from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kabar_wire", "0004_received_cards"),
        ("kabar_wire", "0005_search_of_the_wire"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["paper", "standing", "received_at"], name="wire_standing"),
        ),
    ]
