"""`manage.py startreranker` writes a plug-in that works, passes its tests and is registered by a
setting.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from rerankers.contract import QUERY, candidates
from searchapp import wiring


def test_what_it_writes_passes_its_own_tests(tmp_path: Path, capsys: Any) -> None:
    call_command("startreranker", "my_reranker", "--in", str(tmp_path))
    assert 'RERANKERS["my_reranker"] = "my_reranker.reranker.MyReranker"' in capsys.readouterr().out
    root = Path(__file__).parents[2]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{tmp_path}:{root}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "11 passed" in result.stdout


def test_a_setting_registers_it(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("startreranker", "set_by_settings", "--in", str(tmp_path), verbosity=0)
    monkeypatch.syspath_prepend(str(tmp_path))
    path = "set_by_settings.reranker.SetBySettings"
    settings.RERANKERS = {"mine": {"BACKEND": path, "OPTIONS": {"name": "mine", "weight": 0.5}}}
    reranker = wiring.make_reranker("mine")
    assert reranker.name == "mine"
    assert len(reranker.score(QUERY, candidates(3, reranker.features))) == 3


@pytest.mark.parametrize("name", ["my-reranker", "MyReranker", "class", "3d", "a/b", ""])
def test_a_name_that_is_no_package_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="no name of a package"):
        call_command("startreranker", name, "--in", str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(CommandError, match="is there already"):
        call_command("startreranker", "mine", "--in", str(tmp_path))
