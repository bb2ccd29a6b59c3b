"""Every test process gets a paper's folder of its own before Django is set up."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tools import sample_paper

_folder = Path(tempfile.mkdtemp(prefix="kabar-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ.update(sample_paper.environment(sample_paper.lay_out(_folder)))

import django  # noqa: E402  settings are computed from the folder that now exists

django.setup()
