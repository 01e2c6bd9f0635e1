"""Who must do what by when, and the one function that says how it stands."""
