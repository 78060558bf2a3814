"""Peers of the realcam study: classic denoisers of one strength. Reads lines of JSON from stdin, one picture each:
{"method": "nlm" | "bm3d", "strength": number, "from": picture, "to": PNG}; writes the pictures, says each by its name."""

import json
import sys

import numpy as np


def read(path):
    import cv2

    picture = cv2.imread(path, cv2.IMREAD_COLOR)
    if picture is None:
        raise SystemExit(f"{path} is no picture")
    return picture


def nlm(picture, strength):
    """OpenCV's non-local means in colour: the same strength for lightness and colour."""
    import cv2

    return cv2.fastNlMeansDenoisingColored(picture, None, strength, strength, 7, 21)


def bm3d(picture, strength):
    """CBM3D of the bm3d package: sigma of 255 levels; reads R, G, B."""
    from bm3d import bm3d_rgb

    restored = bm3d_rgb(picture[:, :, ::-1] / 255.0, strength / 255.0)[:, :, ::-1]
    return np.clip(np.round(255 * restored), 0, 255).astype(np.uint8)


METHODS = {"nlm": nlm, "bm3d": bm3d}


def main():
    import cv2

    for line in sys.stdin:
        job = json.loads(line)
        cv2.imwrite(job["to"], METHODS[job["method"]](read(job["from"]), job["strength"]))
        print(job["to"], flush=True)


if __name__ == "__main__":
    main()
