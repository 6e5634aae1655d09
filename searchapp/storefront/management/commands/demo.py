"""`manage.py demo`: the demo marketplace in the browser, from nothing."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.base import CommandParser

from searchapp.catalog.models import Product
from searchapp.lexicon.models import LexiconBuild

LOGIN = "demo"
_READY = """
  Demo shop    {base}/
  API          {base}/api/search?q=red+shoes
  API docs     {base}/api/docs
  Tuning       {base}/tuning/       login: {login}  password: {password}
  Admin        {base}/admin/        the same login

  Everything lies in {data_dir}. Stop with Ctrl-C; `make demo` starts it again.
"""


class Command(BaseCommand):
    """Prepares the demo marketplace where that is not done yet, and serves it."""

    help = "Load the demo marketplace where it is not there yet, and serve it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-server", action="store_true", help="prepare only")

    def handle(self, *args: Any, port: int, no_server: bool, **options: Any) -> None:
        if not no_server:
            _check_port(port)
        call_command("migrate", verbosity=0)
        if not Product.objects.exists() or not _marker().exists():
            call_command("load_demo", stdout=self.stdout)
            _marker().touch()
        call_command("rebuild_index", missing=True, stdout=self.stdout)
        call_command("rebuild_index", outdated=True, stdout=self.stdout)
        password = _login_password()
        self.stdout.write(
            _READY.format(
                base=f"http://127.0.0.1:{port}",
                login=LOGIN,
                password=password,
                data_dir=settings.DATA_DIR,
            )
        )
        self.stdout.flush()
        if not LexiconBuild.objects.filter(is_complete=True).exists():
            if no_server:
                call_command("build_lexicon", stdout=self.stdout)
            else:
                self.stdout.write("  Words are being learnt; spelling and filters follow soon.\n")
                _learn_beside()
        if not no_server:
            _serve(port)


def _learn_beside() -> None:
    """Learns words in a process of its own, while the shop answers without them already."""
    log = Path(settings.DATA_DIR) / "build_lexicon.log"
    with log.open("w") as output:
        subprocess.Popen(  # noqa: S603 - fixed arguments
            [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "build_lexicon"],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken ({error.strerror}). Free it, or: make demo PORT={port + 1}"
            ) from error


def _marker() -> Path:
    return Path(settings.DATA_DIR) / "demo_loaded"


def _login_password() -> str:
    """The password of the demo account, made at the first start and kept where only its owner
    reads.
    """
    path = Path(settings.DATA_DIR) / "demo_password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(9))
    password = path.read_text()
    user, created = get_user_model().objects.get_or_create(
        username=LOGIN, defaults={"is_staff": True, "is_superuser": True}
    )
    if created:
        user.set_password(password)
        user.save()
    return password


def _serve(port: int) -> None:
    """Becomes a gunicorn of one process: jobs run in it and it alone writes the embedded index."""
    command = [sys.executable, "-m", "gunicorn", "searchapp.wsgi:application"]
    command += ["--config", "searchapp/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "1"]
    os.chdir(settings.BASE_DIR)
    os.execv(sys.executable, command)  # noqa: S606 - no shell, fixed arguments
