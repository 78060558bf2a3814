#!/usr/bin/env python3
"""Raw files developed here against rawpy (LibRaw on this machine), developed alike.

Restores each with strength 0 into a 16-bit TIFF and compares every sample with what rawpy makes of it by the same settings.

    python scripts/raws.py PHOTO...

Needs: pip install rawpy tifffile numpy. It is no part of `npm test`: raw files are not in the repository.
Ends with 1 where a photo is more than 1 % of full scale off on average (40 dB) without a word.
"""
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import rawpy
import tifffile

ROOT = Path(__file__).resolve().parent.parent
FULL = 65535


def onepair(home, *args):
    command = ["node", str(ROOT / "scripts" / "onepair.mjs"), *map(str, args), "--json"]
    run = subprocess.run(command, capture_output=True, env={**os.environ, "ONEPAIR_HOME": str(home)})
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith(b"{")]


def developed(path):
    with rawpy.imread(str(path)) as raw:
        return raw.postprocess(
            use_camera_wb=True,
            no_auto_bright=True,
            output_color=rawpy.ColorSpace.ProPhoto,
            output_bps=16,
            demosaic_algorithm=rawpy.DemosaicAlgorithm.AHD,
            gamma=(1.8, 0),
        )


def compared(path, event):
    """What is said of a photo, and whether it is as expected."""
    if "savedAs" not in event:
        return event["error"]["message"], True
    notes = " ".join(event.get("notes", []))
    mine, theirs = tifffile.imread(event["savedAs"]).astype(float), developed(path).astype(float)
    if mine.shape != theirs.shape:
        return f"{mine.shape} instead of {theirs.shape}", False
    off = math.sqrt(np.mean((mine - theirs) ** 2)) / FULL
    decibels = "the same" if off == 0 else f"{-20 * math.log10(off):.1f} dB"
    return f"{mine.shape[1]}×{mine.shape[0]} {decibels} {notes}", off < 0.01 or notes != ""


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as temporary:
        home, out = Path(temporary) / "home", Path(temporary) / "out"
        onepair(home, "train", "--sample", "--size", 256, "--task", "deblur", "--method", "linear", "--name", "lin")
        for path in map(Path, sys.argv[1:]):
            events = onepair(home, "restore", "lin", path, "--out", out, "--strength", 0, "--format", "tiff")
            said, holds = compared(path, next(event for event in events if event["event"] == "photo"))
            failed += not holds
            print(f"{path.name}: {said}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
