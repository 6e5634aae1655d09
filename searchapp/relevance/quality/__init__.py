"""How good the search is: measures over query sets, kept so that versions can be compared."""
