"""Advice of knead for the rows of a Spark DataFrame.

Each partition runs one `knead batch -`. A row gives a row, in order; memory holds one batch
of rows (spark.sql.execution.arrow.maxRecordsPerBatch). Needs PySpark 4 with pyarrow.
"""

import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pyarrow
from pyspark import SparkFiles, TaskContext
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType, StringType, StructField, StructType

# Rows of tables that hold nothing, or the hint of a form, are no records of knead's.
_NOTHING = re.compile(rb'[ \t\r\n",;]*\Z|delete this row: it says what may stand below')

_WHY = "array<struct<rule:string>>"
RESULT = f"""format string, id string, pack struct<name:string,version:string,digest:string>, disposition string,
 actions array<struct<rule:string,disposition:string,text:string>>,
 therapies array<struct<id:string,score:int,pressure:string,minutes:int,provider:string,areas:array<string>,`for`:{_WHY},cautions:{_WHY}>>,
 withheld array<struct<id:string,because:{_WHY}>>, avoid array<struct<area:string,because:{_WHY}>>,
 plan struct<schedule:string,phases:array<struct<weeks:array<int>,sessions_per_week:array<double>,minutes:array<int>>>,
  review_week:int,max_sessions:int,because:{_WHY}>,
 care array<struct<id:string>>, cautions {_WHY},
 notes array<struct<question:string,options:array<string>,words:string,taken:string>>,
 missing array<struct<question:string,state:string,at_stake:string>>, ignored array<string>,
 contradictions array<struct<id:string,questions:array<string>>>,
 never_asked array<struct<question:string,options:array<string>>>, disclaimer string,
 errors array<struct<field:string,code:string,message:string>>, at_least string"""


def advise(df, intake=None, keep=(), program="knead", options=()):
    """Returns a DataFrame of the columns `keep` and those of RESULT, without errors and at_least:
    of a rejected row these stand in the struct `reject`, which is null for all others.

    The column `intake` holds intakes as JSON. Without it, all columns that are not in `keep` are
    named as questions (and id, date), with cells as in CSV or of the question's type. `program` is
    a file shipped by --files or addArtifacts, or is found on the node. `options` are flags of
    `knead batch`, such as ("--lang", "hi").
    """
    parsed = lines(df, intake, keep, program, options).withColumn(
        "r", F.from_json("line", RESULT, {"mode": "FAILFAST"}))
    rejected = F.when(F.col("r.format") == "knead/reject/v1", F.struct("r.errors", "r.at_least"))
    return parsed.select(*keep, "r.*", rejected.alias("reject")).drop("errors", "at_least")


def lines(df, intake=None, keep=(), program="knead", options=()):
    """The same with one column `line` beside `keep`: what knead wrote, to the byte. The number in
    a reject counts the rows of its partition."""
    if intake:
        text, form, header = F.col(intake), "jsonl", None
    else:
        fields = [f for f in df.schema.fields if f.name not in keep]
        if len(fields) < 2:
            raise ValueError("expected columns named id and as questions, or the name of a column with intakes")
        text, form, header = _csv(fields), "csv", ",".join('"' + f.name.replace('"', '""') + '"' for f in fields)
    command = [program, "batch", "-", "--input-format", form, "--jobs", "1", "--no-progress", "--allow-rejects", str(10**18), *options]
    kept = [df.schema[k] for k in keep]

    def partition(batches):
        yield from _run(batches, command, header)

    return df.select(*keep, text.alias("line")).mapInArrow(
        partition, StructType([*kept, StructField("line", StringType())]))


def _csv(fields):
    """A row of CSV; an empty list says that none applies, an item that is null remains an error."""
    cells = []
    for f in fields:
        c = F.col(f"`{f.name}`")
        if isinstance(f.dataType, ArrayType):
            c = F.when(F.size(c) == 0, "none").otherwise(F.array_join(c, ";", "null"))
        cells.append(c.alias(f.name))
    return F.to_csv(F.struct(*cells), {"escape": '"', "dateFormat": "yyyy-MM-dd", "ignoreLeadingWhiteSpace": "false",
                                       "ignoreTrailingWhiteSpace": "false"})


def _run(batches, command, header):
    """Gives batches to a process and yields them with its lines. A thread writes a batch while its
    lines are read, and the next is taken when they are there: that is the back-pressure."""
    process = None
    with tempfile.TemporaryFile() as log, ThreadPoolExecutor(1) as writer:

        def failure(what):
            if process:
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                what += f"; exit status {process.wait()}"
            log.seek(0)
            return RuntimeError(f"partition {TaskContext.get().partitionId()}: {command[0]} {what}\n{log.read(4000).decode(errors='replace')}")

        try:
            for batch in batches:
                if batch.num_rows == 0:
                    continue
                rows = batch.column(batch.num_columns - 1).cast(pyarrow.binary()).to_pylist()
                rows = [_json_line(row) if header is None else _csv_row(row) for row in rows]
                size = len(rows)
                if not process:
                    try:
                        process = subprocess.Popen([_found(command[0]), *command[1:]], bufsize=1 << 16,
                                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
                    except OSError as e:
                        raise failure(f"cannot be started: {e}") from e
                    if header is not None:
                        rows.insert(0, header.encode())
                writer.submit(_write, process.stdin, rows)
                out = []
                for _ in range(size):
                    line = process.stdout.readline()
                    if not line.endswith(b"\n"):
                        raise failure("ended before its input")
                    if not line.startswith(b'{"format":"knead/re'):
                        process.kill()
                        raise failure("wrote what is no result of knead")
                    out.append(line[:-1])
                out = pyarrow.array(out, pyarrow.binary()).cast(pyarrow.string())
                yield pyarrow.RecordBatch.from_arrays([*batch.columns[:-1], out], batch.schema.names)
            if process:
                process.stdin.close()
                if process.stdout.read(1):
                    process.kill()
                    raise failure("wrote more lines than there are rows")
                if process.wait() != 0:
                    raise failure("failed at the end")
        finally:
            if process:
                process.kill()
                process.wait()


def _json_line(text):
    """An intake on one line: line ends between the tokens of JSON are as good as spaces. Nothing
    is null, so that it gets its reject."""
    text = (text or b"").replace(b"\n", b" ")
    return text if text.strip(b" \t\r") else b"null"


def _csv_row(text):
    """A row of a table. One that knead would pass over has two cells too many, so that it gets its reject."""
    return b",none," + text if _NOTHING.match(text) else text


def _write(pipe, rows):
    try:
        pipe.write(b"\n".join(rows) + b"\n")
        pipe.flush()
    except OSError:
        pass  # the process is gone: the lines that are missing tell


def _found(program):
    """The file that Spark shipped under that name, else what the node has."""
    shipped = SparkFiles.get(program)
    return shipped if os.path.isfile(shipped) else program
