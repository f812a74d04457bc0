"""``python -m xl_appraisal.tools.calc_extension OUT.oxt``: write the extension for this Python."""

import sys
from pathlib import Path

from xl_appraisal.files.write_file import write_whole
from xl_appraisal.tools.calc_extension.extension_file import FILE_NAME, extension_bytes

if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else FILE_NAME)
    write_whole(target, extension_bytes())
    print(target)
