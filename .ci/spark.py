"""Tests knead_spark in a folder that .ci/spark fills, and prints how long jobs take."""

import glob
import json
import os
import re
import shutil
import signal
import statistics
import sys
import threading
import time

import pyarrow
import pyarrow.parquet
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import knead_spark


def masked(line):
    """A line without the number of a reject, which counts within a partition."""
    return re.sub(r'^({"format":"knead/reject/v1","record":)\d+', r"\1N", line)


def plain(name):
    with open("plain-" + name, encoding="utf-8") as f:
        return [masked(line.rstrip("\n")) for line in f]


def check(name, got, want):
    if got != want:
        i = next((i for i, (a, b) in enumerate(zip(got, want)) if a != b), min(len(got), len(want)))
        sys.exit(f"{name}: {len(got)} rows, expected {len(want)}; row {i}:\n{got[i:i + 1]}\n{want[i:i + 1]}")
    print(f"spark: {name}: as expected, {len(want)} rows", flush=True)


def column(df, name="line"):
    return [masked(row[0]) for row in df.select(name).collect()]


def forms(spark, program="knead"):
    """JSONL, CSV, typed columns and Parquet in; Parquet and JSONL out."""
    jsonl = spark.read.text("small.jsonl", lineSep="\n")
    check("JSONL in", column(knead_spark.lines(jsonl, "value", program=program)), plain("small.jsonl"))
    table = spark.read.csv("small.csv", header=True)
    check("CSV in", column(knead_spark.lines(table, program=program)), plain("small.csv"))
    typed = spark.read.json("small.jsonl").select("id", "date", "answers.*").withColumn("date", F.to_date("date"))
    with open("small.jsonl", encoding="utf-8") as f:
        lists = {k for line in f for k, v in json.loads(line)["answers"].items() if isinstance(v, list)}
    strings = {n for n, t in typed.dtypes if t == "string"}  # where some are the text "unsure"
    typed = typed.select(*[
        F.when(F.col(n).startswith("["), F.from_json(n, "array<string>")).when(F.col(n).isNotNull(), F.array(n)).alias(n)
        if n in lists & strings else n for n in typed.columns])
    typed.coalesce(1).write.parquet("typed.parquet", mode="overwrite")
    typed = spark.read.parquet("typed.parquet")
    check("Parquet in, columns with types", column(knead_spark.lines(typed, program=program)), plain("small.jsonl"))

    advice = knead_spark.advise(jsonl, "value", program=program)
    want = [json.loads(line) for line in plain("small.jsonl")]
    got = [row.asDict(recursive=True) for row in advice.collect()]
    check("columns out", [{k: v for k, v in row.items() if k != "reject"} for row in got], want)
    advice.write.parquet("out.parquet", mode="overwrite")
    check("Parquet out", [row.asDict(recursive=True) for row in spark.read.parquet("out.parquet").collect()], got)
    advice.write.json("out.jsonl", mode="overwrite")
    back = spark.read.schema(advice.schema).json("out.jsonl")
    check("JSONL out", [row.asDict(recursive=True) for row in back.collect()], got)


def broken(spark):
    good = open("small.jsonl", encoding="utf-8").readline().rstrip("\n")
    rows = [good, good[:300], None, " \t", "null", json.dumps(json.loads(good), indent=1), '{"id":"x","answers":{"age":"old"}}', good]
    df = spark.createDataFrame([(i, row) for i, row in enumerate(rows)], "n int, intake string").coalesce(1)
    got = knead_spark.advise(df, "intake", keep=["n"]).collect()
    check("broken rows", [(row.n, row.disposition is None, row.reject and row.reject.errors[0].code) for row in got], [
        (0, False, None), (1, True, "json-syntax"), (2, True, "empty-file"), (3, True, "empty-file"), (4, True, "empty-file"),
        (5, False, None), (6, True, "wrong-type"), (7, False, None)])
    rows = [("a", "41"), (None, None), ("", None), ("delete this row: it says what may stand below", None), (' ;,"\n', None), ("b", "old")]
    table = spark.createDataFrame([(*row, None) for row in rows], 'id string, age string, `a, "b"` string').coalesce(1)
    got = knead_spark.advise(table, options=["--ignore-unknown"]).collect()
    check("rows that hold nothing", [(row.id, row.reject and row.reject.errors[0].code) for row in got], [
        ("a", None), *[(None, "wrong-cells")] * 4, ("b", "wrong-type")])
    check("Hindi", [row.disclaimer.isascii() for row in knead_spark.advise(df.limit(1), "intake", options=["--lang", "hi"]).collect()], [False])


def partitions(spark):
    df = spark.read.parquet("small.parquet")
    want = plain("small.jsonl")
    check("no row", column(knead_spark.lines(df.limit(0), "intake")), [])
    few = knead_spark.lines(df.filter("n < 3").repartition(8), "intake", keep=["n"]).sort("n")
    check("empty partitions", column(few), want[:3])
    skewed = df.repartition(8, F.when(F.col("n") < 900, 0).otherwise(F.col("n")))
    check("a skewed partition", column(knead_spark.lines(skewed, "intake", keep=["n"]).sort("n")), want)


