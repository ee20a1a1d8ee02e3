"""The tools of the proof are proved too: a store that lends a former pack, or a campaign that hides a failure, lies."""
