"""The written files: valid, safe, the same every time."""
