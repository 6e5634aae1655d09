"""Why an item stands where it does in an answer, or is not there, made ready for pages."""
