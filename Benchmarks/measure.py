"""What the benchmark scripts share: running a command, medians, and a result file with its provenance."""

import datetime
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("SNNSIM", str(ROOT / ".build-native" / "release" / "snnsim"))

# As Scripts/snnsim has it: the readout spreads its work itself, so the algebra needs no threads of its own.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def timed(command, **options):
    """Wall seconds, CPU seconds and peak KiB of one run; the run must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **options)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{error.decode()}")
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss}


def interleaved(commands, repeats, before=None):
    """Runs the commands in turn, once to warm up and `repeats` times counted; lists of figures by name."""
    figures = {name: [] for name in commands}
    for round_number in range(repeats + 1):
        for name, command in commands.items():
            if before:
                before()
            result = timed(command)
            if round_number > 0:
                figures[name].append(result)
    return figures


def median(figures, key):
    return statistics.median(figure[key] for figure in figures)


def spread(figures, key):
    values = [figure[key] for figure in figures]
    return f"{min(values):.3g} to {max(values):.3g}"


def machine():
    model = platform.processor() or "unknown processor"
    try:
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    return f"{model}, {os.cpu_count()} processors, {platform.system()} {platform.release()}"


def report(name, title, lines):
    """Prints the table; with --write keeps it in Results/ with what it takes to repeat it."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    text = [f"# {title}", "", *lines, "", f"Machine: {machine()}.  "]
    text.append(f"Commit: {commit.stdout.strip() or 'none'}.  ")
    text.append(f"Command: `Benchmarks/{name} {' '.join(sys.argv[1:])}`.  ".replace(" `.", "`."))
    text.append(f"Date: {datetime.date.today().isoformat()}.")
    print("\n".join(text))
    if "--write" in sys.argv:
        (ROOT / "Benchmarks" / "Results" / f"{name}.md").write_text("\n".join(text) + "\n")
