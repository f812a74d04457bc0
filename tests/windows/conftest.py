"""What is inside the Windows room is collected there alone: it asks Windows and pywin32."""

from __future__ import annotations

import sys

collect_ignore = [] if sys.platform == "win32" else ["inside"]
