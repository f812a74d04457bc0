"""One file a kind of rule: its exact points, its words and its plain formula, side by side."""
