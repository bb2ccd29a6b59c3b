"""What fails in a running paper is said where it runs."""

import os
import subprocess
import sys

from tools import sample_paper

FAIL = """
import django
django.setup()
from django.core.handlers.exception import response_for_exception
from django.test import RequestFactory
try:
    raise RuntimeError("rem blong")
except RuntimeError as error:
    print(response_for_exception(RequestFactory().get("/redaksi/"), error).status_code)
"""


def test_a_page_that_fails_leaves_its_traceback_in_the_log(tmp_path):
    paper = sample_paper.environment(sample_paper.lay_out(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", FAIL], env=os.environ | paper, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "500"
    assert "/redaksi/" in done.stderr and "RuntimeError: rem blong" in done.stderr
