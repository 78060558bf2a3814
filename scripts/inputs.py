#!/usr/bin/env python3
"""Hard inputs, each with what is expected of it: right to the sample and to the tag, or refused in words.

DATA holds `failing/` (inputs that failed once, with a README.md) and `bad-inputs/` (broken, hostile and valid files, with a
MANIFEST.tsv). Pixels are judged by Pillow and tifffile, tags by ExifTool, apart from what restores the photos.

    python scripts/inputs.py DATA [--only TEXT]

Needs: pip install pillow tifffile imagecodecs numpy, and exiftool. It is no part of `npm test`: DATA is not in the repository.
Ends with 1 where an input does not give what is expected of it.
"""
import argparse
import csv
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from differential import ROOT, np, tifffile
from PIL import Image

# A user who may read less than root does.
NOBODY = 65534


class Expected(Exception):
    """What was expected and is not so."""


def expect(holds, why):
    if not holds:
        raise Expected(why)


class Bench:
    """A home with two models, and a folder for each row."""

    def __init__(self, failing, bad, work):
        self.failing, self.bad, self.work = failing, bad, work
        self.home = work / "home"
        self.round = 0
        subprocess.run(["node", str(ROOT / "scripts" / "setup.mjs")], check=True, capture_output=True)
        for name, more in (("lin", ["deblur"]), ("sr2", ["sr", "--scale", "2"])):
            done = self.onepair("train", "--sample", "--size", "256", "--task", *more, "--method", "linear", "--name", name)
            expect(done.code == 0, f"the model {name} could not be trained: {done.text}")

    def folder(self):
        self.round += 1
        folder = self.work / str(self.round)
        folder.mkdir()
        return folder

    def onepair(self, *args, user=None):
        # The built program itself: another user may not set up.
        command = ["node", str(ROOT / "out" / "main" / "cli.js"), *[os.fspath(arg) for arg in args], "--json"]
        env = {**os.environ, "ONEPAIR_HOME": os.fspath(self.home if user is None else self.work / "theirs")}
        asked = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        return Done(subprocess.run(command, capture_output=True, env=env, timeout=600, cwd=ROOT, **asked))

    def restore(self, *inputs, model="lin", strength=0, flags=(), user=None):
        out = self.folder()
        if user is not None:
            os.chown(out, user, user)
        done = self.onepair("restore", model, *inputs, "--out", out, "--strength", str(strength), "--threads", "1", *flags, user=user)
        done.out = out
        return done

    def row(self, name, **more):
        """One photo of the failing ones, restored."""
        return self.restore(self.failing / name, **more)


class Done:
    def __init__(self, run):
        self.code = run.returncode
        self.text = (run.stdout + run.stderr).decode(errors="replace")
        self.events = [json.loads(line) for line in run.stdout.splitlines() if line.startswith(b"{")]
        self.photos = [event for event in self.events if event["event"] == "photo"]

    @property
    def result(self):
        """The one result."""
        expect(len(self.photos) == 1 and "savedAs" in self.photos[0], f"no result: {self.text}")
        return Path(self.photos[0]["savedAs"])

    @property
    def notes(self):
        return " ".join(note for photo in self.photos for note in photo.get("notes", []))

    def refused(self, words):
        expect("savedAs" not in self.photos[0], "restored")
        message = self.photos[0]["error"]["message"]
        expect(re.search(words, message), message)


def tags(path, *names):
    """ExifTool's values, by name without the group; numbers as numbers."""
    args = [f"-{name}" for name in names]
    told = subprocess.run(["exiftool", "-j", "-n", "-a", "-struct", "-G1", *args, path], capture_output=True, check=True)
    found = json.loads(told.stdout)[0]
    found.pop("SourceFile")
    return found


def tag(path, name):
    return next(iter(tags(path, name).values()), None)


def pixels(path):
    """As stored: every page of a TIFF, and anything else as Pillow reads it."""
    if Path(path).suffix == ".tif":
        with tifffile.TiffFile(path) as file:
            return [page.asarray() for page in file.pages]
    with Image.open(path) as image:
        return [np.asarray(image)]


