"""Writes redundancy.json by igraph and NetworkX, from the tables alone and nothing of the library:

- `bundled`: bridges, articulation places, link-disjoint routes and unavoidable links of the tables in
  network/, in the year they describe. Run this again when they change:

      pip install igraph==1.0.0 networkx==3.6.1 && python tests/golden/make_redundancy.py

- `fixture`: on the tables in k_shortest/ (one system everywhere; see make_k_shortest.py, which makes
  them), for some pairs: tied optima, the costs without each link of an optimum, unavoidable places,
  the number of link- and place-disjoint routes and the cheapest two, and the greatest flow when a
  link can carry as many tonnes as it has metres.
"""

import csv
import itertools
import json
import os

import igraph
import networkx

HERE = os.path.dirname(os.path.abspath(__file__))
NETWORK = os.path.join(HERE, "..", "..", "network")
FIXTURE = os.path.join(HERE, "k_shortest")
YEAR = 2026
FREE = 10**12


def table(folder, name):
    with open(os.path.join(folder, name), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def is_open(row):
    opened, closed = (int(row[key]) if row[key] else None for key in ("opened_year", "closed_year"))
    begun, ended = opened is None or opened <= YEAR, closed is not None and closed <= YEAR
    status = row["status"] or "open"
    if status == "open":
        return begun and not ended
    if status in ("planned", "construction"):
        return opened is not None and begun and not ended
    return closed is not None and begun and not ended


def simple(edges):
    """A directed graph with the capacities of parallel edges added up."""
    graph = networkx.DiGraph()
    for a, b, capacity in edges:
        old = graph.get_edge_data(a, b, {"capacity": 0})["capacity"]
        graph.add_edge(a, b, capacity=old + capacity)
    return graph


def both_ways(edges):
    return itertools.chain.from_iterable(((a, b, c), (b, a, c)) for a, b, c in edges)


def bundled():
    nodes = [row["node_id"] for row in table(NETWORK, "node.csv")]
    links = [row for row in table(NETWORK, "link.csv") if is_open(row)]
    assert all(row["directed"] != "1" for row in links), "one-way links want another graph here"
    at = {node: index for index, node in enumerate(nodes)}
    graph = igraph.Graph(n=len(nodes), edges=[(at[row["from_node_id"]], at[row["to_node_id"]]) for row in links])
    rest = graph.copy()
    rest.delete_edges(graph.bridges())

    # stops: a system at a place
    flow = networkx.MultiGraph()
    for row in links:
        ends = [(row[end], row["mode"], row["gauge_mm"]) for end in ("from_node_id", "to_node_id")]
        flow.add_edge(*ends, key=row["link_id"], capacity=1)
    for row in table(NETWORK, "transfer.csv"):
        ends = [(row["node_id"], row[f"{side}_mode"], row[f"{side}_gauge_mm"]) for side in ("from", "to")]
        flow.add_edge(*ends, key=row["transfer_id"], capacity=FREE)
    corridors = table(NETWORK, "corridor.csv")
    ends = dict.fromkeys((row["origin_node_id"], row["destination_node_id"]) for row in corridors)
    pairs = [bundled_pair(flow.copy(), *pair) for pair in ends]
    return {
        "bridges": sorted(links[edge]["link_id"] for edge in graph.bridges()),
        "articulation_places": sorted(nodes[vertex] for vertex in graph.articulation_points()),
        "two_edge_connected": len(rest.connected_components()),
        "pairs": [pair for pair in pairs if pair],
    }


def bundled_pair(graph, origin, destination):
    for node in list(graph.nodes):
        for place, end in ((origin, "s"), (destination, "t")):
            if node[0] == place:
                graph.add_edge(end, node, key=end, capacity=FREE)
    if "s" not in graph or "t" not in graph or not networkx.has_path(graph, "s", "t"):
        return None
    number = networkx.maximum_flow_value(simple(both_ways(graph.edges(data="capacity"))), "s", "t")
    # a link is unavoidable when no way is left without it
    needed = []
    for a, b in itertools.pairwise(networkx.shortest_path(graph, "s", "t")):
        (key, data), *others = graph[a][b].items()
        if others or data["capacity"] != 1:
            continue
        graph.remove_edge(a, b, key)
        if not networkx.has_path(graph, "s", "t"):
            needed.append(key)
        graph.add_edge(a, b, key=key, **data)
    return {"from": origin, "to": destination, "link_disjoint": number, "unavoidable_links": sorted(needed)}


def fixture():
    nodes = [row["node_id"] for row in table(FIXTURE, "node.csv")]
    at = {node: index for index, node in enumerate(nodes)}
    links = table(FIXTURE, "link.csv")
    assert all(row["directed"] != "1" for row in links)
    edges = [(at[row["from_node_id"]], at[row["to_node_id"]], round(float(row["length_km"]) * 1000)) for row in links]
    with open(os.path.join(HERE, "k_shortest.json"), encoding="utf-8") as file:
        pairs = [(pair["from"], pair["to"]) for pair in json.load(file)]
    return [fixture_pair(nodes, links, edges, at[a], at[b]) for a, b in pairs]


def fixture_pair(nodes, links, edges, a, b):
    graph = igraph.Graph(n=len(nodes), edges=[edge[:2] for edge in edges])
    graph.es["cost"] = [edge[2] for edge in edges]
    (path,) = graph.get_shortest_paths(a, b, weights="cost", output="epath")
    without = {}
    for edge in path:
        left = graph.copy()
        left.delete_edges([edge])
        ((cost,),) = left.distances(a, b, weights="cost")
        without[links[edge]["link_id"]] = None if cost == float("inf") else round(cost)

    joined = networkx.MultiGraph([edge[:2] for edge in edges])
    dominators, place, needed = networkx.immediate_dominators(joined.to_directed(), a), b, []
    while dominators.get(place, place) not in (place, a, None):
        place = dominators[place]
        needed.append(nodes[place])

    lengths = simple(both_ways(edges))
    capacities = networkx.maximum_flow_value(lengths, a, b)
    answer = {
        "from": nodes[a],
        "to": nodes[b],
        "cost": sum(edges[edge][2] for edge in path),
        "ties": len(graph.get_all_shortest_paths(a, b, weights="cost")),
        "without": without,
        "unavoidable_places": needed[::-1],
        "max_flow": capacities,
    }
    for by in ("link", "place"):
        graph, source, sink = unit(nodes, edges, a, b, by)
        answer[f"{by}_disjoint"] = networkx.maximum_flow_value(graph, source, sink)
        answer[f"two_{by}_disjoint"] = None
        if answer[f"{by}_disjoint"] > 1:
            graph.nodes[source]["demand"], graph.nodes[sink]["demand"] = -2, 2
            answer[f"two_{by}_disjoint"] = networkx.min_cost_flow_cost(graph)
    return answer


def unit(nodes, edges, a, b, by):
    """Each link, or each place and link, can be used once. A link is a node in the middle of its two
    directions, so that parallel ones stay apart."""
    graph = networkx.DiGraph()
    enter = (lambda place: ("in", place)) if by == "place" else (lambda place: place)
    if by == "place":
        for place in range(len(nodes)):
            graph.add_edge(("in", place), place, capacity=1, weight=0)
    for number, (x, y, cost) in enumerate(edges):
        for tail, head in ((x, y), (y, x)):
            middle = ("link", number, tail)
            graph.add_edge(tail, middle, capacity=1, weight=cost)
            graph.add_edge(middle, enter(head), capacity=1, weight=0)
    return graph, a, enter(b)


def main():
    answer = {
        "made_by": f"igraph {igraph.__version__}, NetworkX {networkx.__version__}",
        "bundled": bundled(),
        "fixture": fixture(),
    }
    with open(os.path.join(HERE, "redundancy.json"), "w", encoding="utf-8") as file:
        json.dump(answer, file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main()
