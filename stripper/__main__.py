"""`python -m stripper` is the toolbox."""

from stripper.cli.toolbox import run

if __name__ == "__main__":
    raise SystemExit(run())
