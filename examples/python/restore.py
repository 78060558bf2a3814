"""Restores a photo with a Onepair model and nothing but NumPy, to the numbers of the app.

    python3 restore.py MODEL.onepair PHOTO RESULT.png

Needs numpy, safetensors and pillow. Knows RNNs on patches and U-Nets on whole pictures, trained on luminance without a
self-ensemble (preset fast), at their faithful end. docs/model-format.md says what is in the file.
"""
import json
import sys

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as windows
from PIL import Image
from safetensors import safe_open


def rnn(plane, settings, w):
    """z_t = ReLU(W_zy y_t + W_zz z_{t-1} + b), x_t = W_xz z_t on overlapping patches, row by row."""
    p, s = settings["patch"], settings["restoreStride"]
    tops, lefts = (np.minimum(np.arange(-(-(n - p) // s) + 1) * s, n - p) for n in plane.shape)
    y = windows(plane, (p, p))[np.ix_(tops, lefts)].reshape(-1, p, p)
    means, z, rows = y.mean((1, 2), keepdims=True), np.zeros((len(y), settings["units"]), np.float32), []
    for t in range(p):
        z = np.maximum((y - means)[:, t] @ w["rnn.w_zy"] + z @ w["rnn.w_zz"] + w["rnn.bias"], 0)
        rows.append(z @ w["rnn.w_xz"].T)
    x = np.stack(rows, 1) + (0 if "linear.filter" in w else means)
    weight, total = w.get("overlap.weights", np.ones((p, p))), np.zeros((2, *plane.shape))
    for top, left, patch in zip(np.repeat(tops, len(lefts)), np.tile(lefts, len(tops)), x):
        total[:, top : top + p, left : left + p] += weight * patch, weight
    return (total[0] / total[1])[p - 1 : 1 - p, p - 1 : 1 - p]


def unet(plane, settings, w):
    """Nine 3x3 layers on blocks of 2x2 pixels and a plane of ones; layers 6 to 8 add what layers 3 to 1 found."""
    v = np.stack([plane[::2, ::2], plane[::2, 1::2], plane[1::2, ::2], plane[1::2, 1::2]], 2) - 0.5
    v, levels = np.pad(v, [(0, 0), (0, 0), (0, 1)], constant_values=1), []
    for n in range(9):
        v = np.einsum("ijckl,klco->ijo", windows(v, (3, 3), (0, 1)), w[f"unet.layer{n + 1}"], optimize=True)
        if 4 < n < 8:
            v = v + levels[7 - n][2 * n - 7 : 7 - 2 * n, 2 * n - 7 : 7 - 2 * n]
        levels.append(v := np.maximum(v, 0) if n < 8 else v)
    return v.reshape(*v.shape[:2], 2, 2).transpose(0, 2, 1, 3).reshape(2 * v.shape[0], 2 * v.shape[1])


def restore(model, rgb):
    """[height, width, 3] in [0, 1] -> the same, restored: what the network adds to Y is added to R, G and B alike."""
    file, y = safe_open(model, "np"), rgb @ np.float32([0.299, 0.587, 0.114])
    settings, w = json.loads(file.metadata()["card"])["settings"], {name: file.get_tensor(name) for name in file.keys()}
    network, reach, even = (unet, 18, 2) if settings["method"] == "unet-gan" else (rnn, settings["patch"] - 1, 1)
    padded = np.pad(y, [(reach + 7, reach + 7 + n % even) for n in y.shape], "symmetric")
    linear = w.get("linear.filter", np.pad([[np.float32(1)]], 7))
    filtered = np.einsum("ijkl,kl->ij", windows(padded, (15, 15)), linear, optimize=True)
    inner = filtered[reach:-reach, reach:-reach] * ("linear.filter" in w)  # otherwise the network starts from nothing
    return rgb + (network(filtered, settings, w) + inner)[: len(y), : y.shape[1], None] - y[:, :, None]


if __name__ == "__main__":
    restored = restore(sys.argv[1], np.float32(Image.open(sys.argv[2]).convert("RGB")) / 255)
    Image.fromarray(np.uint8(np.round(np.clip(restored, 0, 1) * 255))).save(sys.argv[3])
