"""The commands: `strip`, which strips pages, and `stripper`, the toolbox."""
