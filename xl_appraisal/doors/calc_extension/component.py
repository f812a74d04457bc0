"""The extension's own lines inside LibreOffice; all work is done by the package xl_appraisal.

This file runs in LibreOffice's Python.  ``python.json`` beside it says where the package and what
it needs were installed, and for which Python; ``functions.json`` what the cell functions are.
Without the package everything still answers, with what is wrong and what to do.
"""

# mypy: ignore-errors
# Its base classes exist inside LibreOffice alone.

import json
import sys
import traceback
from functools import cache
from pathlib import Path

import uno
import unohelper
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo, XServiceName
from com.sun.star.sheet import XAddIn, XCompatibilityNames
from com.sun.star.task import XJob
from xlappraisal import XCellFunctions

SERVICE = "xlappraisal.CellFunctions"
PROTOCOL = "xlappraisal:"
MENDING = (
    "请信息科重新安装扩展（运行 xl-appraisal install --libreoffice），再重新启动 LibreOffice。"
)
HERE = Path(__file__).parent
FUNCTIONS = json.loads((HERE / "functions.json").read_text(encoding="utf-8"))
BY_NAME = {function["name"]: function for function in FUNCTIONS}


class NotReadyError(Exception):
    """The package cannot be used here; the text says why."""


@cache
def session():
    """The part of the package that works inside LibreOffice."""
    settings = json.loads((HERE / "python.json").read_text(encoding="utf-8"))
    running = ".".join(map(str, sys.version_info[:2]))
    if settings["python"] != running:
        raise NotReadyError(
            f"程序装在 Python {settings['python']} 里，LibreOffice 用的是 Python {running}，"
            f"两者必须相同。请用 Python {running} 安装 xl-appraisal，{MENDING[1:]}"
        )
    missing = [path for path in settings["paths"] if not Path(path).is_dir()]
    if missing:
        raise NotReadyError(f"找不到程序所在的文件夹 {missing[0]}。{MENDING}")
    # In front: an older pandas or numpy of the system would not fit ours.
    sys.path[:0] = [path for path in settings["paths"] if path not in sys.path]
    try:
        from xl_appraisal.in_calc import session as found
    except Exception as error:
        traceback.print_exc()
        raise NotReadyError(
            f"程序加载不了。{MENDING}\n（{type(error).__name__}：{error}）"
        ) from error
    return found


def _broken(error):
    """What staff are to do; then, of the program's own fault, what its maintainers ask for."""
    return f"没有完成：程序出错。{MENDING}\n（{type(error).__name__}：{error}）"


class CellFunctions(unohelper.Base, XCellFunctions, XAddIn, XCompatibilityNames, XServiceName,
                    XServiceInfo):  # fmt: skip
    """The cell functions as Calc's add-in; their methods are added below."""

    def __init__(self, context, *_):
        self.context = context
        self.locale = None

    def answer(self, name, document, arguments):
        try:
            return session().answer(self.context, document, name, arguments)
        except NotReadyError as error:
            return f"错误：{error}"
        except Exception:
            traceback.print_exc()
            return "错误：程序出错，请点“自检”"

    # XAddIn: which names and texts to show
    def getProgrammaticFuntionName(self, shown):  # so spelt
        return shown

    def getDisplayFunctionName(self, name):
        return name

    def getFunctionDescription(self, name):
        return BY_NAME[name]["help"]

    def getDisplayArgumentName(self, name, number):
        return self._argument(name, number).get("name", "")

    def getArgumentDescription(self, name, number):
        return self._argument(name, number).get("help", "")

    def getProgrammaticCategoryName(self, name):
        return "Add-In"  # Calc knows no others than its own

    def getDisplayCategoryName(self, name):
        return BY_NAME[name]["category"]

    def _argument(self, name, number):
        arguments = BY_NAME[name]["arguments"]
        place = number - 1  # the calling document comes first
        return arguments[place] if 0 <= place < len(arguments) else {}

    def setLocale(self, locale):
        self.locale = locale

    def getLocale(self):
        return self.locale or uno.createUnoStruct("com.sun.star.lang.Locale", "zh", "CN", "")

    # XCompatibilityNames: the names in Excel's files
    def getCompatibilityNames(self, name):
        locale = uno.createUnoStruct("com.sun.star.lang.Locale", "en", "US", "")
        return (uno.createUnoStruct("com.sun.star.sheet.LocalizedName", locale, name),)

    def getServiceName(self):
        return SERVICE

    def getImplementationName(self):
        return SERVICE + ".implementation"

    def supportsService(self, name):
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):
        return (SERVICE, "com.sun.star.sheet.AddIn")


def _method(name):
    def method(self, document, *arguments):
        return self.answer(name, document, arguments)

    return method


for _function in FUNCTIONS:
    setattr(CellFunctions, _function["name"], _method(_function["name"]))


class Opened(unohelper.Base, XJob, XServiceInfo):
    """Called for every document when it has been loaded."""

    NAME = "xlappraisal.Opened"

    def __init__(self, context, *_):
        self.context = context

    def execute(self, arguments):
        try:
            environment = {v.Name: v.Value for part in arguments if part.Name == "Environment"
                           for v in part.Value}  # fmt: skip
            document = environment.get("Model")
            if document is not None and document.supportsService(
                "com.sun.star.sheet.SpreadsheetDocument"
            ):
                session().opened(self.context, document)
        except NotReadyError as error:
            print(error, file=sys.stderr)
        except Exception:
            traceback.print_exc()

    def getImplementationName(self):
        return self.NAME

    def supportsService(self, name):
        return name == self.NAME

    def getSupportedServiceNames(self):
        return (self.NAME,)


class Commands(unohelper.Base, XInitialization, XDispatchProvider, XDispatch, XServiceInfo):
    """What menu, toolbar and buttons call: ``xlappraisal:recalculate``."""

    NAME = "xlappraisal.Commands"

    def __init__(self, context, *_):
        self.context = context
        self.frame = None

    def initialize(self, arguments):
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url, target, flags):
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests):
        return tuple(self.queryDispatch(r.FeatureURL, r.FrameName, r.SearchFlags) for r in requests)

    def dispatch(self, url, arguments):
        command = url.Complete.removeprefix(PROTOCOL)
        try:
            session().run(self.context, self.frame.Controller.Model, command)
        except NotReadyError as error:
            show(self.context, self.frame, str(error))
        except Exception as error:
            traceback.print_exc()
            show(self.context, self.frame, _broken(error))

    def addStatusListener(self, listener, url):
        pass

    def removeStatusListener(self, listener, url):
        pass

    def getImplementationName(self):
        return self.NAME

    def supportsService(self, name):
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):
        return (self.NAME, "com.sun.star.frame.ProtocolHandler")


def show(context, frame, text):
    """A message where there is a window to show it in."""
    window = frame.ContainerWindow if frame is not None else None
    toolkit = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
    if window is None or not window.isVisible():
        print(text, file=sys.stderr)
        return
    box = uno.Enum("com.sun.star.awt.MessageBoxType", "WARNINGBOX")
    toolkit.createMessageBox(window, box, 1, "绩效考核", text).execute()


g_ImplementationHelper = unohelper.ImplementationHelper()
for _made, _names in (
    (CellFunctions, (SERVICE, "com.sun.star.sheet.AddIn")),
    (Opened, (Opened.NAME,)),
    (Commands, (Commands.NAME, "com.sun.star.frame.ProtocolHandler")),
):
    g_ImplementationHelper.addImplementation(
        _made, getattr(_made, "NAME", SERVICE + ".implementation"), _names
    )
