from django.db import migrations

from analyzers.intents.default_rules import default_rules

COLUMNS = ("name", "language", "confidence", "leads", "link", "title")
LISTS = ("phrases", "unless")


def add_default_intents(apps, schema_editor):
    """A new shop begins with the intents of the data files; from then on they are its own."""
    intent = apps.get_model("lexicon", "Intent")
    rows = intent.objects.using(schema_editor.connection.alias)
    if rows.exists():
        return
    rows.bulk_create(
        intent(
            **{column: getattr(rule, column) for column in COLUMNS},
            **{column: list(getattr(rule, column)) for column in LISTS},
        )
        for rule in default_rules()
    )


class Migration(migrations.Migration):

    dependencies = [
        ('lexicon', '0001_lexicon'),
    ]

    operations = [
        migrations.RunPython(add_default_intents, migrations.RunPython.noop),
    ]
