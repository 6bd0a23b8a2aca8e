"""The measurements behind RESULTS.md: ``python -m benchmarks`` lists them and runs any of them."""
