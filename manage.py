"""Django's own command line, for those who build Relevo; operators use ``relevo``."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relevo.config.settings")
execute_from_command_line(sys.argv)
