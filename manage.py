#!/usr/bin/env python3
"""Run a Django command of the project."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veille.settings")
    execute_from_command_line(sys.argv)
