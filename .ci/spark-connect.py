"""Tests knead_spark through Spark Connect, in a folder that .ci/spark fills: the program and the
module are shipped as artifacts. The argument is the module's file."""

import json
import os
import sys

from pyspark.sql import SparkSession

import knead_spark

session = SparkSession.builder.remote("local[2]").getOrCreate()
session.addArtifacts(sys.argv[1], pyfile=True)
session.addArtifacts(os.path.abspath("knead"), file=True)
intakes = session.read.text(os.path.abspath("small.jsonl"), lineSep="\n")
with open("plain-small.jsonl", encoding="utf-8") as plain:
    want = plain.read().rstrip("\n").split("\n")
got = [row.line for row in knead_spark.lines(intakes, "value").collect()]
if got != want:
    sys.exit("lines: not those of a plain run")
got = [{k: v for k, v in row.asDict(recursive=True).items() if k != "reject"} for row in knead_spark.advise(intakes, "value").collect()]
if got != [json.loads(line) for line in want]:
    sys.exit("columns: not those of a plain run")
print(f"spark: Spark Connect, lines and columns: as expected, {len(want)} rows", flush=True)
session.stop()
