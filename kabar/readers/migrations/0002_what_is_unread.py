from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kabar_readers', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='reader',
            name='looked',
            field=models.DateTimeField(blank=True, null=True, verbose_name='last looked at what they follow'),
        ),
    ]
