"""Uses the client on a running service, and tells what came back as JSON."""
import io
import json
import os
import sys
import tempfile

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
import factormine
from factormine import FactorMine, FactorMineError

asked = json.loads(sys.argv[2])
if not asked["pandas"]:
    factormine.pandas = None
fm = FactorMine()
told = {}

rows = fm.top_factors(count=7, run_id=asked["runId"], minimum_coverage=0)
told["rowsType"] = type(rows).__name__
rows = rows if isinstance(rows, list) else rows.to_dict("records")
told["top"] = [row["formula"] for row in rows]
told["newest"] = fm.newest_run()["id"]
told["evaluated"] = fm.evaluate("OPEN/ CLOSE", run_id=asked["runId"], role="train")["canonical"]

members = fm.correlation_with_library("core", formula="OPEN/CLOSE", exact=True)
members = members if isinstance(members, list) else members.to_dict("records")
told["members"] = [[row["formula"], round(row["correlation"], 9)] for row in members]
told["pool"] = fm.warm_start("nightly")

told["all"] = len(list(fm.pages("v1/factors/top", run_id=asked["runId"], minimum_coverage=0, page_size=6)))
query = """query ($after: String, $run: ID!) { topFactors(query: { runId: $run, minimumCoverage: 0 }, first: 7, after: $after) {
  edges { node { factor { id } } } pageInfo { hasNextPage endCursor } } }"""
told["nodes"] = len(list(fm.nodes(query, "topFactors", {"run": asked["runId"]})))

settings = {"experiment": asked["experiment"], "dataset_id": asked["datasetId"], "warm_start": told["pool"], "seed": "py"}
run = fm.start_run(idempotency_key="one " + str(asked["pandas"]), **settings)
told["sameRun"] = fm.start_run(idempotency_key="one " + str(asked["pandas"]), **settings)["id"] == run["id"]
told["progress"] = [[step["state"], step["generation"]] for step in fm.watch(run["id"], poll_seconds=0.2)]
told["ended"] = fm.wait(run["id"])["state"]

folder = tempfile.mkdtemp()
file = os.path.join(folder, "factors.parquet")
told["size"] = fm.export("factors", file, run_id=run["id"], minimum_coverage=0) == os.path.getsize(file)
with open(file, "rb") as opened:
    told["magic"] = opened.read()[-4:].decode()
lines = io.BytesIO()
fm.export("values", lines, formulas=["OPEN/CLOSE"], dataset_id=asked["datasetId"])
told["header"] = lines.getvalue().split(b"\n")[0].decode()
series = fm.ic_series(run_id=asked["runId"], limit=1, minimum_coverage=0)
told["series"] = len(series)
told["read"] = fm.read_formula("-1*Mean($close,5)/$close")


first = lines.getvalue().decode().strip().split("\n")[1:]
rows = [(day, symbol, float(value)) for day, symbol, value in (line.split(",") for line in first)]
name = "py_pandas" if asked["pandas"] else "py_rows"
kept = fm.import_values(name, rows, series=asked["series"], description="of a notebook")
told["imported"] = [kept["values"]["formula"], kept["form"], kept["values"]["sourceFile"]]
told["valued"] = fm.evaluate("imported_" + name, run_id=asked["runId"], role="train")["canonical"] == "imported_" + name
if asked["pandas"]:
    import pandas

    wide = pandas.DataFrame(rows, columns=["date", "symbol", "value"]).pivot(index="date", columns="symbol", values="value")
    told["wide"] = fm.import_values("py_wide", wide, series=asked["series"])["values"]["hash"] == kept["values"]["hash"]


def refused(work):
    try:
        work()
    except FactorMineError as error:
        return [error.code, error.status, str(error)]
    return None


told["refusals"] = [
    refused(lambda: fm.get("v1/runs/01a20668-94f4-7bb1-a1c5-f47ac450c509")),
    refused(lambda: fm.evaluate("CLOSE/", run_id=asked["runId"])),
    refused(lambda: fm.graphql("{ nothing }")),
    refused(lambda: fm.warm_start("none such")),
    refused(lambda: fm.export("factors", os.path.join(folder, "none.csv"), role="tomorrow")),
    refused(lambda: FactorMine("http://127.0.0.1:1", retries=0).get("v1/runs")),
]
told["files"] = sorted(os.listdir(folder))
json.dump(told, sys.stdout)
