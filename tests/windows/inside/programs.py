"""The installed program as a user of Windows starts it: its own .exe, output through pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = Path(sys.prefix) / "Scripts" / "xl-appraisal.exe"


@dataclass(frozen=True)
class Done:
    """What a process left: its exit code and the bytes that it wrote."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*words: object, folder: Path | None = None, **environ: str) -> Done:
    """The command, to its end."""
    done = subprocess.run(
        [PROGRAM, *map(str, words)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, **environ},
        timeout=1_800,  # against hanging
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def files(*folders: Path) -> dict[str, bytes]:
    """What is in the folders, by path."""
    return {
        str(path): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
