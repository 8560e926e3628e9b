"""Opens our GraphML with NetworkX and igraph, as a stranger would, and keeps what they say of it.

    cargo run --example export -- --format graphml --out /tmp/bundled.graphml
    cargo run --example export -- --format graphml --network tests/fixtures/small --out /tmp/small.graphml
    python3 tests/golden/graphml/make.py /tmp/small.graphml /tmp/bundled.graphml

With `pip install networkx igraph` (made with 3.6.1 and 1.0.0). Of the first file it writes
`small.json`, and the same graph as each of the two writes GraphML; the others are compared only:
both libraries must agree on every count and shortest distance.
"""
import json
import os
import sys

import igraph
import networkx

HERE = os.path.dirname(os.path.abspath(__file__))


def of_networkx(file):
    graph = networkx.read_graphml(file, force_multigraph=True)
    pairs = networkx.all_pairs_dijkstra_path_length(graph, weight="length_km")
    lengths = {a: {b: round(km * 1000) for b, km in to.items()} for a, to in pairs}
    return graph, graph.number_of_nodes(), graph.number_of_edges(), lengths


def of_igraph(file):
    graph = igraph.Graph.Read_GraphML(file)
    matrix = graph.distances(weights="length_km", mode="out")
    ids = graph.vs["node_id"]
    lengths = {a: {b: round(km * 1000) for b, km in zip(ids, row) if km < float("inf")} for a, row in zip(ids, matrix)}
    return graph, graph.vcount(), graph.ecount(), lengths


for at, file in enumerate(sys.argv[1:]):
    first, *by_networkx = of_networkx(file)
    second, *by_igraph = of_igraph(file)
    assert by_networkx == by_igraph, file
    nodes, links, lengths = by_networkx
    print(file, nodes, "nodes", links, "links", sum(map(len, lengths.values())), "distances: both agree")
    if at == 0:
        with open(os.path.join(HERE, "small.json"), "w") as out:
            json.dump({"nodes": nodes, "links": links, "metres": lengths}, out, sort_keys=True, indent=0)
            out.write("\n")
        networkx.write_graphml(first, os.path.join(HERE, "networkx.graphml"), named_key_ids=False)
        second.write_graphml(os.path.join(HERE, "igraph.graphml"))
