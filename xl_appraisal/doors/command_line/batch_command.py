"""The command batch: thousands of workbooks, one summary."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from xl_appraisal.doors.command_line.console import (
    FINE,
    STOPPED,
    note,
    one_line,
    print_json,
    say,
)
from xl_appraisal.model.record import replace
from xl_appraisal.outputs.batch_summary import write_summary
from xl_appraisal.work.batch.batch_run import alone_in, finish, run_batch
from xl_appraisal.work.batch.book_job import Outcome
from xl_appraisal.work.batch.find_books import find_tasks


def batch(options: Namespace) -> int:
    """Recalculate every workbook of some folders; exit code 1 where one failed or has errors."""
    places = [Path(place) for place in options.folders]
    out = Path(options.out) if options.out else None
    first = places[0] if places[0].is_dir() else places[0].parent
    folder = Path(options.summary) if options.summary else out or first
    found = find_tasks(places, out, apply_rules=options.apply_rules)
    tasks = [replace(task, keep=options.backup) for task in found]
    with alone_in(folder):
        outcomes = run_batch(
            tasks,
            folder,
            jobs=options.jobs or os.cpu_count() or 1,
            scheduler=options.scheduler,
            restart=options.restart,
            progress=_progress,
        )
        book, data = write_summary(outcomes, folder)
        finish(folder)
    if options.json:
        print_json({"workbooks": outcomes})
    else:
        _print(outcomes, book, data)
    wrong = any(outcome.state == "failed" or outcome.errors for outcome in outcomes)
    return STOPPED if wrong else FINE


def _progress(outcomes: Iterable[Outcome], count: int, before: int) -> Iterator[Outcome]:
    """A bar on a terminal; into a log only what went wrong."""
    from tqdm import tqdm

    if before:
        note(f"接着上次：已算好{before}个，还剩{count}个。")
    with tqdm(outcomes, total=count, desc="批量计算", unit="个", disable=None) as bar:
        for outcome in bar:
            if outcome.state == "failed":
                bar.write(one_line(f"未完成  {outcome.source}：{outcome.message}"), file=sys.stderr)
            yield outcome


def _print(outcomes: Sequence[Outcome], book: Path, data: Path) -> None:
    states = Counter(outcome.state for outcome in outcomes)
    windows = sum(outcome.windows for outcome in outcomes if outcome.state == "done")
    closed = f"已封存{states['closed']}个（没有重算），" if states["closed"] else ""
    say(
        f"共{len(outcomes)}个工作簿：已计算{states['done']}个（{windows}个窗口），"
        f"{closed}未完成{states['failed']}个。"
    )
    for outcome in outcomes:
        if outcome.errors:
            say(f"[错误{outcome.errors}条] {outcome.source}：用 xl-appraisal check 查看")
    say(f"汇总：{book}；{data}")
