"""The VBA side of the worksheet functions: xlwings' wrappers, and their help in Chinese."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from string import Template

from xl_appraisal.book.new.macros.chinese_source import expression
from xl_appraisal.book.new.macros.sources import WRAPPER_MODULE, VbaModule, with_crlf
from xl_appraisal.tools.vba.callbacks import PRIVATE, header
from xl_appraisal.tools.vba.udf_engine import FunctionHelp, import_functions


def functions_and_help(python_module_name: str) -> tuple[VbaModule, VbaModule]:
    """The wrapper module and the help module of ``python_module_name``.

    Raises what :func:`~xl_appraisal.tools.vba.udf_engine.import_functions` raises.
    """
    imported = import_functions(python_module_name)
    wrappers = with_crlf(with_volatile_calls(imported.source.rstrip("\n")))
    return VbaModule(WRAPPER_MODULE, wrappers), help_module(imported.help)


_FUNCTION = re.compile(r"(Function \w+\((.*)\)\n(?:.*\n)*?    #If App = .*\n)")


def with_volatile_calls(source: str) -> str:
    """The wrappers, with calls that hand too little over made anew at every calculation.

    A bare row number and a rule asked for without the data depend on nothing that Excel knows of;
    calls that hand cells over follow them, and are not made volatile.
    """

    def told(match: re.Match[str]) -> str:
        names = [part.split()[-1].removesuffix("()") for part in match[2].split(",") if part]
        when = ""
        if names[:1] == ["row"]:
            when = 'TypeName(row) <> "Range"'
        elif names[-1:] == ["data"]:
            when = "IsMissing(data)"
        return f"{match[1]}        If {when} Then Application.Volatile\n" if when else match[1]

    return _FUNCTION.sub(told, source)


def help_module(functions: Sequence[FunctionHelp]) -> VbaModule:
    """``FunctionHelp``: the wizard's texts, registered when the workbook opens.

    xlwings registers them when functions are imported on a machine; our workbook comes with
    its functions already in it, so it has to do that itself.
    """
    calls = "".join(f"    Describe_{function.name}\n" for function in functions)
    head = Template(Path(__file__).with_name("function_help.bas").read_text("ascii"))
    register = head.substitute(header=header("FunctionHelp", PRIVATE), calls=calls)
    return VbaModule("FunctionHelp", "\n".join([register, *map(_describe, functions)]))


def _describe(function: FunctionHelp) -> str:
    """The call of ``MacroOptions`` for one function; long texts have statements of their own."""
    names = [f"argument{number}" for number in range(1, len(function.arguments) + 1)]
    texts = dict(zip(names, function.arguments, strict=True))
    texts |= {"summary": function.description, "group": function.category}
    lines = [f"Private Sub Describe_{function.name}()"]
    lines += [f"    Dim {name} As String" for name in texts]
    lines += [f"    {name} = {expression(text)}" for name, text in texts.items()]
    options = "Description:=summary, Category:=group"
    if names:
        options += f", _\n        ArgumentDescriptions:=Array({', '.join(names)})"
    lines.append(f'    Application.MacroOptions Macro:=InThisBook("{function.name}"), {options}')
    return "\n".join([*lines, "End Sub\n"])
