"""``python -m xl_appraisal``: the command line."""

from __future__ import annotations

import sys

from xl_appraisal.doors.command_line import main

sys.exit(main())
