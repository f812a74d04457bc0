"""Settings that hold for every test."""

from hypothesis import HealthCheck, settings

from tests.command_line import book, demo_folder, run  # noqa: F401  (fixtures for every test)
from tests.libreoffice.fixtures import calc, calc_book, office, session_office  # noqa: F401

# Derandomised: the same commit gives the same answer, today and on another machine.
settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=60,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")
