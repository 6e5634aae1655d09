"""Measurements through a real worker of the queue `slow`. Needs CELERY_BROKER_URL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.manage import ROOT, instance, manage

BROKER = os.environ.get("CELERY_BROKER_URL", "")
# A number of its own at the same broker: workers of other tests take all queues of theirs.
OWN = urlsplit(BROKER)._replace(path="/11").geturl()
DEADLINE_S = 60
ASK = """
from django.contrib.auth.models import User
from searchapp.publishing.actors import COMMAND
from searchapp.publishing.editing import change, new_draft
from searchapp.publishing.publication import publish
from searchapp.relevance.impact.impact_runs import ask_for_impact
from searchapp.relevance.models import QuerySet
from searchapp.relevance.query_sets.judgment_files import import_judgments, read
User.objects.create_user("ann")
judged = read("query,item,grade\\ncopper kettle,k1,3\\n")
import_judgments(QuerySet.objects.create(name="shop"), judged, "ann")
rule = {"name": "Gone", "when": [{"exact": "copper kettle"}]}
draft = new_draft("Hide it", COMMAND)
change(draft, "rules", {"gone": {**rule, "do": [{"hide": "k1", "kind": "product"}]}}, COMMAND)
ask_for_impact(draft)
other = new_draft("Words", COMMAND)
change(other, "synonyms", {"tv": {"terms": ["tv", "television"]}}, COMMAND)
publish(other, COMMAND)
"""
LOOK = """
from searchapp.relevance.models import ImpactRun, QualityRun
hurt = [(r.state, r.note, r.figures.get("counts", {}).get("hurt")) for r in ImpactRun.objects.all()]
print(hurt)
print([(r.state, r.note, r.version, r.figures.get("ndcg")) for r in QualityRun.objects.all()])
"""

pytestmark = pytest.mark.skipif(not BROKER, reason="set CELERY_BROKER_URL to run it")


def test_impact_and_the_quality_of_what_is_published_are_measured_by_the_slow_worker(
    tmp_path: Path,
) -> None:
    environment = instance(tmp_path, CELERY_BROKER_URL=OWN)
    manage(environment, "migrate", "--verbosity", "0")
    catalog = tmp_path / "catalog.jsonl"
    catalog.write_text(json.dumps({"id": "k1", "title": "Copper kettle"}))
    manage(environment, "import_catalog", str(catalog))
    manage(environment, "rebuild_index")
    command = [sys.executable, "-m", "celery", "-A", "searchapp.celery", "worker"]
    command += ["--pool", "solo", "--queues", "slow"]
    log_file = tmp_path / "worker.log"
    with log_file.open("wb") as log:
        worker = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        manage(environment, "shell", "-c", ASK)
        deadline = time.monotonic() + DEADLINE_S
        wanted = "[('done', '', 1)]\n[('done', '', 2, 1.0)]"
        while wanted not in (found := manage(environment, "shell", "-c", LOOK)):
            assert time.monotonic() < deadline, found + log_file.read_text()
            assert worker.poll() is None, log_file.read_text()
    finally:
        worker.terminate()
        worker.wait(30)
