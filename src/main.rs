use sourcebook::*;
fn main() {
    let root = std::env::args().nth(1).unwrap_or(".".into());
    let mut tree = text::Tree::new();
    for e in
        walkdir::WalkDir::new(format!("{root}/content")).into_iter().filter_map(Result::ok).filter(|e| e.file_type().is_file())
    {
        let p = e.path().strip_prefix(&root).unwrap().to_string_lossy().to_string();
        tree.put(&p, text::Content::Text(std::fs::read_to_string(e.path()).unwrap().into()));
    }
    let mut memo = pipeline::Memo::default();
    for _ in 0..3 {
        let t = std::time::Instant::now();
        let out = pipeline::run(&tree, &pipeline::Options::default(), &mut memo);
        eprintln!("run {:?}", t.elapsed());
        if out.edition.is_none() || out.diagnostics.len() > 0 {
            for d in out.diagnostics.iter().take(60) {
                eprintln!("{}\n", diagnose::screen(d, &tree, diagnose::Look::Plain));
            }
            eprintln!("{}", diagnose::summary(&out.diagnostics));
        }
        let Some(ed) = out.edition else { return };
        let t = std::time::Instant::now();
        let mut n = 0;
        for a in ed.addresses() {
            let r = ed.render(a);
            for d in r.diagnostics.iter() {
                eprintln!("{}", diagnose::screen(d, &tree, diagnose::Look::Plain));
            }
            if let Some(render::Rendered::Bytes(b)) = r.value {
                n += b.len();
                if let Some(o) = std::env::args().nth(2) {
                    let f = format!("{o}/{}", a.file());
                    std::fs::create_dir_all(std::path::Path::new(&f).parent().unwrap()).unwrap();
                    std::fs::write(f, b).unwrap();
                }
            }
        }
        eprintln!("rendered {n} {:?}", t.elapsed());
    }
}
