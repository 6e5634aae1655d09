import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Cast, Greatest, Length, LPad

import searchapp.publishing.models.drafted

MODELS = ('Intent', 'ProtectedWord', 'Synonym')


def give_keys(apps, schema_editor):
    """What was there before drafts is published already; its keys keep its order."""
    number = Cast('pk', models.CharField())
    width = Greatest(Length(number), models.Value(8))
    for name in MODELS:
        rows = apps.get_model('lexicon', name).objects.using(schema_editor.connection.alias)
        rows.filter(key='').update(key=LPad(number, width, models.Value('0')))


def forget_drafts(apps, schema_editor):
    """What is only in a draft would be taken for published once nothing tells them apart."""
    for name in MODELS:
        rows = apps.get_model('lexicon', name).objects.using(schema_editor.connection.alias)
        rows.exclude(draft=None).delete()


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
        migrations.RunPython(give_keys, forget_drafts),
        *(operation for model in MODELS for operation in constraints(model.lower())),
    ]
