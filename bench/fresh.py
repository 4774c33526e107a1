"""A deployment made for one measurement, with the small district of the tests in it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def deployment() -> Iterator[Path]:
    """The home of a new deployment with an up-to-date database; gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="tuoluo-bench-"))
    os.environ.update(TUOLUO_HOME=str(home), DJANGO_SETTINGS_MODULE="tuoluo.config.settings")
    import django

    django.setup()
    from tuoluo.desk.serving import migrate

    migrate()
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
