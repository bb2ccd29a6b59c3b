from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('kabar_fronts', '0003_leads_are_arrangements'),
    ]

    operations = [
        migrations.DeleteModel(
            name='LeadPin',
        ),
    ]
