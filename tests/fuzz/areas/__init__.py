"""One module for each kind of input; ``AREAS`` names their cases."""
