import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('relevance', '0002_quality_states'),
    ]

    operations = [
        migrations.AddField(
            model_name=name,
            name='told',
            field=models.DateTimeField(default=django.utils.timezone.now),
        )
        for name in ('impactrun', 'qualityrun')
    ]
