"""Times igraph and NetworkX on the networks that the benches wrote, beside which they are to be read.

    LANDBRIDGE_RIVALS=DIR cargo bench --bench k_shortest
    pip install igraph==1.0.0 networkx==3.6.1
    python benches/rivals/igraph_networkx.py DIR [SECONDS]

Each task runs in a process of its own and is stopped after SECONDS (120). What is timed is the call
alone, not making the graph, on the processor; medians of up to five rounds.
"""

import glob
import itertools
import multiprocessing
import os
import statistics
import sys
import time


def rows(file):
    with open(file, encoding="utf-8") as lines:
        return [tuple(map(int, line.split(","))) for line in lines]


def timed(task):
    times, answer = [], None
    while len(times) < 5 and sum(times) < 10:
        start = time.process_time()
        answer = task()
        times.append(time.process_time() - start)
    return statistics.median(times), answer


def igraph_k_shortest(file, k):
    import igraph

    arcs = rows(file)
    graph = igraph.Graph(n=1 + max(max(arc[:2]) for arc in arcs), edges=[arc[:2] for arc in arcs], directed=True)
    costs = [arc[2] for arc in arcs]
    seconds, paths = timed(lambda: graph.get_k_shortest_paths(0, 1, k=k, weights=costs, output="epath"))
    return seconds, sorted(sum(costs[arc] for arc in path) for path in paths)


def networkx_k_shortest(file, k):
    import networkx

    graph = networkx.DiGraph()
    for tail, head, cost in rows(file):
        if not graph.has_edge(tail, head) or graph[tail][head]["cost"] > cost:
            graph.add_edge(tail, head, cost=cost)
    first = lambda: list(itertools.islice(networkx.shortest_simple_paths(graph, 0, 1, weight="cost"), k))
    seconds, paths = timed(first)
    return seconds, [sum(graph[a][b]["cost"] for a, b in itertools.pairwise(path)) for path in paths]


def igraph_connectivity(file, _):
    import igraph

    links = rows(file)
    graph = igraph.Graph(n=1 + max(map(max, links)), edges=links)
    seconds, found = timed(lambda: (graph.bridges(), graph.articulation_points()))
    return seconds, [len(part) for part in found]


def worker(task, file, k, pipe):
    pipe.send(task(file, k))


def main(directory, limit):
    print("| network | task | seconds | answer |\n|---|---|---|---|")
    tasks = [
        ("links", "igraph, bridges and articulation", igraph_connectivity, 0),
        ("arcs", "igraph, 2 shortest simple", igraph_k_shortest, 2),
        ("arcs", "igraph, 10 shortest simple", igraph_k_shortest, 10),
        ("arcs", "NetworkX, 10 shortest simple", networkx_k_shortest, 10),
    ]
    for kind, what, task, k in tasks:
        for file in sorted(glob.glob(os.path.join(directory, f"*.{kind}")), key=os.path.getsize):
            ours, theirs = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.Process(target=worker, args=(task, file, k, theirs))
            process.start()
            seconds, answer = ours.recv() if ours.poll(limit) else (None, "")
            process.terminate()
            process.join()
            shown = f"over {limit}" if seconds is None else f"{seconds:.6f}"
            print(f"| {os.path.basename(file)} | {what} | {shown} | {answer} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 120)
