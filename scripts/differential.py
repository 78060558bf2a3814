#!/usr/bin/env python3
"""Photos read here against independent decoders: every variant is right to the sample, or refused in words.

Draws variants of TIFF, PNG, JPEG, WebP and JPEG XL (depth, layout, compression, alpha, orientation, byte order, pages) with Pillow,
tifffile and imagecodecs, restores them with strength 0 into TIFFs (or JPEG XLs), and compares each sample with what those libraries read.

    python scripts/differential.py [--count 1200] [--seed 0] [--keep DIR] [--into tiff|jxl]

Needs: pip install pillow tifffile imagecodecs numpy. Without them it says so and ends with 0: it is no part of `npm test`.
Ends with 1 where a photo came out differently without a word.
"""
import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import imagecodecs
    import numpy as np
    import tifffile
    from PIL import Image
except ImportError as missing:
    print(f"Skipped: {missing.name} is not installed (pip install pillow tifffile imagecodecs numpy).")
    sys.exit(0)

ROOT = Path(__file__).resolve().parent.parent
# What two decoders of one JPEG may differ by: rounding of the inverse transform and of the colours.
JPEG_LEVELS = 2


def drawn(rng, height, width, samples, dtype):
    """Gradients with noise, [height, width, samples]; the last of 2 or 4 samples is an alpha with holes."""
    top = np.iinfo(dtype).max
    y, x = np.mgrid[0:height, 0:width]
    planes = [np.sin(x / (5 + c) + y / 11) / 3 + 0.5 + rng.random((height, width)) * 0.15 for c in range(samples)]
    picture = (np.clip(np.stack(planes, -1), 0, 1) * top).astype(dtype)
    if samples in (2, 4):
        picture[: height // 3, : width // 3, -1] = 0
        picture[height // 2 :, :, -1] = top
    return picture


def upright(picture, orientation):
    """As EXIF 2.32 says for its tag Orientation."""
    turned = {2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1], 5: lambda a: a.swapaxes(0, 1)}
    turned[6] = lambda a: np.rot90(a, -1)
    turned[7] = lambda a: np.rot90(a, 2).swapaxes(0, 1)
    turned[8] = lambda a: np.rot90(a, 1)
    return turned.get(orientation, lambda a: a)(picture)


def tiff(rng):
    samples = int(rng.choice([1, 1, 2, 3, 3, 4]))
    kind = rng.choice(["uint8", "uint8", "uint16", "uint16", "bool", "int16", "float32", "uint32"])
    height, width = int(rng.integers(17, 60)), int(rng.integers(17, 60))
    pages = int(rng.choice([1, 1, 1, 1, 3]))
    facts = {"samples": samples, "kind": str(kind), "pages": pages}
    if kind == "bool":
        samples = 1
        stored = drawn(rng, height, width, 1, np.uint8) > 127
    elif kind == "float32":
        stored = drawn(rng, height, width, samples, np.uint16).astype(np.float32) / 65535
    elif kind == "int16":
        stored = (drawn(rng, height, width, samples, np.uint16).astype(np.int32) - 32768).astype(np.int16)
    else:
        stored = drawn(rng, height, width, samples, np.dtype(kind))
    photometric = "rgb" if samples > 2 else str(rng.choice(["minisblack", "minisblack", "miniswhite"]))
    options = {"photometric": photometric, "metadata": None}
    if samples in (2, 4):
        options["extrasamples"] = [str(rng.choice(["unassalpha", "unassalpha", "assocalpha", "unspecified"]))]
    if samples > 1:
        options["planarconfig"] = str(rng.choice(["contig", "contig", "separate"]))
    names = ["none", "none", "lzw", "zlib", "packbits", "zstd", "lzma", "jpeg", "webp", "jpeg2000", "lerc", "png"]
    compression = str(rng.choice(names))
    if compression != "none":
        options["compression"] = compression
    if compression in ("lzw", "zlib", "zstd") and kind in ("uint8", "uint16"):
        options["predictor"] = bool(rng.integers(0, 2))
    if compression == "jpeg":
        options["compressionargs"] = {"level": 95}
    if rng.integers(0, 2):
        options["tile"] = tuple(int(rng.choice([16, 32, 48])) for _ in range(2))
    else:
        options["rowsperstrip"] = int(rng.choice([1, 7, height]))
    orientation = int(rng.integers(1, 9)) if rng.integers(0, 2) else 1
    # What white that counts as zero is multiplied by its alpha, nobody says.
    if options["photometric"] == "miniswhite" and samples == 2:
        options["extrasamples"] = ["unassalpha"]
    is_associated = options.get("extrasamples") == ["assocalpha"]
    if is_associated and kind in ("uint8", "uint16"):
        top = np.iinfo(kind).max
        stored[..., :-1] = stored[..., :-1].astype(np.uint64) * stored[..., -1:] // top
    options["extratags"] = [(274, 3, 1, orientation, True)]
    form = {"byteorder": str(rng.choice(["<", ">"])), "bigtiff": bool(rng.integers(0, 4) == 0)}
    if kind != "bool" and samples == 1:
        stored = stored[..., 0]
    elif kind == "bool":
        stored = stored[..., 0]
    layered = stored.transpose(2, 0, 1) if options.get("planarconfig") == "separate" else stored
    file = io.BytesIO()
    try:
        with tifffile.TiffWriter(file, **form) as writer:
            for page in range(pages):
                writer.write(np.ascontiguousarray(np.flip(layered, -2) if page else layered), **options)
        file.seek(0)
        with tifffile.TiffFile(file) as read:
            arrays = [page.asarray() for page in read.pages]
    except Exception:  # a combination that tifffile does not write
        return None
    if options.get("planarconfig") == "separate":
        arrays = [array.transpose(1, 2, 0) for array in arrays]
    arrays = [np.where(array, 255, 0).astype(np.uint8) if kind == "bool" else array for array in arrays]
    if photometric == "miniswhite":
        # The alpha stays as it is.
        arrays = [inverted(array, samples) for array in arrays]
    facts |= {key: value for key, value in options.items() if key not in ("metadata", "extratags")} | form
    levels = JPEG_LEVELS if compression == "jpeg" else 1 if is_associated else 0
    facts["associated"] = is_associated
    return ".tif", file.getvalue(), [upright(array, orientation) for array in arrays], levels, facts | {"turn": orientation}


def inverted(array, samples):
    if array.dtype.kind != "u":
        return array
    top = np.iinfo(array.dtype).max
    if samples == 1:
        return top - array
    turned = array.copy()
    turned[..., 0] = top - array[..., 0]
    return turned


def exif_of(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def png(rng):
    samples, deep = int(rng.choice([1, 2, 3, 4])), bool(rng.integers(0, 2))
    picture = drawn(rng, int(rng.integers(9, 60)), int(rng.integers(9, 60)), samples, np.uint16 if deep else np.uint8)
    squeezed = picture[..., 0] if samples == 1 else picture
    facts = {"samples": samples, "deep": deep}
    how = str(rng.choice(["plain", "palette", "bits", "turned"]))
    if how == "plain" or (deep and how != "turned"):
        return ".png", imagecodecs.png_encode(squeezed), [squeezed], 0, facts
    orientation = int(rng.integers(1, 9))
    image = Image.fromarray(squeezed if not deep else (squeezed >> 8).astype(np.uint8))
    if how == "palette":
        image = image.convert("RGB").quantize(int(rng.choice([2, 4, 16, 200])))
    elif how == "bits":
        image = image.convert("1")
    file = io.BytesIO()
    image.save(file, "PNG", exif=exif_of(orientation))
    read = Image.open(io.BytesIO(file.getvalue()))
    expected = np.asarray(read.convert({"P": "RGB", "1": "L"}.get(read.mode, read.mode)))
    return ".png", file.getvalue(), [upright(expected, orientation)], 0, facts | {"how": how, "turn": orientation}


def jpeg(rng):
    mode = str(rng.choice(["L", "RGB", "RGB", "CMYK"]))
    samples = {"L": 1, "RGB": 3, "CMYK": 4}[mode]
    picture = drawn(rng, int(rng.integers(9, 90)), int(rng.integers(9, 90)), samples, np.uint8)
    image = Image.fromarray(picture[..., 0] if samples == 1 else picture, mode if mode == "CMYK" else None)
    orientation = int(rng.integers(1, 9))
    options = {"quality": int(rng.integers(20, 100)), "progressive": bool(rng.integers(0, 2))}
    if mode == "RGB":
        options["subsampling"] = int(rng.integers(0, 3))
    if rng.integers(0, 3) == 0:
        options["restart_marker_rows"] = 1
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif_of(orientation), **options)
    expected = np.asarray(Image.open(io.BytesIO(file.getvalue())))
    return ".jpg", file.getvalue(), [upright(expected, orientation)], JPEG_LEVELS, options | {"mode": mode}


def webp(rng):
    samples = int(rng.choice([3, 4]))
    picture = drawn(rng, int(rng.integers(9, 60)), int(rng.integers(9, 60)), samples, np.uint8)
    image = Image.fromarray(picture)
    orientation = int(rng.integers(1, 9))
    options = {"lossless": bool(rng.integers(0, 2)), "exact": True, "quality": int(rng.integers(30, 100))}
    if rng.integers(0, 6) == 0:
        options |= {"save_all": True, "append_images": [Image.fromarray(picture[::-1].copy())]}
    file = io.BytesIO()
    image.save(file, "WEBP", exif=exif_of(orientation), **options)
    expected = np.asarray(Image.open(io.BytesIO(file.getvalue())))
    facts = {key: value for key, value in options.items() if key != "append_images"}
    frames = 2 if "save_all" in options else 1
    return ".webp", file.getvalue(), [upright(expected, orientation)] * frames, 0, facts | {"samples": samples}


def jxl(rng):
    samples, deep = int(rng.choice([1, 2, 3, 4])), bool(rng.integers(0, 2))
    picture = drawn(rng, int(rng.integers(9, 60)), int(rng.integers(9, 60)), samples, np.uint16 if deep else np.uint8)
    squeezed = picture[..., 0] if samples == 1 else picture
    data = imagecodecs.jpegxl_encode(squeezed, lossless=True)
    return ".jxl", data, [squeezed], 0, {"samples": samples, "deep": deep}


def associated(picture):
    """Results hold colours that are not multiplied by their alpha."""
    top = np.iinfo(picture.dtype).max
    product = picture[..., :-1].astype(np.uint64) * picture[..., -1:]
    return np.concatenate([((product + top // 2) // top).astype(picture.dtype), picture[..., -1:]], -1)


def result_pages(path):
    if path.suffix == ".jxl":
        return [imagecodecs.jpegxl_decode(path.read_bytes())]
    with tifffile.TiffFile(path) as read:
        return [page.asarray() for page in read.pages]


def difference(expected, found, levels):
    """None where the pages hold the same, else what is wrong."""
    if len(expected) != len(found):
        return f"{len(found)} pages instead of {len(expected)}"
    for index, (wanted, got) in enumerate(zip(expected, found)):
        if wanted.shape != got.shape:
            return f"page {index}: {got.shape} instead of {wanted.shape}"
        if wanted.dtype != got.dtype:
            return f"page {index}: {got.dtype} instead of {wanted.dtype}"
        most = int(np.abs(wanted.astype(np.int64) - got.astype(np.int64)).max())
        if most > levels:
            return f"page {index}: up to {most} levels apart"
    return None


def onepair(*args, home):
    command = ["node", str(ROOT / "scripts" / "onepair.mjs"), *args, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "ONEPAIR_HOME": home})
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--into", choices=["tiff", "jxl"], default="tiff", help="what results are written as")
    parser.add_argument("--keep", type=Path, help="where photos and results are left")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    with tempfile.TemporaryDirectory() as temporary:
        work = args.keep or Path(temporary)
        photos, results, home = work / "photos", work / "results", str(work / "home")
        photos.mkdir(parents=True)
        variants = {}
        while len(variants) < args.count:
            made = [tiff, tiff, tiff, tiff, png, png, jpeg, jpeg, webp, webp, jxl][int(rng.integers(0, 11))](rng)
            if made is None:
                continue
            ending, data, expected, levels, facts = made
            name = f"{len(variants):05d}{ending}"
            (photos / name).write_bytes(data)
            variants[name] = (expected, levels, facts)
        onepair("train", "--sample", "--size", "160", "--task", "denoise", "--method", "linear", "--name", "plain", home=home)
        flags = ["--out", str(results), "--strength", "0", "--format", args.into, "--name", "{name}"]
        events = onepair("restore", "plain", str(photos), *flags, home=home)
        outcomes = {event["source"]["name"]: event for event in events if event["event"] == "photo"}
        counts = {"right": 0, "refused": 0, "different": 0}
        reasons = {}
        for name, (expected, levels, facts) in variants.items():
            outcome = outcomes.get(name)
            if outcome is None:
                verdict, why = "different", "not mentioned at all"
            elif "error" in outcome:
                verdict, why = "refused", outcome["error"]["message"].replace(name, "X")
                reasons[why] = reasons.get(why, 0) + 1
            else:
                found = result_pages(results / f"{Path(name).stem}{'.jxl' if args.into == 'jxl' else '.tif'}")
                if facts.get("associated"):
                    found = [associated(page) for page in found]
                    # JPEG's losses leave colours above their alpha, which are white and no more.
                    expected = [np.minimum(page, page[..., -1:]) for page in expected]
                why = difference(expected, found, levels)
                verdict = "right" if why is None else "different"
            counts[verdict] += 1
            if verdict == "different":
                print(f"{name}: {why}  {facts}")
        for why, number in sorted(reasons.items(), key=lambda item: -item[1]):
            print(f"{number:5d} refused: {why}")
        print(f"{len(variants)} variants: {counts['right']} right, {counts['refused']} refused in words, {counts['different']} different without a word")
        return 1 if counts["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
