"""Writes k_shortest.json and the tables in k_shortest/: the ten shortest simple routes of some pairs
over the links of the bundled network as they were when this ran, by igraph.

    pip install igraph==1.0.0 && python tests/golden/make_k_shortest.py

One system everywhere (no transfers), lengths in whole metres, so that a simple route of igraph is one
of the library.
"""

import csv
import json
import os

import igraph

HERE = os.path.dirname(os.path.abspath(__file__))
NETWORK = os.path.join(HERE, "..", "..", "network")
PLACES = ["xian", "duisburg", "poti", "lianyungang", "tashkent", "moscow", "istanbul", "mumbai"]


def rows(name):
    with open(os.path.join(NETWORK, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(name, columns, table):
    os.makedirs(os.path.join(HERE, "k_shortest"), exist_ok=True)
    with open(os.path.join(HERE, "k_shortest", name), "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


nodes = rows("node.csv")
links = [row for row in rows("link.csv") if row["status"] == "open" and not row["closed_year"]]
write("node.csv", ["node_id", "name", "country", "x_coord", "y_coord"], nodes)
write("link.csv", ["link_id", "from_node_id", "to_node_id", "directed", "mode", "length_km"], links)
# a border link without a border row asks for these, whatever is minimised
columns = ["assumption_id", "quantity", "unit", "likely"]
write("assumption.csv", columns, [dict(zip(columns, row)) for row in [
    ("border-dwell", "border_dwell", "h", 0), ("border-fee", "border_fee", "USD/FEU", 0)]])

index = {row["node_id"]: at for at, row in enumerate(nodes)}
edges, weights = [], []
for row in links:
    ends = (index[row["from_node_id"]], index[row["to_node_id"]])
    metres = round(float(row["length_km"]) * 1000)
    for edge in [ends] if row["directed"] == "1" else [ends, ends[::-1]]:
        edges.append(edge)
        weights.append(metres)
graph = igraph.Graph(n=len(nodes), edges=edges, directed=True)

answers = []
for a in PLACES:
    for b in PLACES:
        if a < b and a in index and b in index:
            paths = graph.get_k_shortest_paths(index[a], index[b], k=10, weights=weights, output="epath")
            costs = sorted(sum(weights[edge] for edge in path) for path in paths)
            answers.append({"from": a, "to": b, "costs": costs})
with open(os.path.join(HERE, "k_shortest.json"), "w", encoding="utf-8") as file:
    file.write("[\n" + ",\n".join(json.dumps(answer) for answer in answers) + "\n]\n")
