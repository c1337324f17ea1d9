#!/usr/bin/env python
"""Django's command line for this project; `bin/manage` runs it inside the project's environment."""

import os
import sys

from django.core.management import execute_from_command_line

import ct_portal.celery  # noqa: F401  the application that shared tasks belong to

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ct_portal.settings")
    execute_from_command_line(sys.argv)
