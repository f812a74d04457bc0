"""自检: what is installed here, told in the program itself."""

from __future__ import annotations

from xl_appraisal.hosts import LiveHost, Screen


def self_check(host: LiveHost, screen: Screen) -> str:
    """自检: what is installed here and whether it fits together."""
    from xl_appraisal.setup import doctor

    lines = doctor.worst_first(doctor.examine(host))
    wrong = [str(line) for line in lines if line.severity != "fine"]
    screen.tell("\n".join([doctor.summary(lines), *wrong]))
    return "自检完成。"
