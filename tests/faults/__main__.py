"""``python -m tests.faults``: kill writing commands at every step and at random; fail their disk.

    python -m tests.faults --random 50 --seed 7            # the nightly form
    python -m tests.faults --kind kill --scene recalc

0 if nothing went wrong.  A table of figures for docs/reliability.md is printed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.scenes import SCENES, Stage
from tests.faults.trials import Player, Tally


def main() -> int:
    options = _parser().parse_args()
    seed = int(time.time()) if options.seed is None else options.seed
    scenes = [scene for scene in SCENES if not options.scene or scene.name in options.scene]
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        for scene in scenes:
            player = Player(stage, scene)
            for kind in options.kind or ("kill", "random", "fail"):
                tally = _try(player, kind, options, seed)
                wrong += len(tally.wrong)
                _tell(kind, player, tally, options)
    return 1 if wrong else 0


def _try(player: Player, kind: str, options: argparse.Namespace, seed: int) -> Tally:
    if kind == "kill":
        return player.kill_at_every_step(options.most)
    if kind == "random":
        return player.kill_at_random(options.random, random.Random(f"{seed} {player.scene.name}"))
    return player.fail_at_every_step(options.most)


def _tell(kind: str, player: Player, tally: Tally, options: argparse.Namespace) -> None:
    told = {
        "kind": kind,
        "scene": tally.scene,
        "steps": len(player.steps),
        "trials": tally.trials,
        **{state: tally.ended[state] for state in ("old", "between", "new")},
        "left_over": tally.left_over,
        "wrong": tally.wrong[:20],
        "wrongs": len(tally.wrong),
        **({"names": player.steps} if options.names else {}),
    }
    if options.json:
        print(json.dumps(told, ensure_ascii=False), flush=True)
        return
    print(
        " | ".join(str(value) for key, value in told.items() if key not in ("wrong", "names")),
        flush=True,
    )
    for text in tally.wrong[:20]:
        print(f"    {text}", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("--kind", action="append", choices=("kill", "random", "fail"))
    parser.add_argument("--scene", action="append", choices=[scene.name for scene in SCENES])
    parser.add_argument("--random", type=int, default=50, help="kills at random for each command")
    parser.add_argument("--most", type=int, help="steps to try, spread over the run (default all)")
    parser.add_argument("--names", action="store_true", help="tell the names of the steps, too")
    parser.add_argument("--seed", type=int, help="the clock's seconds unless given")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each command")
    return parser


if __name__ == "__main__":
    sys.exit(main())
