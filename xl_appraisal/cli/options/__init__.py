"""The commands' arguments, one module for each group of commands.

A group is a module with ``add(commands)``; :data:`GROUPS` lists them in the order of the help.
"""

GROUPS = (
    "making",
    "working",
    "asking",
    "comparing",
    "results",
    "closing",
    "restoring",
    "notices",
    "many",
    "setup",
)
