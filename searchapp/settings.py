"""Django's settings. What a deployment changes comes from the environment: see `environment.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF

from searchapp.database_url import database
from searchapp.environment import read_environment
from searchapp.observability.log_format import configure_structlog, logging_config
from searchapp.secret_key import kept_secret_key

ENVIRONMENT = read_environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR: Path = (BASE_DIR / ENVIRONMENT["SEARCHAPP_DATA_DIR"]).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

LOGGING = logging_config(ENVIRONMENT["SEARCHAPP_LOG_LEVEL"])
configure_structlog()

DEBUG: bool = ENVIRONMENT["SEARCHAPP_DEBUG"]
SECRET_KEY: str = ENVIRONMENT["SEARCHAPP_SECRET_KEY"] or kept_secret_key(DATA_DIR)
ALLOWED_HOSTS: list[str] = ENVIRONMENT["SEARCHAPP_ALLOWED_HOSTS"]
CSRF_TRUSTED_ORIGINS: list[str] = ENVIRONMENT["SEARCHAPP_CSRF_TRUSTED_ORIGINS"]

INSTALLED_APPS = [
    "searchapp.adminsite",
    "unfold",
    "unfold.contrib.import_export",
    "import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "searchapp.catalog",
    "searchapp.indexing",
    "searchapp.importing",
    "searchapp.behaviour",
    "searchapp.publishing",
    "searchapp.lexicon",
    "searchapp.merchandising",
    "searchapp.relevance",
    "searchapp.api",
    "searchapp.storefront",
    "searchapp.tuning",
    "django_htmx",
]

MIDDLEWARE = [
    "searchapp.observability.request_context.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "searchapp.urls"
WSGI_APPLICATION = "searchapp.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {
    "default": database(
        ENVIRONMENT["DATABASE_URL"] or f"sqlite:///{DATA_DIR / 'searchapp.sqlite3'}",
        ENVIRONMENT["SEARCHAPP_DATABASE_STATEMENT_S"],
        ENVIRONMENT["SEARCHAPP_DATABASE_IDLE_S"],
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": ENVIRONMENT["CACHE_URL"],
            "OPTIONS": {"socket_timeout": 1.0, "socket_connect_timeout": 1.0},
        }
        if ENVIRONMENT["CACHE_URL"]
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            # The rate limits keep one counter a caller here.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# Collected files have names that change with their content and are cached for ever; until
# `collectstatic` was run, they come from where they lie in the code.
STATIC_ROOT.mkdir(exist_ok=True)
STATIC_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_COLLECTED or "collectstatic" in sys.argv
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_COLLECTED
DATA_UPLOAD_MAX_MEMORY_SIZE = ENVIRONMENT["SEARCHAPP_MAX_BODY_MB"] * 1024 * 1024

CELERY_BROKER_URL: str = ENVIRONMENT["CELERY_BROKER_URL"]
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# What a worker that is gone had taken is given to another after `visibility_timeout` (Redis); long
# jobs work in turns, and what takes longer all the same is run twice, which does no harm.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    "visibility_timeout": 1800,
}
CELERY_TASK_DEFAULT_QUEUE = "bulk"
# A worker without -Q takes all of them. What is in `slow` may hold its worker for ten minutes.
CELERY_TASK_QUEUES = {queue: {"exchange": queue} for queue in ("fast", "bulk", "embed", "slow")}
CELERY_TASK_ROUTES = {"relevance.measure_*": {"queue": "slow"}}
CELERY_BEAT_SCHEDULE = {
    # Every commit wakes the workers too; what beat sends counts when the broker lost that. A tick
    # that no worker took within its time is dropped, so that ticks never pile up.
    **{
        f"drain {lane}": {
            "task": "indexing.drain",
            "schedule": 1.0,
            "args": (lane,),
            "options": {"queue": lane, "expires": 5.0},
        }
        for lane in ("fast", "bulk", "embed")
    },
    "publish what is due": {"task": "indexing.announce_due", "schedule": 60.0},
    # The workers of each queue watch the lanes of the other, as those who stand still can't.
    "alarm on lag of bulk": {
        "task": "indexing.alarm_on_lag",
        "schedule": 15.0,
        "args": (["bulk", "embed"],),
        "options": {"queue": "fast", "expires": 15.0},
    },
    "alarm on lag of fast": {
        "task": "indexing.alarm_on_lag",
        "schedule": 15.0,
        "args": (["fast"],),
        "options": {"queue": "bulk", "expires": 15.0},
    },
    "go on with rebuilds": {
        "task": "indexing.resume_builds",
        "schedule": 60.0,
        "options": {"expires": 60.0},
    },
    "verify the index": {"task": "indexing.verify", "schedule": crontab(hour="3", minute="20")},
    "prune tombstones": {
        "task": "indexing.prune_tombstones",
        "schedule": crontab(hour="4", minute="20"),
    },
    "learn the lexicon": {"task": "lexicon.learn", "schedule": 86_400.0},
    "prune the search log": {"task": "behaviour.prune_search_log", "schedule": 86_400.0},
    "prune measurements": {"task": "relevance.prune_runs", "schedule": 86_400.0},
    "prune discarded drafts": {"task": "publishing.prune_discarded", "schedule": 86_400.0},
    "prune kept answers": {"task": "api.prune_kept_answers", "schedule": 3_600.0},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "https:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENVIRONMENT["SEARCHAPP_HTTPS"]
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT["SEARCHAPP_HTTPS"] else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ENVIRONMENT["SEARCHAPP_HTTPS"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT["SEARCHAPP_PROXIES"] else None
)

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["searchapp.api.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["searchapp.api.parsers.JsonParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "searchapp.api.rendering.OneFormat",
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_AUTHENTICATION_CLASSES": ["searchapp.api.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["searchapp.api.permissions.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["searchapp.api.throttling.CallerRateThrottle"],
    "EXCEPTION_HANDLER": "searchapp.api.errors.exception_handler",
    "NUM_PROXIES": ENVIRONMENT["SEARCHAPP_PROXIES"],
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "searchapp",
    "DESCRIPTION": "Search for shops and marketplaces: products, videos and live streams.",
    "VERSION": "0.1.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    # Choices stand where they are used, without components of their own.
    "POSTPROCESSING_HOOKS": [],
    "SORT_OPERATION_PARAMETERS": False,
}

UNFOLD = {
    "SITE_TITLE": "searchapp",
    "SITE_HEADER": "searchapp",
    "SITE_SYMBOL": "search",
    "SIDEBAR": {"navigation": "searchapp.adminsite.navigation.navigation"},
}
# What a spreadsheet would take for a formula leaves as text.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True

# Plug-ins: a name → the dotted path of its class. Built-ins and third parties use the same door.
ANALYZERS = {
    "normalization": "analyzers.normalization.Normalization",
    "language": "analyzers.language.Language",
    "spelling": "analyzers.spelling.analyzer.Spelling",
    "linguistics": "analyzers.linguistics.Linguistics",
    "entities": "analyzers.entities.analyzer.Entities",
    "synonyms": "analyzers.synonyms.analyzer.Synonyms",
    "categories": "analyzers.categories.analyzer.Categories",
    "intents": "analyzers.intents.analyzer.Intents",
}
ANALYZER_CHAIN = [
    "language",  # which tells whether "1.500 ml" is a litre and a half
    "normalization",
    "spelling",
    "linguistics",
    "entities",
    "synonyms",
    "categories",
    "intents",
]
TEXT_ENCODERS: dict[str, dict[str, Any]] = {
    "minilm": {
        "BACKEND": "analyzers.embedding.onnx_encoder.OnnxTextEncoder",
        "OPTIONS": {
            "folder": DATA_DIR / "models" / "minilm",
            "threads": ENVIRONMENT["SEARCHAPP_ENCODER_THREADS"],
        },
    },
    "hashing": {"BACKEND": "analyzers.embedding.hashing.HashingEncoder"},
}
RECALL_CHANNELS = {
    name: f"searchapp.pipeline.recall.channels.{name}.{name.capitalize()}"
    for name in ("lexical", "exact", "semantic", "behavioural", "fresh", "promoted", "pinned")
}
CONFIG_SOURCE = "searchapp.merchandising.current.holder"
# Called with the number of each version that is published, after the commit.
AFTER_PUBLICATION = ["searchapp.relevance.quality.quality_runs.measure_published"]
# Weighers of words against meaning: `manage.py train_channel_weights` makes the folder of one.
CHANNEL_WEIGHERS: dict[str, Any] = {}
RERANKERS: dict[str, Any] = {
    "identity": "rerankers.identity.Identity",
    "feature_ranker": {
        "BACKEND": "rerankers.feature_ranker.FeatureRanker",
        "OPTIONS": {"folder": BASE_DIR / "rerankers" / "models" / "feature_ranker"},
    },
    "cross_encoder": {
        "BACKEND": "rerankers.late_interaction.LateInteraction",
        "OPTIONS": {"folder": BASE_DIR / "rerankers" / "models" / "cross_encoder"},
    },
    "value_ranker": "rerankers.value_ranker.ValueRanker",
}
