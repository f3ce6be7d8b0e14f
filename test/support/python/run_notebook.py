"""Executes the code cells of a notebook one after the other, as a kernel would, and tells what they printed."""
import contextlib
import io
import json
import os
import sys

sys.dont_write_bytecode = True
path = sys.argv[1]
sys.path.insert(0, os.path.dirname(path))
with open(path, encoding="utf-8") as file:
    cells = json.load(file)["cells"]
scope = {"__name__": "__main__"}
told = io.StringIO()
with contextlib.redirect_stdout(told):
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), scope)
print(told.getvalue())
