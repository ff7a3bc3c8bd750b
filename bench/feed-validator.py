"""Runs the W3C feed validator (a checkout of it, named first) over documents; see outputs-score.ts.

usage: feed-validator.py CHECKOUT BASE FILE...   prints one JSON object a file and event: file, level, event, line, params
"""
import json
import os
import sys

checkout, base, *files = sys.argv[1:]
sys.path.insert(0, os.path.join(checkout, "src"))

import feedvalidator  # noqa: E402
from feedvalidator import compatibility, logging  # noqa: E402

for file in files:
    with open(file, encoding="utf-8") as document:
        text = document.read()
    address = base + os.path.basename(file).rsplit("-", 1)[-1]
    result = feedvalidator.validateString(text, firstOccurrenceOnly=0, fallback="utf-8", base=address)
    for event in compatibility.AAA(result["loggedEvents"]):
        level = "error" if isinstance(event, logging.Error) else "warning" if isinstance(event, logging.Warning) else "info"
        params = {key: str(value)[:200] for key, value in event.params.items() if key not in ("msgcount",)}
        print(json.dumps({"file": file, "level": level, "event": type(event).__name__, "params": params}))
