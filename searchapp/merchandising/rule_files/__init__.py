"""Rules in files: as JSON and CSV, and what taking a file over comes to in a draft."""
