#!/usr/bin/env python
"""Django's command line, with Fairloop's settings."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line
from environ import Env

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # While `python3 dev.py up` runs, the other commands find its servers and its key here. What is set already stays.
    Env.read_env(Path(__file__).with_name(".local") / "env")
    execute_from_command_line(sys.argv)
