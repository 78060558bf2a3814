"""Restores a photo with a model that Onepair wrote as an ONNX file, to the numbers of the app.

    onepair models export MODEL --onnx model.onnx
    python3 restore_onnx.py model.onnx PHOTO RESULT.png

Needs numpy, onnxruntime and pillow. docs/model-format.md says what the file does.
"""
import sys

import numpy as np
import onnxruntime
from PIL import Image


def restore(session, picture, side=504, margin=72):
    """[channels, height, width] in [0, 1] -> the same, restored, or enlarged by a model of super resolution.

    Patches of a whole picture would all be in memory at once: parts of `side` pixels are restored one after the other,
    each with `margin` pixels around it that are dropped again. Both are multiples of 36, and so of every stride of
    patches from 1 to 4: all parts lie on one grid.
    """
    _, height, width = picture.shape
    result = None
    for top in range(0, height, side):
        for left in range(0, width, side):
            y, x = max(0, top - margin), max(0, left - margin)
            part = picture[None, :, y : top + side + margin, x : left + side + margin]
            (restored,) = session.run(None, {"picture": part})
            scale = restored.shape[2] // part.shape[2]
            if result is None:
                result = np.empty((len(picture), height * scale, width * scale), np.float32)
            inner = restored[0, :, (top - y) * scale :, (left - x) * scale :][:, : side * scale, : side * scale]
            result[:, top * scale : (top + side) * scale, left * scale : (left + side) * scale] = inner
    return result


if __name__ == "__main__":
    model, photo, result = sys.argv[1:]
    rgb = np.asarray(Image.open(photo).convert("RGB"), np.float32) / 255
    restored = restore(onnxruntime.InferenceSession(model), rgb.transpose(2, 0, 1)).transpose(1, 2, 0)
    Image.fromarray(np.uint8(np.round(np.clip(restored, 0, 1) * 255))).save(result)