def same(before, after, why="other pixels"):
    expect(len(before) == len(after), f"{len(after)} pages instead of {len(before)}")
    for one, other in zip(before, after):
        expect(one.dtype == other.dtype and one.shape == other.shape, f"{other.dtype} {other.shape}")
        expect(np.array_equal(one, other), why)


def near(found, wanted, tolerance=1e-3):
    expect(found is not None, "is not there")
    numbers = [float(number) for number in str(found).replace(",", " ").split()] if isinstance(found, str) else found
    numbers = numbers if isinstance(numbers, list) else [numbers]
    close = len(numbers) == len(wanted) and all(abs(a - b) <= tolerance for a, b in zip(numbers, wanted))
    expect(close, f"{numbers} instead of {wanted}")


def unchanged(folder, work):
    """Runs `work` and sees that every file of the folder still holds what it held."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = work()
    for path, held in before.items():
        expect(path.exists() and path.read_bytes() == held, f"{path.name} was replaced")
    return done


ROWS = []


def row(about):
    def add(check):
        ROWS.append((about, check))
        return check

    return add


def refusal(name, words):
    ROWS.append((name, lambda bench: bench.row(name).refused(words)))


refusal("tiled_cut.tif", "ends early")
refusal("tiled_zstd.tif", "ZSTD")
refusal("tiled_ojpeg.tif", "old-style JPEG")
refusal("planar_ycbcr.tif", "YCbCr")
refusal("grey12bit.tif", "12-bit TIFF")
refusal("cielab8.tif", "CIELab")
refusal("tiled_planar.tif", "colours one after the other")
refusal("jpeg12.jpg", "12-bit JPEG")
refusal("animated.avif", "animation")
refusal("int16.tif", "signed")
refusal("anim.png", "animation")
refusal("jpeg_bitrot.jpg", "damaged")


def own(bench):
    folder = bench.folder()
    shutil.copy(bench.failing / "pair_swapped_clean.png", folder / "degraded.png")
    shutil.copy(bench.failing / "pair_swapped_degraded.png", folder / "clean.png")
    return folder


def kept(about, command):
    def check(bench):
        folder = own(bench)
        done = unchanged(folder, lambda: bench.onepair(*command(folder)))
        expect(done.code == 2, f"ends with {done.code}")

    ROWS.append((about, check))


kept(
    "train --out over the clean photo",
    lambda at: ["train", "--degraded", at / "degraded.png", "--clean", at / "clean.png", "--method", "linear", "--preset", "fast", "--out", at / "clean.png"],
)
kept("degrade over its input", lambda at: ["degrade", at / "clean.png", at / "clean.png", "--task", "deblur"])
kept("sample-pair over own photos", lambda at: ["sample-pair", "--out", at, "--size", "128"])


@row("restore --on-conflict overwrite over nobody's result")
def _(bench):
    before, out = bench.folder(), bench.folder()
    shutil.copy(bench.failing / "pair_wb_clean.png", before / "1.png")
    shutil.copy(bench.failing / "pair_wb_degraded.png", out / "1.png")
    flags = ["--name", "{name}", "--on-conflict", "overwrite"]
    unchanged(out, lambda: bench.onepair("restore", "lin", before, "--out", out, *flags))


def hdr(about, codes):
    def check(bench):
        photo = bench.folder() / "hdr.avif"
        data = (bench.failing / "pq2020.avif").read_bytes()
        at = data.index(b"nclx") + 4
        photo.write_bytes(data[:at] + struct.pack(">3H", *codes) + data[at + 6 :])
        for form in ("same", "png", "jpeg", "tiff"):
            done = bench.restore(photo, flags=["--format", form])
            names = ["ColorPrimaries", "TransferCharacteristics"]
            found = [tag(done.result, name) for name in names]
            if form == "png":
                expect(found == list(codes[:2]), f"{form}: {found}")
            else:
                # A profile takes the place of the numbers; ExifTool reads numbers that the encoder writes beside it.
                name = tag(done.result, "ProfileDescription")
                expect(name == f"CICP {codes[0]}/{codes[1]}", f"{form}: profile {name}")
            expect(("HDR" in done.notes) == (codes[1] in (16, 18)), f"{form}: notes {done.notes}")

    ROWS.append((about, check))


hdr("pq2020.avif (CICP 9/16/9)", (9, 16, 9))
hdr("AVIF of Display P3 (CICP 12/13/6)", (12, 13, 6))


@row("names that are not UTF-8")
def _(bench):
    folder = bench.folder()
    shutil.copy(bench.failing / "jfif300.jpg", folder / "ok.jpg")
    shutil.copy(bench.failing / "jfif300.jpg", os.fsencode(folder) + b"/caf\xe9.jpg")
    done = bench.restore(folder)
    restored = sum("savedAs" in photo for photo in done.photos)
    named = done.code == 1 and "caf" in done.text
    expect(restored == 2 or named, f"{restored} restored, ends with {done.code}")


@row("a subfolder that may not be read")
def _(bench):
    expect(os.getuid() == 0, "can be tried as root only")
    theirs = bench.work / "theirs"
    shutil.copytree(bench.home, theirs)
    folder = bench.folder()
    for place in ("lost+found", "closed", "album"):
        (folder / place).mkdir()
    for place in (folder / "a.jpg", folder / "album" / "b.jpg", folder / "closed" / "c.jpg"):
        shutil.copy(bench.failing / "jfif300.jpg", place)
    for path in (bench.work, theirs, *theirs.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    for path in folder.rglob("*.jpg"):
        path.chmod(0o644)
    for closed in ("lost+found", "closed"):
        (folder / closed).chmod(0)
    done = bench.restore(folder, flags=["--recursive"], user=NOBODY)
    expect(done.code == 1 and sum("savedAs" in photo for photo in done.photos) == 2, done.text)
    expect("closed" in done.text, "the folder is not named")


@row("rubbish of NAS and Windows")
def _(bench):
    folder = bench.folder()
    for place in ("@eaDir/IMG_1.JPG/SYNOPHOTO_THUMB_XL.jpg", "#recycle/old.jpg", "$RECYCLE.BIN/del.jpg", "IMG_1.JPG", "x.lrdata/p.jpg"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(bench.failing / "jfif300.jpg", folder / place)
    done = bench.restore(folder, flags=["--recursive"])
    expect([photo["source"]["name"] for photo in done.photos] == ["IMG_1.JPG"], done.text)
    for name in ("@eaDir", "#recycle", "$RECYCLE.BIN", ".lrdata"):
        expect(name in done.text, f"{name} is not said")


@row("kinds of files that are left out")
def _(bench):
    folder = bench.folder()
    for ending in ("jpg", "mpo", "pdf", "svg", "gpr", "tga", "heics", "avifs"):
        shutil.copy(bench.failing / "jfif300.jpg", folder / f"{ending}.{ending}")
    done = bench.restore(folder)
    expect({photo["source"]["name"] for photo in done.photos if "savedAs" in photo} >= {"jpg.jpg", "mpo.mpo"}, done.text)
    for ending in ("pdf", "svg", "gpr", "tga", "heics", "avifs"):
        expect(re.search(ending, done.text, re.I), f"{ending} is not said")


@row("rgbi_unspec16.tif")
def _(bench):
    done = bench.row("rgbi_unspec16.tif")
    expect(str(tag(done.result, "ExtraSamples")) == "0", f"ExtraSamples {tag(done.result, 'ExtraSamples')}")
    same(pixels(bench.failing / "rgbi_unspec16.tif"), pixels(done.result))


@row("pages3.tif")
def _(bench):
    same(pixels(bench.failing / "pages3.tif"), pixels(bench.row("pages3.tif").result))


def stack(about, options):
    def check(bench):
        photo = bench.folder() / "stack.ome.tif" if options.get("ome") else bench.folder() / "stack.tif"
        rng = np.random.default_rng(0)
        tifffile.imwrite(photo, rng.integers(0, 65536, (12, 40, 50), dtype=np.uint16), **options)
        done = bench.restore(photo)
        same(pixels(photo), pixels(done.result))
        with tifffile.TiffFile(photo) as before, tifffile.TiffFile(done.result) as after:
            expect(after.series[0].axes == before.series[0].axes, f"axes {after.series[0].axes}")
            expect(before.is_ome == after.is_ome and before.is_imagej == after.is_imagej, "its description is not read")
            if before.is_ome:
                sizes = [re.search(r'SizeX="(\d+)".*?SizeZ="(\d+)"|SizeZ="(\d+)".*?SizeX="(\d+)"', file.ome_metadata).group(0) for file in (before, after)]
                expect(sizes[0] == sizes[1], str(sizes))
            if before.is_imagej:
                for name in ("spacing", "unit", "slices"):
                    expect(before.imagej_metadata[name] == after.imagej_metadata[name], name)

    ROWS.append((about, check))


stack("an OME z-stack of 12 pages", {"ome": True, "metadata": {"axes": "ZYX", "PhysicalSizeX": 0.1, "PhysicalSizeXUnit": "µm"}})
stack("an ImageJ stack of 12 slices", {"imagej": True, "metadata": {"axes": "ZYX", "spacing": 0.5, "unit": "um"}, "resolution": (10, 10)})


@row("thumb_first.tif")
def _(bench):
    same(pixels(bench.failing / "thumb_first.tif")[1:2], pixels(bench.row("thumb_first.tif").result))


@row("faces_o6.jpg")
def _(bench):
    done = bench.row("faces_o6.jpg")
    region = tag(done.result, "RegionInfo")
    dimensions, area = region["AppliedToDimensions"], region["RegionList"][0]["Area"]
    near([dimensions["W"], dimensions["H"]], [96, 128])
    near([area[name] for name in ("X", "Y", "W", "H")], [0.70, 0.25, 0.25, 0.20])
    expect(tag(done.result, "EXIF:Orientation") in (None, 1), "not upright")
    before = [tag(bench.failing / "faces_o6.jpg", f"XMP-crs:Crop{side}") for side in ("Top", "Left", "Bottom", "Right")]
    after = [tag(done.result, f"XMP-crs:Crop{side}") for side in ("Top", "Left", "Bottom", "Right")]
    top, left, bottom, right = before
    # Turned by a quarter, what was at the left is at the top.
    near(after, [left, 1 - bottom, right, 1 - top])
    x, y, *size = [float(number) for number in str(tag(bench.failing / "faces_o6.jpg", "EXIF:SubjectArea")).split()]
    near(tag(done.result, "EXIF:SubjectArea"), [96 - y, x, *size[::-1]], 1)


@row("faces_o6.jpg, enlarged")
def _(bench):
    small, large = bench.row("faces_o6.jpg").result, bench.row("faces_o6.jpg", model="sr2", strength=100).result
    for name in ("EXIF:SubjectArea", "EXIF:SubjectLocation"):
        before = [float(number) for number in str(tag(small, name)).split()]
        near(tag(large, name), [2 * number for number in before], 2)
    dimensions = tag(large, "RegionInfo")["AppliedToDimensions"]
    near([dimensions["W"], dimensions["H"]], [192, 256])


def container(name, gone):
    def check(bench):
        for form in ("same", "png", "tiff", "webp", "avif"):
            done = bench.row(name, flags=["--format", form])
            found = [key for key in tags(done.result, "XMP:all") if re.search(gone, key)]
            expect(not found, f"{form}: {found}")
            expect(done.notes, f"{form}: no note")

    ROWS.append((name, check))


CONTAINER = "MotionPhoto|MicroVideo|GainMap|HDRGM|Directory|hdrgm|HDRCapacity"
container("motion.jpg", CONTAINER)
container("ultrahdr.jpg", CONTAINER)


@row("jfif300.jpg, and from a PNG to a JPEG")
def _(bench):
    png = bench.folder() / "dpi.png"
    Image.open(bench.failing / "jfif300.jpg").save(png, dpi=(300, 300))
    for done in (bench.row("jfif300.jpg"), bench.restore(png, flags=["--format", "jpeg"])):
        expect([tag(done.result, f"JFIF:{axis}Resolution") for axis in "XY"] == [300, 300], "not 300")


def resolution(done, wanted, unit):
    near([tag(done.result, f"{axis}Resolution") for axis in "XY"], wanted, 0.5)
    found = tag(done.result, "ResolutionUnit")
    expect(found == unit, f"unit {found}")


ROWS.append(("res_aniso.tif", lambda bench: resolution(bench.row("res_aniso.tif"), [204, 98], 2)))
ROWS.append(("res_none.tif", lambda bench: resolution(bench.row("res_none.tif"), [3, 2], 1)))


@row("res_aniso in PNG")
def _(bench):
    png = bench.folder() / "aniso.png"
    Image.fromarray(pixels(bench.failing / "res_aniso.tif")[0]).save(png, dpi=(204, 98))
    found = [tag(bench.restore(png).result, f"PixelsPerUnit{axis}") for axis in "XY"]
    expect(found == [tag(png, f"PixelsPerUnit{axis}") for axis in "XY"], str(found))


@row("imagej_single.tif")
def _(bench):
    done = bench.row("imagej_single.tif")
    resolution(done, [10, 10], 1)
    expect("unit=" in tag(done.result, "ImageDescription"), "the unit is lost")


@row("bigtiff_meta.tif")
def _(bench):
    done = bench.row("bigtiff_meta.tif")
    for name in ("Make", "Model", "Artist", "Copyright", "ImageDescription", "Software"):
        before, after = tag(bench.failing / "bigtiff_meta.tif", f"IFD0:{name}"), tag(done.result, f"IFD0:{name}")
        expect(before is not None and before == after, f"{name}: {after}")


@row("a GeoTIFF")
def _(bench):
    photo = bench.folder() / "map.tif"
    geo = [(33550, "d", 3, (2.0, 2.0, 0.0), True), (33922, "d", 6, (0, 0, 0, 500.0, 900.0, 0), True)]
    rng = np.random.default_rng(0)
    tifffile.imwrite(photo, rng.integers(0, 256, (40, 50, 3), dtype=np.uint8), extratags=geo, metadata=None)
    for name in ("PixelScale", "ModelTiePoint"):
        before, after = tag(photo, name), tag(bench.restore(photo).result, name)
        expect(before is not None and before == after, f"{name}: {after}")
    for done in (bench.restore(photo, model="sr2"), bench.restore(photo, flags=["--format", "png"])):
        expect("map" in done.notes, "the lost map is not said")


@row("xmp_orient_only.jpg")
def _(bench):
    photo = bench.failing / "xmp_orient_only.jpg"
    done = bench.row(photo.name)
    is_turned = pixels(photo)[0].shape[:2] != pixels(done.result)[0].shape[:2]
    expect(tag(done.result, "XMP-tiff:Orientation") == (1 if is_turned else 6), "the XMP is not true")


@row("extxmp_first.jpg")
def _(bench):
    before, done = tags(bench.failing / "extxmp_first.jpg", "XMP:all"), bench.row("extxmp_first.jpg")
    after = tags(done.result, "XMP:all")
    lost = [name for name in before if name not in after]
    expect(len(before) > 1 and not lost and not done.notes, f"{lost} {done.notes}")


@row("a PNG with its EXIF twice")
def _(bench):
    photo = bench.folder() / "twice.png"
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)).save(photo, exif=exif.tobytes())
    block = b"Exif\0\0" + exif.tobytes().removeprefix(b"Exif\0\0")
    words = f"\nexif\n{len(block):8d}\n{block.hex()}\n".encode()
    data = b"Raw profile type exif\0\0" + zlib.compress(words)
    png = photo.read_bytes()
    chunk = struct.pack(">I", len(data)) + b"zTXt" + data + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    photo.write_bytes(png[:33] + chunk + png[33:])
    expect(png.count(b"eXIf") == 1, "the PNG has no EXIF")
    found = tags(bench.restore(photo).result, "Orientation")
    expect(found and set(found.values()) == {1}, str(found))


@row("location_other_ns.jpg")
def _(bench):
    photo = bench.failing / "location_other_ns.jpg"
    done = bench.row(photo.name, flags=["--strip-location"])
    left = re.findall(rb"52\.\d{4}|13\.\d{4}|\w+ZZ", done.result.read_bytes())
    expect(not left, str(left))


@row("half a JPEG with zeros behind it")
def _(bench):
    photo = bench.folder() / "half.jpg"
    data = (bench.failing / "jfif300.jpg").read_bytes()
    photo.write_bytes(data[: len(data) // 2] + bytes(len(data) // 2))
    bench.restore(photo).refused("damaged|ends early")


def moving(ending, form):
    def check(bench):
        photo = bench.folder() / f"moving{ending}"
        frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue", "green")]
        frames[0].save(photo, form, save_all=True, append_images=frames[1:], duration=100)
        bench.restore(photo).refused("animation")

    ROWS.append((f"animated {form}", check))


moving(".webp", "WEBP")
moving(".avif", "AVIF")
moving(".png", "PNG")


@row("colours hidden under full transparency")
def _(bench):
    black, true = (pixels(bench.row(f"fringe_{kind}.png", strength=100).result)[0] for kind in ("black", "true"))
    visible = black[..., 3] == 255
    expect(visible.any() and np.array_equal(black[..., 3], true[..., 3]), "other transparency")
    most = int(np.abs(black.astype(int) - true.astype(int))[visible].max())
    expect(most <= 1, f"up to {most} levels apart")


def pair(about, name, words, swap=False):
    def check(bench):
        sides = [bench.failing / f"pair_{name}_{side}.png" for side in ("degraded", "clean")]
        degraded, clean = reversed(sides) if swap else sides
        done = bench.onepair("train", "--degraded", degraded, "--clean", clean, "--method", "linear", "--preset", "fast", "--name", f"pair-{name}-{swap}")
        expect(re.search(words, done.text), done.text)

    ROWS.append((about, check))


pair("pair_swapped", "swapped", "swap|other way round|softer|noisier")
pair("pair_rot03", "rot03", "turned|rotat|°|degrees")
pair("pair_icc", "icc", "profile")
pair("pair_wb", "wb", "colours .* apart|colour cast")


def files(bench):
    """Every picture of the manifest, in one batch of copies with names of their own."""
    folder, wanted = bench.folder(), {}
    with open(bench.bad / "MANIFEST.tsv", newline="") as file:
        for entry in csv.DictReader(file, delimiter="\t"):
            path = entry["path"]
            if path.startswith(("models/", "icc/")) or "." not in path or path.endswith(".json"):
                continue
            name = path.replace("/", "_")
            shutil.copyfile(bench.bad / path, folder / name)
            wanted[name] = (path, entry["expect"])
    return folder, wanted


METADATA_BOMBS = ("gen/bomb/png-ztxt-64MB.png", "png/pillow/png_decompression_dos.png")


def longest_text(png):
    data, at, longest = png.read_bytes(), 8, 0
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind in (b"zTXt", b"iTXt", b"tEXt", b"iCCP"):
            body = data[at + 8 : at + 8 + size]
            begin = body.find(b"\x78")
            text = zlib.decompressobj().decompress(body[begin:], 2**26) if kind in (b"zTXt", b"iCCP") else body
            longest = max(longest, len(text))
        at += 12 + size
    return longest


@row("every picture of bad-inputs")
def _(bench):
    folder, wanted = files(bench)
    # The photos by name: a folder leaves kinds out that are not restored.
    done = bench.restore(*[folder / name for name in wanted])
    found = {photo["source"]["name"]: photo for photo in done.photos}
    expect(done.events[-1]["event"] == "done", "no end")
    faults, counts = [], {}
    for name, (path, expected) in wanted.items():
        photo = found.get(name)
        what = "missing" if photo is None else "restored" if "savedAs" in photo else "refused"
        counts[f"{expected}: {what}"] = counts.get(f"{expected}: {what}", 0) + 1
        message = (photo or {}).get("error", {}).get("message", "")
        if photo is None or re.search(r"internal|unexpected|took too long", message.replace(name, ""), re.I):
            faults.append(f"{path}: {message or 'not mentioned'}")
        elif path in METADATA_BOMBS:
            # Their metadata is ignored.
            expect(what == "restored", f"{path}: {message}")
            length = longest_text(Path(photo["savedAs"]))
            if length > 2**20:
                faults.append(f"{path}: the result holds a text of {length} characters")
        elif expected in ("broken", "bomb") and what == "restored" and not photo.get("notes"):
            faults.append(f"{path}: restored")
        elif expected == "valid" and what == "refused" and "tiny" not in path:
            faults.append(f"{path}: {message}")
    print("     ", ", ".join(f"{key} {number}" for key, number in sorted(counts.items())))
    expect(not faults, "\n      ".join(faults))


@row("profiles of bad-inputs, in a PNG")
def _(bench):
    folder = bench.folder()
    for icc in sorted((bench.bad / "icc").glob("*.icc")):
        photo = folder / f"{icc.stem}.png"
        Image.new("RGB", (40, 40), "#687").save(photo)
        # By hand: Pillow leaves out those that are not for RGB.
        png, data = photo.read_bytes(), b"profile\0\0" + zlib.compress(icc.read_bytes())
        photo.write_bytes(png[:33] + struct.pack(">I", len(data)) + b"iCCP" + data + struct.pack(">I", zlib.crc32(b"iCCP" + data)) + png[33:])
    done = bench.restore(folder)
    for photo in done.photos:
        name = photo["source"]["name"]
        expect("savedAs" in photo, f"{name}: {photo.get('error')}")
        with Image.open(folder / name) as before, Image.open(photo["savedAs"]) as after:
            is_kept = before.info.get("icc_profile") == after.info.get("icc_profile")
        expect(is_kept or photo.get("notes"), f"{name}: the profile went without a word")


@row("files of bad-inputs as models")
def _(bench):
    models = [path for path in sorted((bench.bad / "models").rglob("*")) if path.is_file()]
    for path in models:
        done = unchanged(bench.bad / "models", lambda: bench.onepair("models", "import", path))
        expect(done.code in (1, 2) and not re.search("internal|unexpected", done.text, re.I), f"{path.name}: {done.code} {done.text}")


@row("hostile names")
def _(bench):
    folder = bench.folder()
    names = [name for name in json.loads((bench.bad / "hostile-names.json").read_text()) if isinstance(name, str) and len(os.fsencode(name)) < 256]
    for name in names:
        shutil.copyfile(bench.failing / "jfif300.jpg", folder / name)
    done = bench.restore(folder)
    # Names are shown without what a terminal would obey.
    restored = sum("savedAs" in photo for photo in done.photos)
    photos = [name for name in names if re.search(r"\.(jpe?g|png|tiff)$", name, re.I) and not name.startswith(".")]
    expect(restored == len(photos), f"{restored} of {len(photos)} restored: {done.text[-1000:]}")
    outside = [path for path in done.out.rglob("*") if done.out not in path.resolve().parents]
    expect(not outside and not (Path.cwd() / "touch").exists() and not list(ROOT.glob("pwned*")), str(outside))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default="", help="rows whose name holds this")
    args = parser.parse_args()
    if shutil.which("exiftool") is None:
        print("Skipped: exiftool is not on the PATH.")
        return 0
    failed = 0
    rows = [(about, check) for about, check in ROWS if args.only in about]
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(args.data.resolve() / "failing", args.data.resolve() / "bad-inputs", Path(temporary))
        for about, check in rows:
            try:
                check(bench)
                print(f"pass  {about}", flush=True)
            except Expected as fault:
                failed += 1
                print(f"FAIL  {about}: {str(fault)[:1500]}", flush=True)
    print(f"{len(rows) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
