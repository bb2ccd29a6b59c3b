from django.db import migrations, models

ROLES = ("observer", "writer", "subeditor", "editor", "chief", "administrator")


def hold_posts(apps, schema_editor):
    """Whoever was in the group of a role holds it at every desk; the highest counts."""
    user, post = apps.get_model("kabar_staff", "User"), apps.get_model("kabar_staff", "Post")
    held = user.objects.filter(groups__name__in=ROLES).values_list("pk", "groups__name")
    highest = {}
    for pk, role in held:
        highest[pk] = max(highest.get(pk, role), role, key=ROLES.index)
    there = set(post.objects.filter(desk=None).values_list("user", flat=True))
    post.objects.bulk_create(post(user_id=pk, role=role) for pk, role in highest.items() if pk not in there)


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('kabar_staff', '0004_audit_chain'),
    ]

    operations = [
        migrations.RunPython(hold_posts, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('desk', None), models.Q(('role', 'administrator'), _negated=True), _connector='OR'), name='administrators_at_every_desk'),
        ),
    ]
