"""The measurements behind RESULTS.md: ``python -m benchmarks`` lists them and runs any of them."""

import rag  # before all others: it switches off what they would report to their makers

__all__ = ["rag"]
