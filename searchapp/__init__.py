"""The application: its parts are told apart in ARCHITECTURE.md."""

import os

# Read by numpy when it is loaded. Its products are small here, and threads of BLAS that wait for
# each other busily take twice the time on a machine that has other work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
