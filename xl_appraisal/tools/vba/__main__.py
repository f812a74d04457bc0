"""``python -m xl_appraisal.tools.vba [TEMPLATE]``: write VBA sources and template anew.

``TEMPLATE`` is where the template goes: workbook_template.xlsm unless told otherwise.
"""

import sys
from pathlib import Path

from xl_appraisal.book.new.macros.macro_book import template_bytes
from xl_appraisal.tools.vba.generated_sources import bring, write_generated

if __name__ == "__main__":
    for path in write_generated():
        print(path.name)
    template = Path(sys.argv[1] if len(sys.argv) > 1 else "workbook_template.xlsm")
    if bring(template, template_bytes()):
        print(template.name)
