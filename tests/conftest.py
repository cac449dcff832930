"""What all tests share."""

from hypothesis import settings

# The same examples in each run, however slow the machine is, and no file is written.
settings.register_profile("course", deadline=None, derandomize=True, database=None)
settings.load_profile("course")
