from django.db import migrations, models

from kabar.append_only import AppendOnly


class Migration(migrations.Migration):

    dependencies = [
        ('kabar_staff', '0003_desks'),
    ]

    operations = [
        migrations.AddField(
            model_name='auditentry',
            name='number',
            field=models.BigIntegerField(null=True, unique=True, verbose_name='place in the chain'),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='seal',
            field=models.CharField(blank=True, max_length=64, verbose_name='seal'),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(condition=models.Q(('seal', '')), fields=['id'], name='audit_unsealed'),
        ),
        AppendOnly('AuditEntry', once=('seal', 'number')),
    ]
