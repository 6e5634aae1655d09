"""Settings of the tests: a data folder of their own, the embedded engine, jobs in process.

The database is the one of DATABASE_URL when that is set. Suites that need Elasticsearch or a broker
take ELASTICSEARCH_URL and CELERY_BROKER_URL from the environment themselves.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_given = Path(os.environ.get("SEARCHAPP_DATA_DIR", "var")).resolve()
_folder = Path(tempfile.mkdtemp(prefix="searchapp-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
(_folder / "models").symlink_to(_given / "models")
os.environ["SEARCHAPP_DATA_DIR"] = str(_folder)

from searchapp.pipeline.request import PATIENT_MS  # noqa: E402
from searchapp.settings import *  # noqa: E402, F403
from searchapp.settings import ENVIRONMENT  # noqa: E402

ENVIRONMENT |= {"ELASTICSEARCH_URL": "", "CELERY_BROKER_URL": "", "CACHE_URL": ""}
ENVIRONMENT["SEARCHAPP_SEARCH_LOG"] = False
# On a busy machine a search still takes every stage; tests of lateness give a budget of their own.
ENVIRONMENT["SEARCHAPP_BUDGET_MS"] = PATIENT_MS
CELERY_BROKER_URL = ""
CELERY_TASK_ALWAYS_EAGER = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# An empty configuration; tests of the published one make their own.
CONFIG_SOURCE = "searchapp.pipeline.config_source.FixedConfig"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
