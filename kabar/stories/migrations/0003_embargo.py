from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('kabar_stories', '0002_printed_pictures'),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='embargo_until',
            field=models.DateTimeField(editable=False, null=True, verbose_name='under embargo until'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(condition=models.Q(('embargo_until__isnull', False)), fields=['embargo_until'], name='story_embargo'),
        ),
    ]
