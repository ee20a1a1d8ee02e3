"""The film as pure data: project file, screenplay, calendar."""
