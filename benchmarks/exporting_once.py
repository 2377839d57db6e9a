"""One export in this process: the folder of a clinic, and the format."""

import sys
from pathlib import Path

from benchmarks.exporting import once

once(Path(sys.argv[1]), sys.argv[2])
