"""The commands' arguments, one module for each group of commands.

A group is a module with ``add(commands)``; :data:`GROUPS` lists them in the order of the help.
"""

GROUPS = (
    "making_options",
    "working_options",
    "asking_options",
    "comparing_options",
    "results_options",
    "closing_options",
    "restoring_options",
    "notices_options",
    "many_options",
    "setup_options",
)
