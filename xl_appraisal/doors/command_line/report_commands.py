"""Commands that compute and show, and write nothing: rank, check, explain, layout."""

from __future__ import annotations

from argparse import Namespace

from xl_appraisal.book.write.outcome_text import election_texts, figures_text, title
from xl_appraisal.doors.command_line.console import (
    FINE,
    STOPPED,
    print_findings,
    print_json,
    print_table,
    say,
    step,
)
from xl_appraisal.doors.command_line.report_json import rank_json, total_shown, window_json
from xl_appraisal.hosts import FileHost
from xl_appraisal.model.exact import plain
from xl_appraisal.model.gc_pause import paused_gc
from xl_appraisal.model.layout import Layout
from xl_appraisal.model.notice import Notice
from xl_appraisal.scoring import RankedWindow
from xl_appraisal.scoring.result import SOURCE_NAMES, Line
from xl_appraisal.work.desk import Appraised, appraise_host, with_changes


@paused_gc()
def rank(options: Namespace) -> int:
    """Print the ranking, or its JSON."""
    done = appraised(options)
    if options.json:
        print_json(rank_json(done))
    else:
        print_ranking(done)
        say()
        print_findings(done.appraisal.findings)
    return exit_code(done)


@paused_gc()
def check(options: Namespace) -> int:
    """Print every finding."""
    host = FileHost(options.book)
    done = with_changes(appraised(options, host), host)
    findings = done.appraisal.findings
    if options.json:
        print_json({"findings": findings})
    else:
        say(figures_text(done.quarter, done.appraisal))
        print_findings(findings)
    return exit_code(done)


def explain(options: Namespace) -> int:
    """Print where each point of one window comes from."""
    done = appraised(options)
    window = find_window(done, options.window)
    if options.json:
        print_json(window_json(done.quarter.book.notice, window))
    else:
        print_explanation(done, window)
    return exit_code(done)


def layout(options: Namespace) -> None:
    """Print the columns of a workbook, or of the layout that comes with the product."""
    if options.book:
        found = appraise_host(FileHost(options.book)).quarter.book.layout
    else:
        from xl_appraisal.model.rulebook import load_rulebook

        found = load_rulebook().layout
    if options.json:
        print_json(found)
    else:
        _print_layout(found)


def exit_code(done: Appraised) -> int:
    """1 where a finding stops a score, else 0."""
    return STOPPED if done.appraisal.stopped else FINE


def appraised(options: Namespace, host: FileHost | None = None) -> Appraised:
    """A workbook, the one that the options name by default, appraised; nothing is written."""
    with step("正在读取和计算"):
        return appraise_host(host or FileHost(options.book), apply_rules=options.apply_rules)


def find_window(done: Appraised, name: str) -> RankedWindow:
    """The window of that name, leniently spelled; :class:`BookError` tells near ones."""
    from xl_appraisal.work.comparing.find_name import one_of

    known = {window.window: window for window in done.appraisal.windows}
    return known[one_of(name, known, "窗口", "见名次表")]


# ── text ──


def print_ranking(done: Appraised, most: int | None = None) -> None:
    """The ranking as a table, its first ``most`` windows, then the election."""
    notice = done.quarter.book.notice
    say(title(done.quarter))
    names = [module.name for module in notice.modules]
    rows = [
        [
            window.rank_text or "—",
            *([window.group] if notice.groups else []),
            window.window,
            *(_module(window, module.id) for module in notice.modules),
            total_shown(notice, window) or "未计分",
            *_outcome(notice, window),
        ]
        for window in done.appraisal.windows[:most]
    ]
    outcome = [award.name for award in notice.window_awards]
    outcome += ["等次"] if notice.grades else []
    group = ["组别"] if notice.groups else []
    header = ["名次", *group, "窗口", *names, "总分", *outcome]
    print_table(
        header,
        rows,
        left=(*range(1, 2 + len(group)), *range(len(header) - len(outcome), len(header))),
    )
    if len(rows) < len(done.appraisal.windows):
        more = len(done.appraisal.windows) - len(rows)
        say(f"……另有{more}个窗口，见名次表，或用 xl-appraisal rank 查看。")
    for sentence in election_texts(done.quarter, done.appraisal):
        say(sentence)


def _outcome(notice: Notice, window: RankedWindow) -> list[str]:
    """What the notice elects and grades windows to, if it does."""
    flags = [one.text for one in window.awards.values()]
    return [*flags, window.grade] if notice.grades else flags


def _module(window: RankedWindow, module: str) -> str:
    score = window.score.modules.get(module)
    return "—" if score is None else plain(score)


def print_explanation(done: Appraised, window: RankedWindow) -> None:
    """Every line behind a window's figures, figure by figure, then the remarks it rests on."""
    notice = done.quarter.book.notice
    names = notice.figure_names
    place = "未计分" if window.total is None else window.place_told
    say(f"{window.window}  {place}  总分{total_shown(notice, window) or '—'}")
    figure = ""
    for line in window.lines:
        if line.figure != figure:
            figure = line.figure
            say()
            say(f"【{names[figure]}】")
        say("  " + _line_text(line))
    findings = [f for f in done.appraisal.findings if f.window == window.window]
    if findings:
        say()
        print_findings(findings)
    say()
    say("所依据的备注：")
    for number in sorted({line.remark for line in window.lines}):
        say(f"  {number}.{notice.remark(number).text}")


def _line_text(line: Line) -> str:
    change = ""
    if line.points is not None and line.after is not None and line.figure != "total":
        sign = "-" if line.points < 0 else "+"
        change = f" {sign}{plain(line.points.copy_abs())} → {plain(line.after)}"
    detail = f"：{line.text}" if line.text else ""
    cells = f"  {'、'.join(map(str, line.places))}" if line.places else ""
    source = SOURCE_NAMES[line.source]
    return f"{line.item}{change}（备注{line.remark}，{source}）{detail}{cells}"


def _print_layout(found: Layout) -> None:
    from xl_appraisal.model.layout.layout import KIND_NAMES, NAME_STANDINGS

    rows = [
        [
            str(found.positions[column.id]),
            column.id,
            "/".join(column.header),
            KIND_NAMES[column.kind],
            column.sign,
            column.module,
            column.rule or column.measure,
            NAME_STANDINGS[column.standing],
        ]
        for column in found.all_columns
    ]
    header = ["列", "编号", "表头", "种类", "加扣", "计入", "规则", "栏名依据"]
    print_table(header, rows, left=range(1, len(header)))
