"""How quickly the index follows the catalog: `python -m benchmarks.sync`."""
