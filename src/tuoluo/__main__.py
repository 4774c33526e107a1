"""``python -m tuoluo``."""

import sys

from tuoluo.cli import main

sys.exit(main())
