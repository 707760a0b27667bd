//! Lists of hosts: each with its source and date, checked here, shipped as one file.

use std::fmt::Write;

use anyhow::{Result, bail};
use lanyard_core::category::{CATEGORIES, is_protected};
use lanyard_core::observation::Page;
use lanyard_core::roster::Date;
use lanyard_core::site::Host;
use serde::Deserialize;

use crate::project::Project;

const PROTECTED: &str = "protected";

/// A list as it is written: extension/sites/categories/ID.json. `protected.json` is what no
/// other list may hold.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct List {
    #[serde(default)]
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) title: String,
    source: String,
    pub(crate) date: String,
    note: String,
    pub(crate) hosts: Vec<String>,
    #[serde(default)]
    pages: Vec<Pages>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pages {
    page: Page,
    /// Hosts of the list, or `own` for those that a school puts on it.
    hosts: Vec<String>,
    /// `*` for any run inside one part, `**` for any run at all.
    #[serde(default)]
    path: Vec<String>,
    /// Instead of a path: the address holds another address.
    #[serde(default)]
    carries: bool,
}

/// Reads and checks every list; all mistakes are printed.
pub(crate) fn read(project: &Project) -> Result<Vec<List>> {
    let mut lists = Vec::new();
    let mut mistakes = Vec::new();
    for path in project.list(&project.source().join("sites/categories"), "json")? {
        let name = project.name(&path);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        match serde_json::from_str::<List>(&project.read(&path)?) {
            Ok(list) => {
                let id = if stem == PROTECTED { PROTECTED.to_owned() } else { list.id.clone() };
                if id != stem {
                    mistakes.push(format!("{name}: id: expected `{stem}`, the name of the file"));
                }
                lists.push(List { id, ..list });
            }
            Err(error) => mistakes.push(format!("{name}: {error}")),
        }
    }
    mistakes.extend(check(&lists));
    for mistake in &mistakes {
        eprintln!("{mistake}");
    }
    if !mistakes.is_empty() {
        bail!("{} mistakes in the lists of hosts", mistakes.len());
    }
    Ok(lists)
}

fn check(lists: &[List]) -> Vec<String> {
    let mut mistakes = Vec::new();
    let protected = protected(lists);
    if protected.is_empty() {
        mistakes.push("sites/categories/protected.json: expected the hosts that no list may hold".to_owned());
    }
    for id in CATEGORIES {
        if !lists.iter().any(|list| list.id == id) {
            mistakes.push(format!("sites/categories/{id}.json: expected this list"));
        }
    }
    for list in lists {
        let mut wrong = |key: &str, expected: &str| {
            mistakes.push(format!("sites/categories/{}.json: {key}: expected {expected}", list.id));
        };
        let is_list = list.id != PROTECTED;
        if is_list && !CATEGORIES.contains(&list.id.as_str()) {
            wrong("id", "a category that the core knows");
        }
        if list.source.trim().is_empty() || list.note.trim().is_empty() || is_list && list.title.trim().is_empty() {
            wrong("source", "where it is from, with a note and a title");
        }
        if Date::parse(&list.date).is_none() {
            wrong("date", "a day, YYYY-MM-DD");
        }
        if !list.hosts.windows(2).all(|pair| pair[0] < pair[1]) {
            wrong("hosts", "each host once, in order");
        }
        for host in list.hosts.iter().filter(|_| is_list) {
            if Host::parse(host).is_none() {
                wrong("hosts", &format!("a host name; found `{host}`"));
            }
            if is_protected(&protected, host) {
                wrong("hosts", &format!("no protected host (G10); found `{host}`"));
            }
        }
        for pages in &list.pages {
            let named = |host: &String| host == "own" || list.hosts.iter().any(|known| known == host);
            if pages.page == Page::Plain || pages.hosts.is_empty() || !pages.hosts.iter().all(named) {
                wrong("pages", "a sort of page on hosts of this list");
            }
            if pages.path.is_empty() != pages.carries || !pages.path.iter().all(|path| path.starts_with('/')) {
                wrong("pages", "paths from `/`, or an address that is carried");
            }
        }
    }
    mistakes
}

fn protected(lists: &[List]) -> String {
    let hosts = lists.iter().filter(|list| list.id == PROTECTED).flat_map(|list| &list.hosts);
    hosts.map(|host| format!("{PROTECTED} {host}\n")).collect()
}

