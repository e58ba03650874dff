//! Data for download and citations, by the numbers of the checklist: M8, M16, M31 to M34 over the report in `content/`.
//!
//! In: the files of the report. Out: complaints. What programs of others make of them is asked by `./test validators`. It never pins down what the
//! report says.

use crate::content::{BASE, made};
use crate::support::html::read;
use crate::support::report::report;
use serde_json::Value;
use std::io::Read;

/// The folders of the packages: that of the report, and one for each record.
fn packages() -> Vec<String> {
    let lists = made().files.keys().filter_map(|name| name.strip_suffix("datapackage.json"));
    lists.map(str::to_owned).collect()
}

fn json(file: &str) -> Value {
    serde_json::from_str(made().page(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The files of an archive, as its directory lists them.
fn unzipped(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let u16_at = |at: usize| usize::from(u16::from_le_bytes([archive[at], archive[at + 1]]));
    let u32_at = |at: usize| u32::from_le_bytes(archive[at..at + 4].try_into().unwrap()) as usize;
    let end = archive.len() - 22;
    let (count, mut at) = (u16_at(end + 10), u32_at(end + 16));
    let mut files = Vec::new();
    for _ in 0..count {
        assert_eq!(&archive[at..at + 4], b"PK\x01\x02");
        let (packed, size, name, head) = (u32_at(at + 20), u32_at(at + 24), u16_at(at + 28), u32_at(at + 42));
        let name_of = String::from_utf8(archive[at + 46..at + 46 + name].to_vec()).unwrap();
        let begin = head + 30 + u16_at(head + 26);
        let mut bytes = archive[begin..begin + packed].to_vec();
        match u16_at(at + 10) {
            0 => {}
            8 => {
                let packed = std::mem::take(&mut bytes);
                flate2::read::DeflateDecoder::new(&*packed).read_to_end(&mut bytes).unwrap();
            }
            method => panic!("{name_of} is packed by method {method}"),
        }
        assert_eq!(bytes.len(), size, "{name_of}");
        files.push((name_of, bytes));
        at += 46 + name;
    }
    files
}

#[test]
fn m8_pages_lead_programs_to_their_records() {
    for (page, wanted) in [
        ("countries/rwanda/index.html", ["countries/rwanda/data/events.csv", "countries/rwanda/data/record.json"]),
        ("data/index.html", ["data/claims.csv", "data/report.json"]),
    ] {
        let tags = read(made().page(page)).0;
        for file in wanted {
            let link = tags.iter().find(|tag| {
                tag.name == "link"
                    && tag.get("rel") == Some("alternate")
                    && tag.get("href").is_some_and(|url| url.ends_with(file))
            });
            let kind = if file.ends_with(".csv") { "text/csv" } else { "application/json" };
            assert_eq!(link.and_then(|tag| tag.get("type")), Some(kind), "{page}: {file}");
            assert!(made().files.contains_key(file), "{file}");
        }
    }
}

#[test]
fn m31_tables_are_csv_as_the_standard_has_it() {
    let tables: Vec<_> = made().files.iter().filter(|(name, _)| name.ends_with(".csv")).collect();
    assert_eq!(tables.len(), 7 + 5 * 51);
    for (name, bytes) in tables {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.ends_with("\r\n") && !text.starts_with('\u{feff}'), "{name}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{name}: lines end in CR LF");
        let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(bytes.as_slice());
        assert!(reader.headers().unwrap().iter().all(|column| !column.is_empty()), "{name}");
        for row in reader.records() {
            let row = row.unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{name}: a formula in {row:?}");
        }
    }
    let claims = made().page("data/claims.csv").lines().next().unwrap();
    for column in ["value_low", "value_high", "value_kind", "unit", "precision", "as_of", "sources"] {
        assert!(claims.split(',').any(|name| name == column), "{column}");
    }
}

#[test]
fn m31_a_month_stays_a_month_and_no_cell_is_a_formula() {
    let made = report(
        "//- content/countries/rwanda.yaml\ncode: RW\nevents:\n  - {id: deal, date: 2025-08, kind: transfer, people: unknown, summary: \"=1+1 people, **some** say\", sources: [reuters]}\n",
    );
    let mut rows = csv::Reader::from_reader(made.page("countries/rwanda/data/events.csv").as_bytes());
    let columns = rows.headers().unwrap().clone();
    let row = rows.records().next().unwrap().unwrap();
    let cell = |name: &str| &row[columns.iter().position(|column| column == name).unwrap()];
    assert_eq!((cell("date"), cell("date_precision")), ("2025-08", "month"));
    assert_eq!((cell("date_earliest"), cell("date_latest")), ("2025-08-01", "2025-08-31"));
    assert_eq!((cell("people"), cell("people_low"), cell("people_kind")), ("unknown", "", "unknown"));
    assert_eq!(cell("summary"), "'=1+1 people, some say");
}

#[test]
fn m31_a_record_has_what_concerns_it_and_what_that_rests_on() {
    let ids = |file: &str, column: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(made().page(file).as_bytes());
        let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
        reader.records().flat_map(|row| row.unwrap()[at].split(';').map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    for folder in packages() {
        let (events, sources) = (ids(&format!("{folder}events.csv"), "id"), ids(&format!("{folder}sources.csv"), "id"));
        let setting = ids(&format!("{folder}countries.csv"), "event");
        let lost: Vec<_> = setting.iter().filter(|id| !id.is_empty() && !events.contains(id)).collect();
        assert!(lost.is_empty(), "{folder}: {lost:?} set a status and are not there");
        for table in ["events", "arrangements", "claims"] {
            let named = ids(&format!("{folder}{table}.csv"), "sources");
            let lost: Vec<_> = named.iter().filter(|id| !id.is_empty() && !sources.contains(id)).collect();
            assert!(lost.is_empty(), "{folder}{table}.csv names {lost:?}");
        }
    }
    assert!(ids("countries/rwanda/data/events.csv", "country").iter().all(|code| code.is_empty() || code == "RW"));
}

#[test]
fn m32_a_data_package_describes_each_table_as_it_is() {
    let good =
        |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._/".contains(c));
    for folder in packages() {
        let package = json(&format!("{folder}datapackage.json"));
        assert_eq!(package["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json");
        assert!(good(package["name"].as_str().unwrap()), "{folder}");
        for key in ["title", "version", "created", "licenses", "contributors", "sources"] {
            assert!(!package[key].is_null(), "{folder}: {key}");
        }
        for resource in package["resources"].as_array().unwrap() {
            let path = format!("{folder}{}", resource["path"].as_str().unwrap());
            assert!(good(resource["name"].as_str().unwrap()), "{path}");
            assert_eq!(resource["type"], "table");
            assert_eq!(resource["bytes"], made().files[&path].len(), "{path}");
            assert_eq!(resource["schema"]["missingValues"], serde_json::json!([""]));
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
            assert_eq!(names.join(","), made().page(&path).lines().next().unwrap(), "{path}");
            assert!(fields.iter().all(|field| field["type"].is_string() && field["description"] != ""), "{path}");
        }
    }
}

#[test]
fn m32_a_title_in_any_script_gives_a_name_by_the_rule() {
    let named = |title: &str| {
        let made = report(&format!(
            "//- content/site.yaml\ntitle: {title}\ndescription: What is known.\nrules: {{unused-source: off}}\n"
        ));
        let package: Value = serde_json::from_str(made.page("data/datapackage.json")).unwrap();
        package["name"].as_str().unwrap().to_owned()
    };
    assert_eq!(named("Été à Zürich, 2026!"), "ete-a-zurich-2026");
    assert_eq!(named("تقرير"), "report");
}

#[test]
fn m33_an_archive_holds_the_files_of_its_folder() {
    for folder in packages() {
        let name = made().files.keys().find(|name| name.starts_with(&folder) && name.ends_with(".zip")).unwrap();
        let files = unzipped(&made().files[name]);
        let loose = made().files.keys().filter_map(|name| name.strip_prefix(folder.as_str()));
        let loose: Vec<_> = loose.filter(|name| !name.ends_with(".zip") && !name.ends_with(".html")).collect();
        assert_eq!(files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), loose, "{folder}");
        for (name, bytes) in files {
            assert!(bytes == made().files[&format!("{folder}{name}")], "{folder}{name} differs in the archive");
        }
    }
}

#[test]
fn m33_the_readme_says_what_to_know_before_use() {
    let text = made().page("countries/rwanda/data/README.txt");
    let first = json("countries/rwanda/data/datapackage.json")["resources"][0]["schema"]["fields"][0]["description"].clone();
    for words in [
        format!("{BASE}countries/rwanda/"),
        "https://creativecommons.org/licenses/by/4.0/".to_owned(),
        "events.csv".to_owned(),
        "never means zero".to_owned(),
        first.as_str().unwrap().to_owned(),
    ] {
        assert!(text.contains(&words), "{words}");
    }
}

#[test]
fn m33_the_same_report_gives_the_same_archive() {
    let again = crate::support::report::run(crate::content::tree(), &crate::content::options());
    for file in ["data/report.zip", "countries/rwanda/data/record.zip"] {
        assert!(again.files[file] == made().files[file], "{file}");
    }
}

#[test]
fn m34_articles_records_and_data_say_how_to_cite_them() {
    let is_article = |name: &str| name.starts_with("articles/") && name != "articles/index.html";
    let is_record = |name: &str| name.starts_with("countries/") && name != "countries/index.html";
    let cited = made().files.keys().filter(|name| name.ends_with("index.html"));
    let cited: Vec<_> = cited.filter(|name| is_article(name) || is_record(name) || *name == "data/index.html").collect();
    assert!(cited.len() > 52);
    for name in cited {
        let (page, folder) = (made().page(name), name.trim_end_matches("index.html"));
        for format in ["@misc{", "date-parts"] {
            assert!(page.contains(format), "{name}: {format}");
        }
        let written = page.split_once("data:application/x-research-info-systems,").and_then(|(_, rest)| rest.split_once('"'));
        let ris = crate::support::links::decoded(written.unwrap_or_else(|| panic!("{name}: no RIS")).0);
        assert!(ris.starts_with("TY  - ") && ris.ends_with("ER  - \r\n"), "{name}");
        assert_eq!(ris.matches('\n').count(), ris.matches("\r\n").count(), "{name}");
        assert!(ris.contains(&format!("UR  - {BASE}{folder}\r\n")), "{name}");
        assert!(ris.contains("ET  - "), "{name}: no version");
    }
}
