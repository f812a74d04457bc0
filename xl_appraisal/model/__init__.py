"""What a notice, a layout, a cell and a figure are: frozen values, exact, with all their faults."""
