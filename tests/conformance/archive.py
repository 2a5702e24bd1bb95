"""An archive and packages of the sample site, judged by the OCFL validator and the BagIt reference that others wrote, and
by Python alone where the documentation says that a stranger needs no more."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import bagit
from ocfl.storage_root import StorageRoot

PROGRAM, WORK = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
SITE, ROOT = WORK / "site", WORK / "site" / "archive"
wrong = []


def fangan(*args):
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1795492800"}
    run = subprocess.run([PROGRAM, "--lang", "en", *args], cwd=SITE, env=environment, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"fangan {' '.join(args)}: {run.returncode}\n{run.stdout}{run.stderr}")
    return run.stdout


def seal_everything():
    """The sample site with every approval sealed, and what an archive demands of each document."""
    shutil.rmtree(WORK, ignore_errors=True)
    SITE.mkdir(parents=True)
    shutil.copy("fangan.toml", SITE)
    shutil.copytree("content", SITE / "content")
    for path in SITE.glob("content/communities/**/*.md"):
        text = path.read_text("utf-8")
        if re.search(r"^approval:", text, re.M) and not re.search(r"^retention:", text, re.M):
            path.write_text(text.replace("\napproval:", "\nretention: 10\napproval:", 1), "utf-8")
    fangan("approve", "--all-unsealed")


def check(what, holds):
    if not holds:
        wrong.append(what)


def ocfl():
    root = StorageRoot(root=str(ROOT))
    valid = root.validate(validate_objects=True, check_digests=True, log_warnings=True)
    messages = [message for _, message in root.errors] + [str(root.log.status_str())] * bool(root.log.status_str())
    check(f"ocfl-py: {root.good_objects} of {root.num_objects} objects are valid: {messages}", valid and not messages)
    check("ocfl-py: objects", root.num_objects == root.good_objects > 40)
    return root.num_objects


def chain():
    """Each line of the log has the hash that it says, and the line before it."""
    previous, added = "0" * 64, 0
    for line in (ROOT / "events.jsonl").read_text("utf-8").splitlines():
        event = json.loads(line)
        digest = hashlib.sha256(line.rsplit(',"hash":', 1)[0].encode()).hexdigest()
        check(f"log: {line}", digest == event["hash"] and event["previous"] == previous)
        previous = event["hash"]
        added += event["event"] == "added"
    return added


def state_of(path):
    """A language version as an approval digests it: see docs/approval.md."""
    front = state = False
    out = []
    lines = path.read_bytes().decode("utf-8").split("\n")
    for n, line in enumerate(lines[:-1] if lines[-1] == "" else lines):
        line = line.removesuffix("\r")
        fence = line.rstrip(" \t") == "---"
        if n == 0:
            front = fence
        else:
            front = front and not fence
            if front and line and line[0] not in " \t#":
                state = line.startswith(("status:", "approval:", "withdrawn:"))
            if front and state and line and line[0] != "#":
                continue
        out.append(line + "\n")
    return "".join(out).encode("utf-8")


def versions():
    """The files of every version of every object, by their logical path."""
    for path in ROOT.rglob("inventory.json"):
        if not (path.parent / "0=ocfl_object_1.1").exists():
            continue
        inventory = json.loads(path.read_text("utf-8"))
        content = {digest: path.parent / paths[0] for digest, paths in inventory["manifest"].items()}
        for version in inventory["versions"].values():
            yield {logical: content[digest] for digest, paths in version["state"].items() for logical in paths}


def approvals():
    """The digest of each approval can be taken again from the archived files."""
    for files in versions():
        said = json.loads(files["approval.json"].read_text("utf-8"))
        lines = []
        for logical, path in files.items():
            folder, _, name = logical.partition("/")
            if folder == "source":
                content = state_of(path) if name.endswith(".md") else path.read_bytes()
                lines.append((name, hashlib.sha256(content).hexdigest()))
        listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(lines, key=lambda line: line[0].encode()))
        digest = "sha256:" + hashlib.sha256(listing.encode()).hexdigest()
        check(f"approval of {said['document']}: {digest}", digest == said["approval"]["digest"])


def metadata():
    for files in versions():
        record = json.loads(files["metadata.json"].read_text("utf-8"))
        for file in record["files"]:
            content = files[file["path"]].read_bytes()
            what = f"{record['document']}: {file['path']}"
            check(what, hashlib.sha256(content).hexdigest() == file["sha256"] and len(content) == file["size"])
        elements = ET.parse(files["metadata.xml"]).getroot().findall("{urn:fangan:record:1}element")
        values = sum(len(element["values"]) for element in record["elements"].values())
        check(f"{record['document']}: XML has {len(elements)} elements, JSON {values}", len(elements) == values)


def packages():
    folder, file = WORK / "package", WORK / "package.zip"
    fangan("archive", "export", "--to", str(folder))
    fangan("archive", "export", "--to", str(file))
    bagit.Bag(str(folder)).validate(processes=2)
    with zipfile.ZipFile(file) as package:
        check("package: the zip file is broken", package.testzip() is None)
        package.extractall(WORK / "unpacked")
    [unpacked] = (WORK / "unpacked").iterdir()
    bagit.Bag(str(unpacked)).validate()
    same = subprocess.run(["diff", "-r", folder, unpacked], capture_output=True, text=True)
    check(f"package: folder and zip file differ: {same.stdout}", same.returncode == 0)
    for algorithm in ("sha256", "sha512"):
        for prefix in ("", "tag"):
            subprocess.run([f"{algorithm}sum", "--check", "--quiet", f"{prefix}manifest-{algorithm}.txt"], cwd=folder, check=True)
    raw = (folder / "data" / "目錄.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    count = json.loads((folder / "data" / "目錄.json").read_text("utf-8"))["count"]
    check("package: catalogue", raw.startswith(b"\xef\xbb\xbf") and len(rows) == count + 1 and all(len(row) == 9 for row in rows))
    fangan("archive", "receive", str(file), "--to", str(WORK / "received"))
    bagit.Bag(str(WORK / "received")).validate()
    made = bags_of_others()
    return count, made


def bags_of_others():
    """What the reference implementation writes is accepted."""
    made = WORK / "made"
    shutil.copytree(SITE / "content", made)
    bagit.make_bag(str(made), {"Contact-Name": "檔案員"}, checksums=["md5", "sha256"])
    fangan("archive", "receive", str(made))
    (made / "data" / "organisations.toml").write_text("changed", "utf-8")
    run = subprocess.run([PROGRAM, "archive", "receive", str(made)], capture_output=True)
    check("a changed bag is accepted", run.returncode == 1)
    return 1


seal_everything()
fangan("archive", "add")
fangan("archive", "verify")
objects, added = ocfl(), chain()
check(f"log: {added} additions for {objects} objects", added >= objects)
approvals()
metadata()
documents, _ = packages()
check(f"package: {documents} documents of {objects}", documents == objects)
print(f"{objects} objects, {added} versions, a package of {documents} documents")
for line in wrong:
    print(line)
sys.exit(bool(wrong))
