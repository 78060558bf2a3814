"""Restores a photo with a Onepair model and nothing but NumPy, to the numbers of the app.

    python3 restore.py MODEL.onepair PHOTO RESULT.png     (or RESULT.npy: values before they are rounded)

Needs numpy, safetensors and pillow. Knows RNNs on patches and U-Nets on whole pictures, trained on luminance without a
self-ensemble (preset fast), at their faithful end. docs/model-format.md says what is in the file.
"""
import json
import sys
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as windows
from PIL import Image
from safetensors import safe_open


def rnn(plane, settings, w):
    """z_t = ReLU(W_zy y_t + W_zz z_{t-1} + b), x_t = W_xz z_t on overlapping patches, row by row."""
    p, s = settings["patch"], settings["restoreStride"]
    tops, lefts = (np.minimum(np.arange(-(-(n - p) // s) + 1) * s, n - p) for n in plane.shape)
    y = windows(plane, (p, p))[np.ix_(tops, lefts)].reshape(-1, p, p)
    means = y.mean((1, 2), keepdims=True)
    z, rows = np.zeros((len(y), settings["units"]), np.float32), []
    for t in range(p):
        z = np.maximum((y - means)[:, t] @ w["rnn.w_zy"] + z @ w["rnn.w_zz"] + w["rnn.bias"], 0)
        rows.append(z @ w["rnn.w_xz"].T)
    x = np.stack(rows, 1) + (0 if "linear.filter" in w else means)
    weight, total = w.get("overlap.weights", np.ones((p, p))), np.zeros((2, *plane.shape))
    for (top, left), patch in zip(product(tops, lefts), x):
        total[:, top : top + p, left : left + p] += weight * patch, weight
    return (total[0] / total[1])[p - 1 : 1 - p, p - 1 : 1 - p]


def unet(plane, settings, w, block=2):
    """Nine 3x3 layers on blocks of pixels; the last four but one add what the first four found."""
    rows, columns = (n // block for n in plane.shape)
    v = plane.reshape(rows, block, columns, block).transpose(0, 2, 1, 3).reshape(rows, columns, -1) - 0.5
    v, levels = np.concatenate([v, np.ones((rows, columns, 1))], 2), []
    for n in range(9):
        v = np.einsum("ijckl,klco->ijo", windows(v, (3, 3), (0, 1)), w[f"unet.layer{n + 1}"], optimize=True)
        if n > 4 and n < 8:
            cut = (len(levels[7 - n]) - len(v)) // 2
            v = v + levels[7 - n][cut:-cut, cut:-cut]
        levels.append(v := np.maximum(v, 0) if n < 8 else v)
    rows, columns = v.shape[:2]
    return v.reshape(rows, columns, block, block).transpose(0, 2, 1, 3).reshape(rows * block, columns * block)


def restore(model, rgb):
    """[height, width, 3] in [0, 1] -> the same, restored: what the network adds to Y is added to R, G and B alike."""
    with safe_open(model, "np") as file:
        settings = json.loads(file.metadata()["card"])["settings"]
        w = {name: file.get_tensor(name) for name in file.keys()}
    if settings["channels"] == "all":
        raise SystemExit("This model restores colours: export it with 'onepair models export --onnx' and use restore_onnx.py.")
    network, reach = (unet, 18) if settings["method"] == "unet-gan" else (rnn, settings["patch"] - 1)
    y = rgb @ np.float32([0.299, 0.587, 0.114])
    height, width = y.shape
    filtered = np.pad(y, [(reach + 7, reach + 7 + n % 2) for n in y.shape], "symmetric")
    if "linear.filter" in w:
        filtered = np.einsum("ijkl,kl->ij", windows(filtered, (15, 15)), w["linear.filter"], optimize=True)
    else:
        filtered = filtered[7:-7, 7:-7]
    if network is rnn:  # reads no blocks, so that nothing has to be even
        filtered = filtered[: height + 2 * reach, : width + 2 * reach]
    residual = network(filtered, settings, w)[:height, :width]
    base = filtered[reach : reach + height, reach : reach + width] if "linear.filter" in w else 0
    return rgb + (base + residual - y)[:, :, None]


if __name__ == "__main__":
    model, photo, result = sys.argv[1:]
    restored = restore(model, np.float32(Image.open(photo).convert("RGB")) / 255)
    if result.endswith(".npy"):
        np.save(result, np.float32(restored))
    else:
        Image.fromarray(np.uint8(np.round(np.clip(restored, 0, 1) * 255))).save(result)
