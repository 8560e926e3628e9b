//! The course of links: how it is read, what is wrong with a bad one, and that maps follow it.

use std::fs;

use geo::{Geodesic, Length, LineString, Point};
use landbridge::{CostModel, Dependence, Mode, Network, Scenario};
use serde_json::Value;

fn directory(geometry: &str, benchmark: &str) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).unwrap();
    write("node.csv", "node_id,name,country,x_coord,y_coord\na,A,KZ,70,45\nb,B,KZ,72,45\nc,C,KZ,74,45\n");
    write(
        "link.csv",
        "link_id,from_node_id,to_node_id,directed,mode,length_km\na-b,a,b,0,rail,200\nc-b,c,b,0,rail,200\n",
    );
    write("geometry.csv", geometry);
    write("benchmark.csv", benchmark);
    directory
}

const SOUND: &str =
    "link_id,wkt\na-b,\"LINESTRING(70 45, 71 45.5, 72 45)\"\nc-b,\"LINESTRING (74 45, 73 44.5,72 45)\"\n";
const HEADER: &str = "benchmark_id,quantity,unit,origin_node_id,destination_node_id,via,mode,country,low,likely,high,year,usable,fit,source_id,note\n";

/// The coordinates of all features of a text, one line after the other.
fn coordinates(text: &str) -> Vec<Vec<(f64, f64)>> {
    let value: Value = serde_json::from_str(text).unwrap();
    let lines = value["features"].as_array().unwrap().iter().map(|feature| {
        let points = feature["geometry"]["coordinates"].as_array().unwrap();
        points.iter().map(|point| (point[0].as_f64().unwrap(), point[1].as_f64().unwrap())).collect()
    });
    lines.collect()
}

#[test]
fn way_points_are_read_without_the_ends() {
    let network = Network::from_dir(directory(SOUND, HEADER).path()).unwrap();
    let link = network.link("c-b").unwrap();
    assert_eq!(network[link].shape(), [Point::new(73.0, 44.5)]);
    let forward = [(74.0, 45.0), (73.0, 44.5), (72.0, 45.0)].map(Point::from);
    assert_eq!(network.course(link, true), forward);
    assert!(network.course(link, false).iter().rev().eq(&forward));
}

#[test]
fn a_route_follows_the_course_in_the_direction_of_travel() {
    let network = Network::from_dir(directory(SOUND, HEADER).path()).unwrap();
    let metric = network.metric(&Scenario::default(), &CostModel::distance()).unwrap();
    let (a, c) = (network.place("a").unwrap(), network.place("c").unwrap());
    let there = coordinates(&metric.shortest(a, c).unwrap().to_geojson());
    // the second link is drawn from c to b, and travelled from b to c
    assert_eq!(there, [vec![(70.0, 45.0), (71.0, 45.5), (72.0, 45.0)], vec![(72.0, 45.0), (73.0, 44.5), (74.0, 45.0)]]);
    let mut back = coordinates(&metric.shortest(c, a).unwrap().to_geojson());
    back.reverse();
    for line in &mut back {
        line.reverse();
    }
    assert_eq!(back, there);
}

#[test]
fn corridors_and_replacements_are_drawn_without_jumps() {
    let network = Network::bundled();
    let corridor = network.corridor("mc-khorgos-poti").unwrap();
    let report = Dependence::on(&network).hub(network.target("KZ").unwrap()).corridor(corridor).run().unwrap();
    let lines = coordinates(&report.to_geojson());
    assert_eq!(lines.len(), 2, "the corridor and its replacement");
    let places = network[corridor].links.len() + 1;
    assert!(lines[0].len() > places + 20, "{} points on {places} places", lines[0].len());
    let row = &report.rows[0];
    let corridor_km: f64 = network[corridor].links.iter().map(|&link| network[link].length.as_km()).sum();
    let replacement_km = row.replacement.as_ref().unwrap().length().as_km();
    for (line, km) in lines.iter().zip([corridor_km, replacement_km]) {
        let ends = [network[corridor].origin, network[corridor].destination].map(|place| network[place].point.x_y());
        assert_eq!((line[0], line[line.len() - 1]), (ends[0], ends[1]));
        // a link drawn the wrong way round would add its length twice
        let ratio = Geodesic.length(&LineString::from(line.clone())) / 1e3 / km;
        assert!((0.85..=1.0).contains(&ratio), "the line has {ratio:.3} of the length");
        assert!(line.windows(2).all(|pair| pair[0] != pair[1]), "a point stands there twice");
    }
}

