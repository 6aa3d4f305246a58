
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accompaniment', '0005_planned_visits_and_group_entries'),
        ('households', '0020_name_people_to_an_instance'),
        ('partners', '0009_give_experts_the_competences_of_their_organisation'),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('reviewed_on', models.DateField(verbose_name='revu le')),
                ('with_household', models.BooleanField(default=True, verbose_name='avec le ménage')),
                ('next_on', models.DateField(verbose_name='à revoir le')),
            ],
            options={
                'verbose_name': 'révision d’un plan',
                'verbose_name_plural': 'révisions des plans',
                'ordering': ['-reviewed_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ProgressReview',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('planned', 'Bilan prévu'), ('exit', 'Bilan de sortie'), ('other', 'Autre bilan')], max_length=8, verbose_name='nature')),
                ('after_months', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='mois d’accompagnement')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'En cours d’écriture'), ('settled', 'Arrêté'), ('replaced', 'Remplacé')], default='draft', max_length=8, verbose_name='état')),
                ('held_on', models.DateField(verbose_name='fait le')),
                ('with_household', models.BooleanField(default=True, verbose_name='fait avec le ménage')),
                ('present', models.CharField(blank=True, max_length=300, verbose_name='avec qui d’autre (fonctions, organismes)')),
                ('work_done', models.TextField(blank=True, max_length=6000, verbose_name='ce qui a été fait')),
                ('progress', models.TextField(blank=True, max_length=6000, verbose_name='ce qui a changé')),
                ('household_word', models.TextField(blank=True, max_length=4000, verbose_name='la parole du ménage')),
                ('partners_word', models.TextField(blank=True, max_length=4000, verbose_name='ce qu’en disent les partenaires')),
                ('next_steps', models.TextField(blank=True, max_length=4000, verbose_name='et maintenant')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='chiffres arrêtés')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256 du texte arrêté')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='arrêté le')),
                ('next_on', models.DateField(blank=True, null=True, verbose_name='prochain point le')),
            ],
            options={
                'verbose_name': 'bilan',
                'verbose_name_plural': 'bilans',
                'ordering': ['-held_on', '-version', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ReviewSummary',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('text', models.TextField(max_length=3000, verbose_name='synthèse partageable')),
                ('is_agreed', models.BooleanField(default=False, verbose_name='relue avec le ménage, qui est d’accord')),
            ],
            options={
                'verbose_name': 'synthèse partageable d’un bilan',
                'verbose_name_plural': 'synthèses partageables des bilans',
                'ordering': ['-review__held_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte SHA-256 du texte signé')),
                ('part', models.CharField(choices=[('household', 'Le ménage'), ('worker', 'L’accompagnement'), ('partner', 'Un partenaire')], max_length=9, verbose_name='qualité')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('way', models.CharField(choices=[('screen', 'Signé à l’écran'), ('paper', 'Signé sur papier'), ('oral', 'Accord donné de vive voix'), ('declined', 'N’a pas souhaité signer')], max_length=8, verbose_name='comment')),
                ('signed_on', models.DateField(verbose_name='le')),
                ('drawing', models.BinaryField(blank=True, null=True, verbose_name='tracé, scellé')),
                ('remark', models.CharField(blank=True, max_length=200, verbose_name='remarque')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'signature',
                'verbose_name_plural': 'signatures',
                'ordering': ['signed_on', 'created_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SupportAgreement',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                ('state', models.CharField(choices=[('current', 'En vigueur'), ('replaced', 'Remplacé')], default='current', max_length=8, verbose_name='état')),
                ('title', models.CharField(max_length=80, verbose_name='intitulé')),
                ('content', models.JSONField(default=dict, verbose_name='texte')),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte SHA-256 du texte')),
                ('made_on', models.DateField(verbose_name='établi le')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='valable jusqu’au')),
            ],
            options={
                'verbose_name': 'contrat d’accompagnement',
                'verbose_name_plural': 'contrats d’accompagnement',
                'ordering': ['-version', 'id'],
            },
        ),
        migrations.AddField(
            model_name='action',
            name='kind',
            field=models.SlugField(blank=True, verbose_name='type d’action (liste action_kind)'),
        ),
        migrations.AddField(
            model_name='action',
            name='theme',
            field=models.SlugField(blank=True, verbose_name='thème (liste action_theme)'),
        ),
        migrations.AddField(
            model_name='objective',
            name='outcome',
            field=models.CharField(blank=True, choices=[('met', 'Atteint'), ('partly', 'Atteint en partie'), ('revised', 'Revu avec le ménage'), ('set_aside', 'Laissé de côté')], max_length=9, verbose_name='où il en est'),
        ),
        migrations.AddField(
            model_name='plan',
            name='agreed_content',
            field=models.JSONField(blank=True, default=dict, verbose_name='texte convenu'),
        ),
        migrations.AddField(
            model_name='plan',
            name='digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='empreinte SHA-256 du texte convenu'),
        ),
        migrations.AddField(
            model_name='planreview',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur'),
        ),
        migrations.AddField(
            model_name='planreview',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='households.case', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='planreview',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='accompaniment.plan', verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='progressreview',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur'),
        ),
        migrations.AddField(
            model_name='progressreview',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress_reviews', to='households.case', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='progressreview',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='progress_reviews', to='accompaniment.measure', verbose_name='mesure'),
        ),
        migrations.AddField(
            model_name='progressreview',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='progress_reviews', to='accompaniment.plan', verbose_name='plan revu'),
        ),
        migrations.AddField(
            model_name='reviewsummary',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='households.case', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='reviewsummary',
            name='review',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='summary', to='accompaniment.progressreview', verbose_name='bilan'),
        ),
        migrations.AddField(
            model_name='signature',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='households.case', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='signature',
            name='document',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='households.document', verbose_name='exemplaire signé'),
        ),
        migrations.AddField(
            model_name='signature',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='accompaniment.plan', verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='signature',
            name='review',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='accompaniment.progressreview', verbose_name='bilan'),
        ),
        migrations.AddField(
            model_name='signature',
            name='witness',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recueilli par'),
        ),
        migrations.AddField(
            model_name='supportagreement',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='auteur'),
        ),
        migrations.AddField(
            model_name='supportagreement',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support_agreements', to='households.case', verbose_name='dossier'),
        ),
        migrations.AddField(
            model_name='supportagreement',
            name='measure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='support_agreements', to='accompaniment.measure', verbose_name='mesure'),
        ),
        migrations.AddField(
            model_name='supportagreement',
            name='plan',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='support_agreements', to='accompaniment.plan', verbose_name='plan'),
        ),
        migrations.AddField(
            model_name='signature',
            name='agreement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='accompaniment.supportagreement', verbose_name='contrat'),
        ),
        migrations.AddConstraint(
            model_name='planreview',
            constraint=models.CheckConstraint(condition=models.Q(('next_on__gt', models.F('reviewed_on'))), name='plan_review_next_comes_after', violation_error_message='La prochaine révision vient après celle-ci.'),
        ),
        migrations.AddConstraint(
            model_name='progressreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('after_months__gt', 0), ('kind', 'planned')), models.Q(models.Q(('kind', 'planned'), _negated=True), ('after_months', None)), _connector='OR'), name='review_planned_says_after_how_long', violation_error_message='Un bilan prévu dit au bout de combien de mois.'),
        ),
        migrations.AddConstraint(
            model_name='progressreview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('settled_on', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), models.Q(('digest', ''), _negated=True), ('settled_on__isnull', False)), _connector='OR'), name='review_settled_is_dated_and_sealed', violation_error_message='Un bilan arrêté porte une date et une empreinte.'),
        ),
        migrations.AddConstraint(
            model_name='progressreview',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('measure',), name='review_one_draft', violation_error_message='Un bilan est déjà en cours d’écriture pour cet accompagnement.'),
        ),
        migrations.AddConstraint(
            model_name='supportagreement',
            constraint=models.UniqueConstraint(fields=('measure', 'version'), name='support_agreement_version_once', violation_error_message='Cette version du contrat existe déjà : relisez la page.'),
        ),
        migrations.AddConstraint(
            model_name='supportagreement',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('measure',), name='support_agreement_one_current', violation_error_message='Un contrat est déjà en vigueur pour cet accompagnement.'),
        ),
        migrations.AddConstraint(
            model_name='supportagreement',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('made_on')), _connector='OR'), name='support_agreement_ends_after_it_is_made', violation_error_message='Le contrat ne peut pas finir avant d’être établi.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreement__isnull', True), ('plan__isnull', False), ('review__isnull', True)), models.Q(('agreement__isnull', False), ('plan__isnull', True), ('review__isnull', True)), models.Q(('agreement__isnull', True), ('plan__isnull', True), ('review__isnull', False)), _connector='OR'), name='signature_of_one_text', violation_error_message='Une signature porte sur un seul texte.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('drawing__isnull', False), ('way', 'screen')), models.Q(models.Q(('way', 'screen'), _negated=True), ('drawing', None)), _connector='OR'), name='signature_drawn_on_screen_only', violation_error_message='Une signature à l’écran garde son tracé, et elle seule.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('way', 'declined'), _negated=True), fields=('plan', 'name'), name='signature_once_on_plan', violation_error_message='Cette personne a déjà signé ce texte.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('way', 'declined'), _negated=True), fields=('agreement', 'name'), name='signature_once_on_agreement', violation_error_message='Cette personne a déjà signé ce texte.'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('way', 'declined'), _negated=True), fields=('review', 'name'), name='signature_once_on_review', violation_error_message='Cette personne a déjà signé ce texte.'),
        ),
    ]