def wrong(spark):
    df = spark.read.parquet("small.parquet").repartition(2)
    for name, script in [("copies", "exec cat"), ("fails", """echo '{"format":"knead/result/v1"}'; echo 'no more' >&2; exit 3""")]:
        with open(name, "w") as f:
            f.write(f"#!/bin/sh\n{script}\n")
        os.chmod(name, 0o755)
    for name, job, said in [
        ("no such program", lambda: knead_spark.lines(df, "intake", program="/no/such/knead"), "/no/such/knead cannot be started"),
        ("another program", lambda: knead_spark.lines(df, "intake", program=os.path.abspath("copies")), "copies wrote what is no result of knead"),
        ("a program that takes no flags", lambda: knead_spark.lines(df, "intake", program="cat"), "cat ended before its input; exit status 1\ncat: "),
        ("a program that fails", lambda: knead_spark.lines(df, "intake", program=os.path.abspath("fails")), "fails ended before its input; exit status 3\nno more"),
        ("a wrong column", lambda: knead_spark.lines(df), 'unknown question "n"'),
        ("a wrong option", lambda: knead_spark.lines(df, "intake", options=["--lang", "xx"]), "exit status 2\nknead: "),
    ]:
        try:
            job().collect()
            sys.exit(f"{name}: no error")
        except PySparkException as e:
            found = re.search(r"RuntimeError: partition \d+: .*", str(e))
            if not found or said not in str(e):
                sys.exit(f"{name}: {e}")
            print(f"spark: {name}: {found.group()}", flush=True)


def processes():
    """The parent and the name of each process."""
    all = {}
    for name in glob.glob("/proc/[0-9]*/stat"):
        try:
            pid, comm, rest = re.match(r"(\d+) \((.*)\) \S (\d+)", open(name).read()).groups()
            all[int(pid)] = (int(rest), comm)
        except (OSError, AttributeError):
            pass
    return all


def kill_executor(driver, killed):
    """Kills an executor as soon as one of its tasks runs knead and others are done."""
    spark = SparkSession.getActiveSession() or SparkSession.builder.getOrCreate()
    tracker = spark.sparkContext.statusTracker()
    while not killed:
        done = any(tracker.getStageInfo(s).numCompletedTasks >= 2 for s in tracker.getActiveStageIds() if tracker.getStageInfo(s))
        all = processes()
        for pid, (parent, comm) in all.items():
            line = [pid]
            while comm == "knead" and parent > 1 and parent in all:
                line.append(parent)
                parent = all[parent][0]
            if done and driver in line and line.index(driver) > 1:
                executor = line[line.index(driver) - 1]
                os.kill(executor, signal.SIGKILL)
                killed.append(executor)
                return
        time.sleep(0.05)


def whole(spark):
    """Everything, with an executor killed in the middle."""
    killed = []
    driver = int(spark.sparkContext._jvm.java.lang.ProcessHandle.current().pid())
    killer = threading.Thread(target=kill_executor, args=(driver, killed), daemon=True)
    killer.start()
    df = spark.read.parquet("big.parquet").repartition(16)
    start = time.time()
    knead_spark.lines(df, "intake", keep=["n"]).sort("n").select("line").write.text("big.out")
    took = time.time() - start
    if not killed:
        sys.exit("the job ended before an executor was killed: set SPARK_RECORDS")
    got = []
    for name in sorted(glob.glob("big.out/part-*")):
        with open(name, encoding="utf-8") as f:
            got += [masked(line.rstrip("\n")) for line in f]
    shutil.rmtree("big.out")
    check(f"an executor killed in the middle, {took:.0f} s", got, plain("big.jsonl"))


def through(df):
    def partition(batches):
        yield from batches

    return df.select(F.col("value").alias("line")).mapInArrow(partition, "line string")


def times(spark, rounds=3):
    """Times jobs from a text file to nowhere, alternately."""
    sc = spark.sparkContext
    df = spark.read.text("big.jsonl", lineSep="\n")
    command = os.path.abspath("knead") + " batch - --jobs 1 --no-progress --allow-rejects 1000000000"
    jobs = {
        "read only": lambda: df.write.format("noop").mode("overwrite").save(),
        "mapInArrow, pass-through": lambda: through(df).write.format("noop").mode("overwrite").save(),
        "lines": lambda: knead_spark.lines(df, "value").write.format("noop").mode("overwrite").save(),
        "advise": lambda: knead_spark.advise(df, "value").write.format("noop").mode("overwrite").save(),
        "RDD pipe": lambda: sc.textFile("big.jsonl").pipe(command, checkCode=True).count(),
    }
    took = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.time()
            job()
            took[name].append(time.time() - start)
    for name, seconds in took.items():
        print(f"spark: {name}: {statistics.median(seconds):.1f} s", flush=True)


session = SparkSession.builder.getOrCreate()
session.sparkContext.setLogLevel("OFF")
for size in ["small", "big"]:
    with open(size + ".jsonl", encoding="utf-8") as text:
        intakes = text.read().rstrip("\n").split("\n")
    pyarrow.parquet.write_table(pyarrow.table({"n": range(len(intakes)), "intake": intakes}), size + ".parquet", row_group_size=50000)
del intakes
forms(session)
broken(session)
partitions(session)
wrong(session)
whole(session)
times(session)
session.stop()
