"""The commands staff can give, as data: one list for ribbon, buttons, callbacks and menus.

Every door that shows a command (the ribbon tab, the buttons on a sheet, the VBA callbacks,
LibreOffice's menu) is generated from, or tested against, :data:`COMMANDS`; a new command is
one entry here and one function in :mod:`xl_appraisal.macros`.
"""

from __future__ import annotations

from xl_appraisal.model.record import Record

TAB_ID = "xlAppraisalTab"
TAB_LABEL = "绩效考核"
MACRO_MODULE = "xl_appraisal.macros"


class Group(Record):
    """A group of the ribbon tab."""

    id: str
    label: str


class Command(Record):
    """One command as every door shows it.

    ``function`` is the parameterless function of :data:`MACRO_MODULE` that does the work and
    ``image`` the name of an icon in Office's own set (``imageMso``).  ``on_sheet`` says whether it
    has a button on 名次表 as well: what is done every week has one.
    """

    id: str
    group: Group
    label: str
    screentip: str
    supertip: str
    image: str
    function: str
    on_sheet: bool = True

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
COMPARE = Group("compare", "比较与试算")
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
        supertip="新建一张只含数值、按名次排列的工作表，再按您选的位置存为 Word、Excel 或 "
        "PDF 文件，供打印和公示使用，不改动原表。",
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
        id="showGaps",
        group=COMPARE,
        label="差距",
        screentip="每个窗口距前一名次和红旗窗口差多少",
        supertip="列出每个窗口还差多少分、哪些项目还可以得分，放在工作表“差距”里。",
        image="SortUp",
        function="show_gaps",
        on_sheet=False,
    ),
    Command(
        id="tryOut",
        group=COMPARE,
        label="试算",
        screentip="假如改几个数，名次会怎样",
        supertip="第一次点：把名次表复制为“试算”，在里面随便改。再点：算出试算的名次，与名次表对照。名次表不受影响。",
        image="WhatIfAnalysisMenu",
        function="try_out",
        on_sheet=False,
    ),
    Command(
        id="compareBooks",
        group=COMPARE,
        label="比较",
        screentip="与另一个工作簿比较",
        supertip="选择原来的工作簿：谁加了分、谁减了分，名次和红旗怎样变，是哪些填写不同。两个工作簿都不改动。",
        image="ReviewTrackChangesMenu",
        function="compare_books",
        on_sheet=False,
    ),
    Command(
        id="sumUpYear",
        group=COMPARE,
        label="年度汇总",
        screentip="汇总几个季度",
        supertip="选择其他季度的工作簿，在旁边生成年度汇总：平均分、各季度名次和升降、红旗次数。",
        image="PivotTableInsert",
        function="sum_up_year",
        on_sheet=False,
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
        id="beginNextQuarter",
        group=CLOSING,
        label="新建下季度",
        screentip="从本工作簿开始下一季度",
        supertip="沿用窗口、人员、栏目和规则，清空分值，在旁边生成下一季度的工作簿；窗口有增减的可以写明。",
        image="FileNew",
        function="begin_next_quarter",
        on_sheet=False,
    ),
    Command(
        id="checkNotice",
        group=SUPPORT,
        label="检查通报",
        screentip="检查改过的通报文件",
        supertip="一次列出全部错误，写明第几行、应怎么写。",
        image="Spelling",
        function="check_notice_file",
        on_sheet=False,
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

ON_SHEET: tuple[Command, ...] = tuple(command for command in COMMANDS if command.on_sheet)
"""The commands that have a button on 名次表."""


def grouped() -> tuple[tuple[Group, tuple[Command, ...]], ...]:
    """The groups in the order of their first command, each with its commands."""
    groups = tuple(dict.fromkeys(command.group for command in COMMANDS))
    return tuple(
        (group, tuple(command for command in COMMANDS if command.group == group))
        for group in groups
    )
