"""The command line: a door to the desk, with no arithmetic in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from xl_appraisal.doors.command_line.console import FINE, UNUSABLE, note, say_error
from xl_appraisal.model.errors import AppraisalError, Stopped


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 fine, 1 findings that stop a score, 2 unusable input.  Messages go to standard error,
    results to standard output; with ``--json`` nothing but JSON goes there.  A command's function
    returns nothing where all is fine.
    """
    from xl_appraisal.doors.command_line.parser import build_parser, join_name

    _write_utf8()
    given = sys.argv[1:] if arguments is None else list(arguments)
    given = join_name(given)
    options = build_parser(given[0] if given else "").parse_args(given)
    try:
        module, _, function = options.run.partition(":")
        code: int | None = getattr(import_module(f"{__name__}.{module}"), function)(options)
        sys.stdout.flush()
    except Stopped as stop:
        for line in str(stop).split("\n"):
            note(line)
        return UNUSABLE
    except AppraisalError as error:
        say_error(error)
        return UNUSABLE
    except BrokenPipeError:  # the reader, such as head, has had enough
        _silence_stdout()
        return FINE
    except KeyboardInterrupt:
        note("已停止。没有写完的文件都保持原样，可以再运行同一条命令。")
        return UNUSABLE
    except OSError as error:
        from xl_appraisal.files.file_error import explain

        say_error(explain(error, "读写"))
        return UNUSABLE
    except MemoryError:
        say_error("内存不够，没有做完。请关闭其他程序后再试，或删去工作簿里不需要的内容。")
        return UNUSABLE
    return code or FINE


def _write_utf8() -> None:
    """Chinese must not fail on a console or pipe with another encoding, nor a broken file name.

    An encoding that the office asks for by ``PYTHONIOENCODING`` stays.
    """
    asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if asked:
            reconfigure(errors="backslashreplace")
        elif (stream.encoding or "").lower() in ("utf-8", "utf8") or not stream.isatty():
            reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            reconfigure(errors="replace")


def _silence_stdout() -> None:
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, sys.stdout.fileno())