#[test]
fn faults_name_file_line_column_and_value() {
    let geometry = "link_id,wkt\n\
        a-b,\"LINESTRING(70 45, 71 45.5, 72 45)\"\n\
        a-b,\"LINESTRING(70 45, 72 45)\"\n\
        b-c,\"LINESTRING(70 45, 72 45)\"\n\
        c-b,\"LINESTRING(72 45, 74 45)\"\n";
    let error = Network::from_dir(directory(geometry, HEADER).path()).unwrap_err().to_string();
    assert!(
        error.contains("geometry.csv:3: column `link_id`: `a-b`: an earlier row has the same id (line 2)"),
        "{error}"
    );

    let geometry = geometry.replace("a-b,\"LINESTRING(70 45, 72 45)\"\n", "");
    let error = Network::from_dir(directory(&geometry, HEADER).path()).unwrap_err().to_string();
    assert!(error.contains("geometry.csv:3: column `link_id`: `b-c`: there is no link with this id"), "{error}");
    assert!(
        error.contains("geometry.csv:4: column `wkt`: `72 45`: the line does not start at the link's place"),
        "{error}"
    );

    for (wkt, problem) in [
        ("POINT(70 45)", "not a WKT line"),
        ("LINESTRING(70 45, 71)", "not a WKT line"),
        ("LINESTRING(70 45, 71 north)", "not a WKT line"),
        ("LINESTRING(70 45, 71 145, 72 45)", "not a point on the globe"),
        ("LINESTRING(70 45)", "a line needs two points or more"),
        ("", "the cell is empty"),
    ] {
        let geometry = format!("link_id,wkt\na-b,\"{wkt}\"\n");
        let error = Network::from_dir(directory(&geometry, HEADER).path()).unwrap_err().to_string();
        assert!(error.contains("geometry.csv:2: column `wkt`") && error.contains(problem), "{wkt}: {error}");
    }
}

#[test]
fn faults_of_figures_name_file_line_column_and_value() {
    for (row, problem) in [
        ("x,length,km,a,c,b,rail,,,400,,,1,0,,", None),
        ("x,length,km,a,c,b,rail;sea,,390,400,410,2020,1,0,,", None),
        ("x,length,km,a,d,b,rail,,,400,,,1,0,,", Some("column `destination_node_id`: `d`: there is no place")),
        ("x,length,km,a,c,b;e,rail,,,400,,,1,0,,", Some("column `via`: `e`: there is no place")),
        ("x,lenght,km,a,c,,rail,,,400,,,1,0,,", Some("column `quantity`: `lenght`: not a word of this column")),
        ("x,length,d,a,c,,rail,,,400,,,1,0,,", Some("column `unit`: `d`: not a word of this column")),
        ("x,length,km,a,c,,rail;air,,,400,,,1,0,,", Some("column `mode`: `air`: not a word of this column")),
        ("x,length,km,a,c,,rail,KZ,,400,,,1,0,,", Some("column `country`: `KZ`: a country goes with")),
        ("x,length_in_country,km,a,c,,rail,,,400,,,1,0,,", Some("column `country`: a country goes with")),
        ("x,length,km,a,c,,rail,,500,400,,,1,0,,", Some("column `likely`: `400`: not within 0 < low")),
        ("x,length,km,a,c,,rail,,,0,,,1,0,,", Some("column `likely`: `0`: not within 0 < low")),
        ("x,length,km,a,c,,rail,,,400,,,yes!,0,,", Some("column `usable`: `yes!`: neither 0 nor 1")),
    ] {
        let loaded = Network::from_dir(directory(SOUND, &format!("{HEADER}{row}\n")).path());
        match (loaded, problem) {
            (Ok(network), None) => {
                let residuals = network.residuals().unwrap();
                assert_eq!((residuals.len(), residuals[0].model, residuals[0].ratio()), (1, Some(400.0), Some(0.0)));
                assert!(residuals[0].is_in_range());
            }
            (Err(error), Some(problem)) => {
                let error = error.to_string();
                assert!(error.contains("benchmark.csv:2: ") && error.contains(problem), "{row}: {error}");
            }
            (loaded, _) => panic!("{row}: {loaded:?}"),
        }
    }
}

#[test]
fn a_split_belongs_to_a_link_over_a_border() {
    let directory = directory(SOUND, HEADER);
    let links = "link_id,from_node_id,to_node_id,directed,mode,length_km,split_km\n\
        a-b,a,b,0,rail,200,\nc-b,c,b,0,rail,200,80\nb-c,b,c,0,sea,200,90\n";
    fs::write(directory.path().join("link.csv"), links).unwrap();
    let error = Network::from_dir(directory.path()).unwrap_err().to_string();
    assert!(error.contains("link.csv:3: column `split_km`: `80`: both places are in KZ"), "{error}");
    assert!(error.contains("link.csv:4: column `split_km`: `90`: a link at sea lies in no country"), "{error}");
}

#[test]
fn most_rail_lines_are_drawn_nearly_as_long_as_they_are() {
    let network = Network::bundled();
    let (mut near, mut all) = (0_u32, 0_u32);
    for (id, link) in network.links().filter(|(_, link)| link.mode == Mode::Rail) {
        let line = LineString::from_iter(network.course(id, true));
        let ratio = Geodesic.length(&line) / 1e3 / link.length.as_km();
        all += 1;
        near += u32::from((0.88..=1.02).contains(&ratio));
    }
    let share = f64::from(near) / f64::from(all);
    println!("{near} of {all} rail links ({:.1} %) are drawn with 0.88 to 1.02 of their length", share * 100.0);
    // `exception.csv` lists the others, each with its reason
    assert!(share >= 0.90, "{near} of {all} rail links only");
}
