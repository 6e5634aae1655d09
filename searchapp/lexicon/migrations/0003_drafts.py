import django.db.models.deletion
from django.db import migrations, models

import searchapp.publishing.models.drafted

MODELS = ('Intent', 'ProtectedWord', 'Synonym')


def give_keys(apps, schema_editor):
    """What was there before drafts is published already; its keys keep its order."""
    for name in MODELS:
        rows = apps.get_model('lexicon', name).objects.using(schema_editor.connection.alias)
        for row in rows.filter(key='').iterator():
            rows.filter(pk=row.pk).update(key=f'{row.pk:08d}')


def columns(model):
    return [
        migrations.AddField(model, 'key', models.CharField(default='', editable=False, max_length=64)),
        migrations.AddField(model, 'draft', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='publishing.draft')),
        migrations.AddField(model, 'is_removed', models.BooleanField(default=False, editable=False)),
        migrations.AddField(model, 'base', models.JSONField(blank=True, editable=False, null=True)),
    ]


def constraints(model):
    return [
        migrations.AlterField(model, 'key', models.CharField(default=searchapp.publishing.models.drafted.new_key, editable=False, max_length=64)),
        migrations.AddConstraint(model, models.UniqueConstraint(fields=('key', 'draft'), name=f'lexicon_{model}_key_of_draft')),
        migrations.AddConstraint(model, models.UniqueConstraint(condition=models.Q(('draft', None)), fields=('key',), name=f'lexicon_{model}_published_key')),
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('lexicon', '0002_default_intents'),
        ('publishing', '0001_publishing'),
    ]

    operations = [
        *(operation for model in MODELS for operation in columns(model.lower())),
        migrations.AlterField('protectedword', 'text', models.CharField(max_length=100)),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        *(operation for model in MODELS for operation in constraints(model.lower())),
    ]
