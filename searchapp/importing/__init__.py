"""Files of merchants and the demo marketplace into the catalog."""
