"""A folder that a staff machine is installed from: no internet, no administrator, no Python."""
