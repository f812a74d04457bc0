"""``python -m xl_appraisal``: the command line."""

from __future__ import annotations

import sys

from xl_appraisal.cli import main

sys.exit(main())
