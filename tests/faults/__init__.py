"""What happens when a run is killed or its disk fails: ``python -m tests.faults`` tells."""
