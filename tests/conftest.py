"""What all tests share."""

import os

import nbval.kernel
from hypothesis import settings
from jupyter_client.manager import KernelManager
from runner import own_sockets

os.environ["NO_ANSWERS"] = "1"  # a test writes nothing into the course's folder, nor does a kernel of it

# The same examples in each run, however slow the machine is, and no file is written.
settings.register_profile("course", deadline=None, derandomize=True, database=None)
settings.load_profile("course")

# nbval has no option for it. A run of notebooks/ alone does not load this file, and then its kernels use ports.
nbval.kernel.KernelManager = lambda **options: KernelManager(config=own_sockets(), **options)
