"""``python -m tests.windows [ARGUMENT...]``: tests in the Windows room, as ``in_room`` says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

sys.exit(subprocess.call(["bash", str(Path(__file__).with_name("in_room")), *sys.argv[1:]]))
