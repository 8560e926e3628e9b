"""Writes redundancy.json: bridges, articulation places, link-disjoint routes and unavoidable links
of the bundled network in 2026 by igraph and NetworkX. Run from the root of the repository; needs
`pip install igraph networkx`. Only the tables are read, nothing of the library."""
import csv, json
import igraph, networkx

YEAR = 2026
def is_open(row):
    opened = int(row["opened_year"]) if row["opened_year"] else None
    closed = int(row["closed_year"]) if row["closed_year"] else None
    begun, ended = opened is None or opened <= YEAR, closed is not None and closed <= YEAR
    status = row["status"] or "open"
    if status == "open": return begun and not ended
    if status in ("planned", "construction"): return opened is not None and begun and not ended
    return closed is not None and begun and not ended

nodes = [row["node_id"] for row in csv.DictReader(open("network/node.csv", encoding="utf8"))]
links = [row for row in csv.DictReader(open("network/link.csv", encoding="utf8")) if is_open(row)]
transfers = list(csv.DictReader(open("network/transfer.csv", encoding="utf8")))
corridors = list(csv.DictReader(open("network/corridor.csv", encoding="utf8")))
at = {node: index for index, node in enumerate(nodes)}
graph = igraph.Graph(n=len(nodes), edges=[(at[row["from_node_id"]], at[row["to_node_id"]]) for row in links])
bridges = sorted(links[edge]["link_id"] for edge in graph.bridges())
articulation = sorted(nodes[vertex] for vertex in graph.articulation_points())
rest = graph.copy(); rest.delete_edges(graph.bridges())

# stops: a system at a place; every link of the bundled network runs both ways
stop = lambda node, mode, gauge: (node, mode, gauge)
flow = networkx.MultiGraph()
def add(a, b, key, capacity): flow.add_edge(a, b, key=key, capacity=capacity)
for row in links:
    add(stop(row["from_node_id"], row["mode"], row["gauge_mm"]), stop(row["to_node_id"], row["mode"], row["gauge_mm"]), row["link_id"], 1)
for row in transfers:
    add(stop(row["node_id"], row["from_mode"], row["from_gauge_mm"]), stop(row["node_id"], row["to_mode"], row["to_gauge_mm"]), row["transfer_id"], 10**6)
def ends(graph, origin, destination):
    for node in list(graph.nodes):
        if node[0] == origin: graph.add_edge("s", node, key="s", capacity=10**6)
        if node[0] == destination: graph.add_edge(node, "t", key="t", capacity=10**6)
pairs, seen = [], set()
for row in corridors:
    pair = (row["origin_node_id"], row["destination_node_id"])
    if pair in seen: continue
    seen.add(pair)
    both = flow.copy(); ends(both, *pair)
    if "s" not in both or "t" not in both or not networkx.has_path(both, "s", "t"): continue
    simple = networkx.DiGraph()
    for a, b, data in both.edges(data=True):
        for x, y in ((a, b), (b, a)):
            old = simple.get_edge_data(x, y, {"capacity": 0})["capacity"]
            simple.add_edge(x, y, capacity=old + data["capacity"])
    number = networkx.maximum_flow_value(simple, "s", "t")
    # a link is unavoidable when no way is left without it
    way = networkx.shortest_path(both, "s", "t")
    needed = []
    for a, b in zip(way, way[1:]):
        if both.number_of_edges(a, b) > 1: continue
        (key, data), = both[a][b].items()
        if data["capacity"] != 1: continue
        both.remove_edge(a, b, key)
        if not networkx.has_path(both, "s", "t"): needed.append(key)
        both.add_edge(a, b, key=key, **data)
    pairs.append({"from": pair[0], "to": pair[1], "link_disjoint": number, "unavoidable_links": sorted(needed)})
json.dump({"made_by": f"igraph {igraph.__version__}, NetworkX {networkx.__version__}", "bridges": bridges,
           "articulation_places": articulation, "two_edge_connected": len(rest.connected_components()), "pairs": pairs},
          open("tests/golden/redundancy.json", "w"), indent=1, ensure_ascii=False)
