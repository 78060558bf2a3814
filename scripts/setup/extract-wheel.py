"""Unpacks chosen parts of a wheel: extract-wheel.py WHEEL FOLDER '[["prefix in the wheel", "prefix in FOLDER"], ...]'.

Wheels of this size need zip64, which Node has nothing for; Python is at hand anyway, as pip fetched the wheel.
"""

import json
import os
import shutil
import sys
import zipfile

wheel, folder, rules = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])

with zipfile.ZipFile(wheel) as archive:
    for member in archive.infolist():
        target = next((to + member.filename[len(start):] for start, to in rules if member.filename.startswith(start)), None)
        if target is None or member.is_dir():
            continue
        if os.path.isabs(target) or ".." in target.split("/"):
            sys.exit(f"{wheel} holds the unsafe name {member.filename}")
        path = os.path.join(folder, *target.split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(member) as source, open(path, "wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 22)
        if (member.external_attr >> 16) & 0o111:
            os.chmod(path, 0o755)
