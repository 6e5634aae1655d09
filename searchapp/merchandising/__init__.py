"""What merchants lay down about the results: rules and ranking profiles."""
