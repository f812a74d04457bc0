"""The commands staff can give, as data: one list for ribbon, buttons, callbacks and menus.

Every door that shows a command (the ribbon tab, the buttons on a sheet, the VBA callbacks,
LibreOffice's menu) is generated from, or tested against, :data:`COMMANDS`; a new command is
one entry here and one function in :mod:`xl_appraisal.macros`.
"""

from __future__ import annotations

from dataclasses import dataclass

TAB_ID = "xlAppraisalTab"
TAB_LABEL = "绩效考核"
MACRO_MODULE = "xl_appraisal.macros"


@dataclass(frozen=True)
class Group:
    """A group of the ribbon tab."""

    id: str
    label: str


@dataclass(frozen=True)
class Command:
    """One command as every door shows it.

    ``function`` is the parameterless function of :data:`MACRO_MODULE` that does the work and
    ``image`` the name of an icon in Office's own set (``imageMso``).
    """

    id: str
    group: Group
    label: str
    screentip: str
    supertip: str
    image: str
    function: str

    @property
    def procedure(self) -> str:
        """Name of the VBA procedure a sheet button calls: ``selfCheck`` gives ``SelfCheck``."""
        return self.id[0].upper() + self.id[1:]

    @property
    def callback(self) -> str:
        """Name of the VBA procedure the ribbon calls (``onAction``)."""
        return "On" + self.procedure


FIGURES = Group("figures", "计算与核对")
RESULTS = Group("results", "结果")
COLLECT = Group("collect", "收集")
CLOSING = Group("closing", "封存")
SUPPORT = Group("support", "维护")

COMMANDS: tuple[Command, ...] = (
    Command(
        id="recalculate",
        group=FIGURES,
        label="重新计算",
        screentip="重新计算全部窗口的得分和名次",
        supertip="读取当前工作表中的各项数据，重新计算得分、红旗和名次。已有的公式不会被覆盖。",
        image="CalculateNow",
        function="recalculate",
    ),
    Command(
        id="check",
        group=FIGURES,
        label="核对",
        screentip="核对填写的数据",
        supertip="检查每个单元格的填写是否符合考核办法，把全部问题一次列出，并写明所在单元格和允许的范围。",
        image="ErrorChecking",
        function="check",
    ),
    Command(
        id="explain",
        group=FIGURES,
        label="说明得分",
        screentip="说明所选窗口的得分",
        supertip="先选中某个窗口所在的行，再点击此按钮：逐项列出得分的由来、依据的备注条款和封顶情况。",
        image="FormulaEvaluate",
        function="explain",
    ),
    Command(
        id="generateAnnex",
        group=RESULTS,
        label="生成名次表",
        screentip="按公文格式生成名次表",
        supertip="新建一张只含数值、按名次排列的工作表，供打印和公示使用，不改动原表。",
        image="SheetInsert",
        function="generate_annex",
    ),
    Command(
        id="generateSlips",
        group=RESULTS,
        label="生成明细",
        screentip="给每个窗口生成一份加扣分明细",
        supertip="在工作簿旁边的文件夹里给每个窗口生成一个 Word 文件，写明分数由来、名次和差距。",
        image="FileSendAsAttachment",
        function="generate_slips",
    ),
    Command(
        id="importLines",
        group=COLLECT,
        label="导入明细",
        screentip="导入部门交来的明细和人员考核分",
        supertip="选择一个或几个 CSV、xlsx 文件，先列出将要增加的行，确认后才写入；"
        "内容相同的不重复导入。",
        image="ImportTextFile",
        function="import_lines",
    ),
    Command(
        id="sealQuarter",
        group=CLOSING,
        label="封存",
        screentip="封存本季度",
        supertip="没有错误、成绩与重新计算一致时，保护各工作表，在“规则”表记下时间和摘要。"
        "封存后不能改动，可以写明原因重新打开。",
        image="FileMarkAsFinal",
        function="seal_quarter",
    ),
    Command(
        id="verifyQuarter",
        group=CLOSING,
        label="核验",
        screentip="核验封存以来有没有被改动",
        supertip="与封存时记下的摘要比对，有改动的列出单元格。只看不写。",
        image="ReviewCompareMajorVersion",
        function="verify_quarter",
    ),
    Command(
        id="reopenQuarter",
        group=CLOSING,
        label="重新打开",
        screentip="重新打开已封存的季度",
        supertip="要写明原因；原因和时间记在“规则”表和“核对”表。设过密码的要输入密码。",
        image="SheetUnprotect",
        function="reopen_quarter",
    ),
    Command(
        id="selfCheck",
        group=SUPPORT,
        label="自检",
        screentip="检查本机的运行环境",
        supertip="检查 Python、xlwings、加载项和宏设置是否正常，发现问题时说明原因和处理办法。",
        image="AddInManager",
        function="self_check",
    ),
)


def grouped() -> tuple[tuple[Group, tuple[Command, ...]], ...]:
    """The groups in the order of their first command, each with its commands."""
    groups = tuple(dict.fromkeys(command.group for command in COMMANDS))
    return tuple(
        (group, tuple(command for command in COMMANDS if command.group == group))
        for group in groups
    )
