"""Forms of rules and profiles."""
