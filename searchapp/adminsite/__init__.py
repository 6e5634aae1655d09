"""The frame of the admin: its look, its navigation, and the tables that go in and out as CSV."""