/// What ships: hosts and pages, without what is for people, a fact a line.
pub(crate) fn files(lists: &[List]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut text = protected(lists);
    for list in lists.iter().filter(|list| list.id != PROTECTED) {
        for host in &list.hosts {
            writeln!(text, "{} {host}", list.id)?;
        }
        for pages in &list.pages {
            let page = serde_json::to_value(pages.page)?;
            let page = page.as_str().unwrap_or_default();
            for host in &pages.hosts {
                for path in pages.path.iter().map(String::as_str).chain(pages.carries.then_some("@")) {
                    writeln!(text, "{} {host} {page} {path}", list.id)?;
                }
            }
        }
    }
    Ok(vec![("sites/categories.txt".to_owned(), text.into_bytes())])
}

#[cfg(test)]
mod tests {
    use lanyard_core::category::Categories;
    use lanyard_core::sorted::ByName;

    use super::*;

    fn packaged() -> Vec<List> {
        read(&Project::find()).expect("the lists of the tree")
    }

    #[test]
    fn what_ships_is_what_the_worker_reads() {
        let (_, text) = files(&packaged()).expect("files").remove(0);
        let text = String::from_utf8(text).expect("text");
        for id in CATEGORIES {
            let (categories, problems) = Categories::new(&text, &ByName::new(), &[id]);
            assert!(problems.is_empty() && !categories.patterns().is_empty(), "{id}");
        }
        let (all, _) = Categories::new(&text, &ByName::new(), &CATEGORIES);
        for (address, page) in [
            ("https://poki.com/en/g/subway", Page::Play),
            ("https://poki.com/en/about", Page::Plain),
            ("https://www.amazon.co.uk/gp/buy/spc/handlers/display.html", Page::Checkout),
            ("https://www.amazon.co.uk/gp/cart/view.html", Page::Plain),
            ("https://eu9.proxysite.com/process.php?d=x", Page::Relay),
            ("https://www.proxysite.com/", Page::Plain),
            ("https://www.linkedin.com/recs/give", Page::Recommend),
            ("https://www.linkedin.com/in/fay-elm/edit/forms/recommendation/write/?x=1", Page::Recommend),
            ("https://www.linkedin.com/recs/received", Page::Plain),
            ("https://www.linkedin.com/in/fay-elm/details/recommendations/", Page::Plain),
            ("https://chromewebstore.google.com/detail/some-vpn-free/abc", Page::InstallTunnel),
            ("https://chromewebstore.google.com/detail/a-dictionary/abc", Page::Install),
            ("https://www.linkedin.com/learning/a-course", Page::About),
            ("https://discord.com/channels/@me", Page::Plain),
        ] {
            assert_eq!(all.told(address).map(|told| told.page), Some(page), "{address}");
        }
    }

    #[test]
    fn g10_no_list_holds_a_site_of_health_faith_unions_or_lgbt_people() {
        let lists = packaged();
        let kept = protected(&lists);
        for host in [
            "www.nhs.uk",
            "www.samaritans.org",
            "stonewall.org.uk",
            "switchboard.lgbt",
            "neu.org.uk",
            "www.unison.org.uk",
            "www.churchofengland.org",
            "mcb.org.uk",
            "www.acas.org.uk",
            "report.police.uk",
            "www.grindr.com",
        ] {
            assert!(is_protected(&kept, host), "{host} is not protected");
        }
        let signs = [
            "lgbt",
            "gay",
            "queer",
            "transgender",
            "pride",
            "nhs",
            "health",
            "clinic",
            "church",
            "mosque",
            "islam",
            "muslim",
            "jewish",
            "catholic",
            "christian",
            "faith",
            "union",
            "samaritan",
            "grindr",
        ];
        for list in lists.iter().filter(|list| list.id != PROTECTED) {
            for host in &list.hosts {
                assert!(!signs.iter().any(|sign| host.contains(sign)), "{}: {host}", list.id);
            }
        }
        let mut spoilt = lists;
        if let Some(adult) = spoilt.iter_mut().find(|list| list.id == "adult") {
            adult.hosts.push("www.stonewall.org.uk".to_owned());
        }
        assert!(check(&spoilt).iter().any(|mistake| mistake.contains("G10")));
    }

    #[test]
    fn a_list_without_source_or_date_is_a_mistake() {
        let mut lists = packaged();
        lists[0].source.clear();
        lists[1].date = "last year".to_owned();
        let mistakes = check(&lists);
        assert_eq!(mistakes.len(), 2, "{mistakes:?}");
    }
}
