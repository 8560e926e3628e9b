"""Makes node.csv and link.csv of the world's railways, of its highways, and of its highways with the
sea lanes, each in a directory of its own inside one outside the repository, to measure on.

    python benches/rivals/fetch_world.py DIR
    LANDBRIDGE_WORLD=DIR/railways:DIR/highways:DIR/highways_and_marnet cargo bench --bench k_shortest

From the package scgraph_data 2.0.0, which is made from OpenStreetMap (ODbL): measure with it, do not
ship it. Links in both directions are one, loops are left out, and of the components the largest is
kept; lengths are whole metres, never below the great circle. All of it is put into one country.
"""

import csv
import glob
import math
import os
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "scgraph_data==2.0.0"
NAMES = ["railways", "highways", "highways_and_marnet"]


def fetch():
    """The text of each module."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE]
        subprocess.run(command, check=True)
        (wheel,) = glob.glob(os.path.join(folder, "*.whl"))
        with zipfile.ZipFile(wheel) as package:
            return {name: package.read(f"scgraph_data/world_{name}.py").decode() for name in NAMES}


def source(text):
    """The two lists of a module, as text: it is not run, for it asks for a package that is gone."""
    lines = {line.split("=", 1)[0].strip(): line.split("=", 1)[1] for line in text.splitlines() if "=[" in line}
    return lines["graph"].strip(), lines["nodes"].strip()


def great_circle(a, b):
    (y, x), (v, u) = ([math.radians(part) for part in point] for point in (a, b))
    h = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(h))


def largest(count, links):
    """The places of the largest component."""
    parent = list(range(count))

    def root(at):
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for a, b in links:
        parent[root(a)] = root(b)
    members = {}
    for at in range(count):
        members.setdefault(root(at), []).append(at)
    return set(max(members.values(), key=len))


def write(text, directory):
    graph, nodes = source(text)
    points = [tuple(map(float, point.split(","))) for point in nodes[2:-2].split("], [")]
    links = {}
    for tail, arcs in enumerate(graph[2:-2].split("}, {")):
        for arc in filter(None, arcs.split(", ")):
            head, kilometres = arc.split(": ")
            ends = tuple(sorted((tail, int(head))))
            if ends[0] != ends[1]:
                metres = max(round(float(kilometres) * 1000), math.ceil(great_circle(*(points[end] for end in ends))), 1)
                links[ends] = min(metres, links.get(ends, metres))
    kept = largest(len(points), links)
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, "node.csv"), "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["node_id", "name", "country", "x_coord", "y_coord"])
        rows.writerows([at, at, "KZ", points[at][1], points[at][0]] for at in sorted(kept))
    with open(os.path.join(directory, "link.csv"), "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["link_id", "from_node_id", "to_node_id", "directed", "mode", "length_km"])
        within = sorted((ends, metres) for ends, metres in links.items() if ends[0] in kept)
        rows.writerows([f"{a}-{b}", a, b, 0, "road", f"{metres / 1000:.3f}"] for (a, b), metres in within)
    print(f"{len(kept)} places, {len(within)} links in {directory}")


def main(directory):
    for name, text in fetch().items():
        write(text, os.path.join(directory, name))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
