"""The long form: ``python -m tests.department_files --files 1000 --seed 1``."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.department_files.generated import Maker
from tests.department_files.judge import wrong


def main() -> int:
    """Make that many files, judge each, print what is wrong and the count; 1 if anything is."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--files", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args()
    failed = refused = 0
    with tempfile.TemporaryDirectory() as folder:
        maker = Maker(options.seed, Path(folder))
        for number in range(options.files):
            case = maker.make(number)
            said = wrong(case)
            failed += bool(said)
            refused += bool(case.refused)
            if said:
                print(f"{case.path.name} (seed {options.seed}): {said}")
            case.path.unlink()
    print(f"{options.files} files, seed {options.seed}: {failed} wrong, {refused} rightly refused")
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
